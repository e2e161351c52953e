import { openDump, parsePgArray, type Dump, type DumpRow, type DumpTable } from '@plumbline/engine';
import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOREIGN = /^ALTER TABLE ONLY public\.(\S+)\n\s+ADD CONSTRAINT \S+ FOREIGN KEY \((\w+)\)/gm;

/** How the framework writes one value of a column; its arrays are texts that hold JSON. */
const valueOf = (text: string | null, type: string): unknown => {
  if (text === null) return null;
  if (type === 'boolean') return text === 't';
  if (type === 'jsonb') return JSON.parse(text) as unknown;
  if (['smallint', 'integer', 'bigint', 'double precision'].includes(type)) return Number(text);
  if (type.startsWith('timestamp')) return new Date(`${text.replace(' ', 'T')}:00`).toISOString();
  if (type === 'int4range[]') {
    const ranges = parsePgArray(text).map((range) => /^(.)(\d+),(\d+)(.)$/.exec(String(range)));
    return JSON.stringify(
      ranges.map((range) =>
        JSON.stringify({ lower: range?.[2], upper: range?.[3], bounds: `${range?.[1]}${range?.[4]}` }),
      ),
    );
  }
  if (!type.endsWith('[]')) return text;
  const inner = (item: unknown): unknown => (Array.isArray(item) ? JSON.stringify(item) : item);
  return JSON.stringify(parsePgArray(text).map(inner));
};

interface Source {
  readonly dump: Dump;
  /** `dcim.site` by table. */
  readonly models: ReadonlyMap<string, string>;
  readonly foreign: ReadonlySet<string>;
}

const open = async (file: string): Promise<Source> => {
  const dump = await openDump(file, { temporaryFolder: tmpdir() });
  const foreign = new Set(
    [...readFileSync(file, 'utf8').matchAll(FOREIGN)].map(([, table, column]) => `${table}.${column}`),
  );
  const models = new Map([['django_content_type', 'contenttypes.contenttype']]);
  const types = dump.tables.find(({ name }) => name === 'django_content_type') as DumpTable;
  for await (const rows of dump.rows(types))
    for (const row of rows) {
      const [app, model] = ['app_label', 'model'].map((column) => row[types.columns.indexOf(column)]);
      models.set(`${app}_${model}`, `${app}.${model}`);
    }
  return { dump, models, foreign };
};

/** Lists of ids by field and row of a model, from its join tables. */
const linksOf = async ({ dump, models }: Source, table: string): Promise<Map<string, Map<string, number[]>>> => {
  const found = new Map<string, Map<string, number[]>>();
  const near = `${(models.get(table) ?? '').split('.')[1]}_id`;
  for (const join of dump.tables) {
    if (models.has(join.name) || !join.name.startsWith(`${table}_`) || !join.columns.includes(near)) continue;
    const far = join.columns.findIndex((column) => column !== 'id' && column !== near);
    const lists = new Map<string, number[]>();
    for await (const rows of dump.rows(join))
      for (const row of rows) {
        const id = row[join.columns.indexOf(near)] ?? '';
        lists.set(id, [...(lists.get(id) ?? []), Number(row[far])]);
      }
    found.set(join.name.slice(table.length + 1), lists);
  }
  return found;
};

/** Writes what `manage.py dumpdata` would say about the content of a plain dump, by the schema of that dump; gives the file's name. */
export const writeAsDumpdata = async (file: string): Promise<string> => {
  const source = await open(file);
  const to = join(mkdtempSync(join(tmpdir(), 'plumbline-dumpdata-')), 'data.json');
  writeFileSync(to, '[');
  let comma = '';
  for (const table of source.dump.tables) {
    const model = source.models.get(table.name);
    if (model === undefined) continue;
    const links = await linksOf(source, table.name);
    const fields = table.columns.map((column) =>
      source.foreign.has(`${table.name}.${column}`) ? column.replace(/_id$/, '') : column,
    );
    const types = table.columns.map((column) => source.dump.typeOf(table, column) ?? '');
    const idAt = table.columns.indexOf('id');
    const keyOf = (row: DumpRow): unknown => valueOf(row[idAt] ?? null, types[idAt] ?? '');
    for await (const rows of source.dump.rows(table))
      for (const row of rows) {
        const own = fields.map((field, i) => [field, valueOf(row[i] ?? null, types[i] ?? '')] as const);
        const lists = [...links].map(([field, ids]) => [field, ids.get(row[idAt] ?? '') ?? []] as const);
        const all = Object.fromEntries([...own.filter((_, i) => i !== idAt), ...lists]);
        appendFileSync(to, `${comma}${JSON.stringify({ model, pk: keyOf(row), fields: all })}`);
        comma = ',\n';
      }
  }
  appendFileSync(to, ']\n');
  await source.dump.close();
  return to;
};
