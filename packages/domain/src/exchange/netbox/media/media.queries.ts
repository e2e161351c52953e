import type { Actor, FileStore, ImportSession, StoredFile, Work } from '@plumbline/engine';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { contentTypeOf } from '../../content-type.ts';
import { cellOf, type Catalog } from '../catalog.ts';
import { mediaFiles, type MediaFile } from './media-files.queries.ts';
import { knownFiles, rememberFile, type KnownFile } from './known-files.queries.ts';
import { heldPath, isMedia, pathOf, wantedPaths } from './paths.ts';

/** Where files of the source come from and go to. */
export interface MediaOptions {
  readonly files: FileStore;
  /** Uploaded tars of media folders, packed by gzip or not. */
  readonly archives: readonly StoredFile[];
}

/** What became of the files. */
export interface MediaReport {
  /** Files of the archives. */
  readonly read: number;
  readonly stored: number;
  /** Files that were here already with the same content. */
  readonly unchanged: number;
  /** Files that no row names; they are stored all the same. */
  readonly unnamed: number;
  /** Paths that rows name and that no archive had. */
  readonly missing: readonly string[];
}

/** What bringing files needs. */
export interface MediaContext extends MediaOptions {
  readonly catalog: Catalog;
  readonly session: ImportSession;
  readonly actor: Actor;
  readonly temporaryFolder: string;
  readonly signal?: AbortSignal | undefined;
}

const DATA_FILES = 'core.datafile';

/** Brings files into the store, each once: what has the same content under the same path stays. */
class MediaImport {
  private known = new Map<string, KnownFile>();
  /** Paths that are here or, in a dry run, would be. */
  readonly found = new Set<string>();

  get stored(): ReadonlySet<string> {
    return new Set(this.known.keys());
  }

  private read = 0;
  private made = 0;
  private unchanged = 0;
  private unnamed = 0;

  constructor(
    private readonly context: MediaContext,
    private readonly wanted: ReadonlySet<string>,
    private readonly folder: string,
  ) {}

  async start(): Promise<void> {
    this.known = await this.run(knownFiles);
    for (const path of this.known.keys()) this.found.add(path);
  }

  async archive(file: StoredFile): Promise<void> {
    const place = await this.context.files.path(file.organizationId, file.id);
    for await (const entry of mediaFiles(place, file.name, isMedia)) {
      this.context.signal?.throwIfAborted();
      this.read++;
      const path = pathOf(entry.name, this.wanted);
      if (!this.wanted.has(path)) this.unnamed++;
      await this.keep(path, entry.content);
    }
  }

  /** Files of data sources lie in the database of the source. */
  async held(): Promise<void> {
    const { dump, tables } = this.context.catalog;
    const table = tables.get('core_datafile');
    if (!table) return;
    for await (const rows of dump.rows(table))
      for (const row of rows) {
        const data = cellOf(table, row, 'data');
        if (data === null) continue;
        await this.keep(heldPath(DATA_FILES, cellOf(table, row, 'id') ?? ''), once(bytesOf(data)));
      }
  }

  report(): MediaReport {
    const { read, made: stored, unchanged, unnamed } = this;
    return { read, stored, unchanged, unnamed, missing: [...this.wanted].filter((path) => !this.found.has(path)) };
  }

  private async keep(path: string, content: MediaFile['content']): Promise<void> {
    const spool = join(this.folder, 'file');
    const sha256 = await spooled(content, spool);
    this.found.add(path);
    if (this.known.get(path)?.sha256 === sha256) this.unchanged++;
    else if (this.context.session.isDryRun) this.made++;
    else await this.store(path, spool, sha256);
  }

  private async store(path: string, spool: string, sha256: string): Promise<void> {
    const { files, actor } = this.context;
    const { organizationId, userId } = actor;
    const name = basename(path);
    const made = await files.create({ organizationId, userId, name, contentType: contentTypeOf(name) });
    const file = await files.complete(await files.append(made, 0, createReadStream(spool)));
    await this.run((work) => rememberFile(work, path, file.id));
    this.known.set(path, { id: file.id, sha256 });
    this.made++;
  }

  private async run<T>(body: (work: Work) => Promise<T>): Promise<T> {
    const { result, errors } = await this.context.session.run(body);
    if (result === null) throw new Error(errors[0]?.message ?? 'The file could not be stored.');
    return result;
  }
}

/** Bytes as PostgreSQL prints them, or as Base64. */
const bytesOf = (text: string): Buffer =>
  text.startsWith('\\x') ? Buffer.from(text.slice(2), 'hex') : Buffer.from(text, 'base64');

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(content);
}

const spooled = async (content: AsyncIterable<Buffer>, file: string): Promise<string> => {
  const hash = createHash('sha256');
  const hashed = async function* () {
    for await (const chunk of content) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(hashed, createWriteStream(file, { mode: 0o600 }));
  return hash.digest('hex');
};

/** What rows may refer to. */
export interface Media {
  /** Paths that lie in the store. */
  readonly stored: ReadonlySet<string>;
  /** The same, with those that a dry run would store. */
  readonly found: ReadonlySet<string>;
  readonly report: MediaReport;
}

/**
 * Brings the files of a NetBox into the file store, by the paths its rows name.
 *
 * @throws InvalidInput for an archive that can't be read
 */
export const bringMedia = async (context: MediaContext): Promise<Media> => {
  const folder = await mkdtemp(join(context.temporaryFolder, 'media-'));
  try {
    const run = new MediaImport(context, await wantedPaths(context.catalog), folder);
    await run.start();
    for (const archive of context.archives) await run.archive(archive);
    await run.held();
    return { stored: run.stored, found: run.found, report: run.report() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
