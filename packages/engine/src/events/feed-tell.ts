import { newParams, type Actor, type Grant, type Params, type RowPredicates } from '../actor.ts';
import type { FieldChange } from '../changes/record.ts';
import { mayAct } from '../permissions/rights.ts';
import type { Ask } from '../plugins/ask.ts';
import { compileFilter } from '../read/filter/sql.ts';
import type { Registry } from '../registry/model.ts';
import { groupBy } from '../write/collections.ts';
import type { EventHead, OutboxEvent } from './consumer.ts';
import type { EventDb } from './consumer.ts';
import { loadEvents } from './load-events.ts';
import { matchImages } from './match-images.ts';

/** What a subscriber is told of one event. */
export interface ChangeNotice {
  readonly sequence: number;
  readonly action: string;
  readonly type: string | null;
  readonly id: string | null;
  readonly number: number | null;
  readonly display: string | null;
  readonly fields: readonly FieldChange[] | null;
  readonly actorName: string | null;
  readonly source: string | null;
  readonly reason: string | null;
  readonly changeSetId: string | null;
  readonly at: string | null;
}

/** What a subscriber asks for. */
export interface Wanted {
  /** Full names of types; all when null. */
  readonly types: ReadonlySet<string> | null;
  /** Filters by full name of the type: objects of it have to match as they were after the change, or before a delete. */
  readonly filters: ReadonlyMap<string, unknown>;
}

/** What telling takes. */
export interface TellParts {
  readonly registry: Registry;
  /** Rights to rows, with those that are seen only with others. */
  readonly predicates: RowPredicates;
  readonly ask: Ask;
  readonly db: EventDb;
}

const LOG = ['core.ChangeRecord', 'core.ChangeSet'];

const LOG_GRANT: Grant = { objectTypes: LOG, actions: ['view'], predicate: null, fields: null };

/** The actor with a right to the log's rows, which are seen with their objects: who sees an object hears of it. */
const hearing = (actor: Actor): Actor => ({
  ...actor,
  grants: [...actor.grants, LOG_GRANT],
  ...(actor.tokenGrants && { tokenGrants: [...actor.tokenGrants, LOG_GRANT] }),
});

const RECORDS = `query ($filter: ChangeRecordFilter, $first: Int) {
  changeRecords(filter: $filter, first: $first) {
    nodes { id objectType objectId objectNumber objectDisplay action fields actorName source changedAt
      changeSet { id reason } }
  }
}`;

const JOBS = `query ($filter: JobFilter, $first: Int) {
  jobs(filter: $filter, first: $first) { nodes { id number label actorName } }
}`;

interface Record {
  readonly id: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly objectNumber: number | null;
  readonly objectDisplay: string | null;
  readonly action: string;
  readonly fields: readonly FieldChange[] | null;
  readonly actorName: string;
  readonly source: string;
  readonly changedAt: string;
  readonly changeSet: { readonly id: string; readonly reason: string | null } | null;
}

interface ShownJob {
  readonly id: string;
  readonly number: number;
  readonly label: string;
  readonly actorName: string;
}

const idsFilter = (ids: readonly string[]) => ({ filter: { id: { in: ids } }, first: ids.length });

const recordsOf = async (ask: Ask, actor: Actor, heads: readonly EventHead[]): Promise<Map<string, Record>> => {
  const ids = heads.flatMap(({ changeRecordId }) => changeRecordId ?? []);
  if (ids.length === 0) return new Map();
  const data = (await ask({ actor: hearing(actor) }, RECORDS, idsFilter(ids))) as {
    readonly changeRecords: { readonly nodes: readonly Record[] };
  }; // as the document asks
  return new Map(data.changeRecords.nodes.map((node) => [node.id, node]));
};

const JOB = 'core.Job';

const jobsOf = async (ask: Ask, actor: Actor, heads: readonly EventHead[]): Promise<Map<string, ShownJob>> => {
  const ids = heads.flatMap((head) => (head.changeRecordId === null && head.type === JOB ? [head.objectId] : []));
  if (ids.length === 0) return new Map();
  const data = (await ask({ actor }, JOBS, idsFilter([...new Set(ids)]))) as {
    readonly jobs: { readonly nodes: readonly ShownJob[] };
  }; // as the document asks
  return new Map(data.jobs.nodes.map((node) => [node.id, node]));
};

const imageOf = ({ objectId, number, after, before }: OutboxEvent) => ({
  id: objectId,
  row: { number, ...(after ?? before) },
});

/** Refuses filters that do not fit their types or name what the actor may not see. @throws InvalidInput, Forbidden */
export const assertWanted = ({ registry, predicates }: TellParts, actor: Actor, { filters }: Wanted): void => {
  const options = { predicates, actor, knownChoice: () => true };
  for (const [type, filter] of filters)
    compileFilter(registry, registry.model(type), filter, 't', newParams(), options);
};

/** Numbers of events that the filters of their types let through; a statement per type with a filter. */
const filtered = async (
  { registry, predicates, db }: TellParts,
  actor: Actor,
  heads: readonly EventHead[],
  filters: Wanted['filters'],
): Promise<EventHead[]> => {
  const asked = heads.filter(({ type }) => filters.has(type));
  if (asked.length === 0) return [...heads];
  const events = await loadEvents(db, actor.organizationId, asked);
  const matching = new Set<number>();
  for (const [type, own] of groupBy(events, (event) => event.type)) {
    const model = registry.find(type);
    if (!model) continue;
    const options = { predicates, actor, knownChoice: () => true };
    const condition = (alias: string, params: Params) =>
      compileFilter(registry, model, filters.get(type), alias, params, options);
    const found = await matchImages(db, model, actor.organizationId, own.map(imageOf), condition);
    own.forEach(({ sequence }, at) => found.has(at) && matching.add(sequence));
  }
  return heads.filter(({ type, sequence }) => !filters.has(type) || matching.has(sequence));
};

const ofRecord = (head: EventHead, record: Record, hearsValues: boolean): ChangeNotice => ({
  sequence: head.sequence,
  action: record.action,
  type: record.objectType,
  id: record.objectId,
  number: record.objectNumber,
  display: record.objectDisplay,
  fields: hearsValues ? (record.fields ?? []) : null,
  actorName: record.actorName,
  source: record.source,
  reason: record.changeSet?.reason ?? null,
  changeSetId: record.changeSet?.id ?? null,
  at: record.changedAt,
});

const ofJob = (head: EventHead, job: ShownJob): ChangeNotice => ({
  sequence: head.sequence,
  action: head.action,
  type: JOB,
  id: job.id,
  number: job.number,
  display: job.label,
  fields: null,
  actorName: job.actorName,
  source: 'job',
  reason: null,
  changeSetId: null,
  at: null,
});

/**
 * What an actor is told of events: of objects that the actor sees now, of deleted ones to who sees all of their type,
 * without fields and ids that are hidden. Values that changed are for who may see the change log.
 *
 * The number of statements does not grow with the events. @throws InvalidInput, Forbidden for a filter that does not fit
 */
export const tellEvents = async (
  parts: TellParts,
  actor: Actor,
  heads: readonly EventHead[],
  { types, filters }: Wanted,
): Promise<ChangeNotice[]> => {
  const own = heads.filter(
    ({ organizationId, type }) => organizationId === actor.organizationId && (types === null || types.has(type)),
  );
  if (own.length === 0) return [];
  const wanted = await filtered(parts, actor, own, filters);
  const [records, jobs] = [await recordsOf(parts.ask, actor, wanted), await jobsOf(parts.ask, actor, wanted)];
  const hearsValues = mayAct(actor, parts.registry.model('core.ChangeRecord'), 'view');
  return wanted.flatMap((head): ChangeNotice[] => {
    const record = records.get(head.changeRecordId ?? '');
    if (record) return [ofRecord(head, record, hearsValues)];
    const job = head.changeRecordId === null ? jobs.get(head.objectId) : undefined;
    return job ? [ofJob(head, job)] : [];
  });
};
