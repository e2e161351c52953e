import { quote, type UniqueRule } from '../registry/model.ts';
import type { SaveDraft } from './draft.ts';
import type { Layout } from './layout.ts';
import type { Run } from './run.ts';
import { arrayLiteral } from './values.ts';

/** The drafts as a table with the entity's own column names, what the database generates included. */
const draftTable = (layout: Layout, drafts: readonly SaveDraft[], organizationId: string) => {
  const stored = layout.fields.filter((field) => !field.generated);
  const columns = stored.flatMap((field) =>
    field.columns.map((column, at) => ({ column, cast: field.casts[at] ?? 'text', field, at })),
  );
  const values = columns.map(({ field, at }) =>
    arrayLiteral(drafts.map((draft) => (field.secret ? null : (field.encode(draft.values[field.key])[at] ?? null)))),
  );
  const typed = columns.map(({ column, cast }, i) => `v.c${i}::${cast} AS ${quote(column)}`);
  const organization = layout.organizationColumn;
  const owner = organization === null ? [] : [`$1::uuid AS ${quote(organization)}`];
  const lists = columns.map((_, i) => `$${i + 2}::text[]`);
  const names = columns.map((_, i) => `c${i}`);
  const plain = `SELECT ${[...owner, ...typed].join(', ')} FROM unnest(${lists.join(', ')}) AS v(${names.join(', ')}) WHERE $1::uuid IS NOT NULL`;
  const generated = layout.fields.flatMap(({ generated: isGenerated, source, columns: [column = ''] }) =>
    isGenerated && source.kind === 'scalar' ? [`(${source.spec.generated}) AS ${quote(column)}`] : [],
  );
  return { sql: `SELECT ${['r.*', ...generated].join(', ')} FROM (${plain}) r`, values: [organizationId, ...values] };
};

const clashSql = (layout: Layout, rule: UniqueRule, drafts: string): string => {
  const keys = rule.expressions.map((expression, i) => `(${expression}) AS k${i}`).join(', ');
  const where = rule.where === undefined ? '' : ` WHERE ${rule.where}`;
  const equal = rule.expressions.map((_, i) => `a.k${i} ${rule.nullsEqual ? 'IS NOT DISTINCT FROM' : '='} b.k${i}`);
  return `SELECT DISTINCT a.own FROM (SELECT id AS own, ${keys} FROM (${drafts}) d${where}) a
    JOIN (SELECT id AS other, ${keys} FROM ${quote(layout.model.table)}${where}) b ON ${equal.join(' AND ')} AND a.own <> b.other`;
};

/** The uniqueness that keeps each draft out, by id: one statement per rule, however many drafts. */
export const explainClashes = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
): Promise<Map<string, UniqueRule>> => {
  const { sql, values } = draftTable(layout, drafts, run.actor.organizationId);
  const found = new Map<string, UniqueRule>();
  for (const rule of layout.model.unique) {
    const rows = await run.db.query<{ own: string }>(clashSql(layout, rule, sql), values);
    for (const { own } of rows) if (!found.has(own)) found.set(own, rule);
  }
  return found;
};
