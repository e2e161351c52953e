import { displayText } from '../../read/display.ts';
import type { Model } from '../../registry/model.ts';
import { groupBy } from '../../write/collections.ts';
import { sameValue } from '../../write/values.ts';
import type { Draft, Work } from '../../write/work.ts';
import { fieldMark, readStamp, StampWriter, valueMark, type Stamp } from './stamp.ts';

/** A value that people changed since it was imported, and that an import left alone. */
export interface LocalEdit {
  /** Place of the row in its batch. */
  readonly index: number;
  /** Number of the object; null when it has none. */
  readonly number: number | null;
  /** Field, or `customFields.floor`. */
  readonly field: string;
  readonly local: unknown;
  readonly source: unknown;
}

interface Cell {
  readonly name: string;
  readonly local: unknown;
  readonly wanted: unknown;
}

const ROWS = 'input.';

/** Place of a row in its batch, from a path such as `input.7`. */
const placeOf = ({ path }: Draft): number => Number.parseInt(path.slice(ROWS.length), 10);

const STEERING = new Set(['id', 'number', 'ref']);

const customOf = (row: Draft['after'] | null): Readonly<Record<string, unknown>> =>
  (row?.['customFields'] ?? {}) as Readonly<Record<string, unknown>>; // as the field's kind stores it

type Visit = (name: string, local: unknown, wanted: unknown, mark: number) => void;

/** Fields whose values can be compared, with what stands for their names; null for the others. */
type Marks = Map<string, number | null>;

const known = new WeakMap<Model, Marks>();

/** Secrets can't be compared. */
const markOf = (model: Model, marks: Marks, key: string): number | null => {
  const isLeftOut = STEERING.has(key) || model.scalars.get(key)?.spec.secret === true;
  const mark = isLeftOut ? null : fieldMark(key);
  marks.set(key, mark);
  return mark;
};

const marksOf = (model: Model): Marks => {
  const marks = known.get(model);
  if (marks) return marks;
  const made: Marks = new Map();
  known.set(model, made);
  return made;
};

/** What the source gives for a row, field by field; each custom field is one of its own. */
const eachCell = (model: Model, { input, before, after }: Draft, visit: Visit): void => {
  const marks = marksOf(model);
  for (const key in input) {
    if (input[key] === undefined) continue;
    const marked = marks.get(key);
    const mark = marked === undefined ? markOf(model, marks, key) : marked;
    if (mark === null) continue;
    if (key !== 'customFields') {
      visit(key, before?.[key] ?? null, after[key] ?? null, mark);
      continue;
    }
    const [local, wanted] = [customOf(before), customOf(after)];
    for (const custom of Object.keys((input[key] ?? {}) as object)) {
      const name = `customFields.${custom}`;
      visit(name, local[custom] ?? null, wanted[custom] ?? null, fieldMark(name));
    }
  }
};

const cellsOf = (model: Model, draft: Draft): Cell[] => {
  const cells: Cell[] = [];
  eachCell(model, draft, (name, local, wanted) => cells.push({ name, local, wanted }));
  return cells;
};

const setBack = (draft: Draft, { name, local }: Cell): void => {
  const [field = '', custom] = name.split('.');
  if (custom === undefined) return draft.set(field, local);
  const { [custom]: _, ...others } = customOf(draft.after);
  draft.set(field, local === null ? others : { ...others, [custom]: local });
};

/** The later of two instants, as texts. */
const later = (a: unknown, b: unknown): unknown => (Date.parse(String(a)) > Date.parse(String(b)) ? a : b);

const numberOf = ({ before }: Draft): number | null => {
  const number = before?.['number'];
  return typeof number === 'number' ? number : null;
};

/** How a batch treats what people changed. */
export interface Treatment {
  readonly model: Model;
  /** What earlier runs brought, by place of the row. */
  readonly stamps: ReadonlyMap<number, Buffer>;
  /** Takes the source's values over local ones. */
  readonly overwrite: boolean;
  /** Whether fields that an earlier pass of the same run spoke of are passed over. */
  readonly isLate: boolean;
}

/**
 * Tells values that people changed from values that the source changed, row by row and field by field.
 *
 * A stored value that is no longer what the last import brought was changed here, and stays. Rows without a stamp, and
 * fields the source did not have before, take what comes.
 */
export class LocalEdits {
  readonly kept: LocalEdit[] = [];
  private readonly seen: { readonly index: number; readonly draft: Draft; readonly last: Stamp | null }[] = [];
  private readonly held = new Map<string, number>();

  constructor(private readonly treatment: Treatment) {}

  /** Puts local values back into rows that are about to be stored. */
  readonly settle = (drafts: readonly Draft[]): void => {
    for (const draft of drafts) {
      const index = placeOf(draft);
      const bytes = this.treatment.stamps.get(index);
      const last = bytes ? readStamp(bytes) : null;
      this.seen.push({ index, draft, last });
      if (last && draft.before && !this.treatment.overwrite) this.keep(index, draft, last);
    }
  };

  /** Bytes of each stored row's stamp by the row's id in the source; rows whose stamp is the same as before are left out. */
  stamps(rows: readonly { readonly id: string }[]): Map<string, Buffer> {
    const stamps = new Map<string, Buffer>();
    const stamp = new StampWriter();
    for (const { index, draft, last } of this.seen) {
      stamp.begin();
      last?.forEach((value, name) => stamp.add(name, value));
      const held = this.held.size > 0 ? this.held : null;
      eachCell(this.treatment.model, draft, (name, _, wanted, mark) => {
        stamp.add(mark, held?.get(`${index} ${name}`) ?? valueMark(wanted));
      });
      const bytes = stamp.done();
      if (this.treatment.stamps.get(index)?.equals(bytes) !== true) stamps.set(rows[index]?.id ?? '', bytes);
    }
    return stamps;
  }

  private keep(index: number, draft: Draft, last: Stamp): void {
    const { model, isLate } = this.treatment;
    const systemCells: Cell[] = [];
    let isChanged = false;
    for (const cell of cellsOf(model, draft)) {
      const { name, local, wanted } = cell;
      const brought = last.get(fieldMark(name));
      if (brought === undefined || sameValue(local, wanted)) continue;
      if (brought === valueMark(local)) {
        isChanged = true;
        continue;
      }
      const isSystem = model.scalars.get(name)?.system === true;
      if (isSystem) systemCells.push(cell);
      this.held.set(`${index} ${name}`, valueMark(wanted));
      setBack(draft, cell);
      if (!isSystem && !(isLate && brought === valueMark(wanted)))
        this.kept.push({ index, number: numberOf(draft), field: name, local, source: wanted });
    }
    if (isChanged)
      for (const { name, local, wanted } of systemCells)
        if (name === 'lastUpdated') draft.set(name, later(local, wanted));
  }
}

const targetOf = (model: Model, field: string, value: unknown): string | null => {
  const edge = model.edges.get(field);
  if (!edge || value === null) return null;
  if (edge.kind !== 'arc') return edge.target;
  const { arm } = value as { readonly arm?: string };
  return edge.arms.find((other) => other.arm === arm)?.target ?? null;
};

const idsIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.map(String);
  return [typeof value === 'object' && value !== null ? String((value as { id?: unknown }).id) : String(value)];
};

/** The edits with the names of objects in place of their ids; one statement for each type that is referred to. */
export const withNames = async (
  work: Work,
  model: Model,
  edits: readonly LocalEdit[],
): Promise<readonly LocalEdit[]> => {
  const wanted = edits.flatMap(({ field, local, source }) =>
    [local, source].flatMap((value) => {
      const target = targetOf(model, field, value);
      return target === null ? [] : idsIn(value).map((id) => ({ target, id }));
    }),
  );
  const names = new Map<string, string>();
  for (const [target, asked] of groupBy(wanted, (each) => each.target)) {
    const other = work.registry.model(target);
    const where = { id: [...new Set(asked.map(({ id }) => id))] };
    const fields = other.display.filter((key) => other.scalars.has(key));
    for (const row of await work.read.rows(target, { where, fields: [...fields, 'number'] }))
      names.set(String(row['id']), displayText(other, row));
  }
  const named = (field: string, value: unknown): unknown => {
    if (targetOf(model, field, value) === null) return value;
    const found = idsIn(value).map((id) => names.get(id) ?? id);
    return Array.isArray(value) ? found : found[0];
  };
  return edits.map((edit) => ({
    ...edit,
    local: named(edit.field, edit.local),
    source: named(edit.field, edit.source),
  }));
};
