import type { Params } from '../actor.ts';
import { quote } from '../registry/model.ts';
import { among, FEW } from './among.ts';
import type { Layout, LinkField, StoredField } from './layout.ts';
import { paramsFrom, scopeSql, type Run } from './run.ts';
import { parseArray } from './values.ts';
import type { Row } from './work.ts';

const linkRead = (layout: Layout, link: LinkField): string => {
  const { edge } = link;
  const type = edge.objectType === undefined ? '' : ` AND x.object_type = '${edge.objectType.replaceAll("'", "''")}'`;
  const within =
    layout.organizationColumn === null ? '' : ` AND x.organization_id = t.${quote(layout.organizationColumn)}`;
  return `ARRAY(SELECT x.${quote(edge.far)} FROM ${quote(edge.through)} x WHERE x.${quote(edge.near)} = t.id${within}${type} ORDER BY 1)`;
};

/** SELECT list of fields and links over alias `t`. */
export const selectList = (layout: Layout, fields: readonly StoredField[], links: readonly LinkField[]): string =>
  [...fields.flatMap((field) => field.reads), ...links.map((link) => linkRead(layout, link))].join(', ');

/** Turns the texts of one result row into a row by field key. */
export const rowReader =
  (fields: readonly StoredField[], links: readonly LinkField[]) =>
  (texts: readonly (string | null)[]): Record<string, unknown> => {
    const row: Record<string, unknown> = {};
    let at = 0;
    for (const field of fields) {
      row[field.key] = field.decode(
        field.columns.length === 1 ? [texts[at] ?? null] : texts.slice(at, at + field.columns.length),
      );
      at += field.columns.length;
    }
    for (const link of links) row[link.key] = parseArray(texts[at++] ?? '{}');
    return row;
  };

/** How far a load may reach: what the actor may touch, or all of the organization. */
export type Reach = 'actor' | 'organization';

const reachSql = (run: Run, layout: Layout, reach: Reach, params: Params): string => {
  if (reach === 'actor') return scopeSql(run, layout.model, 't', params);
  if (layout.organizationColumn === null) return 'true';
  return `t.${quote(layout.organizationColumn)} = ${params.add(run.actor.organizationId, 'uuid')}`;
};

/** What a lock keeps others from: changing the row, or pointing at it as well. */
export type RowLock = 'FOR NO KEY UPDATE' | 'FOR UPDATE';

/** Rows by id with all fields and links, locked in order of id unless `lock` is null; rows out of reach are absent. */
export const loadRows = async (
  run: Run,
  layout: Layout,
  ids: readonly string[],
  reach: Reach,
  lock: RowLock | null = 'FOR NO KEY UPDATE',
): Promise<Map<string, Row>> => {
  if (ids.length === 0) return new Map();
  const params = paramsFrom([]);
  const rows = await run.db.raw(
    `SELECT ${selectList(layout, layout.fields, layout.links)} FROM ${quote(layout.model.table)} t
     WHERE t.id ${among(params, ids, 'uuid')} AND ${reachSql(run, layout, reach, params)} ORDER BY t.id${lock === null ? '' : ` ${lock} OF t`}`,
    params.values,
    ids.length <= FEW ? 'kept' : 'each time',
  );
  const read = rowReader(layout.fields, layout.links);
  return new Map(rows.map(read).map((row) => [String(row['id']), row]));
};
