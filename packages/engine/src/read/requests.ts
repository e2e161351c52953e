import type { DocumentNode, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { Actor, RowPredicates } from '../actor.ts';
import type { Registry } from '../registry/model.ts';
import type { SavedViews } from './late.ts';
import type { ReadLimits } from './limits.ts';
import type { Statement } from './statement.ts';

/** What a reader is made of. */
export interface ReaderOptions {
  readonly registry: Registry;
  readonly schema: GraphQLSchema;
  readonly predicates: RowPredicates;
  readonly limits?: Partial<ReadLimits>;
  /** Where lists find the saved views they name; there are none without. */
  readonly savedViews?: SavedViews;
  /** Called with every statement before it is sent; for tests and tracing. */
  readonly onStatement?: (statement: Statement) => void;
}

/** Objects a document may return at most, and the most that is allowed. */
export interface Cost {
  readonly requested: number;
  readonly limit: number;
}

/** On whose behalf, and how long. */
export interface ReadCaller {
  readonly actor: Actor;
  readonly signal?: AbortSignal | undefined;
  /** Called once the cost is known, before any SQL runs. */
  readonly onCost?: ((cost: Cost) => void) | undefined;
}

/** One GraphQL request, validated against the schema. */
export interface ReadRequest extends ReadCaller {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The answer as JSON text of `data`. */
export interface ReadAnswer {
  readonly text: string;
  readonly cost: Cost;
}

/** Rows of a mutation payload: a method that graphql-js calls as resolver of the payload's `nodes`. */
export type PayloadNodes = (args: unknown, context: unknown, info: GraphQLResolveInfo) => readonly unknown[];

/** The answer as it is read: the text of `data` in pieces. */
export interface StreamedAnswer {
  /** What was read before the answer was known to be large. */
  readonly head: string;
  /**
   * What follows the head. Read to the end or returned in any case, since it holds a connection.
   *
   * Throws when the database fails, the time is over or the signal aborts; what was handed out stays half an answer.
   */
  readonly pieces: AsyncGenerator<string, void, undefined>;
  readonly cost: Cost;
}
