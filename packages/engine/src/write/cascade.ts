import { quote, type ManyToManyEdge, type Model, type Referrer } from '../registry/model.ts';
import { among, FEW } from './among.ts';
import { groupBy } from './collections.ts';
import type { Planning } from './db.ts';
import { layoutOf } from './layout.ts';
import { loadRows } from './load.ts';
import { paramsFrom, type Run } from './run.ts';
import type { Row } from './work.ts';

/** A row that goes, with the input path of the row that takes it along. */
export interface DoomedRow {
  readonly model: Model;
  readonly id: string;
  readonly path: string;
  readonly row: Row;
}

/** Rows that go, by id. */
export type Doomed = Map<string, DoomedRow>;

/** A row that stays and loses a reference to one that goes. */
export interface Loosened {
  readonly model: Model;
  readonly id: string;
  readonly field: string;
  /** The row that goes. */
  readonly held: string;
  readonly path: string;
}

/** A way rows can point at a model: a reference column, or an open link by type and id. */
interface Pointer {
  readonly model: Model;
  readonly field: string;
  readonly condition: string;
  readonly held: string;
  readonly onDelete: Referrer['onDelete'];
}

const within = (model: Model): string => {
  const column = layoutOf(model).organizationColumn;
  return column === null ? '$1::uuid IS NOT NULL' : `t.${quote(column)} = $1`;
};

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Everything that may point at rows of a model. */
export const pointersAt = (run: Run, target: Model): Pointer[] => [
  ...run.registry.referrers(target.name).map(
    ({ model, field, column, onDelete }): Pointer => ({
      model,
      field,
      onDelete,
      condition: 'true',
      held: `t.${quote(column)}`,
    }),
  ),
  ...run.registry.models
    .filter(({ isOpen }) => isOpen)
    .map(
      (model): Pointer => ({
        model,
        field: 'objectId',
        onDelete: 'cascade',
        condition: `t.object_type = ${literal(target.name)}`,
        held: 't.object_id',
      }),
    ),
];

/** One row per reference found: which pointer, the referring row, and the row referred to. */
export interface Found {
  readonly pointer: Pointer;
  readonly id: string;
  readonly held: string;
}

interface Search {
  readonly pointer: Pointer;
  readonly ids: readonly string[];
}

/** Conditions of searches after the organization; one list of ids is given once, however many searches it is in. */
const matcher = (run: Run, searches: readonly { readonly ids: readonly string[] }[]) => {
  const params = paramsFrom([run.actor.organizationId]);
  const known = new Map<readonly string[], string>();
  const match = (ids: readonly string[]): string => {
    const condition = known.get(ids) ?? among(params, ids, 'uuid');
    known.set(ids, condition);
    return condition;
  };
  const planning: Planning = searches.every(({ ids }) => ids.length <= FEW) ? 'kept' : 'each time';
  return { params, match, planning };
};

/** Rows that point at the given ones, for many pointers in one statement. */
const findReferring = async (run: Run, searches: readonly Search[]): Promise<Found[]> => {
  if (searches.length === 0) return [];
  const { params, match, planning } = matcher(run, searches);
  const parts = searches.map(
    ({ pointer, ids }, i) =>
      `SELECT ${i} AS p, t.id, ${pointer.held} AS held FROM ${quote(pointer.model.table)} t
       WHERE ${within(pointer.model)} AND ${pointer.condition} AND ${pointer.held} ${match(ids)}`,
  );
  const text = parts.join(' UNION ALL ');
  const rows = await run.db.query<{ p: number; id: string; held: string }>(text, params.values, planning);
  return rows.flatMap(({ p, id, held }) => {
    const pointer = searches[p]?.pointer;
    return pointer ? [{ pointer, id, held }] : [];
  });
};

const searchesFor = (run: Run, rows: readonly DoomedRow[]): Search[] =>
  [...groupBy(rows, (row) => row.model)].flatMap(([model, own]) => {
    const ids = own.map((row) => row.id);
    return pointersAt(run, model).map((pointer) => ({ pointer, ids }));
  });

const addDoomed = async (run: Run, doomed: Doomed, found: readonly Found[]): Promise<DoomedRow[]> => {
  const fresh = [...new Map(found.filter(({ id }) => !doomed.has(id)).map((hit) => [hit.id, hit])).values()];
  const added: DoomedRow[] = [];
  for (const [model, hits] of groupBy(fresh, (hit) => hit.pointer.model)) {
    const rows = await loadRows(
      run,
      layoutOf(model),
      hits.map(({ id }) => id),
      'organization',
      'FOR UPDATE',
    );
    for (const { id, held } of hits) {
      const row = rows.get(id);
      if (row) added.push({ model, id, row, path: doomed.get(held)?.path ?? '' });
    }
  }
  for (const row of added) doomed.set(row.id, row);
  return added;
};

const isOf = (onDelete: Referrer['onDelete']) => (found: Found) => found.pointer.onDelete === onDelete;

/**
 * Adds the rows that go along, level by level, and gives the other references to all of them.
 *
 * One search per level, one load per type found. Rows are locked before references to them are looked for, so that
 * nobody adds one meanwhile.
 */
export const followCascades = async (run: Run, doomed: Doomed, limit: number): Promise<readonly Found[]> => {
  const others: Found[] = [];
  let level = [...doomed.values()];
  while (level.length > 0 && doomed.size <= limit) {
    const found = await findReferring(run, searchesFor(run, level));
    others.push(...found.filter((one) => !isOf('cascade')(one)));
    level = await addDoomed(run, doomed, found.filter(isOf('cascade')));
  }
  return others;
};

/** References that forbid the delete: rows that stay and may not lose what they point at. */
export const holdersAmong = (found: readonly Found[], doomed: Doomed): Found[] =>
  found.filter(isOf('restrict')).filter(({ id }) => !doomed.has(id));

const linkEdgesAt = (run: Run, target: Model): { readonly model: Model; readonly edge: ManyToManyEdge }[] =>
  run.registry.models.flatMap((model) =>
    layoutOf(model)
      .links.filter(({ edge }) => edge.target === target.name)
      .map(({ edge }) => ({ model, edge })),
  );

const findLinking = async (run: Run, doomed: Doomed): Promise<Loosened[]> => {
  const searches = [...groupBy(doomed.values(), (row) => row.model)].flatMap(([target, rows]) => {
    const ids = rows.map(({ id }) => id);
    return linkEdgesAt(run, target).map(({ model, edge }) => ({ model, edge, ids }));
  });
  if (searches.length === 0) return [];
  const { params, match, planning } = matcher(run, searches);
  const parts = searches.map(({ edge, ids }, i) => {
    const typed = edge.objectType === undefined ? '' : ` AND x.object_type = ${literal(edge.objectType)}`;
    return `SELECT ${i} AS p, x.${quote(edge.near)} AS id, x.${quote(edge.far)} AS held FROM ${quote(edge.through)} x
      WHERE x.organization_id = $1 AND x.${quote(edge.far)} ${match(ids)}${typed}`;
  });
  const text = parts.join(' UNION ALL ');
  const rows = await run.db.query<{ p: number; id: string; held: string }>(text, params.values, planning);
  return rows.flatMap(({ p, id, held }) => {
    const search = searches[p];
    return search
      ? [{ model: search.model, id, held, field: search.edge.name, path: doomed.get(held)?.path ?? '' }]
      : [];
  });
};

/** Rows that stay and have a reference, a to-many reference or a tag cleared. */
export const findLoosened = async (run: Run, found: readonly Found[], doomed: Doomed): Promise<Loosened[]> => {
  const references = found.filter(isOf('setNull')).map(
    ({ pointer, id, held }): Loosened => ({
      model: pointer.model,
      id,
      held,
      field: pointer.field,
      path: doomed.get(held)?.path ?? '',
    }),
  );
  return [...references, ...(await findLinking(run, doomed))].filter(({ id }) => !doomed.has(id));
};
