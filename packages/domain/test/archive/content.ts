import type { Model } from '@plumbline/engine';
import type { DataSource } from 'typeorm';
import { registry } from '../../src/index.ts';
import { archivedModels, secretsOf } from '../../src/exchange/archive/contents.ts';

type Cells = Readonly<Record<string, unknown>>;

/** Everything an organization holds, as text by table; ids are replaced by names that two organizations share. */
export type Content = ReadonlyMap<string, readonly string[]>;

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Columns that tell where a row lies or how often it was written, and the numbers that whole deployments share. */
const PLACE: Readonly<Record<string, readonly string[]>> = {
  'users.User': ['number', 'is_default'],
  'core.File': ['number', 'last_updated', 'last_updated_by'],
};

const scopeOf = (model: Model): string => {
  if (model.global?.kind === 'link')
    return `EXISTS (SELECT 1 FROM ${model.global.table} l WHERE l.${model.global.column} = t.id AND l.organization_id = $1)`;
  return 't.organization_id = $1';
};

const hidden = (model: Model): string[] => [
  'row_version',
  ...secretsOf(model).flatMap((field) => model.scalars.get(field)?.column ?? []),
  ...(PLACE[model.name] ?? []),
];

const rowsOf = async (db: DataSource, organizationId: string, from: string, without: readonly string[]) => {
  const rows = await db.query<{ row: Cells }[]>(`SELECT to_jsonb(t) - $2::text[] AS row FROM ${from}`, [
    organizationId,
    without,
  ]);
  return rows.map(({ row }) => row);
};

/** Tables that join rows of a type with others. */
const joinTables = (model: Model): string[] =>
  [...model.edges.values()].flatMap((edge) =>
    edge.kind === 'manyToMany' && edge.owner && edge.objectType === undefined ? [edge.through] : [],
  );

const nameOf = ({ name }: Model, row: Cells): string => {
  if (name === 'users.User') return `${name} ${String(row['username'])}`;
  if (name === 'core.File') return `${name} ${String(row['name'])} ${String(row['sha256'])}`;
  return `${name} ${String(row['number'])}`;
};

const FILES = 'core_file';

/** Reads everything; of files those that another row shows. */
export const contentOf = async (db: DataSource, organizationId: string): Promise<Content> => {
  const names = new Map([[organizationId, 'organization']]);
  const read = new Map<string, readonly Cells[]>();
  for (const model of [...archivedModels(registry), registry.model('core.File')]) {
    const rows = await rowsOf(db, organizationId, `${model.table} t WHERE ${scopeOf(model)}`, hidden(model));
    read.set(model.table, rows);
    for (const row of rows) names.set(String(row['id']), nameOf(model, row));
    for (const table of joinTables(model))
      read.set(table, await rowsOf(db, organizationId, `${table} t WHERE t.organization_id = $1`, []));
  }
  for (const table of ['extras_tagged_item', 'extras_choice'])
    read.set(table, await rowsOf(db, organizationId, `${table} t WHERE t.organization_id = $1`, []));
  const settings = 'core_setting t WHERE t.organization_id = $1';
  const moving = ['id', 'version', 'changed_at', 'changed_by', 'changed_by_name'];
  read.set('core_setting', await rowsOf(db, organizationId, settings, moving));
  const others = JSON.stringify([...read].filter(([table]) => table !== FILES));
  read.set(
    FILES,
    (read.get(FILES) ?? []).filter(({ id }) => others.includes(String(id))),
  );
  const named = (row: Cells) => JSON.stringify(row).replaceAll(UUID, (id) => names.get(id) ?? id);
  return new Map([...read].map(([table, rows]) => [table, rows.map(named).toSorted()]));
};

/** What of two contents differs, the first rows of each table. */
export const differences = (a: Content, b: Content): object[] =>
  [...new Set([...a.keys(), ...b.keys()])].flatMap((table) => {
    const [left, right] = [a.get(table) ?? [], b.get(table) ?? []];
    const [inLeft, inRight] = [new Set(left), new Set(right)];
    const lost = left.filter((row) => !inRight.has(row));
    const strange = right.filter((row) => !inLeft.has(row));
    return lost.length + strange.length === 0
      ? []
      : [{ table, lost: lost.length, strange: strange.length, first: [lost[0], strange[0]] }];
  });
