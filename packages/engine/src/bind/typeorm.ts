import { EntitySchema, type ColumnType, type EntitySchemaColumnOptions, type EntitySchemaOptions } from 'typeorm';
import { hashedName } from '../registry/constraints.ts';
import type { Edge, ManyToManyEdge, Model, Registry, ScalarField } from '../registry/model.ts';
import { plainIndexes } from './indexes.ts';

type Columns = Record<string, EntitySchemaColumnOptions>;
type ForeignKey = NonNullable<EntitySchemaOptions<object>['foreignKeys']>[number];

/** Property under which TypeORM knows the organization column. */
export const ORGANIZATION = 'organizationId';

const TYPE = /^([a-z0-9 ]+?)(?:\((\d+)(?:,(\d+))?\))?(\[\])?$/;

/** `numeric(8,2)` or `integer[]` as TypeORM's options. */
const sqlType = (text: string): EntitySchemaColumnOptions => {
  const [, type = text, first, second, array] = TYPE.exec(text) ?? [];
  const isNumeric = type === 'numeric';
  return {
    type: type as ColumnType,
    ...(first !== undefined && (isNumeric ? { precision: Number(first) } : { length: first })),
    ...(second !== undefined && { scale: Number(second) }),
    ...(array !== undefined && { array: true }),
  };
};

const defaultOf = (scalar: ScalarField): Partial<EntitySchemaColumnOptions> => {
  if (scalar.name === 'rowVersion') return { default: 1 };
  if (scalar.name === 'customFields') return { default: {} };
  return typeof scalar.spec.default === 'boolean' ? { default: scalar.spec.default } : {};
};

const scalarColumn = (scalar: ScalarField): EntitySchemaColumnOptions => {
  const collation = scalar.type.collation?.(scalar.spec);
  return {
    ...sqlType(scalar.type.column(scalar.spec)),
    name: scalar.column,
    nullable: scalar.nullable,
    ...(scalar.name === 'id' && { primary: true }),
    ...(collation !== undefined && { collation }),
    ...(scalar.spec.generated !== undefined && {
      generatedType: 'STORED' as const,
      asExpression: scalar.spec.generated,
    }),
    ...defaultOf(scalar),
  };
};

const uuidColumn = (name: string, nullable: boolean): EntitySchemaColumnOptions => ({ type: 'uuid', name, nullable });

const organizationColumn: EntitySchemaColumnOptions = { type: 'uuid', name: 'organization_id', primary: true };

const edgeColumns = (edge: Edge): [property: string, column: EntitySchemaColumnOptions][] => {
  if (edge.kind === 'one') return [[`${edge.name}Id`, uuidColumn(edge.column, edge.nullable)]];
  if (edge.kind === 'arc') return edge.arms.map((arm) => [arm.column, uuidColumn(arm.column, true)]);
  return [];
};

const columnsOf = (model: Model): Columns => ({
  ...(model.global === null && { [ORGANIZATION]: organizationColumn }),
  ...(model.global?.kind === 'column' && { [ORGANIZATION]: uuidColumn(model.global.column, false) }),
  ...Object.fromEntries([...model.scalars.values()].map((scalar) => [scalar.name, scalarColumn(scalar)])),
  ...(model.tree !== null && { treePath: { type: 'uuid', name: 'tree_path', array: true, nullable: false } }),
  ...Object.fromEntries([...model.edges.values()].flatMap(edgeColumns)),
});

const foreignKey = (target: Model, property: string, hasOrganization: boolean): ForeignKey => {
  const within = hasOrganization && target.global === null;
  return {
    target: target.table,
    columnNames: within ? [ORGANIZATION, property] : [property],
    referencedColumnNames: within ? [ORGANIZATION, 'id'] : ['id'],
  };
};

const foreignKeysOf = (model: Model, registry: Registry): ForeignKey[] => {
  const has = model.global === null || model.global.kind === 'column';
  const organization = registry.providing('organization');
  const own: ForeignKey[] = has && organization ? [foreignKey(organization, ORGANIZATION, true)] : [];
  const edges = [...model.edges.values()].flatMap((edge): ForeignKey[] => {
    if (edge.kind === 'one') return [foreignKey(registry.model(edge.target), `${edge.name}Id`, has)];
    if (edge.kind === 'arc') return edge.arms.map((arm) => foreignKey(registry.model(arm.target), arm.column, has));
    return [];
  });
  return [...own, ...edges];
};

const modelSchema = (model: Model, registry: Registry): EntitySchema =>
  new EntitySchema({
    name: model.name,
    target: model.entityClass,
    tableName: model.table,
    columns: columnsOf(model),
    ...(model.handMade
      ? { synchronize: false }
      : {
          foreignKeys: foreignKeysOf(model, registry),
          indices: plainIndexes(model, registry),
          checks: model.constraints
            .filter((c) => c.kind === 'check')
            .map(({ name, sql }) => ({ name, expression: sql })),
          exclusions: model.constraints
            .filter((c) => c.kind === 'exclusion')
            .map(({ name, sql }) => ({ name, expression: sql })),
        }),
  });

const linkSchema = (edge: ManyToManyEdge, source: Model, target: Model): EntitySchema =>
  new EntitySchema({
    name: edge.through,
    tableName: edge.through,
    columns: {
      [ORGANIZATION]: organizationColumn,
      sourceId: { type: 'uuid', name: edge.near, primary: true },
      targetId: { type: 'uuid', name: edge.far, primary: true },
    },
    foreignKeys: [foreignKey(source, 'sourceId', true), foreignKey(target, 'targetId', true)],
    indices: [
      {
        name: hashedName(`ix_${edge.through}_target`, `${edge.through}.${edge.far}`),
        columns: ['targetId', 'sourceId'],
      },
    ],
  });

const linksOf = (model: Model, registry: Registry): EntitySchema[] =>
  [...model.edges.values()].flatMap((edge) =>
    edge.kind === 'manyToMany' && edge.owner && edge.objectType === undefined
      ? [linkSchema(edge, model, registry.model(edge.target))]
      : [],
  );

/** TypeORM's view of the registry: a schema per entity and one per join table. */
export const entitySchemas = (registry: Registry): EntitySchema[] => [
  ...registry.models.map((model) => modelSchema(model, registry)),
  ...registry.models.flatMap((model) => linksOf(model, registry)),
];
