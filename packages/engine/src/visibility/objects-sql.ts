import type { Actor, Params, RowPredicates } from '../actor.ts';
import { textArray } from '../read/context.ts';
import { quote, type Model, type Registry } from '../registry/model.ts';
import { isAboutObjects, reachOf, type Reach } from './reach.ts';

/** Whose rights conditions are about. */
export interface Viewer {
  readonly registry: Registry;
  /** Rights to rows as such, before what they are about narrows them. */
  readonly rights: RowPredicates;
  readonly actor: Actor;
}

/** The condition that rights to rows of a model alone put on an alias. */
export const rightsSql = ({ rights, actor }: Viewer, model: Model, alias: string, params: Params): string =>
  rights(model, actor)?.sql(alias, params) ?? 'true';

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Models by how many of their rows the viewer sees. */
const byReach = ({ registry, rights, actor }: Viewer): Record<Reach, Model[]> => {
  const found: Record<Reach, Model[]> = { all: [], some: [], none: [] };
  for (const model of registry.models) found[reachOf(rights, model, actor)].push(model);
  return found;
};

/** Whether nothing is hidden from a viewer inside the organization. */
export const seesEverything = (viewer: Viewer): boolean =>
  viewer.registry.models.every((model) => reachOf(viewer.rights, model, viewer.actor) === 'all');

const rowExists = (viewer: Viewer, model: Model, alias: string, inner: string, params: Params): string =>
  `EXISTS (SELECT 1 FROM ${quote(model.table)} ${inner} WHERE ${inner}.id = ${alias}.object_id AND ${rightsSql(viewer, model, inner, params)})`;

/** Rows about objects that are about other rows in turn: visible when the object at the end is. */
const aboutOthers = (
  viewer: Viewer,
  models: readonly Model[],
  alias: string,
  params: Params,
  depth: number,
): string[] => {
  if (models.length === 0 || depth === 0) return [];
  const [row, held] = [`${alias}_r`, `${alias}_h`];
  const rows = models.map(
    (model) =>
      `SELECT ${row}.id, ${row}.object_type, ${row}.object_id FROM ${quote(model.table)} ${row} WHERE ${rightsSql(viewer, model, row, params)}`,
  );
  const types = params.add(textArray(models.map(({ name }) => name)), 'text[]');
  const isSeen = objectSql(viewer, held, params, depth - 1);
  return [
    `(${alias}.object_type = ANY(${types}) AND EXISTS (SELECT 1 FROM (${rows.join(' UNION ALL ')}) ${held} WHERE ${held}.id = ${alias}.object_id AND ${isSeen}))`,
  ];
};

/**
 * The condition that the object a row is about is visible, over the row's columns `object_type` and `object_id`.
 *
 * Types of which every row is seen are not looked up, so that rows about deleted objects of these show, and only these.
 * What is about a row that is about another such row is followed `depth` times.
 */
export const objectSql = (viewer: Viewer, alias: string, params: Params, depth = 1): string => {
  const { all, some } = byReach(viewer);
  const plain = all.filter((model) => !isAboutObjects(model));
  const about = [...all, ...some].filter(isAboutObjects);
  const arms = some
    .filter((model) => !isAboutObjects(model))
    .map(
      (model) =>
        `(${alias}.object_type = ${literal(model.name)} AND ${rowExists(viewer, model, alias, `${alias}_o`, params)})`,
    );
  const whole =
    plain.length === 0
      ? []
      : [`${alias}.object_type = ANY(${params.add(textArray(plain.map(({ name }) => name)), 'text[]')})`];
  const conditions = [...whole, ...arms, ...aboutOthers(viewer, about, alias, params, depth)];
  return conditions.length === 0 ? 'false' : `(${conditions.join(' OR ')})`;
};
