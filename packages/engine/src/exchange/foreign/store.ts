import type { Model } from '../../registry/model.ts';
import type { InputRow, SavedIds, SaveOptions, Work } from '../../write/work.ts';
import type { FirstTime } from './first-time.ts';
import { LocalEdits, withNames, type LocalEdit } from './local-edits.ts';
import { batchName, referredIds, resolveRow, type Known, type ResolvedRow } from './resolve.ts';
import type { ProvenanceIndex } from './provenance.ts';
import type { ForeignSource, SourceRow } from './source.ts';

/** A batch of rows of one type on its way into the database. */
export interface Batch {
  readonly source: ForeignSource;
  readonly provenance: ProvenanceIndex;
  readonly type: string;
  readonly model: Model;
  readonly rows: readonly SourceRow[];
  /** Source ids that were refused; rows no longer wait for them inside the batch. */
  readonly denied: ReadonlySet<string>;
  /** Takes the source's values over those that people changed. */
  readonly overwrite: boolean;
  /** Takes rows of a type that has none yet as new, without a look for rows they might be. */
  readonly isQuick: boolean;
  readonly firstTime: FirstTime;
  readonly isSettled: (type: string) => boolean;
  readonly isWaiting: (type: string, id: string) => boolean;
}

/** What a batch came to inside its transaction. */
export interface Stored {
  readonly resolved: readonly ResolvedRow[];
  /** Object id by row; null where none was stored. */
  readonly ids: SavedIds;
  readonly renumbered: ReadonlySet<number>;
  /** Values that people changed and that were left so. */
  readonly kept: readonly LocalEdit[];
}

interface Placed {
  readonly index: number;
  readonly input: InputRow;
}

/** Objects that rows of the batch, unless they are new, and their references became earlier. */
const knownObjects = async (
  work: Work,
  batch: Batch,
  areNew = false,
): Promise<Map<string, ReadonlyMap<string, string>>> => {
  const objects = new Map<string, ReadonlyMap<string, string>>();
  const wanted = referredIds(batch.rows);
  if (!areNew) wanted.set(batch.type, new Set([...(wanted.get(batch.type) ?? []), ...batch.rows.map((row) => row.id)]));
  for (const [type, ids] of wanted) {
    const entity = batch.source.entityOf(type);
    if (entity !== null) objects.set(type, await batch.provenance.find(work, type, entity, ids));
  }
  return objects;
};

/** Objects of earlier imports, rows of the batch and what they refer to, that still exist; provenance of others is out of date. */
const existing = async (
  work: Work,
  batch: Batch,
  objects: ReadonlyMap<string, string>,
): Promise<Map<string, string>> => {
  if (objects.size === 0) return new Map();
  const where = { id: [...objects.values()] };
  const there = new Set(
    (await work.read.rows(batch.model.name, { where, fields: [] })).map((row) => String(row['id'])),
  );
  return new Map([...objects].filter(([, id]) => there.has(id)));
};

const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

/** Whether the values of `matchBy` name at most one row, so that an object made by hand may be taken over. */
const hasKey = ({ unique, matchBy, edges }: Model, { input, batchRefs }: ResolvedRow): boolean => {
  if (matchBy.length === 0 || matchBy.some((field) => batchRefs.has(field))) return false;
  return unique.some((rule) => {
    if (rule.fields.length === 0 || !rule.fields.every((field) => matchBy.includes(field))) return false;
    return rule.fields.every((field) => isGiven(input[field]) || (rule.nullsEqual && edges.get(field)?.kind === 'one'));
  });
};

const numbered = async (
  work: Work,
  { model }: Batch,
  fresh: readonly { readonly index: number; readonly row: SourceRow }[],
  areNew: boolean,
) => {
  const renumbered = new Set<number>();
  const numbers = new Map<number, number>();
  if (model.global !== null) return { numbers, renumbered };
  const wanted = areNew ? [] : fresh.flatMap(({ row }) => row.number ?? []);
  const taken = new Set(
    (await work.read.rows(model.name, { where: { number: wanted }, fields: ['number'] })).map((row) => row['number']),
  );
  for (const { index, row } of fresh) {
    if (row.number === null) continue;
    if (taken.has(row.number)) renumbered.add(index);
    else numbers.set(index, row.number);
    taken.add(row.number);
  }
  return { numbers, renumbered };
};

/** In a dry run nothing is reserved, so that numbers above all others stand in. */
const provisional = async (work: Work, { model }: Batch, count: number): Promise<number | null> => {
  if (!work.dryRun || count === 0 || model.global !== null) return null;
  const rows = await work.read.rows(model.name, { fields: ['number'] });
  return rows.reduce((highest, row) => Math.max(highest, Number(row['number'])), 0) + count;
};

const knownOf = (
  { source, type, model, isSettled, isWaiting }: Batch,
  objects: Known['objects'],
  inBatch: Known['inBatch'],
): Known => ({ source, type, model, objects, inBatch, named: new Set(), isSettled, isWaiting });

interface Saving {
  readonly model: string;
  readonly ids: (string | null)[];
  readonly edits: LocalEdits;
}

const save = async (verb: Work['create'], saving: Saving, placed: readonly Placed[]): Promise<void> => {
  if (placed.length === 0) return;
  const { model, ids, edits } = saving;
  const inputs = placed.map(({ input }) => input);
  const options: SaveOptions = { path: (at) => `input.${placed[at]?.index ?? 0}`, onRead: edits.settle };
  const saved = await verb(model, inputs, options);
  placed.forEach(({ index }, at) => (ids[index] = saved[at] ?? null));
};

/** Objects with the same natural key, which the import takes over without changing them. */
const adopted = async (work: Work, { model, rows }: Batch): Promise<Map<string, string>> => {
  const [key, more] = model.matchBy;
  if (key === undefined || more !== undefined) return new Map();
  const wanted = rows.map((row) => row.values[key]).filter(isGiven);
  const found = await work.read.rows(model.name, { where: { [key]: wanted }, fields: [key] });
  const byKey = new Map(found.map((row) => [row[key], String(row['id'])]));
  return new Map(
    rows.flatMap((row) => {
      const id = byKey.get(row.values[key]);
      return id === undefined ? [] : [[row.id, id] as const];
    }),
  );
};

/** Adds to the input itself, since a copy of so many fields costs more than to read them. */
const createInput = (known: Known, { row, input }: ResolvedRow, number: number | undefined): InputRow => {
  if (number !== undefined) input['number'] = number;
  if (known.named.has(row.id)) input['ref'] = batchName(known.type, row.id);
  return input;
};

interface Sorted {
  readonly creates: Placed[];
  readonly upserts: Placed[];
  readonly updates: Placed[];
}

const sortOut = (
  known: Known,
  resolved: readonly ResolvedRow[],
  own: ReadonlyMap<string, string>,
  numbers: ReadonlyMap<number, number>,
  areNew: boolean,
): Sorted => {
  const sorted: Sorted = { creates: [], upserts: [], updates: [] };
  resolved.forEach((each, index) => {
    if (each.verdict) return;
    const id = own.get(each.row.id);
    if (id !== undefined) sorted.updates.push({ index, input: { ...each.input, id } });
    else
      (!areNew && hasKey(known.model, each) ? sorted.upserts : sorted.creates).push({
        index,
        input: createInput(known, each, numbers.get(index)),
      });
  });
  return sorted;
};

const saveAll = async (work: Work, saving: Saving, sorted: Sorted, isCreateOnly: boolean): Promise<void> => {
  if (!isCreateOnly) await save(work.update, saving, sorted.updates);
  await save(isCreateOnly ? work.create : work.upsert, saving, sorted.upserts);
  await save(work.create, saving, sorted.creates);
};

/** Looks up what earlier runs brought for the rows that are there. */
const editsOf = async (
  work: Work,
  { provenance, type, rows, model, overwrite }: Batch,
  own: ReadonlyMap<string, string>,
  isLate: boolean,
): Promise<LocalEdits> => {
  const known = rows.flatMap(({ id }) => (own.has(id) ? [id] : []));
  const found = await provenance.stamps(work, type, known);
  const stamps = new Map(
    rows.flatMap(({ id }, index) => {
      const bytes = found.get(id);
      return bytes ? [[index, bytes] as const] : [];
    }),
  );
  return new LocalEdits({ model, stamps, overwrite, isLate });
};

/** Stores which objects new rows became, and what was brought for all of them. */
const remember = async (
  work: Work,
  { provenance, type, model, rows }: Batch,
  made: ReadonlyMap<string, string>,
  stamps: ReadonlyMap<string, Buffer>,
  areNew: boolean,
): Promise<void> => {
  await (areNew ? provenance.add : provenance.store)(work, type, model.name, made, stamps);
  if (areNew) return;
  const isKnown = new Set(rows.map(({ id }) => id).filter((id) => !made.has(id)));
  await provenance.restamp(work, type, new Map([...stamps].filter(([id]) => isKnown.has(id))));
};

/**
 * Stores a batch: rows known from an earlier import are brought up to date, rows with the natural key of an existing
 * object take it over, all others are created. A fixed number of statements however many rows.
 */
export const storeBatch = async (work: Work, batch: Batch): Promise<Stored> => {
  const { model, type, rows, source } = batch;
  const areNew = batch.isQuick && (await batch.firstTime.isFirst(work, type, model));
  const objects = await knownObjects(work, batch, areNew);
  const own = areNew ? new Map<string, string>() : await existing(work, batch, objects.get(type) ?? new Map());
  const before = new Set(own.keys());
  const isCreateOnly = source.isCreateOnly(type);
  if (isCreateOnly) for (const [id, object] of await adopted(work, batch)) if (!own.has(id)) own.set(id, object);
  objects.set(type, areNew ? (objects.get(type) ?? own) : own);
  const fresh = rows.map((row, index) => ({ row, index })).filter(({ row }) => !own.has(row.id));
  const inBatch = new Set(fresh.map(({ row }) => row.id).filter((id) => !batch.denied.has(id)));
  const known = knownOf(batch, objects, inBatch);
  const resolved = rows.map((row) => resolveRow(known, row));
  const { numbers, renumbered } = await numbered(work, batch, fresh, areNew);
  let highest = await provisional(work, batch, renumbered.size);
  if (highest !== null) for (const index of renumbered) numbers.set(index, highest--);
  const ids = rows.map((row) => own.get(row.id) ?? null);
  const sorted = sortOut(known, resolved, own, numbers, areNew);
  const edits = await editsOf(work, batch, isCreateOnly ? new Map() : own, false);
  await saveAll(work, { model: model.name, ids, edits }, sorted, isCreateOnly);
  const made = new Map(
    rows.flatMap((row, index) => {
      const id = ids[index];
      return id && !before.has(row.id) ? [[row.id, id] as const] : [];
    }),
  );
  await remember(work, batch, made, isCreateOnly ? new Map() : edits.stamps(rows), areNew);
  const isNew = fresh.flatMap(({ row }) => (made.has(row.id) ? [row.id] : []));
  await source.afterStore(work, type, { objects: made, made: new Set(isNew) });
  return { resolved, ids, renumbered, kept: await withNames(work, model, edits.kept) };
};

/** Stamps that a source brings are those of its own last change, not of the late reference. */
const STAMPS: ReadonlySet<string> = new Set(['lastUpdated', 'lastUpdatedBy']);

/** Makes the references of rows that had to wait for their targets. */
export const storeDeferred = async (work: Work, batch: Batch, fields: ReadonlySet<string>): Promise<Stored> => {
  const { model, type, rows } = batch;
  const objects = await knownObjects(work, batch);
  const own = await existing(work, batch, objects.get(type) ?? new Map());
  const known: Known = { ...knownOf(batch, objects, new Set()), isSettled: () => true };
  const resolved = rows.map((row) => resolveRow(known, row));
  const updates = resolved.flatMap(({ row, input, verdict }, index): Placed[] => {
    const id = own.get(row.id);
    if (id === undefined || verdict) return [];
    const late = Object.entries(input).filter(([field]) => fields.has(field) || STAMPS.has(field));
    return [{ index, input: { ...Object.fromEntries(late), id } }];
  });
  const ids: (string | null)[] = rows.map((row) => own.get(row.id) ?? null);
  const edits = await editsOf(work, batch, own, true);
  await save(work.update, { model: model.name, ids, edits }, updates);
  await batch.provenance.restamp(work, type, edits.stamps(rows));
  return { resolved, ids, renumbered: new Set(), kept: await withNames(work, model, edits.kept) };
};
