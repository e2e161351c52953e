import type { Problem } from '@plumbline/kit';
import type { Registry } from '../../registry/model.ts';
import type { Vault } from '../../secrets/vault.ts';
import { isRowError } from '../../write/violation.ts';
import type { Work } from '../../write/work.ts';
import type { Outcome } from '../../write/writer.ts';
import {
  countEdits,
  countMissing,
  countRow,
  fieldOf,
  problemsByRow,
  rawRowOf,
  refusalOf,
  type Became,
} from './outcome.ts';
import { createFirstTime, type FirstTime } from './first-time.ts';
import { createProvenanceIndex, type ProvenanceIndex } from './provenance.ts';
import { createRawKeeper, type RawKeeper } from './raw-rows.ts';
import { addReport, FindingTally, newTableReport, type FindingReport, type TableReport } from './report.ts';
import { Turnstile } from './lanes.ts';
import type { ResolvedRow } from './resolve.ts';
import type { ImportSession } from './session.ts';
import type { RawRow, ForeignSource, SourceRow } from './source.ts';
import { storeBatch, storeDeferred, type Batch, type Stored } from './store.ts';

/** What an import of another system's rows needs. */
export interface LoaderOptions {
  readonly source: ForeignSource;
  readonly registry: Registry;
  readonly session: ImportSession;
  readonly vault: Vault;
  readonly organizationId: string;
  /** Takes the source's values over those that people changed since an earlier import. */
  readonly overwrite: boolean;
}

/** What became of a batch, as far as an import that goes on later has to know. */
export interface BatchRecord {
  readonly report: TableReport;
  readonly findings: readonly FindingReport[];
  readonly deferred: readonly string[];
  readonly waiting: readonly string[];
}

/** A batch while it is under way. */
interface Loading {
  readonly type: string;
  readonly report: TableReport;
  readonly findings: FindingTally;
  readonly deferred: Set<string>;
  readonly waiting: Set<string>;
  /** Takes the short way that holds for new rows beside other batches; what it refuses is tried again alone. */
  readonly isQuick: boolean;
}

type Ended = {
  readonly stored: Stored;
  readonly outcome: Outcome<Stored>;
  readonly refused: ReadonlyMap<number, Problem>;
};

/**
 * Loads rows of another system, batch by batch, each in its own transaction.
 *
 * Types come in an order in which references point back; what can't yet be made is put off until `loadDeferred`.
 * Everything is repeatable: a second run finds the rows of the first by their provenance and changes nothing.
 */
export class ForeignLoader {
  readonly findings = new FindingTally();
  private readonly provenance: ProvenanceIndex;
  private readonly raw: RawKeeper;
  private readonly firstTime: FirstTime;
  private readonly turnstile = new Turnstile();
  private readonly settled = new Set<string>();
  private readonly deferred = new Map<string, Set<string>>();
  /** Source ids of rows that wait for a model, by type; rows that need them wait as well. */
  private readonly waiting = new Map<string, Set<string>>();

  constructor(private readonly options: LoaderOptions) {
    const { source, vault, organizationId } = options;
    this.provenance = createProvenanceIndex(source.name);
    this.firstTime = createFirstTime(source.name);
    this.raw = createRawKeeper(source.name, vault, organizationId);
  }

  /** Fields of a type whose targets come later. */
  deferredFields(type: string): ReadonlySet<string> {
    return this.deferred.get(type) ?? new Set();
  }

  /** Says that all rows of a type had their turn. */
  settle(type: string): void {
    this.settled.add(type);
  }

  /**
   * Stores a batch of rows and counts into the report; batches of one type may run side by side.
   *
   * @returns what `restore` takes when an import goes on after this batch
   */
  async load(type: string, report: TableReport, rows: readonly SourceRow[]): Promise<BatchRecord> {
    const loading = this.begin(type, report);
    const refused = await this.turnstile.together(() => this.loadRows({ ...loading, isQuick: true }, rows, new Set()));
    if (refused.length > 0) await this.turnstile.apart(() => this.loadRows(loading, refused, new Set()));
    return this.end(loading, report);
  }

  /** Makes the references of a batch that had to wait. */
  async loadDeferred(type: string, report: TableReport, rows: readonly SourceRow[]): Promise<BatchRecord> {
    const loading = this.begin(type, report);
    const fields = this.deferredFields(type);
    const late = rows.filter((row) =>
      [...fields].some(
        (field) => row.refs[field] || row.links[field] || (field === 'customFields' && row.customRefs.length > 0),
      ),
    );
    if (late.length > 0) {
      const batch = this.batchOf(loading, late, new Set());
      const ended = await this.run(
        loading,
        late,
        (own) => ({ ...batch, rows: own }),
        (work, own) => storeDeferred(work, own, fields),
      );
      for (const each of ended) await this.finishDeferred(loading, each);
    }
    return this.end(loading, report);
  }

  /** Takes a batch as done that an earlier start of the import had stored. */
  restore(type: string, report: TableReport, record: BatchRecord): void {
    addReport(report, record.report);
    this.findings.merge(record.findings);
    this.putOff(type, record.deferred);
    for (const id of record.waiting) this.waitingOf(type).add(id);
  }

  /** Keeps rows that nothing takes; of the ids the call speaks for, those without a row have found their home. */
  async keepRaw(type: string, rows: readonly RawRow[], ids = rows.map((row) => row.id)): Promise<void> {
    await this.raw.keep(this.options.session, { type, ids, rows });
  }

  private begin(type: string, { table, entity, fate }: TableReport): Loading {
    const report = newTableReport(table, entity, fate);
    const findings = new FindingTally();
    return { type, report, findings, deferred: new Set(), waiting: new Set(), isQuick: false };
  }

  private end({ type, report, findings, deferred, waiting }: Loading, whole: TableReport): BatchRecord {
    const record = { report, findings: findings.list(), deferred: [...deferred], waiting: [...waiting] };
    this.restore(type, whole, record);
    return record;
  }

  private batchOf(loading: Loading, rows: readonly SourceRow[], denied: ReadonlySet<string>): Batch {
    const { source, registry, overwrite } = this.options;
    const { type, isQuick } = loading;
    const model = registry.model(source.entityOf(type) ?? '');
    return {
      source,
      type,
      model,
      rows,
      denied,
      overwrite,
      isQuick,
      firstTime: this.firstTime,
      provenance: this.provenance,
      isSettled: (other) => this.settled.has(other),
      isWaiting: (other, id) =>
        (this.waiting.get(other)?.has(id) ?? false) || (other === type && loading.waiting.has(id)),
    };
  }

  /** Stores rows; gives those that a quick batch could not store. */
  private async loadRows(
    loading: Loading,
    rows: readonly SourceRow[],
    denied: ReadonlySet<string>,
  ): Promise<SourceRow[]> {
    if (rows.length === 0) return [];
    const batch = this.batchOf(loading, rows, denied);
    const ended = await this.run(loading, rows, (own) => ({ ...batch, rows: own }), storeBatch);
    const refused: SourceRow[] = [];
    for (const each of ended) {
      const again = loading.isQuick ? [...each.refused.keys()] : this.dependents(each, denied);
      await this.finish(loading, each, again);
      const left = again.map((i) => each.stored.resolved[i]?.row).filter((row) => row !== undefined);
      if (loading.isQuick) refused.push(...left);
      else {
        const lost = each.stored.resolved.flatMap(({ row }, i) => (each.stored.ids[i] ? [] : [row.id]));
        await this.loadRows(loading, left, new Set([...denied, ...lost]));
      }
    }
    return refused;
  }

  /** Runs a batch; when an error can't be blamed on rows, halves of it, until the row stands alone. */
  private async run(
    loading: Loading,
    rows: readonly SourceRow[],
    batchOf: (rows: readonly SourceRow[]) => Batch,
    body: (work: Work, batch: Batch) => Promise<Stored>,
  ): Promise<Ended[]> {
    const ended = await this.attempt(loading, batchOf(rows), body);
    if (ended !== null) return [ended];
    const half = rows.length >> 1;
    return [
      ...(await this.run(loading, rows.slice(0, half), batchOf, body)),
      ...(await this.run(loading, rows.slice(half), batchOf, body)),
    ];
  }

  private async attempt(
    loading: Loading,
    batch: Batch,
    body: (work: Work, batch: Batch) => Promise<Stored>,
  ): Promise<Ended | null> {
    try {
      const outcome = await this.options.session.run((work) => body(work, batch));
      const refused = problemsByRow(outcome.errors);
      if (outcome.result !== null && refused !== null)
        return this.committed(loading, batch, outcome as Outcome<Stored> & { readonly result: Stored }, refused);
      return batch.rows.length > 1
        ? null
        : this.alone(batch, outcome.errors[0]?.message ?? 'It could not be stored.', outcome.errors[0]?.code);
    } catch (error) {
      if (!isRowError(error)) throw error;
      return batch.rows.length > 1 ? null : this.alone(batch, error.message, 'BAD_USER_INPUT');
    }
  }

  private committed(
    loading: Loading,
    batch: Batch,
    outcome: Outcome<Stored> & { readonly result: Stored },
    refused: ReadonlyMap<number, Problem>,
  ): Ended {
    const stored = outcome.result;
    const objects = stored.resolved.flatMap(({ row }, i) => {
      const id = refused.has(i) ? null : stored.ids[i];
      return id ? [[row.id, id] as const] : [];
    });
    this.provenance.remember(batch.type, new Map(objects));
    for (const finding of outcome.findings) loading.findings.add(finding.objectType, finding);
    return { stored, outcome, refused };
  }

  /** The outcome of a row that failed as a whole. */
  private alone(batch: Batch, message: string, code = 'BAD_USER_INPUT'): Ended {
    const resolved = batch.rows.map(
      (row): ResolvedRow => ({
        row,
        input: {},
        deferred: [],
        rest: row.rest,
        missing: [],
        batchRefs: new Map(),
        verdict: null,
      }),
    );
    const stored: Stored = { resolved, ids: [null], renumbered: new Set(), kept: [] };
    const outcome: Outcome<Stored> = {
      result: stored,
      payload: null,
      changeSetId: null,
      changes: [],
      errors: [],
      findings: [],
      dryRun: false,
      replayed: false,
      statements: 0,
    };
    return { stored, outcome, refused: new Map([[0, { path: 'input.0', code, message }]]) };
  }

  /** Rows refused only because another row of the batch was; without that reference they may be stored. */
  private dependents({ stored, refused }: Ended, denied: ReadonlySet<string>): number[] {
    const lost = new Set(stored.resolved.flatMap(({ row }, i) => (stored.ids[i] ? [] : [row.id])));
    return [...refused].flatMap(([index, problem]) => {
      const target = stored.resolved[index]?.batchRefs.get(fieldOf(problem).split('.')[0] ?? '');
      const isBlameless =
        problem.code === 'NOT_FOUND' && target !== undefined && lost.has(target) && !denied.has(target);
      return isBlameless ? [index] : [];
    });
  }

  private async finish(loading: Loading, ended: Ended, again: readonly number[]): Promise<void> {
    const { type, report } = loading;
    const { stored, outcome, refused } = ended;
    const changed = new Map(outcome.changes.map((change) => [change.id, change.action]));
    const raw: RawRow[] = [];
    const spoken: string[] = [];
    const later = new Set(again);
    stored.resolved.forEach((each, index) => {
      if (later.has(index)) return;
      const problem = refused.get(index);
      const verdict = each.verdict ?? (problem ? refusalOf(problem) : null);
      if (verdict?.kind === 'waiting') loading.waiting.add(each.row.id);
      countRow(report, {
        each,
        verdict,
        action: changed.get(stored.ids[index] ?? ''),
        isRenumbered: stored.renumbered.has(index),
      });
      if (!verdict && each.deferred.length > 0) return each.deferred.forEach((field) => loading.deferred.add(field));
      spoken.push(each.row.id);
      const kept = rawRowOf(type, each, verdict, this.becameOf(type, stored.ids[index]));
      if (kept) raw.push(kept);
    });
    countEdits(report, stored);
    await this.raw.keep(this.options.session, { type, ids: spoken, rows: raw });
  }

  private async finishDeferred({ type, report }: Loading, { stored, refused }: Ended): Promise<void> {
    const raw: RawRow[] = [];
    const spoken: string[] = [];
    stored.resolved.forEach((each, index) => {
      if (stored.ids[index] === null) return;
      spoken.push(each.row.id);
      const problem = refused.get(index);
      countMissing(report, each, problem ? [refusalOf(problem), ...each.missing] : each.missing);
      const lost = problem ? this.lateColumns(type, each.row) : {};
      const rest = { ...each.rest, ...lost };
      const kept = rawRowOf(type, { ...each, rest }, null, this.becameOf(type, stored.ids[index]));
      if (kept) raw.push(kept);
    });
    countEdits(report, stored);
    await this.raw.keep(this.options.session, { type, ids: spoken, rows: raw });
  }

  /** What the source stored for the references that were put off. */
  private lateColumns(type: string, row: SourceRow): Readonly<Record<string, unknown>> {
    const columns = [...this.deferredFields(type)].map((field) => row.refs[field]?.columns ?? {});
    return Object.assign({}, ...columns) as Record<string, unknown>; // of plain records
  }

  private putOff(type: string, fields: readonly string[]): void {
    const known = this.deferred.get(type) ?? new Set<string>();
    for (const field of fields) known.add(field);
    this.deferred.set(type, known);
  }

  private becameOf(type: string, id: string | null | undefined): Became {
    return { objectType: this.options.source.entityOf(type), objectId: id ?? null };
  }

  private waitingOf(type: string): Set<string> {
    const known = this.waiting.get(type) ?? new Set<string>();
    this.waiting.set(type, known);
    return known;
  }
}
