import {
  bindResolvers,
  buildSchemaFor,
  createReader,
  mutationsOf,
  organizationPredicates,
  readFieldResolver,
  type Actor,
  type Registry,
  type RowPredicates,
} from '@plumbline/engine';
import { RenderPool } from '@plumbline/render';
import { execute, parse, validate, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { Pool } from 'pg';
import { ConfigService, domains, registry, SESSION_OPTIONS } from '../../src/index.ts';
import { Plant } from '../plant.ts';

/** A plant with what renders configurations over it, asked as an API caller would. */
export class Studio {
  readonly statements: string[] = [];
  readonly #graph: { registry: Registry; schema: GraphQLSchema; predicates: RowPredicates };
  readonly pool: Pool;
  readonly schema: GraphQLSchema;
  readonly configs: ConfigService;
  /** Processes that run templates. */
  readonly renders = new RenderPool({ size: 1 });

  private constructor(readonly plant: Plant) {
    const resolvers = domains.flatMap((domain) => domain.resolvers);
    this.pool = new Pool({ connectionString: plant.url, max: 3, options: SESSION_OPTIONS, pipeline: true } as never);
    this.schema = buildSchemaFor({ registry, rules: domains.flatMap((domain) => domain.rules), resolvers });
    const onStatement = ({ text }: { readonly text: string }) => this.statements.push(text);
    const graph = { registry, schema: this.schema, predicates: organizationPredicates, onStatement };
    this.#graph = graph;
    const reader = createReader(graph);
    const backend = { registry, reader, writer: plant.writer, pool: this.pool, catalogue: async () => null };
    bindResolvers(this.schema, backend, mutationsOf(resolvers));
    this.configs = new ConfigService({ graph, pool: this.pool, renders: this.renders });
  }

  /** A service that knows nothing of what was rendered before, as after a restart. */
  freshService(): ConfigService {
    return new ConfigService({ graph: this.#graph, pool: this.pool, renders: this.renders });
  }

  static async open(): Promise<Studio> {
    return new Studio(await Plant.open());
  }

  async close(): Promise<void> {
    await this.configs.stop();
    await this.pool.end();
    await this.plant.close();
  }

  /** Sets what the caller may see. */
  set predicates(predicates: RowPredicates) {
    this.#graph.predicates = predicates;
  }

  get actor(): Actor {
    return this.plant.actor;
  }

  /** Answers through graphql-js. */
  async execute(text: string, variables: Readonly<Record<string, unknown>> = {}): Promise<ExecutionResult> {
    const document = parse(text);
    const problems = validate(this.schema, document);
    if (problems.length > 0) throw new Error(`${problems.map((problem) => problem.message).join('\n')}\n${text}`);
    this.statements.length = 0;
    return execute({
      schema: this.schema,
      document,
      variableValues: variables,
      contextValue: { actor: this.actor, configs: this.configs, writer: this.plant.writer },
      fieldResolver: readFieldResolver as never,
    });
  }

  /** Data of an answer without errors. */
  async ask(text: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Record<string, unknown>> {
    const { data, errors } = await this.execute(text, variables);
    if (errors) throw new Error(errors.map((error) => error.message).join('\n'));
    return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
  }
}
