import { openDump, type Dump, type DumpTable } from '@plumbline/engine';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { DataSource } from 'typeorm';

/** Schema that holds the source as it was, beside the product's own tables. */
export const ORIGINAL = 'netbox';

const CREATE = /^CREATE TABLE public\.(\S+) \(\n([\s\S]*?)\n\);$/gm;

const columnsOf = (body: string): string[] =>
  body
    .split('\n')
    .map((line) => line.trim().replace(/,$/, ''))
    .filter((line) => !line.startsWith('CONSTRAINT'))
    .map((line) => line.replace(/ (?:COLLATE|NOT NULL|DEFAULT|GENERATED)\b.*$/, ''));

const quote = (name: string): string => `"${name}"`;

const fill = async (dataSource: DataSource, dump: Dump, table: DumpTable): Promise<void> => {
  for await (const rows of dump.rows(table)) {
    const types = table.columns.map((column) => dump.typeOf(table, column) ?? 'text');
    const lists = table.columns.map((_, i) => rows.map((row) => row[i] ?? null));
    await dataSource.query(
      `INSERT INTO ${ORIGINAL}.${quote(table.name)} (${table.columns.map(quote).join(', ')})
       SELECT ${types.map((type, i) => `v.c${i}::${type}`).join(', ')}
       FROM unnest(${lists.map((_, i) => `$${i + 1}::text[]`).join(', ')}) AS v(${lists.map((_, i) => `c${i}`).join(', ')})`,
      lists,
    );
  }
};

/** Restores the tables of a plain dump into a schema of their own, without any constraint. */
export const restoreOriginal = async (dataSource: DataSource, file: string): Promise<void> => {
  await dataSource.query(`CREATE SCHEMA ${ORIGINAL}`);
  for (const [, name = '', body = ''] of readFileSync(file, 'utf8').matchAll(CREATE))
    await dataSource.query(`CREATE TABLE ${ORIGINAL}.${name} (${columnsOf(body).join(', ')})`);
  const dump = await openDump(file, { temporaryFolder: tmpdir() });
  for (const table of dump.tables) await fill(dataSource, dump, table);
  await dump.close();
};
