import type { ArcEdge, Model, OneEdge } from '../../registry/model.ts';
import { groupBy } from '../../write/collections.ts';
import { layoutOf } from '../../write/layout.ts';
import { isArcValue } from '../../write/values.ts';
import type { InputRow } from '../../write/work.ts';
import type { PlannedRow } from './plan.ts';

/** Rows of one type that are made together, without the references in `later`. */
export interface Wave {
  readonly model: Model;
  readonly rows: readonly PlannedRow[];
}

/** Rows to make in order, and references that have to wait until all of them are there. */
export interface RestoreOrder {
  readonly waves: readonly Wave[];
  readonly later: readonly PlannedRow[];
}

/** A reference of a row to another row that comes back as well. */
interface Need {
  readonly key: string;
  readonly id: string;
  readonly isRequired: boolean;
  /** How much it would take to go without for a while. */
  readonly weight: number;
}

const WEIGHT = { cascade: 100, restrict: 10, setNull: 1 } as const;

const targetsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (isArcValue(value)) return [value.id];
  return Array.isArray(value) ? value.flatMap(targetsOf) : [];
};

const needOf = (edge: OneEdge | ArcEdge, id: string): Need => ({
  key: edge.name,
  id,
  isRequired: !edge.nullable,
  weight: WEIGHT[edge.onDelete],
});

/** References of a row to rows that come back; rows about objects of any type need their object, values their fields. */
const needsOf = ({ model, input }: PlannedRow, coming: ReadonlySet<string>, field: string | undefined): Need[] => {
  const edges = [...model.edges.values()].flatMap((edge): Need[] => {
    if (edge.kind === 'many') return [];
    const ids = targetsOf(input[edge.name]).filter((id) => coming.has(id));
    if (edge.kind !== 'manyToMany') return ids.map((id) => needOf(edge, id));
    return ids.map((id) => ({ key: edge.name, id, isRequired: false, weight: WEIGHT.setNull }));
  });
  const object = model.isOpen ? targetsOf(input['objectId']).filter((id) => coming.has(id)) : [];
  const isFilled = Object.keys((input['customFields'] ?? {}) as object).length > 0;
  const fields = field !== undefined && isFilled ? [field] : [];
  const values = fields.map((id) => ({ key: 'customFields', id, isRequired: false, weight: WEIGHT.cascade }));
  return [
    ...edges,
    ...values,
    ...object.map((id) => ({ key: 'objectId', id, isRequired: true, weight: WEIGHT.cascade })),
  ];
};

interface Waiting {
  readonly row: PlannedRow;
  readonly needs: readonly Need[];
}

const unmet = ({ row, needs }: Waiting, made: ReadonlySet<string>, model: ReadonlyMap<string, Model>): Need[] =>
  needs.filter(({ id }) => !made.has(id) && model.get(id) !== row.model);

/** The type whose rows have to do without the least: none of its required references, and few others. */
const nextModel = (
  waiting: ReadonlyMap<Model, readonly Waiting[]>,
  made: ReadonlySet<string>,
  modelOf: ReadonlyMap<string, Model>,
): Model | null => {
  let best: { readonly model: Model; readonly cost: number } | null = null;
  for (const [model, rows] of waiting) {
    const open = rows.flatMap((row) => unmet(row, made, modelOf));
    const cost = open.reduce((sum, need) => sum + (need.isRequired ? Number.POSITIVE_INFINITY : need.weight), 0);
    if (!best || cost < best.cost || (cost === best.cost && model.scalars.size < best.model.scalars.size))
      best = { model, cost };
  }
  return best?.model ?? null;
};

const ownFirst = (a: PlannedRow, b: PlannedRow): number =>
  Number(a.input['number'] ?? 0) - Number(b.input['number'] ?? 0);

/** Rows of one type level by level, each after the rows of the same type it needs; what goes in circles comes last. */
const levelsOf = (rows: readonly Waiting[], made: ReadonlySet<string>): PlannedRow[][] => {
  const levels: PlannedRow[][] = [];
  const there = new Set(made);
  const own = new Set(rows.map(({ row }) => row.id));
  let left = rows;
  while (left.length > 0) {
    const ready = left.filter(({ needs }) => needs.every(({ id }) => !own.has(id) || there.has(id)));
    const level = ready.length > 0 ? ready : left;
    levels.push(level.map(({ row }) => row).toSorted(ownFirst));
    for (const { row } of level) there.add(row.id);
    left = left.filter((one) => !level.includes(one));
  }
  return levels;
};

interface Split {
  readonly now: PlannedRow;
  readonly later: PlannedRow | null;
}

const emptied = (value: unknown): unknown => (Array.isArray(value) ? [] : null);

/** Takes out of a row what can't be there yet, to be set once everything is. */
const split = ({ row, needs }: Waiting, made: ReadonlySet<string>): Split => {
  const keys = [...new Set(needs.filter(({ id, isRequired }) => !isRequired && !made.has(id)).map(({ key }) => key))];
  if (keys.length === 0) return { now: row, later: null };
  const held = Object.fromEntries(keys.map((key) => [key, row.input[key]]));
  const bare = Object.fromEntries(keys.map((key) => [key, emptied(row.input[key])]));
  const input: InputRow = { ...row.input, ...bare };
  return { now: { ...row, input }, later: { ...row, input: { ...held, id: row.id } } };
};

/** Order in which rows that refer to each other come back. */
export const orderRestores = (rows: readonly PlannedRow[]): RestoreOrder => {
  const coming = new Set(rows.map(({ id }) => id));
  const field = rows.find(({ model }) => model.spec.options.provides === 'customFields')?.id; // all of a type come together
  const modelOf = new Map(rows.map(({ id, model }) => [id, model]));
  const waiting = groupBy(
    rows.map((row) => ({ row, needs: needsOf(row, coming, field) })),
    ({ row }) => row.model,
  );
  const made = new Set<string>();
  const waves: Wave[] = [];
  const later: PlannedRow[] = [];
  for (let model = nextModel(waiting, made, modelOf); model; model = nextModel(waiting, made, modelOf)) {
    const own = waiting.get(model) ?? [];
    const byId = new Map(own.map((one) => [one.row.id, one]));
    waiting.delete(model);
    for (const level of levelsOf(own, made)) {
      const parts = level.flatMap(({ id }) => {
        const one = byId.get(id);
        return one ? [split(one, made)] : [];
      });
      waves.push({ model, rows: parts.map(({ now }) => now) });
      later.push(...parts.flatMap((part) => part.later ?? []));
      for (const { id } of level) made.add(id);
    }
  }
  return { waves, later };
};

/** Ids that a value of a row names in one of its references. */
export const namedIn = (model: Model, key: string, value: unknown): readonly string[] => {
  const layout = layoutOf(model);
  const isReference = layout.byKey.get(key)?.source.kind !== 'scalar';
  if (layout.linkByKey.has(key)) {
    const { add = [] } = (value ?? {}) as { readonly add?: readonly string[] };
    return add;
  }
  return isReference ? targetsOf(value) : [];
};
