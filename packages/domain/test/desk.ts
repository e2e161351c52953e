import {
  bindResolvers,
  buildSchemaFor,
  catalogueReader,
  createReader,
  mutationsOf,
  organizationPredicates,
  readFieldResolver,
  type Reader,
  type RowPredicates,
} from '@plumbline/engine';
import { execute, parse, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { Pool } from 'pg';
import { domains, namedViews, registry, SESSION_OPTIONS, seedDemo } from '../src/index.ts';
import { Plant } from './plant.ts';

/** Values of a document's variables. */
export type Variables = Readonly<Record<string, unknown>>;

/** What the fast path answered and the statements it sent. */
export interface Answered {
  readonly data: Record<string, unknown>;
  readonly text: string;
  readonly statements: readonly string[];
}

/** A plant with the product's whole schema over it, asked as an API caller would. */
export class Desk {
  readonly #statements: string[] = [];
  /** Connections of reads, pipelined as the server's. */
  readonly pool: Pool;
  readonly reader: Reader;
  readonly schema: GraphQLSchema;

  private constructor(readonly plant: Plant) {
    const rules = domains.flatMap((domain) => domain.rules);
    const resolvers = domains.flatMap((domain) => domain.resolvers);
    this.pool = new Pool({ connectionString: plant.url, max: 2, options: SESSION_OPTIONS, pipeline: true } as never);
    this.schema = buildSchemaFor({ registry, rules, resolvers });
    this.reader = createReader({
      registry,
      schema: this.schema,
      predicates: organizationPredicates,
      onStatement: ({ text }) => this.#statements.push(text),
    });
    const catalogue = catalogueReader(registry, rules, this.pool);
    const backend = {
      registry,
      reader: this.reader,
      writer: plant.writer,
      pool: this.pool,
      catalogue: () => catalogue(plant.actor.organizationId),
    };
    bindResolvers(this.schema, backend, mutationsOf(resolvers));
  }

  /** A reader that sees less than everything. */
  readerWith(predicates: RowPredicates): Reader {
    const { schema } = this;
    const onStatement = ({ text }: { readonly text: string }) => void this.#statements.push(text);
    return createReader({ registry, schema, predicates, onStatement, savedViews: namedViews });
  }

  static async open(): Promise<Desk> {
    return new Desk(await Plant.open());
  }

  /** A desk over the demo network. */
  static async withDemo(): Promise<Desk> {
    const desk = await Desk.open();
    const { errors } = await desk.plant.run(seedDemo);
    if (errors.length > 0) throw new Error(JSON.stringify(errors.slice(0, 5)));
    await desk.plant.dataSource.query('ANALYZE');
    return desk;
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.plant.close();
  }

  /** Answers on the fast path; throws when it declines. */
  async ask(text: string, variables: Variables = {}, reader = this.reader): Promise<Answered> {
    const document = this.#valid(text);
    this.#statements.length = 0;
    const request = { document, variables, actor: this.plant.actor };
    const answer = await reader.respond(request, this.pool);
    if (!answer) throw new Error(`Not on the fast path: ${JSON.stringify(reader.explain(request))}\n${text}`);
    const data = JSON.parse(answer.text) as Record<string, unknown>;
    return { data, text: answer.text, statements: [...this.#statements] };
  }

  /** Answers through graphql-js: writes, and reads to compare with. */
  async execute(
    text: string,
    variables: Variables = {},
    requestId = 'test',
    reader = this.reader,
  ): Promise<ExecutionResult> {
    return execute({
      schema: this.schema,
      document: this.#valid(text),
      variableValues: variables,
      contextValue: { actor: { ...this.plant.actor, requestId }, reader, reads: this.pool, writer: this.plant.writer },
      fieldResolver: readFieldResolver as never,
    });
  }

  #valid(text: string): DocumentNode {
    const document = parse(text);
    const problems = validate(this.schema, document);
    if (problems.length > 0) throw new Error(`${problems.map((problem) => problem.message).join('\n')}\n${text}`);
    return document;
  }
}
