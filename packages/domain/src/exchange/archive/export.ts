import {
  openSnapshot,
  PartsFolder,
  type Actor,
  type FileStore,
  type JobContext,
  type Model,
  type Registry,
  type Row,
  type Snapshot,
  type StoredFile,
} from '@plumbline/engine';
import { Forbidden } from '@plumbline/kit';
import { archivedFields, archivedModels, FILE_FIELDS, fileFields, LEFT_OUT, secretsOf } from './contents.ts';
import { FILE, FORMAT, OTHER_FIELDS, pathOf, type ArchiveManifest, type ArchivePart, type LeftOut } from './format.ts';
import { packed } from './pack.ts';
import { SOURCE } from './before-rows.queries.ts';

/** What an export is given. */
export interface ArchiveExport extends Pick<JobContext, 'registry' | 'writer' | 'reads' | 'files' | 'temporaryFolder'> {
  readonly actor: Actor;
  readonly signal?: AbortSignal;
  /** Called now and then with the rows read and their total. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** An archive that was made. */
export interface ArchiveMade {
  readonly file: StoredFile;
  readonly manifest: ArchiveManifest;
}

const lineOf = (row: unknown): string => `${JSON.stringify(row)}\n`;

/** Rows without their secrets; rows that have one are counted. */
const withoutSecrets = (rows: readonly Row[], secrets: readonly string[], counts: Map<string, number>): Row[] =>
  rows.map((row) => {
    const shown: Record<string, unknown> = { ...row };
    for (const field of secrets) {
      if (shown[field] !== null) counts.set(field, (counts.get(field) ?? 0) + 1);
      delete shown[field];
    }
    return shown;
  });

/** Reads one snapshot into parts on disk. */
class Gathering {
  readonly parts: ArchivePart[] = [];
  readonly secrets: ArchiveManifest['secrets'][number][] = [];
  readonly missing: string[] = [];
  readonly contents: StoredFile[] = [];
  private readonly fileIds = new Set<string>();
  private done = 0;
  private total = 0;

  constructor(
    private readonly options: ArchiveExport,
    private readonly snapshot: Snapshot,
    private readonly folder: PartsFolder,
  ) {}

  async all(): Promise<ArchiveManifest> {
    const { registry, actor } = this.options;
    const counts = new Map<Model, number>();
    for (const model of archivedModels(registry)) counts.set(model, await this.snapshot.count(model));
    this.total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    for (const [model, count] of counts) if (count > 0) await this.rowsOf(model);
    await this.files(registry.model(FILE), actor);
    await this.listed('settings', SETTINGS);
    await this.listed('choices', CHOICES);
    await this.listed('origins', ORIGINS);
    const [about] = await this.snapshot.query<Pick<ArchiveManifest, 'created' | 'organization' | 'level'>>(ABOUT);
    if (!about) throw new Error('There is no such organization.');
    return {
      product: 'plumbline',
      format: FORMAT,
      ...about,
      parts: this.parts,
      files: { count: this.contents.length, bytes: this.contents.reduce((sum, file) => sum + file.sizeBytes, 0) },
      missingFiles: this.missing,
      leftOut: await this.leftOut(registry),
      secrets: this.secrets,
    };
  }

  private async rowsOf(model: Model): Promise<void> {
    const fields = archivedFields(model);
    const secrets = secretsOf(model);
    const pictures = fileFields(model);
    const counts = new Map<string, number>();
    let count = 0;
    const { snapshot, options } = this;
    const lines = async function* (this: Gathering): AsyncGenerator<string> {
      for await (const rows of snapshot.rows(model, { fields: [...fields, ...secrets] })) {
        options.signal?.throwIfAborted();
        for (const row of rows)
          for (const field of pictures) if (row[field] !== null) this.fileIds.add(String(row[field]));
        count += rows.length;
        yield withoutSecrets(rows, secrets, counts).map(lineOf).join('');
        options.onProgress?.((this.done += rows.length), this.total);
      }
    };
    await this.keep(
      { path: pathOf(model.name), kind: 'rows', type: model.name, fields },
      lines.call(this),
      () => count,
    );
    for (const [field, rows] of counts) this.secrets.push({ type: model.name, field, rows });
  }

  /** Files that rows show; what is uploaded for a job or made by one is left out. */
  private async files(model: Model, { organizationId }: Actor): Promise<void> {
    if (this.fileIds.size === 0) return;
    const { snapshot, options } = this;
    const ids = [...this.fileIds];
    const lines = async function* (this: Gathering): AsyncGenerator<string> {
      for await (const rows of snapshot.rows(model, { fields: FILE_FIELDS, ids }))
        for (const row of rows) {
          const file = { ...row, organizationId, sizeBytes: Number(row['sizeBytes']) } as object as StoredFile; // of the fields asked for
          if (await hasContent(options.files, file)) {
            this.contents.push(file);
            yield lineOf(row);
          } else this.missing.push(file.id);
        }
    };
    const part = { path: pathOf(FILE), kind: 'rows', type: FILE, fields: FILE_FIELDS } as const;
    await this.keep(part, lines.call(this), () => this.contents.length);
  }

  private async listed(kind: keyof typeof OTHER_FIELDS, sql: string): Promise<void> {
    let count = 0;
    const batches = this.snapshot.batches<object>(sql);
    const first = await batches.next();
    if (first.done) return;
    const lines = async function* (): AsyncGenerator<string> {
      for (let next: IteratorResult<object[]> = first; !next.done; next = await batches.next()) {
        count += next.value.length;
        yield next.value.map(lineOf).join('');
      }
    };
    const part = { path: `${kind}.ndjson`, kind, type: null, fields: OTHER_FIELDS[kind] };
    await this.keep(part, lines(), () => count);
  }

  private async keep(
    part: Omit<ArchivePart, 'rows' | 'bytes' | 'sha256'>,
    lines: AsyncIterable<string>,
    count: () => number,
  ): Promise<void> {
    const seal = await this.folder.write(part.path, lines);
    this.parts.push({ ...part, rows: count(), ...seal });
  }

  private async leftOut(registry: Registry): Promise<LeftOut[]> {
    const left: LeftOut[] = [];
    for (const [what, reason] of Object.entries(LEFT_OUT)) {
      const model = registry.find(what);
      const rows = model && model.global?.kind !== 'self' ? await this.snapshot.count(model) : 0;
      if (rows > 0) left.push({ what, rows, reason });
    }
    const files = (await this.snapshot.count(registry.model(FILE))) - this.contents.length - this.missing.length;
    if (files > 0) left.push({ what: FILE, rows: files, reason: 'No row shows these uploads and results of jobs.' });
    const [raw] = await this.snapshot.query<{ n: number }>(RAW_ROWS);
    const reason = 'Rows of other systems without a model are kept encrypted, for secrets may be among them.';
    if (raw && raw.n > 0) left.push({ what: 'kept rows', rows: raw.n, reason });
    return left;
  }
}

const SETTINGS = `SELECT s.key, s.value FROM core_setting s
  WHERE s.organization_id = $1 AND s.value <> 'null'::jsonb ORDER BY s.key`;
const CHOICES = `SELECT c.choice_set AS "choiceSet", c.value, c.label, c.color FROM extras_choice c
  WHERE c.organization_id = $1 ORDER BY 1, 2`;
const ORIGINS = `SELECT p.source, p.source_type AS type, p.source_id AS id, p.object_type AS "objectType", p.object_id AS "objectId"
  FROM core_provenance p WHERE p.organization_id = $1 AND p.source <> '${SOURCE}' ORDER BY 1, 2, 3`;
const RAW_ROWS = 'SELECT count(*)::int AS n FROM core_raw_row r WHERE r.organization_id = $1';
const ABOUT = `SELECT to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS created,
    json_build_object('name', o.name, 'slug', o.slug) AS organization,
    (SELECT m.name FROM migrations m ORDER BY m.id DESC LIMIT 1) AS level
  FROM core_organization o WHERE o.id = $1`;

const hasContent = async (files: FileStore, file: StoredFile): Promise<boolean> => {
  if (file.sha256 === '') return false;
  try {
    return (await files.received(file)) === file.sizeBytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
};

const closing = async <T>(snapshot: Snapshot, body: () => Promise<T>): Promise<T> => {
  try {
    return await body();
  } finally {
    await snapshot.close();
  }
};

const NAME_DAY = 10;

/**
 * Writes everything of the actor's organization into one archive in the file store: one snapshot, few rows in memory.
 *
 * Secrets, history and tokens stay; the manifest counts them. @throws Forbidden for all but administrators
 */
export const exportArchive = async (options: ArchiveExport): Promise<ArchiveMade> => {
  const { actor, files, reads, writer, temporaryFolder } = options;
  if (!actor.superuser) throw new Forbidden('Only administrators may export everything.');
  const folder = await PartsFolder.open(temporaryFolder);
  try {
    const snapshot = await openSnapshot(reads, actor, writer.engine.predicates);
    const gathering = new Gathering(options, snapshot, folder);
    const manifest = await closing(snapshot, () => gathering.all());
    const { organizationId, userId } = actor;
    const name = `${manifest.organization.slug}-${manifest.created.slice(0, NAME_DAY)}.tar.gz`;
    const file = await files.create({ organizationId, userId, name, contentType: 'application/gzip' });
    const stream = packed(
      manifest,
      (path) => folder.read(path),
      gathering.contents,
      (each) => files.read(each),
    );
    const written = await files.append(file, 0, stream);
    return { file: await files.complete(written), manifest };
  } finally {
    await folder.close();
  }
};
