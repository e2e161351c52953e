import {
  buildSchemaFor,
  createWriter,
  newMasterKey,
  organizationPredicates,
  type Actor,
  type JobContext,
} from '@plumbline/engine';
import { checkCustomFields, ConfigService, domains, registry, renderJob, SESSION_OPTIONS } from '@plumbline/domain';
import { RenderPool } from '@plumbline/render';
import { Pool } from 'pg';
import type { BenchDatabase } from '../database.ts';
import { BENCH_ORGANIZATION } from '../fill.ts';
import { deviceIds, SCENE } from './scene.ts';

/** Milliseconds of one device end to end: snapshot, reads, child, digests. */
export interface DeviceFigure {
  readonly ms: number;
  readonly best: number;
  readonly statements: number;
  readonly rows: number;
}

/** One run of the job over all devices. */
export interface JobFigure {
  readonly devices: number;
  readonly seconds: number;
  readonly stored: number;
  readonly reused: number;
}

const actor: Actor = {
  organizationId: BENCH_ORGANIZATION,
  userId: null,
  tokenId: null,
  name: 'bench',
  source: 'job',
  superuser: true,
  readOnly: false,
  bulk: true,
  requestId: 'bench',
  grants: [],
};

/** Renders before the first that counts. */
const WARM = 300;

const ASK = { template: { id: SCENE.template }, source: null, options: null, extra: null };

const medianOf = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;

/** The product's renderer over a benchmark database, in this process, its children warm. */
export class RenderProduct {
  readonly #database: BenchDatabase;
  readonly #pool: Pool;
  readonly #configs: ConfigService;
  readonly #renders = new RenderPool();
  #statements = 0;

  constructor(database: BenchDatabase) {
    this.#database = database;
    this.#renders.warm();
    const rules = domains.flatMap((domain) => domain.rules);
    const resolvers = domains.flatMap((domain) => domain.resolvers);
    const onStatement = (): void => {
      this.#statements += 1;
    };
    const schema = buildSchemaFor({ registry, rules, resolvers });
    const graph = { registry, schema, predicates: organizationPredicates, onStatement };
    this.#pool = new Pool({
      connectionString: database.url,
      max: 3,
      options: SESSION_OPTIONS,
      pipeline: true,
    } as never); // the pool's types do not know pipelining
    this.#pool.on('error', () => undefined); // the database may end before the last connection is closed
    this.#configs = new ConfigService({ graph, pool: this.#pool, renders: this.#renders });
  }

  async stop(): Promise<void> {
    await this.#configs.stop();
    await this.#pool.end();
  }

  async #render(id: string): Promise<number> {
    const { ok, errors, stats } = await this.#configs.render({ actor }, { id }, ASK);
    if (!ok) throw new Error(JSON.stringify(errors));
    return stats.rows;
  }

  /** Renders ordinary devices in turn. */
  async ordinary(rounds: number): Promise<DeviceFigure> {
    return this.#measure(await deviceIds(this.#database.source, 5), rounds);
  }

  /** Renders the device of 500 interfaces. */
  wide(rounds: number): Promise<DeviceFigure> {
    return this.#measure([SCENE.wide], rounds);
  }

  async #measure(ids: readonly string[], rounds: number): Promise<DeviceFigure> {
    const times: number[] = [];
    let rows = 0;
    for (let i = 0; i < rounds + WARM; i++) {
      this.#statements = 0;
      const started = performance.now();
      rows = await this.#render(ids[i % ids.length] ?? '');
      if (i >= WARM) times.push(performance.now() - started);
    }
    return { ms: medianOf(times), best: Math.min(...times), statements: this.#statements, rows };
  }

  /** Runs the job over all devices, as the server's runner does. */
  async job(): Promise<JobFigure> {
    const { source } = this.#database;
    const rules = domains.flatMap((domain) => domain.rules);
    const options = { registry, dataSource: source, rules, masterKeys: [newMasterKey()] };
    const writer = createWriter({ ...options, customFields: checkCustomFields });
    const context = {
      actor,
      writer,
      signal: new AbortController().signal,
      input: { template: ASK.template },
      progress: () => undefined,
      log: () => undefined,
    } as unknown as JobContext; // the job needs no more of it
    const started = performance.now();
    const tally = (await renderJob(this.#configs).run(context)) as Record<'rendered' | 'stored' | 'reused', number>;
    const { rendered: devices, stored, reused } = tally;
    return { devices, seconds: (performance.now() - started) / 1_000, stored, reused };
  }
}
