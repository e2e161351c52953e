import { Conflict, NotFound, TooExpensive } from '@plumbline/kit';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { Actor } from '../actor.ts';
import { uuidv7 } from '../write/uuid.ts';

/** Largest file, in bytes. */
export const FILE_LIMIT = 5_000_000_000;

/** A stored file; `sizeBytes` is what has arrived so far. */
export interface StoredFile {
  readonly id: string;
  readonly organizationId: string;
  readonly number: number;
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Lower-case hex; empty until the file is complete. */
  readonly sha256: string;
  readonly complete: boolean;
  /** User who made it; null for the product itself. */
  readonly createdBy: string | null;
}

/** Tells whether an actor may have the content of a file. */
export type FileGuard = (actor: Actor, id: string) => Promise<boolean>;

/** What a new file is called, and whose it is. */
export interface NewFile {
  readonly organizationId: string;
  readonly userId: string | null;
  readonly name: string;
  readonly contentType?: string;
}

const COLUMNS =
  'id, organization_id AS "organizationId", number, name, content_type AS "contentType", size_bytes::float8 AS "sizeBytes", sha256, complete, created_by AS "createdBy"';
const INSERT = `INSERT INTO core_file (organization_id, id, name, content_type, created_by) VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`;
const FIND = `SELECT ${COLUMNS} FROM core_file WHERE organization_id = $1 AND id = $2`;
const GROWN = `UPDATE core_file SET size_bytes = $3, last_updated = now() WHERE organization_id = $1 AND id = $2 RETURNING ${COLUMNS}`;
const COMPLETE = `UPDATE core_file SET size_bytes = $3, sha256 = $4, complete = true, last_updated = now() WHERE organization_id = $1 AND id = $2 RETURNING ${COLUMNS}`;

/** Query for the place of each file below the store's folder, and its size in bytes. */
export const STORED_FILES_SQL = `SELECT organization_id || '/' || id AS path, size_bytes AS size FROM core_file ORDER BY 1`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const absent = (id: string): NotFound => new NotFound(`There is no file ${id.slice(0, 40)}.`, 'id');

/** Files on disk, each with a row that only its organization sees. */
export class FileStore {
  readonly #folder: string;
  readonly #pool: Pool;
  readonly #guard: FileGuard;

  /** Without a guard, only administrators and who made a file are given it by `findFor`. */
  constructor(folder: string, pool: Pool, guard: FileGuard = () => Promise.resolve(false)) {
    this.#folder = folder;
    this.#pool = pool;
    this.#guard = guard;
  }

  /** Makes an empty file. */
  async create({
    organizationId,
    userId,
    name,
    contentType = 'application/octet-stream',
  }: NewFile): Promise<StoredFile> {
    const id = uuidv7();
    await mkdir(join(this.#folder, organizationId), { recursive: true, mode: 0o700 });
    const handle = await open(join(this.#folder, organizationId, id), 'wx', 0o600);
    await handle.close();
    return this.#one(INSERT, [organizationId, id, name, contentType, userId]);
  }

  /** A file of an organization. @throws NotFound */
  async find(organizationId: string, id: string): Promise<StoredFile> {
    const { rows } = UUID.test(id) ? await this.#pool.query<StoredFile>(FIND, [organizationId, id]) : { rows: [] };
    const [file] = rows;
    if (!file) throw absent(id);
    return file;
  }

  /** A file that a caller names and may have. @throws NotFound, also for one that the caller may not have */
  async findFor(actor: Actor, id: string): Promise<StoredFile> {
    const file = await this.find(actor.organizationId, id);
    const isOwn = actor.userId !== null && file.createdBy === actor.userId;
    if (isOwn || actor.superuser || (await this.#guard(actor, file.id))) return file;
    throw absent(id);
  }

  /** A file that a caller goes on uploading. @throws NotFound, also for one of somebody else */
  async findOwn(actor: Actor, id: string): Promise<StoredFile> {
    const file = await this.find(actor.organizationId, id);
    if (actor.superuser || (actor.userId !== null && file.createdBy === actor.userId)) return file;
    throw absent(id);
  }

  /** Where the content lies. @throws NotFound */
  async path(organizationId: string, id: string): Promise<string> {
    return this.#place(await this.find(organizationId, id));
  }

  /** Content from a byte on. */
  read(file: StoredFile, start = 0): NodeJS.ReadableStream {
    return createReadStream(this.#place(file), { start });
  }

  /** Bytes that lie on disk; what an interrupted upload got through. */
  async received(file: StoredFile): Promise<number> {
    return (await stat(this.#place(file))).size;
  }

  /**
   * Writes content from `offset` on and drops what lay behind it; keeps what arrived when the source breaks off.
   *
   * @throws Conflict `FILE_OFFSET` beyond the end or when the file is complete, TooExpensive above the limit.
   */
  async append(file: StoredFile, offset: number, content: AsyncIterable<Uint8Array>): Promise<StoredFile> {
    const received = await this.received(file);
    if (file.complete) throw new Conflict('FILE_COMPLETE', 'The file is complete and takes nothing more.', 'offset');
    if (offset > received)
      throw new Conflict('FILE_OFFSET', `The file holds ${received} bytes; continue there.`, 'offset', { received });
    const handle = await open(this.#place(file), 'r+');
    let size = offset;
    try {
      await handle.truncate(offset);
      for await (const chunk of content) {
        if (size + chunk.length > FILE_LIMIT)
          throw new TooExpensive(`A file may hold ${FILE_LIMIT} bytes at most.`, { limit: FILE_LIMIT });
        await handle.write(chunk, 0, chunk.length, size);
        size += chunk.length;
      }
    } finally {
      await handle.close();
      await this.#pool.query(GROWN, [file.organizationId, file.id, size]);
    }
    return { ...file, sizeBytes: size };
  }

  /** Seals a file with its digest. */
  async complete(file: StoredFile): Promise<StoredFile> {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(this.#place(file))) hash.update(chunk as Buffer);
    return this.#one(COMPLETE, [file.organizationId, file.id, await this.received(file), hash.digest('hex')]);
  }

  /** Deletes content and row. */
  async remove(file: StoredFile): Promise<void> {
    await this.#pool.query('DELETE FROM core_file WHERE organization_id = $1 AND id = $2', [
      file.organizationId,
      file.id,
    ]);
    await rm(this.#place(file), { force: true });
  }

  #place({ organizationId, id }: StoredFile): string {
    return join(this.#folder, organizationId, id);
  }

  async #one(text: string, values: readonly unknown[]): Promise<StoredFile> {
    const { rows } = await this.#pool.query<StoredFile>(text, [...values]);
    const [file] = rows;
    if (!file) throw new NotFound('The file is gone.', 'id');
    return file;
  }
}
