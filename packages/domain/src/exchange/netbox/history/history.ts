import {
  ensureMonths,
  stableId,
  type Actor,
  type DumpRow,
  type DumpTable,
  type ImportSession,
  type RawRow,
  type Registry,
  type Work,
} from '@plumbline/engine';
import { cellOf, eachRow, type Catalog } from '../catalog.ts';
import { ENTITY_BY_TYPE } from '../types.ts';
import { changedObject, pastChange, type PastChange } from './change-rows.ts';
import {
  keyOf,
  monthOf,
  objectsOf,
  storeJobs,
  storePastChanges,
  type PlacedChange,
  type PlacedJob,
  type Stored,
} from './history.queries.ts';
import { pastJob, type PastJob } from './job-rows.ts';

/** Types whose rows become history here: finished jobs and change records. */
export const HISTORY_TYPES = ['core.job', 'core.objectchange'] as const;

/** One of the types of history. */
export type HistoryType = (typeof HISTORY_TYPES)[number];

/** What became of a batch. */
export interface StoredHistory extends Stored {
  /** Rows that stay as they are: of types without a model, or with secrets in them. */
  readonly raw: readonly RawRow[];
  /** How many of them are not stored otherwise. */
  readonly waiting: number;
}

/** What history is read with. */
export interface HistoryOptions {
  readonly catalog: Catalog;
  readonly registry: Registry;
  readonly session: ImportSession;
  readonly actor: Actor;
}

const SOURCE = 'netbox';

const rawRow = (type: HistoryType, table: DumpTable, row: DumpRow): RawRow => ({
  type,
  id: cellOf(table, row, 'id') ?? '',
  payload: { columns: Object.fromEntries(table.columns.flatMap((name, i) => (row[i] ? [[name, row[i]]] : []))) },
  objectType: null,
  objectId: null,
});

const userOf = (id: string | null) => (id === null ? [] : [{ type: 'users.user', id }]);

const userKey = (id: string | null): string => keyOf({ type: 'users.user', id: id ?? '' });

/** Carries jobs and the change log over as history: under their own times and names, and told to no listener. */
export class History {
  private names: ReadonlyMap<string, string> | null = null;
  /** Months whose partitions are there. */
  private readonly months = new Set<string>();
  private making: Promise<void> = Promise.resolve();

  constructor(private readonly options: HistoryOptions) {}

  /** Stores a batch; the same batch again changes nothing. */
  store(type: HistoryType, table: DumpTable, rows: readonly DumpRow[]): Promise<StoredHistory> {
    return type === 'core.job' ? this.jobs(table, rows) : this.changes(table, rows);
  }

  private async jobs(table: DumpTable, rows: readonly DumpRow[]): Promise<StoredHistory> {
    const names = (this.names ??= await this.userNames());
    const jobs = rows.map((row) => pastJob(this.options.catalog.typeOf, table, row));
    const stored = await this.run(async (work) => {
      const known = await objectsOf(
        work,
        jobs.flatMap(({ user, object }) => [...userOf(user), ...(object ? [object] : [])]),
      );
      const placed = jobs.map((job) => this.placedJob(job, known, names.get(job.user ?? '') ?? ''));
      return storeJobs(work, placed);
    });
    return { ...stored, raw: [], waiting: 0 };
  }

  private placedJob(job: PastJob, known: ReadonlyMap<string, string>, name: string): PlacedJob {
    const { organizationId } = this.options.actor;
    const userId = known.get(userKey(job.user)) ?? null;
    const about = job.object && {
      objectType: ENTITY_BY_TYPE.get(job.object.type) ?? job.object.type,
      objectNumber: Number(job.object.id),
      objectId: known.get(keyOf(job.object)) ?? null,
    };
    const rights = { superuser: false, readOnly: true, bulk: false, grants: [] };
    const id = stableId(Date.parse(job.created), organizationId, SOURCE, 'core.job', job.id);
    const actor = { organizationId, userId, tokenId: null, name, source: 'import', requestId: id, ...rights };
    return { id, job, actor, actorName: name, userId, input: { ...job.input, ...about } };
  }

  private async userNames(): Promise<Map<string, string>> {
    const { dump, tables } = this.options.catalog;
    const names = new Map<string, string>();
    await eachRow(dump, tables.get('users_user') ?? tables.get('auth_user'), (row, table) => {
      names.set(cellOf(table, row, 'id') ?? '', cellOf(table, row, 'username') ?? '');
    });
    return names;
  }

  private async changes(table: DumpTable, rows: readonly DumpRow[]): Promise<StoredHistory> {
    const changes: PastChange[] = [];
    const raw: RawRow[] = [];
    let waiting = 0;
    for (const row of rows) {
      const change = this.changeIn(table, row);
      if (change) changes.push(change);
      else waiting++;
      if (!change || change.isMasked) raw.push(rawRow('core.objectchange', table, row));
    }
    await this.partitions(changes);
    const stored = await this.run(async (work) => storePastChanges(work, await this.placed(work, changes)));
    return { ...stored, raw, waiting };
  }

  private changeIn(table: DumpTable, row: DumpRow): PastChange | null {
    const object = changedObject(this.options.catalog.typeOf, table, row);
    const model = this.options.registry.find(ENTITY_BY_TYPE.get(object.type) ?? '');
    return model ? pastChange(object, model, table, row) : null;
  }

  private async placed(work: Work, changes: readonly PastChange[]): Promise<PlacedChange[]> {
    const { organizationId } = this.options.actor;
    const known = await objectsOf(
      work,
      changes.flatMap(({ type, object, user }) => [{ type, id: object }, ...userOf(user)]),
    );
    return changes.map((change) => {
      const { id, type, object, at, user, requestId } = change;
      return {
        id: stableId(Date.parse(at), organizationId, SOURCE, 'core.objectchange', id),
        change,
        entity: ENTITY_BY_TYPE.get(type) ?? type,
        objectId: known.get(keyOf({ type, id: object })) ?? stableId(0, organizationId, SOURCE, type, object),
        changeSetId: stableId(0, organizationId, SOURCE, 'request', requestId),
        userId: known.get(userKey(user)) ?? null,
      };
    });
  }

  /** A dry run has no need of them, and would keep others from writing until it ends. Batches make them in turn. */
  private partitions(changes: readonly PastChange[]): Promise<void> {
    if (this.options.session.isDryRun) return Promise.resolve();
    const months = new Set(changes.map(({ at }) => monthOf(at)));
    this.making = this.making.then(() => this.makePartitions([...months].filter((month) => !this.months.has(month))));
    return this.making;
  }

  private async makePartitions(months: readonly string[]): Promise<void> {
    if (months.length === 0) return;
    await this.run((work) => ensureMonths(work, months));
    for (const month of months) this.months.add(month);
  }

  private async run<T>(body: (work: Work) => Promise<T>): Promise<T> {
    const { result, errors } = await this.options.session.run(body);
    if (result === null) throw new Error(errors[0]?.message ?? 'The history could not be stored.');
    return result;
  }
}
