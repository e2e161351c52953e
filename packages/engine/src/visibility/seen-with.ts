import type { Actor, Params, Predicate, RowPredicates } from '../actor.ts';
import { ByActor } from '../permissions/rights.ts';
import { organizationPredicates } from '../permissions.ts';
import { quote, type ManyEdge, type Model, type Referrer, type Registry } from '../registry/model.ts';
import { objectSql, rightsSql, seesEverything, type Viewer } from './objects-sql.ts';
import { isAboutObjects, isSeenWithOthers, reachOf } from './reach.ts';

/** Value of the option `seenThrough` that stands for every reference to a row. */
const ANY_REFERENCE = '*';

const ownSql = (model: Model, actor: Actor, alias: string, params: Params): string[] => {
  if (model.spec.options.seenByMaker !== true || actor.userId === null) return [];
  const within = organizationPredicates(model, actor)?.sql(alias, params) ?? 'true';
  return [`(${within} AND ${alias}.created_by = ${params.add(actor.userId, 'uuid')})`];
};

/** Whether a row of the list, which is about objects or plain, is visible. */
const listSql = (viewer: Viewer, edge: ManyEdge, alias: string, params: Params): string => {
  const target = viewer.registry.model(edge.target);
  const row = `${alias}_l`;
  const conditions = [
    `${row}.${quote(edge.column)} = ${alias}.id`,
    rightsSql(viewer, target, row, params),
    ...(isAboutObjects(target) ? [objectSql(viewer, row, params)] : []),
  ];
  return `EXISTS (SELECT 1 FROM ${quote(target.table)} ${row} WHERE ${conditions.join(' AND ')})`;
};

const either = (parts: readonly string[]): string => (parts.length === 0 ? 'false' : `(${parts.join(' OR ')})`);

/** Whether rows with some conditions refer to a row. */
const referredSql = (
  alias: string,
  referrers: readonly Referrer[],
  conditionsOf: (from: Model, row: string) => readonly string[],
): string => {
  const row = `${alias}_f`;
  return either(
    referrers.map(({ model, column }) => {
      const where = [`${row}.${quote(column)} = ${alias}.id`, ...conditionsOf(model, row)];
      return `EXISTS (SELECT 1 FROM ${quote(model.table)} ${row} WHERE ${where.join(' AND ')})`;
    }),
  );
};

/** Whether a row that the viewer sees refers to it. */
const seenReferenceSql = (viewer: Viewer, model: Model, alias: string, params: Params): string => {
  const referrers = viewer.registry.referrers(model.name);
  const within = referrers.filter(({ model: from }) => reachOf(viewer.rights, from, viewer.actor) !== 'none');
  return referredSql(alias, within, (from, row) => [
    rightsSql(viewer, from, row, params),
    ...(isAboutObjects(from) ? [objectSql(viewer, row, params)] : []),
  ]);
};

const noReferenceSql = ({ registry }: Viewer, model: Model, alias: string): string =>
  `NOT ${referredSql(alias, registry.referrers(model.name), () => [])}`;

/** A visible row refers to it, or none at all. */
const anyReferenceSql = (viewer: Viewer, model: Model, alias: string, params: Params): string =>
  `(${seenReferenceSql(viewer, model, alias, params)} OR ${noReferenceSql(viewer, model, alias)})`;

/**
 * The condition that what a row stands for may be had, such as the content of a file: by who made it, by who sees a row
 * that refers to it, and while none does by who has a right to the type.
 */
export const contentSql = (viewer: Viewer, model: Model, alias: string, params: Params): string => {
  const within = organizationPredicates(model, viewer.actor)?.sql(alias, params) ?? 'true';
  if (viewer.actor.superuser) return within;
  const own = ownSql(model, viewer.actor, alias, params);
  const loose = `${rightsSql(viewer, model, alias, params)} AND ${noReferenceSql(viewer, model, alias)}`;
  return `${within} AND ${either([...own, seenReferenceSql(viewer, model, alias, params), `(${loose})`])}`;
};

const throughSql = (viewer: Viewer, model: Model, alias: string, params: Params): string[] => {
  const { seenThrough } = model.spec.options;
  if (seenThrough === undefined) return [];
  if (seenThrough !== ANY_REFERENCE) {
    const edge = model.edges.get(seenThrough);
    if (edge?.kind !== 'many') throw new Error(`${model.name} has no list "${seenThrough}".`);
    return [listSql(viewer, edge, alias, params)];
  }
  return [anyReferenceSql(viewer, model, alias, params)];
};

const narrowed = (viewer: Viewer, model: Model): Predicate => ({
  sql: (alias, params) => {
    const conditions = [
      rightsSql(viewer, model, alias, params),
      ...(isAboutObjects(model) ? [objectSql(viewer, alias, params)] : []),
      ...throughSql(viewer, model, alias, params),
    ];
    const own = ownSql(model, viewer.actor, alias, params);
    const joined = conditions.join(' AND ');
    return own.length === 0 ? joined : `((${joined}) OR ${own.join('')})`;
  },
});

const known = new WeakMap<RowPredicates, RowPredicates>();

/**
 * Rights to rows, with those that are seen only with others narrowed to these.
 *
 * Rows about any object (journals, attachments, change records) are seen with their object, sets with one of their
 * rows, files with what refers to them. Who sees everything is not limited further.
 */
export const seenWithOthers = (registry: Registry, rights: RowPredicates): RowPredicates => {
  if (rights === organizationPredicates) return rights;
  const made = known.get(rights);
  if (made) return made;
  const everything = new ByActor<boolean>();
  const narrow = new ByActor<Predicate>();
  const predicates = (model: Model, actor: Actor): Predicate | null => {
    if (!isSeenWithOthers(model)) return rights(model, actor);
    const viewer = { registry, rights, actor };
    if (everything.of(actor, '', () => seesEverything(viewer))) return rights(model, actor);
    return narrow.of(actor, model.name, () => narrowed(viewer, model));
  };
  const both = Object.assign(predicates, rights);
  known.set(rights, both);
  known.set(both, both);
  return both;
};
