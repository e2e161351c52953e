import { FileStore, type JobContext, type JobDefinition } from '@plumbline/engine';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { extract, pack } from 'tar-stream';
import { buffer } from 'node:stream/consumers';
import { registry, SESSION_OPTIONS } from '../../src/index.ts';
import { Desk } from '../desk.ts';

/** A file of a library by its name. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** A tar of files. */
export const tarOf = (files: Files): Promise<Buffer> => {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, content);
  tar.finalize();
  return buffer(tar);
};

/** Files of a tar. */
export const filesOf = async (content: Buffer): Promise<Record<string, Buffer>> => {
  const files: Record<string, Buffer> = {};
  const tar = extract();
  tar.end(content);
  for await (const entry of tar) files[entry.header.name] = await buffer(entry);
  return files;
};

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(content);
}

/** A product without a server, with a file store, that runs jobs at once. */
export class Shelf {
  private constructor(
    readonly desk: Desk,
    readonly pool: Pool,
    readonly files: FileStore,
  ) {}

  static async open(): Promise<Shelf> {
    const desk = await Desk.open();
    const pool = new Pool({
      connectionString: desk.plant.url,
      max: 3,
      options: SESSION_OPTIONS,
      pipeline: true,
    } as never);
    return new Shelf(desk, pool, new FileStore(await mkdtemp(join(tmpdir(), 'shelf-')), pool));
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.desk.close();
  }

  /** Stores a file as an upload does, and gives its id. */
  async store(name: string, content: Buffer | string): Promise<string> {
    const { organizationId } = this.desk.plant.actor;
    const file = await this.files.create({ organizationId, userId: null, name });
    const written = await this.files.append(file, 0, once(Buffer.from(content)));
    return (await this.files.complete(written)).id;
  }

  async content(id: string): Promise<Buffer> {
    const file = await this.files.find(this.desk.plant.actor.organizationId, id);
    return buffer(this.files.read(file));
  }

  /** Runs a job to its end and gives its result. */
  async run<T>(job: JobDefinition, input: unknown): Promise<T> {
    const { plant, reader } = this.desk;
    const context: JobContext = {
      registry,
      reader,
      writer: plant.writer,
      reads: this.pool,
      files: this.files,
      temporaryFolder: tmpdir(),
      jobId: '00000000-0000-7000-8000-000000000000',
      actor: plant.actor,
      input,
      signal: new AbortController().signal,
      progress: () => undefined,
      log: () => undefined,
    };
    return (await job.run(context)) as T;
  }
}
