import { ByActor } from '../permissions/rights.ts';
import type { RowPredicates } from '../actor.ts';
import type { Model, Registry, ScalarField } from '../registry/model.ts';
import { namingFields } from './custom-values.ts';
import { withoutOrigins } from '../write/provenance.ts';
import { columnSql, type ReadContext, type StatementBuilder } from './context.ts';
import { seenFieldsOf } from './field-rights.ts';
import { limitedTypes, seenValueSql } from './seen-values.ts';

/** Table of the log of changes. */
const LOG = 'core_change_record';

/** Key of the field that holds what changed, as `[{ name, before, after }]`. */
const DIFFERENCES = 'fields';

/** Keys of the fields that tell values of an object: what changed, and the object before and after. */
export const LOGGED: ReadonlySet<string> = new Set([DIFFERENCES, 'before', 'after']);

/** Whether a field is what a record of the log says of an object's fields. */
export const isLogged = (registry: Registry, field: ScalarField): boolean =>
  LOGGED.has(field.name) &&
  registry.models.some(({ table, scalars }) => table === LOG && scalars.get(field.name) === field);

/** What a viewer may be told of an object's fields, by type. */
interface Telling {
  /** Types that references lead to, by `field` or `field.arm`, as far as rows of them are hidden. */
  readonly targets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Fields that are seen, of types of which not all are. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

const targetsOf = (model: Model, limited: ReadonlySet<string>): [field: string, target: string][] =>
  [...model.edges.values()].flatMap((edge): [string, string][] => {
    if (edge.kind === 'many') return [];
    const named: [string, string][] =
      edge.kind === 'arc'
        ? edge.arms.map(({ arm, target }) => [`${edge.name}.${arm}`, target])
        : [[edge.name, edge.target]];
    return named.filter(([, target]) => limited.has(target));
  });

const tellings = new WeakMap<RowPredicates, ByActor<Telling>>();

const tellingOf = (context: ReadContext, limited: readonly Model[]): Telling => {
  const known = tellings.get(context.predicates) ?? new ByActor<Telling>();
  tellings.set(context.predicates, known);
  return known.of(context.actor, '', () => {
    const names = new Set(limited.map(({ name }) => name));
    const seenFields = seenFieldsOf(context);
    const { models } = context.registry;
    const targets = models.map((model) => [model.name, Object.fromEntries(targetsOf(model, names))] as const);
    const fields = models.flatMap((model) => {
      const seen = seenFields(model);
      return seen === null ? [] : [[model.name, [...seen]] as const];
    });
    return {
      targets: Object.fromEntries(targets.filter(([, own]) => Object.keys(own).length > 0)),
      fields: Object.fromEntries(fields),
    };
  });
};

/** How values in a record are told to a viewer; `name` and `value` are SQL. */
interface Teller {
  /** Condition that a field of the object is seen. */
  readonly isSeen: (name: string) => string;
  /** The value with null in place of ids of hidden objects. */
  readonly shown: (name: string, value: string) => string;
}

/** Null for who sees everything. */
const tellerOf = (builder: StatementBuilder, alias: string): Teller | null => {
  const { context } = builder;
  const limited = limitedTypes(context);
  const { targets, fields } = tellingOf(context, limited);
  const isWhole = Object.keys(fields).length === 0;
  if (limited.length === 0 && isWhole) return null;
  const type = columnSql(alias, 'object_type');
  const json = (value: object): string => builder.add(JSON.stringify(value), 'jsonb');
  const customTarget = (name: string): string[] => {
    const definitions = context.registry.providing('customFields');
    const custom = definitions ? namingFields(builder, definitions, limited) : null;
    return custom
      ? [
          `(SELECT ${custom.type} FROM ${custom.from} WHERE ${custom.where} AND 'customFields.' || ${custom.name} = ${name})`,
        ]
      : [];
  };
  const target = (name: string, value: string): string => {
    const own = `${json(targets)} -> ${type}`;
    const known = [`${own} ->> (${name})`, `${own} ->> ((${name}) || '.' || (${value} ->> 'arm'))`];
    return `coalesce(${[...known, ...customTarget(name)].join(', ')})`;
  };
  return {
    isSeen: (name) =>
      isWhole ? 'true' : `coalesce(jsonb_exists(${json(fields)} -> ${type}, split_part(${name}, '.', 1)), true)`,
    shown: (name, value) =>
      limited.length === 0
        ? value
        : `(SELECT CASE WHEN o.type IS NULL THEN ${value} ELSE ${seenValueSql(builder, limited, value, 'o.type')} END FROM (SELECT ${target(name, value)}) o(type))`,
  };
};

const differencesSql = ({ isSeen, shown }: Teller, stored: string): string => {
  const name = "e.v ->> 'name'";
  const value = (key: 'before' | 'after'): string => shown(name, `(e.v -> '${key}')`);
  return `(CASE WHEN jsonb_typeof(${stored}) = 'array' THEN (
    SELECT coalesce(jsonb_agg(jsonb_build_object('name', e.v -> 'name', 'before', ${value('before')}, 'after', ${value('after')}) ORDER BY e.n), '[]')
    FROM jsonb_array_elements(${stored}) WITH ORDINALITY e(v, n) WHERE ${isSeen(name)}) ELSE ${stored} END)`;
};

/** An object as it was; values of custom fields lie one level deeper. */
const imageSql = ({ isSeen, shown }: Teller, stored: string): string => {
  const custom = `(SELECT coalesce(jsonb_object_agg(c.k, ${shown("('customFields.' || c.k)", 'c.v')}), '{}')
    FROM jsonb_each(CASE jsonb_typeof(e.v) WHEN 'object' THEN e.v ELSE '{}' END) c(k, v))`;
  return `(CASE WHEN jsonb_typeof(${stored}) = 'object' THEN (
    SELECT coalesce(jsonb_object_agg(e.k, CASE e.k WHEN 'customFields' THEN ${custom} ELSE ${shown('e.k', 'e.v')} END), '{}')
    FROM jsonb_each(${stored}) e(k, v) WHERE ${isSeen('e.k')}) ELSE ${stored} END)`;
};

/**
 * What a record of the log behind an alias says of the object, as the viewer sees it now: without fields of the type that
 * are hidden, and with null in place of ids of hidden objects.
 *
 * The column as it lies for who sees everything.
 */
export const loggedFieldsSql = (builder: StatementBuilder, alias: string, field: ScalarField): string => {
  const column = columnSql(alias, field.column);
  const stored = field.name === 'before' ? withoutOrigins(column) : column;
  const teller = tellerOf(builder, alias);
  if (!teller) return stored;
  return field.name === DIFFERENCES ? differencesSql(teller, stored) : imageSql(teller, stored);
};
