import type { ComputedField, ComputedRows } from '../registry/computed.ts';
import type { Model } from '../registry/model.ts';
import { settingValueSql } from '../settings/sql.ts';
import { columnSql, isVisibleByKey, whereSql, type StatementBuilder } from './context.ts';
import { tableSql } from './display.ts';
import type { BuiltColumn } from './plan.ts';

/** Values of arguments by name; those left out are undefined or null. */
export type ComputedArguments = Readonly<Record<string, unknown>>;

interface Named {
  readonly column: string;
  /** Entity that the column refers to. */
  readonly target?: string;
}

/** A value, a reference or an arm of an arc (`scope.site`) of a model. */
const named = (model: Model, name: string): Named => {
  const [key = '', arm] = name.split('.');
  const edge = model.edges.get(key);
  const arms = edge?.kind === 'arc' ? edge.arms : [];
  const found: Named | undefined =
    edge?.kind === 'one' && arm === undefined
      ? edge
      : (arms.find((one) => one.arm === arm) ?? scalarNamed(model, name));
  if (found === undefined) throw new Error(`${model.name} has no column "${name}".`);
  return found;
};

const scalarNamed = (model: Model, name: string): Named | undefined => {
  const column = model.scalars.get(name)?.column;
  return column === undefined ? undefined : { column };
};

const namedColumn = (model: Model, alias: string, name: string): string => columnSql(alias, named(model, name).column);

/** As `namedColumn`, of the row itself; a reference to what the caller may not see is null. */
const ownColumn = (builder: StatementBuilder, model: Model, alias: string, name: string): string => {
  const { column, target: entity } = named(model, name);
  const key = columnSql(alias, column);
  const { registry } = builder.context;
  const target = entity === undefined ? null : registry.model(entity);
  if (target === null || isVisibleByKey(builder.context, model, target)) return key;
  const seen = builder.alias('c');
  const where = whereSql([`${seen}.id = ${key}`, ...builder.visible(target, seen)]);
  return `(SELECT ${seen}.id FROM ${tableSql(target, seen)}${where})`;
};

const rowsOf = (builder: StatementBuilder, entity: string): ComputedRows => {
  const model = builder.context.registry.model(entity);
  const alias = builder.alias('c');
  const visible = builder.visible(model, alias);
  const from = `(SELECT ${alias}.* FROM ${tableSql(model, alias)}${whereSql(visible)}) ${alias}`;
  return {
    from: visible.length === 0 ? tableSql(model, alias) : from,
    column: (field) => namedColumn(model, alias, field),
  };
};

/** JSON value of a setting, as `readSetting` finds it; read once per statement. */
const settingSql = (builder: StatementBuilder, key: string): string =>
  settingValueSql(builder.add(key, 'text'), builder.add(builder.context.actor.organizationId, 'uuid'));

/** SQL of a computed field over the row behind an alias; its text output is what the kind's JSON form reads. */
export const computedSql = (
  builder: StatementBuilder,
  model: Model,
  alias: string,
  field: ComputedField,
  given: ComputedArguments,
): string => {
  const { registry } = builder.context;
  const valueOf = (name: string): unknown =>
    given[name] ?? field.arguments.find(({ key }) => key === name)?.default ?? null;
  const text = field.sql({
    own: (name) => ownColumn(builder, model, alias, name),
    rows: (entity) => rowsOf(builder, entity),
    has: (entity) => registry.find(entity) !== undefined,
    isGiven: (name) => valueOf(name) !== null,
    argument: (name, sqlType) => builder.add(valueOf(name), sqlType),
    setting: (key) => settingSql(builder, key),
  });
  const sql = `(${text.trim().replace(/\s*\n\s*/g, ' ')})`;
  return field.type?.select?.(sql) ?? sql;
};

/** A computed field as a column of a statement. */
export const computedColumn = (
  model: Model,
  alias: string,
  field: ComputedField,
  given: ComputedArguments,
): BuiltColumn => ({
  key: `computed ${alias}.${field.name} ${JSON.stringify(given)}`,
  sql: (builder) => computedSql(builder, model, alias, field, given),
});
