import { snakeCase } from '@plumbline/kit';
import type { EntitySchemaOptions } from 'typeorm';
import { hashedName } from '../registry/constraints.ts';
import { quote, type Edge, type Model, type Registry, type UniqueRule } from '../registry/model.ts';

type Index = NonNullable<EntitySchemaOptions<object>['indices']>[number];

/** An index TypeORM can't express: expressions, operator classes, nulls that count as equal. */
export interface RawIndex {
  readonly name: string;
  readonly table: string;
  readonly sql: string;
}

const PLAIN = /^"\w+"$/;

const isPlain = (rule: UniqueRule): boolean => rule.expressions.every((e) => PLAIN.test(e)) && !rule.nullsEqual;

const propertiesOf = (model: Model): Map<string, string> => {
  const byColumn = new Map<string, string>([['organization_id', 'organizationId']]);
  for (const scalar of model.scalars.values()) byColumn.set(scalar.column, scalar.name);
  for (const edge of model.edges.values()) {
    if (edge.kind === 'one') byColumn.set(edge.column, `${edge.name}Id`);
    if (edge.kind === 'arc') for (const arm of edge.arms) byColumn.set(arm.column, arm.column);
  }
  return byColumn;
};

const columnOf = (model: Model, field: string): string | null => {
  const edge = model.edges.get(field);
  if (edge?.kind === 'one') return edge.column;
  return model.scalars.get(field)?.column ?? null;
};

/** Columns of the default order, ending in id. */
const orderColumns = (model: Model): string[] => {
  const columns = model.order.map((part) => columnOf(model, part.field)).filter((c): c is string => c !== null);
  return columns.includes('id') ? columns : [...columns, 'id'];
};

const referenceColumns = (edge: Edge): string[] => {
  if (edge.kind === 'one') return [edge.column];
  return edge.kind === 'arc' ? edge.arms.map((arm) => arm.column) : [];
};

interface ColumnSet {
  readonly columns: readonly string[];
  /** Leaves rows without the reference out of the index, which most rows are. */
  readonly where?: string;
}

/**
 * Whether the default order, below the organization, begins with a reference and so finds its rows. Whoever deletes a target
 * without an organization looks for them without one.
 */
const isServedByOrder = (model: Model, [first]: readonly string[], edge: Edge, registry: Registry): boolean =>
  edge.kind === 'one' &&
  !edge.nullable &&
  edge.column === first &&
  model.global === null &&
  registry.find(edge.target)?.global === null;

const referenceSets = (model: Model, order: readonly string[], registry: Registry): ColumnSet[] =>
  [...model.edges.values()].flatMap((edge) => {
    if (isServedByOrder(model, order, edge, registry)) return [];
    const inverted = 'spec' in edge && typeof edge.spec?.inverse === 'string';
    const sparse = edge.kind === 'arc' || (edge.kind === 'one' && edge.nullable);
    return referenceColumns(edge).map((column) => ({
      columns: inverted ? [column, ...order.filter((c) => c !== column)] : [column],
      ...(sparse && { where: `${quote(column)} IS NOT NULL` }),
    }));
  });

const columnSets = (model: Model, registry: Registry): ColumnSet[] => {
  const order = orderColumns(model);
  const organization = model.global === null ? ['organization_id'] : [];
  const declared = (model.spec.options.indexes ?? []).map((fields) => ({
    columns: [...organization, ...fields.map((field) => columnOf(model, field) ?? snakeCase(field))],
  }));
  const open = model.isOpen ? [{ columns: ['object_id', ...order.filter((column) => column !== 'object_id')] }] : [];
  return [{ columns: [...organization, ...order] }, ...referenceSets(model, order, registry), ...open, ...declared];
};

/** Indexes TypeORM creates and compares: default order, references with the order below them, declared ones, plain unique rules. */
export const plainIndexes = (model: Model, registry: Registry): Index[] => {
  const properties = propertiesOf(model);
  const named = (columns: readonly string[]) => columns.map((column) => properties.get(column) ?? column);
  const unique = model.unique.map(
    (rule): Index =>
      isPlain(rule)
        ? {
            name: rule.name,
            unique: true,
            columns: named(rule.expressions.map((e) => e.slice(1, -1))),
            ...(rule.only !== null && { where: rule.only }),
          }
        : { name: rule.name, synchronize: false },
  );
  const plain = new Map(columnSets(model, registry).map((set) => [set.columns.join(','), set]));
  const primary = model.global === null ? 'organization_id,id' : 'id';
  plain.delete(primary);
  return [
    ...unique,
    ...[...plain.values()].map(
      ({ columns, where }): Index => ({
        name: hashedName(
          `ix_${model.table}_${columns.join('_')}`,
          `${model.table}(${columns.join(',')})${where ?? ''}`,
        ),
        columns: named(columns),
        ...(where !== undefined && { where }),
      }),
    ),
    ...rawIndexes(model).map((index): Index => ({ name: index.name, synchronize: false })),
  ];
};

const rawUnique = (model: Model, rule: UniqueRule): RawIndex => ({
  name: rule.name,
  table: model.table,
  sql:
    `CREATE UNIQUE INDEX ${quote(rule.name)} ON ${quote(model.table)} (${rule.expressions.join(', ')})` +
    `${rule.nullsEqual ? ' NULLS NOT DISTINCT' : ''}${rule.only === null ? '' : ` WHERE ${rule.only}`}`,
});

const hashedIndex = (model: Model, name: string, sql: string): RawIndex => {
  const full = hashedName(`ix_${model.table}_${name}`, sql);
  return { name: full, table: model.table, sql: `CREATE INDEX ${quote(full)} ON ${quote(model.table)} ${sql}` };
};

/** Indexes written as SQL: tree paths, custom fields, and what the entity declares. */
export const rawIndexes = (model: Model): RawIndex[] => [
  ...(model.tree === null ? [] : [hashedIndex(model, 'tree_path', 'USING gin (tree_path)')]),
  ...(model.features.has('customFields')
    ? [hashedIndex(model, 'custom_fields', 'USING gin (custom_fields jsonb_path_ops)')]
    : []),
  ...(model.spec.options.sqlIndexes ?? []).map(({ name, sql }) => hashedIndex(model, name, sql)),
];

/** Every statement that TypeORM's diff does not make, by index name. */
export const rawIndexStatements = (registry: Registry): RawIndex[] =>
  registry.models
    .filter((model) => !model.handMade)
    .flatMap((model) => [
      ...model.unique.filter((rule) => !isPlain(rule)).map((rule) => rawUnique(model, rule)),
      ...rawIndexes(model),
    ]);
