import {
  ForeignLoader,
  newTableReport,
  openSession,
  PartsFolder,
  refusedValue,
  totalsOf,
  type Actor,
  type ForeignSource,
  type ImportReport,
  type ImportSession,
  type JobContext,
  type TableReport,
} from '@plumbline/engine';
import { Forbidden } from '@plumbline/kit';
import type { Readable } from 'node:stream';
import { batchesOf } from '../netbox/batches.ts';
import { takeImportPlace, type ImportPlace } from '../netbox/one-import.ts';
import { addMembers } from '../netbox/users.ts';
import { ACCOUNT, Accounts } from './accounts.ts';
import { assertEmpty } from './assert-empty.ts';
import { addChoices, decidedSettings, keepOrigins, SOURCE, step } from './before-rows.queries.ts';
import { checkArchive, rowsIn, type ArchiveRow, type Attachments } from './check.ts';
import { importFiles } from './files.ts';
import { FILE, type ArchiveManifest, type ArchivePart } from './format.ts';
import { ObjectDefaults } from './object-defaults.ts';
import { partsInOrder } from './plan.ts';
import { addDefinition, translated, type Translation, type TypeFields } from './rows.ts';
import { unpackArchive } from './unpack.ts';

/** What an import is given. */
export interface ArchiveImport extends Pick<JobContext, 'registry' | 'writer' | 'reads' | 'files' | 'temporaryFolder'> {
  readonly actor: Actor;
  /** The archive from its first byte. */
  readonly content: Readable;
  readonly dryRun?: boolean;
  /** Takes an organization that holds rows of its own; rows that are the same by their natural key become one. */
  readonly merge?: boolean;
  /** Takes the archive's values over those that people changed since an earlier import of it. */
  readonly overwrite?: boolean;
  readonly jobId?: string;
  readonly signal?: AbortSignal;
  readonly log?: (line: string) => void;
  /** Called after each batch. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What an import came to. */
export interface ArchiveReport extends ImportReport {
  readonly archive: Pick<ArchiveManifest, 'organization' | 'created' | 'leftOut' | 'secrets' | 'missingFiles'>;
  /** Files that were brought. */
  readonly files: number;
  /** Keys of settings that were taken over. */
  readonly settings: readonly string[];
  /** Settings that this server does not take, with the reason. */
  readonly refusedSettings: readonly { readonly key: string; readonly message: string }[];
}

/** One import under way. */
class Importer {
  private readonly loader: ForeignLoader;
  private readonly accounts: Accounts;
  private readonly customFields = new Map<string, TypeFields>();
  private readonly defaults: ObjectDefaults;
  private readonly reports = new Map<ArchivePart, TableReport>();
  readonly settings: string[] = [];
  readonly refusedSettings: { key: string; message: string }[] = [];
  fileCount = 0;
  private done = 0;

  constructor(
    private readonly options: ArchiveImport,
    private readonly manifest: ArchiveManifest,
    private readonly folder: PartsFolder,
    private readonly session: ImportSession,
    private readonly place: ImportPlace,
  ) {
    const { registry, writer, actor, overwrite = false } = options;
    const { organizationId } = actor;
    const { vault } = writer.engine;
    this.accounts = new Accounts(session);
    this.defaults = new ObjectDefaults(session, registry.providing('customFields')?.name ?? '');
    this.loader = new ForeignLoader({ source: this.source(), registry, session, vault, organizationId, overwrite });
  }

  get findings(): ImportReport['findings'] {
    return this.loader.findings.list();
  }

  async run(attachments: Attachments): Promise<TableReport[]> {
    const { registry } = this.options;
    await this.takeSettings();
    await this.takeChoices();
    const parts = partsInOrder(registry, this.manifest.parts, attachments);
    await this.learnCustomFields(parts);
    const accounts = parts.filter(({ type }) => type === ACCOUNT);
    for (const part of accounts) await this.loadAccounts(part);
    await this.takeFiles();
    const others = parts.filter(({ type }) => type !== ACCOUNT);
    for (const part of others) await this.loadPart(part);
    for (const part of parts) await this.loadLate(part);
    await this.defaults.place(this.accounts.byArchiveId);
    for await (const rows of batchesOf(this.rows(this.partOf('origins', null))))
      await step(this.session, (work) => keepOrigins(work, rows));
    return [...accounts, ...others].flatMap((part) => this.reports.get(part) ?? []);
  }

  private source(): ForeignSource {
    const { registry } = this.options;
    const held = new Set(this.manifest.parts.map(({ type }) => type));
    return {
      name: SOURCE,
      entityOf: (type) => (registry.find(type) ? type : null),
      holds: (type) => held.has(type),
      isCreateOnly: (type) => type === ACCOUNT,
      afterStore: async (work, type, { objects, made }) => {
        if (type !== ACCOUNT) return;
        await addMembers(work, objects.values());
        this.accounts.noteMade(made);
      },
    };
  }

  private rows(part: ArchivePart | undefined): AsyncGenerator<ArchiveRow[]> {
    return part ? rowsIn(this.folder, part) : nothing();
  }

  private partOf(kind: ArchivePart['kind'], type: string | null): ArchivePart | undefined {
    return this.manifest.parts.find((part) => part.kind === kind && part.type === type);
  }

  /** What the organization has decided itself stays, and so does what this server does not know. */
  private async takeSettings(): Promise<void> {
    const { settings } = this.options.writer.engine;
    const decided = await step(this.session, decidedSettings);
    for await (const rows of this.rows(this.partOf('settings', null)))
      for (const row of rows) {
        const [key, value] = [String(row['key']), row['value']];
        const definition = settings.get(key);
        const problem = definition ? refusedValue(definition, value) : `There is no setting "${key}" here.`;
        if (problem !== null) this.refusedSettings.push({ key, message: problem });
        if (problem !== null || decided.has(key)) continue;
        await step(this.session, async (work) => {
          await work.changeSetting(key, value);
          const refusal = await definition?.apply?.(work, value);
          if (refusal) work.refuse(`settings.${key}`, refusal.code, refusal.message);
          return key;
        });
        this.settings.push(key);
      }
  }

  private async takeChoices(): Promise<void> {
    for await (const rows of this.rows(this.partOf('choices', null)))
      await step(this.session, (work) => addChoices(work, rows));
  }

  private async takeFiles(): Promise<void> {
    const { files: store, actor } = this.options;
    const places = { session: this.session, store, folder: this.folder, actor, users: this.accounts.byArchiveId };
    this.fileCount = await importFiles(places, this.rows(this.partOf('rows', FILE)));
    this.loader.settle(FILE);
  }

  private async learnCustomFields(parts: readonly ArchivePart[]): Promise<void> {
    const definitions = this.options.registry.providing('customFields')?.name;
    const part = parts.find(({ type }) => type === definitions);
    for await (const rows of this.rows(part))
      for (const row of rows) {
        addDefinition(this.customFields, row);
        this.defaults.note(row);
      }
  }

  private async loadAccounts(part: ArchivePart): Promise<void> {
    for await (const rows of this.rows(part)) await this.accounts.admit(rows);
    await this.loadPart(part);
    await this.accounts.complete(this.rows(part));
  }

  private async loadPart(part: ArchivePart): Promise<void> {
    const type = part.type ?? '';
    const model = this.options.registry.model(type);
    const report = newTableReport(type, type, 'imported');
    this.reports.set(part, report);
    for await (const rows of batchesOf(this.rows(part))) {
      report.read += rows.length;
      const translation = this.translation();
      await this.loader.load(
        type,
        report,
        rows.map((row) => translated(model, this.defaults.without(row), translation)),
      );
      this.advance(rows.length);
    }
    this.loader.settle(type);
    this.options.log?.(`${type}: ${report.read} read, ${report.created} created, ${report.refused} refused`);
  }

  /** References to what came later, such as a primary address. */
  private async loadLate(part: ArchivePart): Promise<void> {
    const type = part.type ?? '';
    const report = this.reports.get(part);
    if (!report || this.loader.deferredFields(type).size === 0) return;
    const model = this.options.registry.model(type);
    const translation = this.translation();
    for await (const rows of batchesOf(this.rows(part))) {
      await this.loader.loadDeferred(
        type,
        report,
        rows.map((row) => translated(model, this.defaults.without(row), translation)),
      );
      this.assertMayGoOn();
    }
  }

  private translation(): Translation {
    const missingFiles = new Set(this.manifest.missingFiles);
    return { customFields: this.customFields, users: this.accounts.byArchiveId, missingFiles };
  }

  private advance(rows: number): void {
    const total = this.manifest.parts.reduce((sum, part) => sum + part.rows, 0);
    this.options.onProgress?.((this.done += rows), total);
    this.assertMayGoOn();
  }

  private assertMayGoOn(): void {
    this.options.signal?.throwIfAborted();
    this.place.assertHeld();
  }
}

async function* nothing(): AsyncGenerator<ArchiveRow[]> {
  // no part, no rows
}

const load = async (
  options: ArchiveImport,
  folder: PartsFolder,
  place: ImportPlace,
): Promise<Omit<ArchiveReport, 'durationMs'>> => {
  const { writer, registry, actor, content, dryRun = false, merge = false } = options;
  const manifest = await unpackArchive(content, folder);
  const attachments = await checkArchive(registry, manifest, folder);
  if (!merge) await assertEmpty(options);
  const session = await openSession(writer, actor, 'Import of an archive', dryRun);
  try {
    const importer = new Importer(options, manifest, folder, session, place);
    const tables = await importer.run(attachments);
    const { organization, created, leftOut, secrets, missingFiles } = manifest;
    const { findings, fileCount: files, settings, refusedSettings } = importer;
    const archive = { organization, created, leftOut, secrets, missingFiles };
    return {
      source: SOURCE,
      dryRun,
      tables,
      findings,
      totals: totalsOf(tables),
      archive,
      files,
      settings,
      refusedSettings,
    };
  } finally {
    await session.close();
  }
};

/**
 * Imports an archive of an organization into the actor's.
 *
 * The whole file is compared with its checksums before a row is stored. Each batch of 5,000 rows is a transaction, so
 * that an import that was cut off is completed by running it again. An organization has one import at a time.
 *
 * @throws ArchiveUnreadable, Forbidden, Conflict `ORGANIZATION_NOT_EMPTY`, `IMPORT_RUNNING` or `IMPORT_INTERRUPTED`
 */
export const importArchive = async (options: ArchiveImport): Promise<ArchiveReport> => {
  const started = Date.now();
  if (options.actor.readOnly) throw new Forbidden('This token may only read.');
  if (!options.actor.superuser) throw new Forbidden('Only administrators may import an archive.');
  const actor: Actor = { ...options.actor, source: 'import' };
  const place = await takeImportPlace(options.writer.engine.dataSource, actor.organizationId, options.jobId ?? null);
  const folder = await PartsFolder.open(options.temporaryFolder);
  try {
    return { ...(await load({ ...options, actor }, folder, place)), durationMs: Date.now() - started };
  } finally {
    await folder.close();
    await place.leave();
  }
};
