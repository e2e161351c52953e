import {
  DumpUnreadable,
  ForeignLoader,
  inLanes,
  listDifference,
  noCheckpoints,
  openDump,
  openSession,
  totalsOf,
  type Actor,
  type Checkpoints,
  type Dump,
  type DumpRow,
  type ImportReport,
  type ImportSession,
  type RawRow,
  type Registry,
  type ForeignSource,
  type SourceRow,
  type TableReport,
  type Writer,
} from '@plumbline/engine';
import { Forbidden } from '@plumbline/kit';
import { LANES, runStep } from './batch-steps.ts';
import { batchesOf } from './batches.ts';
import { readCatalog, type Catalog } from './catalog.ts';
import { applyConfigurations } from './configuration/apply.ts';
import type { ConfigurationReport } from './configuration/configuration.ts';
import { REVISIONS } from './configuration/revisions.ts';
import { compareTable } from './compare-derived.ts';
import { createDumpdataReader } from './dumpdata.ts';
import { MAPPINGS } from './mapping.ts';
import { bringMedia, type MediaOptions, type MediaReport } from './media/media.queries.ts';
import { History } from './history/history.ts';
import { checkpointsOf } from './resume.ts';
import { takeImportPlace, type ImportPlace } from './one-import.ts';
import { planImport, type HistoryPart, type Part, type Plan, type RawPart } from './plan.ts';
import { notedTokens, sortTokens, TOKEN_TYPE } from './tokens.ts';
import { PERMISSION_TYPE, withPredicate } from './permissions.ts';
import { addMembers, PasswordKeeper, USER_TYPE, withoutMoreRights } from './users.ts';

/** What an import is given. */
export interface NetboxImport {
  readonly writer: Writer;
  readonly registry: Registry;
  readonly actor: Actor;
  /** A plain pg_dump of a NetBox database, or what its `manage.py dumpdata` wrote; gzipped or not. */
  readonly file: string;
  /** For unpacking a compressed dump. */
  readonly temporaryFolder: string;
  readonly dryRun?: boolean;
  /** Text of the `configuration.py` of the source, which is read and never run. */
  readonly configuration?: string | null;
  /** Where the files go that rows name, and where they come from. */
  readonly media?: MediaOptions;
  /** Takes the dump's values over those that people changed here since an earlier import. */
  readonly overwrite?: boolean;
  /** The job that imports, so that a refusal does not name it as the one in the way. */
  readonly jobId?: string;
  /** Called after each batch. */
  readonly onProgress?: (done: number, total: number, table: string) => void | Promise<void>;
  readonly log?: (line: string) => void | Promise<void>;
  /** Ends the import between two batches; what is stored stays. */
  readonly signal?: AbortSignal;
  /** SHA-256 of the file; an import of the same file that was cut off then goes on after its last batch. */
  readonly digest?: string;
}

/** The outcome of an import from NetBox. */
export interface NetboxImportReport extends ImportReport {
  readonly media?: MediaReport;
  readonly configuration?: ConfigurationReport;
}

const NAME = 'netbox';

const sourceOf = (plan: Plan, passwords: PasswordKeeper): ForeignSource => ({
  name: NAME,
  entityOf: plan.entityOf,
  holds: plan.holds,
  isCreateOnly: (type) => MAPPINGS[plan.entityOf(type) ?? '']?.createOnly === true,
  afterStore: async (work, type, { objects, made }) => {
    if (type !== USER_TYPE) return;
    await addMembers(work, objects.values());
    await passwords.store(work, objects, made);
  },
});

const isAccount = (type: string): boolean => type === USER_TYPE || type === TOKEN_TYPE;

interface ImporterParts {
  readonly options: NetboxImport;
  readonly catalog: Catalog;
  readonly session: ImportSession;
  readonly plan: Plan;
  readonly place: ImportPlace;
  readonly checkpoints: Checkpoints;
}

/** One import under way. */
class Importer {
  private done = 0;
  private readonly total: number;

  private readonly options: NetboxImport;
  private readonly catalog: Catalog;
  private readonly plan: Plan;
  private readonly loader: ForeignLoader;
  private readonly passwords: PasswordKeeper;
  private readonly history: History;

  constructor(private readonly parts: ImporterParts) {
    const { options, catalog, session, plan } = parts;
    const { writer, registry, actor, overwrite = false } = options;
    const { organizationId } = actor;
    const { vault } = writer.engine;
    this.options = options;
    this.catalog = catalog;
    this.plan = plan;
    this.passwords = new PasswordKeeper(actor);
    const source = sourceOf(plan, this.passwords);
    this.loader = new ForeignLoader({ source, registry, session, vault, organizationId, overwrite });
    this.history = new History({ catalog, registry, session, actor });
    const others = [...plan.raw, ...plan.history].map(({ table }) => ({ total: table.rows }));
    this.total = [...plan.parts, ...others].reduce((sum, part) => sum + part.total, 0);
  }

  /** How many batches of one table may be under way; a dry run has one transaction. */
  private get lanes(): number {
    return this.options.dryRun ? 1 : LANES;
  }

  /** What rules had to say so far. */
  findings(): ReturnType<ForeignLoader['findings']['list']> {
    return this.loader.findings.list();
  }

  async run(): Promise<TableReport[]> {
    for (const part of this.plan.parts) await this.loadPart(part);
    for (const part of this.plan.parts) await this.loadLate(part);
    for (const part of this.plan.parts) await this.compare(part);
    for (const part of this.plan.history) await this.loadHistory(part);
    for (const part of this.plan.raw) await this.keepPart(part);
    const { parts, history, raw, others } = this.plan;
    return [...parts, ...history, ...raw].map(({ report }) => report).concat(others);
  }

  private async loadPart(part: Part): Promise<void> {
    const { type, report } = part;
    await runStep(isAccount(type) ? noCheckpoints : this.parts.checkpoints, {
      name: `load ${report.table}`,
      lists: part.rows(),
      isInTurn: this.isInTurn(part),
      store: async (rows) => this.loader.load(type, report, await this.ownRows(part, rows)),
      restore: (record) => this.loader.restore(type, report, record),
      onDone: async (rows) => {
        report.read += rows;
        await this.advance(rows, report.table);
      },
    });
    this.loader.settle(part.type);
    part.finish();
    if (part.type === USER_TYPE) part.report.columns = this.passwords.noted(part.report.columns);
    if (part.type === TOKEN_TYPE) part.report.columns = notedTokens(part.report.columns, part.report.waiting);
    await this.options.log?.(lineOf(part.report));
  }

  /** Whether batches of a table follow each other: in a dry run, which has one transaction, and where rows build on others. */
  private isInTurn({ type, entity }: Part): boolean {
    const { registry, dryRun = false } = this.options;
    return dryRun || isAccount(type) || registry.model(entity).tree !== null;
  }

  /** The rows of a batch as they may come in. */
  private async ownRows({ type, report }: Part, rows: readonly SourceRow[]): Promise<readonly SourceRow[]> {
    const { actor, registry } = this.options;
    if (type === PERMISSION_TYPE) return rows.map((row) => withPredicate(registry, row));
    if (type === USER_TYPE) return rows.map((row) => this.passwords.take(withoutMoreRights(actor, row)));
    return type === TOKEN_TYPE ? this.withoutUnusable(report, rows) : rows;
  }

  private async withoutUnusable(report: TableReport, rows: readonly SourceRow[]): Promise<readonly SourceRow[]> {
    const { usable, raw } = await sortTokens(this.parts.session, rows);
    await this.loader.keepRaw(TOKEN_TYPE, raw);
    report.waiting += raw.length;
    return usable;
  }

  /** References to what came later, such as a device's primary address. */
  private async loadLate(part: Part): Promise<void> {
    const { type, report } = part;
    const fields = this.loader.deferredFields(type);
    if (fields.size === 0) return;
    await runStep(this.parts.checkpoints, {
      name: `complete rows of ${report.table}`,
      lists: part.rowsWith(fields),
      isInTurn: this.isInTurn(part),
      store: (rows) => this.loader.loadDeferred(type, report, rows),
      restore: (record) => this.loader.restore(type, report, record),
      onDone: async () => this.assertMayGoOn(),
    });
    await this.options.log?.(`${report.table}: references to later tables are complete`);
  }

  /** What NetBox worked out, beside what is worked out here. */
  private async compare({ type, report, derived }: Part): Promise<void> {
    if (derived === null || derived.checks.length === 0) return;
    const differences = await compareTable({
      session: this.parts.session,
      lanes: this.lanes,
      type,
      derived,
      read: () => this.catalog.dump.rows(derived.table),
      onBatch: () => this.assertMayGoOn(),
    });
    for (const difference of differences) listDifference(report, difference);
    await this.options.log?.(`${report.table}: columns NetBox worked out are compared`);
  }

  private async loadHistory({ type, table, report }: HistoryPart): Promise<void> {
    const idAt = table.columns.indexOf('id');
    let masked = 0;
    await inLanes(batchesOf(this.catalog.dump.rows(table)), this.lanes, async (rows) => {
      const { created, updated, waiting, raw } = await this.history.store(type, table, rows);
      const ids = rows.map((row) => row[idAt] ?? '');
      await this.loader.keepRaw(type, raw, ids);
      report.read += rows.length;
      report.created += created;
      report.updated += updated;
      report.waiting += waiting;
      report.unchanged += rows.length - created - updated - waiting;
      masked += raw.length - waiting;
      await this.advance(rows.length, table.name);
    });
    if (masked > 0) report.columns.push({ name: 'secrets in images', fate: 'raw', rows: masked });
    await this.options.log?.(lineOf(report));
  }

  private async keepPart({ type, table, report }: RawPart): Promise<void> {
    const idAt = table.columns.indexOf('id');
    for await (const rows of batchesOf(this.catalog.dump.rows(table))) {
      const kept = rows.map((row, i) =>
        this.rawRow(type, table.columns, row, idAt < 0 ? `row ${report.read + i + 1}` : (row[idAt] ?? '')),
      );
      await this.loader.keepRaw(type, kept);
      report.read += rows.length;
      report.waiting += rows.length;
      await this.advance(rows.length, table.name);
    }
    await this.options.log?.(lineOf(report));
  }

  private rawRow(type: string, columns: readonly string[], row: DumpRow, id: string): RawRow {
    const values = Object.fromEntries(
      columns.flatMap((column, i) => (row[i] === null ? [] : [[column, row[i]] as const])),
    );
    const tags = this.catalog.tags.get(type)?.of(Number(id)) ?? [];
    return {
      type,
      id,
      payload: { columns: values, ...(tags.length > 0 && { tags }) },
      objectType: null,
      objectId: null,
    };
  }

  private async advance(rows: number, table: string): Promise<void> {
    this.done += rows;
    await this.options.onProgress?.(this.done, this.total, table);
    this.assertMayGoOn();
  }

  private assertMayGoOn(): void {
    this.options.signal?.throwIfAborted();
    this.parts.place.assertHeld();
  }
}

const lineOf = ({ table, read, created, updated, unchanged, waiting, refused, keptEdits }: TableReport): string => {
  const counts = Object.entries({
    created,
    updated,
    unchanged,
    waiting,
    refused,
    'local edits kept': keptEdits,
  }).filter(([, count]) => count > 0);
  return `${table}: ${read} read${counts.map(([what, count]) => `, ${count} ${what}`).join('')}`;
};

const importDump = async (options: NetboxImport, dump: Dump, place: ImportPlace): Promise<NetboxImportReport> => {
  const started = Date.now();
  const { writer, registry, actor, dryRun = false, overwrite = false } = options;
  const catalog = await readCatalog(dump);
  if (!catalog)
    throw new DumpUnreadable(
      'This dump is not of a NetBox database: it has no tables django_content_type and dcim_site.',
    );
  const session = await openSession(writer, actor, 'Import from NetBox', dryRun);
  try {
    const text = options.configuration ?? null;
    const sources = { writer, registry, actor, dryRun, catalog, session, text, overwrite };
    const configuration = await applyConfigurations(sources);
    const { temporaryFolder, signal } = options;
    const media = options.media
      ? await bringMedia({ ...options.media, catalog, session, actor, temporaryFolder, signal })
      : null;
    const plan = await planImport(registry, catalog, { isAdministrator: actor.superuser, media });
    const checkpoints = await checkpointsOf(options, NAME, plan, session);
    const importer = new Importer({ options, catalog, session, plan, place, checkpoints });
    const tables = await importer.run();
    await checkpoints.clear();
    for (const report of tables.filter(({ table }) => table === REVISIONS)) configuration.count(report, report.read);
    return {
      source: NAME,
      dryRun,
      durationMs: Date.now() - started,
      tables,
      findings: importer.findings(),
      totals: totalsOf(tables),
      ...(media && { media: media.report }),
      ...(configuration.report && { configuration: configuration.report }),
    };
  } finally {
    await session.close();
  }
};

/**
 * Imports a dump of a NetBox database into the actor's organization.
 *
 * Each batch of 5,000 rows is a transaction, so that an import that was cut off is completed by running it again: of
 * the same file, after its last batch. Rows that are as they should be are left alone, and so are values that people changed since. An organization has one import at a time.
 *
 * @throws DumpUnreadable, Forbidden, Conflict `IMPORT_RUNNING` or `IMPORT_INTERRUPTED`
 */
export const importNetbox = async (options: NetboxImport): Promise<NetboxImportReport> => {
  if (options.actor.readOnly) throw new Forbidden('This token may only read.');
  const actor: Actor = { ...options.actor, source: 'import' };
  const place = await takeImportPlace(options.writer.engine.dataSource, actor.organizationId, options.jobId ?? null);
  try {
    const dump = await openDump(options.file, {
      temporaryFolder: options.temporaryFolder,
      objects: createDumpdataReader(options.registry),
    });
    try {
      return await importDump({ ...options, actor }, dump, place);
    } finally {
      await dump.close();
    }
  } finally {
    await place.leave();
  }
};
