import { kinds, type FieldSpec } from '@plumbline/kit';
import type { ComputedField } from '../../registry/computed.ts';
import type { Model, ArcEdge, ManyToManyEdge, OneEdge, Registry, ScalarField } from '../../registry/model.ts';

/** A custom field that the organization has defined for the entity. */
export interface CsvCustomField {
  readonly name: string;
  /** Type as stored with the definition, such as `text` or `integer`. */
  readonly type: string;
}

interface Column {
  /** Header of the column. */
  readonly name: string;
  /** Field of the input that the column is part of. */
  readonly field: string;
  /** Selections from the row down to the value; inline fragments count as steps. */
  readonly steps: readonly string[];
  /** Whether the column is part of an export that names none. */
  readonly usual: boolean;
}

/** A value of the row itself; `id` and `number` name the row. */
export interface ScalarColumn extends Column {
  readonly kind: 'scalar';
  readonly scalar: ScalarField;
}

/** Part of what names the object that a reference points at. */
export interface RefColumn extends Column {
  readonly kind: 'ref';
  /** Arm of an exclusive arc. */
  readonly arm: string | null;
  /** Way through natural keys to a value; null when the column holds the object's number. */
  readonly key: readonly string[] | null;
  readonly scalar: ScalarField;
}

/** All objects of a to-many reference in one cell, by their key or number. */
export interface ListColumn extends Column {
  readonly kind: 'list';
  /** Key field of the objects; null for their number. */
  readonly key: string | null;
  readonly scalar: ScalarField;
}

/** The value of one custom field. */
export interface CustomColumn extends Column {
  readonly kind: 'custom';
  readonly custom: CsvCustomField;
}

/** A value that is worked out on reading, or part of what names the object it gives; in exports that name it only. */
export interface ComputedColumn extends Column {
  readonly kind: 'computed';
  readonly scalar: Pick<ScalarField, 'type'>;
}

/** A column that an import takes. */
export type GivenColumn = ScalarColumn | RefColumn | ListColumn | CustomColumn;

/** One column of an entity's CSV. */
export type CsvColumn = GivenColumn | ComputedColumn;

interface Leaf {
  readonly name: string;
  readonly path: readonly string[];
  readonly scalar: ScalarField;
}

/**
 * Values that make the natural key of a model. Arcs, and references back to a type that is already on the way, are
 * left out: such a key may fit several objects, which an import refuses by name.
 */
const keyLeaves = (registry: Registry, model: Model, seen: ReadonlySet<string>): Leaf[] =>
  model.matchBy.flatMap((key): Leaf[] => {
    const scalar = model.scalars.get(key);
    if (scalar) return [{ name: key, path: [key], scalar }];
    const edge = model.edges.get(key);
    if (edge?.kind !== 'one' || seen.has(edge.target)) return [];
    const below = keyLeaves(registry, registry.model(edge.target), new Set([...seen, edge.target]));
    return below.map((leaf) => ({
      name: below.length === 1 ? key : `${key}.${leaf.name}`,
      path: [key, ...leaf.path],
      scalar: leaf.scalar,
    }));
  });

const numberOf = (model: Model): ScalarField[] => {
  const scalar = model.scalars.get('number');
  return scalar ? [scalar] : [];
};

const targetColumns = (
  registry: Registry,
  field: string,
  arm: string | null,
  target: Model,
  stepsTo: (path: readonly string[]) => readonly string[],
): RefColumn[] => {
  const leaves = keyLeaves(registry, target, new Set([target.name]));
  const prefix = arm === null ? field : `${field}.${arm}`;
  const base = { kind: 'ref', field, arm } as const;
  const byKey = leaves.map(
    (leaf): RefColumn => ({
      ...base,
      name: leaves.length === 1 ? prefix : `${prefix}.${leaf.name}`,
      key: leaf.path,
      scalar: leaf.scalar,
      steps: stepsTo(leaf.path),
      usual: true,
    }),
  );
  const byNumber = numberOf(target).map(
    (scalar): RefColumn => ({
      ...base,
      name: `${prefix}.number`,
      key: null,
      scalar,
      steps: stepsTo(['number']),
      usual: leaves.length === 0,
    }),
  );
  return [...byKey, ...byNumber];
};

const oneColumns = (registry: Registry, edge: OneEdge): RefColumn[] =>
  targetColumns(registry, edge.name, null, registry.model(edge.target), (path) => [edge.name, ...path]);

const arcColumns = (registry: Registry, edge: ArcEdge): RefColumn[] =>
  edge.arms.flatMap(({ arm, target: name }) => {
    const target = registry.model(name);
    return targetColumns(registry, edge.name, arm, target, ([first, ...rest]) => [
      edge.name,
      `... on ${target.type}`,
      `${arm}_${first}: ${first}`,
      ...rest,
    ]);
  });

/** Objects that one list cell holds at most; an export refuses more by name. */
export const LIST_LIMIT = 1_000;

const listColumns = (registry: Registry, edge: ManyToManyEdge): ListColumn[] => {
  const target = registry.model(edge.target);
  const leaves = keyLeaves(registry, target, new Set([target.name]));
  const [leaf] = leaves.length === 1 ? leaves : [];
  const base = { kind: 'list', field: edge.name } as const;
  const steps = (key: string) => [`${edge.name}(first: ${LIST_LIMIT})`, 'nodes', key];
  const [key] = leaf?.path.length === 1 ? leaf.path : [];
  const byKey: ListColumn[] =
    leaf && key !== undefined
      ? [{ ...base, name: edge.name, key, scalar: leaf.scalar, steps: steps(key), usual: true }]
      : [];
  const byNumber = numberOf(target).map(
    (scalar): ListColumn => ({
      ...base,
      name: `${edge.name}.number`,
      key: null,
      scalar,
      steps: steps('number'),
      usual: byKey.length === 0,
    }),
  );
  return [...byKey, ...byNumber];
};

const NAMING = new Set(['id', 'number']);

const isShown = ({ name, system, spec }: ScalarField): boolean =>
  NAMING.has(name) ||
  (!system && !spec.secret && !spec.derived && spec.generated === undefined && name !== 'customFields');

const scalarColumns = (model: Model): ScalarColumn[] =>
  [...model.scalars.values()].filter(isShown).map((scalar) => ({
    kind: 'scalar',
    name: scalar.name,
    field: scalar.name,
    scalar,
    steps: [scalar.name],
    usual: scalar.name !== 'id',
  }));

const edgeColumns = (registry: Registry, model: Model): GivenColumn[] =>
  [...model.edges.values()].flatMap((edge): GivenColumn[] => {
    if (edge.kind === 'many' || edge.spec?.derived) return [];
    if (edge.kind === 'one') return oneColumns(registry, edge);
    if (edge.kind === 'arc') return arcColumns(registry, edge);
    return edge.owner ? listColumns(registry, edge) : [];
  });

const computedColumns = (registry: Registry, { name, spec, type }: ComputedField): ComputedColumn[] => {
  const base = { kind: 'computed', field: name, usual: false } as const;
  if (type !== null) return [{ ...base, name, steps: [name], scalar: { type } }];
  const columns = targetColumns(registry, name, null, registry.model(spec.target ?? ''), (path) => [name, ...path]);
  return columns.map((column) => ({ ...base, name: column.name, steps: column.steps, scalar: column.scalar }));
};

/** Texts that the verbs of an entity take beside its columns, where they are read under the same name: they leave and come back. */
const extraColumns = (model: Model, extras: readonly FieldSpec[]): ScalarColumn[] => {
  const type = kinds.get('text');
  const texts = new Map(extras.filter(({ kind }) => kind === 'text').map((spec) => [spec.key, spec]));
  return [...texts].flatMap(([name, spec]): ScalarColumn[] => {
    if (!type || model.computed.get(name)?.type !== type) return [];
    const scalar: ScalarField = { kind: 'scalar', name, column: name, spec, type, nullable: true, system: false };
    return [{ kind: 'scalar', name, field: name, scalar, steps: [name], usual: true }];
  });
};

/**
 * Columns of an entity, worked out from its declaration: the same for export and import.
 *
 * @param extras inputs of its verbs that are no columns.
 */
export const csvColumns = (
  registry: Registry,
  model: Model,
  customFields: readonly CsvCustomField[] = [],
  extras: readonly FieldSpec[] = [],
): readonly CsvColumn[] => [
  ...scalarColumns(model),
  ...extraColumns(model, extras),
  ...edgeColumns(registry, model),
  ...[...model.computed.values()]
    .filter(({ name }) => !extraColumns(model, extras).some((column) => column.name === name))
    .flatMap((field) => computedColumns(registry, field)),
  ...(model.features.has('customFields') ? customFields : []).map(
    (custom): CustomColumn => ({
      kind: 'custom',
      name: `cf_${custom.name}`,
      field: 'customFields',
      custom,
      steps: ['customFields'],
      usual: true,
    }),
  ),
];
