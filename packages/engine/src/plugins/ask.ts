import { parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Pool } from 'pg';
import type { ApiContext } from '../bind/graphql/resolvers.ts';
import type { ReadCaller, Reader } from '../read/index.ts';
import type { Writer } from '../write/writer.ts';

/** Asks a GraphQL question within the server as one caller, who gets what they may see; gives its `data`. */
export type Ask = (
  caller: ReadCaller,
  document: string,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<unknown>;

/** What resolvers of plugins are given, as `@Ctx()`. */
export interface PluginContext extends ApiContext {
  /** Asks the API as the person who asks. @throws Error */
  readonly query: (document: string, variables?: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly reader: Reader;
  readonly writer: Writer;
}

/** Documents kept parsed; those of plugins are few and do not change. */
const KEPT = 200;

/**
 * Questions in the API's own language for code inside the server: lists, objects, aggregates, searches.
 *
 * They cost, are limited and cancelled as the request is in which they are asked.
 *
 * @throws Error that names what the schema has against the document; what the reader throws
 */
export const askIn = (schema: GraphQLSchema, reader: Reader, pool: Pool): Ask => {
  const known = new Map<string, DocumentNode>();
  const read = (text: string): DocumentNode => {
    const found = known.get(text);
    if (found) return found;
    const document = parse(text);
    const [fault] = validate(schema, document);
    if (fault) throw new Error(`The question does not fit the schema: ${fault.message}`);
    if (known.size >= KEPT) known.clear();
    known.set(text, document);
    return document;
  };
  return async (caller, document, variables = {}) => {
    const answer = await reader.respond({ ...callerOf(caller), document: read(document), variables }, pool);
    if (!answer) throw new Error('The question asks for what only requests answer, or its variables do not fit.');
    return JSON.parse(answer.text) as unknown;
  };
};

const callerOf = ({ actor, signal, onCost }: ReadCaller): ReadCaller => ({ actor, signal, onCost });
