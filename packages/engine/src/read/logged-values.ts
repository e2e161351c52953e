import { ByActor } from '../permissions/rights.ts';
import type { RowPredicates } from '../actor.ts';
import type { Model, Registry, ScalarField } from '../registry/model.ts';
import { namingFields } from './custom-values.ts';
import { columnSql, type ReadContext, type StatementBuilder } from './context.ts';
import { seenFieldsOf } from './field-rights.ts';
import { limitedTypes, seenValueSql } from './seen-values.ts';

/** Table of the log of changes. */
const LOG = 'core_change_record';

/** Key of the field that holds what changed, as `[{ name, before, after }]`. */
export const LOGGED = 'fields';

/** Whether a field is what a record of the log says of an object's fields. */
export const isLogged = (registry: Registry, field: ScalarField): boolean =>
  field.name === LOGGED && registry.models.some(({ table, scalars }) => table === LOG && scalars.get(LOGGED) === field);

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

/**
 * What a record of the log behind an alias says of the object's fields, as the viewer sees it now: without fields of the
 * type that are hidden, and with null in place of ids of hidden objects.
 *
 * The plain column for who sees everything.
 */
export const loggedFieldsSql = (builder: StatementBuilder, alias: string, field: ScalarField): string => {
  const { context } = builder;
  const stored = columnSql(alias, field.column);
  const limited = limitedTypes(context);
  const { targets, fields } = tellingOf(context, limited);
  const isWhole = Object.keys(fields).length === 0;
  if (limited.length === 0 && isWhole) return stored;
  const type = columnSql(alias, 'object_type');
  const name = "e.v ->> 'name'";
  const json = (value: object): string => builder.add(JSON.stringify(value), 'jsonb');
  const target = (value: string): string => {
    const own = `${json(targets)} -> ${type}`;
    const definitions = context.registry.providing('customFields');
    const custom = definitions ? namingFields(builder, definitions, limited) : null;
    const byCustom = custom
      ? [
          `(SELECT ${custom.type} FROM ${custom.from} WHERE ${custom.where} AND 'customFields.' || ${custom.name} = ${name})`,
        ]
      : [];
    return `coalesce(${[`${own} ->> (${name})`, `${own} ->> ((${name}) || '.' || (${value} ->> 'arm'))`, ...byCustom].join(', ')})`;
  };
  const shown = (key: 'before' | 'after'): string => {
    const value = `(e.v -> '${key}')`;
    if (limited.length === 0) return value;
    return `(SELECT CASE WHEN o.type IS NULL THEN ${value} ELSE ${seenValueSql(builder, limited, value, 'o.type')} END FROM (SELECT ${target(value)}) o(type))`;
  };
  const own = `${json(fields)} -> ${type}`;
  const isSeen = isWhole ? 'true' : `coalesce(jsonb_exists(${own}, split_part(${name}, '.', 1)), true)`;
  return `(CASE WHEN jsonb_typeof(${stored}) = 'array' THEN (
    SELECT coalesce(jsonb_agg(jsonb_build_object('name', e.v -> 'name', 'before', ${shown('before')}, 'after', ${shown('after')}) ORDER BY e.n), '[]')
    FROM jsonb_array_elements(${stored}) WITH ORDINALITY e(v, n) WHERE ${isSeen}) ELSE ${stored} END)`;
};
