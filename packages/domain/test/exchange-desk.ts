import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildSchemaFor,
  createReader,
  exportJobs,
  FileStore,
  importJobs,
  organizationPredicates,
  type Actor,
  type JobContext,
  type JobDefinition,
  type Reader,
  type RowError,
} from '@plumbline/engine';
import { Pool } from 'pg';
import { domains, registry, SESSION_OPTIONS } from '../src/index.ts';
import { Plant } from './plant.ts';

/** What an import reports. */
export interface Report {
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly saved: boolean;
  readonly changeSetId: string | null;
  readonly errors: readonly RowError[];
}

/** A file that was exported. */
export interface Exported {
  readonly fileId: string;
  readonly text: string;
}

const [exportJob] = exportJobs as [JobDefinition];
const [importJob] = importJobs as readonly [JobDefinition, ...JobDefinition[]];

/** A plant whose rows leave and come back as files. */
export class ExchangeDesk {
  private constructor(
    readonly plant: Plant,
    private readonly pool: Pool,
    private readonly reader: Reader,
    private readonly folder: string,
    readonly files: FileStore,
  ) {}

  static async open(): Promise<ExchangeDesk> {
    const plant = await Plant.open();
    const pool = new Pool({ connectionString: plant.url, max: 3, options: SESSION_OPTIONS, pipeline: true } as never);
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-exchange-'));
    const schema = buildSchemaFor({ registry, rules: domains.flatMap((domain) => domain.rules) });
    const reader = createReader({ registry, schema, predicates: organizationPredicates });
    return new ExchangeDesk(plant, pool, reader, folder, new FileStore(folder, pool));
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.plant.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** An organization without rows of its own. */
  async empty(): Promise<Actor> {
    const organizationId = randomUUID();
    const slug = this.plant.name('empty');
    await this.pool.query(
      'INSERT INTO core_organization (id, number, name, slug) SELECT $1, max(number) + 1, $2, $2 FROM core_organization',
      [organizationId, slug],
    );
    return { ...this.plant.actor, organizationId };
  }

  async export(type: string, options: object = {}, actor = this.plant.actor): Promise<Exported> {
    const { fileId } = await this.run<{ fileId: string }>(exportJob, { type, ...options }, actor);
    let text = '';
    for await (const chunk of this.files.read(await this.files.find(actor.organizationId, fileId)))
      text += String(chunk);
    return { fileId, text };
  }

  async import(type: string, text: string, options: object = {}, actor = this.plant.actor): Promise<Report> {
    const { organizationId } = actor;
    const file = await this.files.create({ organizationId, userId: null, name: 'rows' });
    const bytes = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(text);
    };
    await this.files.complete(await this.files.append(file, 0, bytes()));
    return this.importFile(type, file.id, options, actor);
  }

  importFile(type: string, fileId: string, options: object = {}, actor = this.plant.actor): Promise<Report> {
    return this.run<Report>(importJob, { type, fileId, ...options }, actor);
  }

  private run<T>(job: JobDefinition, input: unknown, actor: Actor): Promise<T> {
    return job.run(this.context(input, actor)) as Promise<T>;
  }

  /** What a job of an actor is given. */
  context(input: unknown, actor: Actor): JobContext {
    return {
      registry,
      writer: this.plant.writer,
      reader: this.reader,
      reads: this.pool,
      files: this.files,
      temporaryFolder: this.folder,
      jobId: randomUUID(),
      actor: { ...actor, source: 'job' },
      input,
      signal: new AbortController().signal,
      progress: () => undefined,
      log: () => undefined,
    };
  }
}
