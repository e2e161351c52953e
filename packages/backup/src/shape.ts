import type { ClientBase } from 'pg';
import type { TableShape } from './format.ts';

/** Tables that say how far a database has been migrated; made by migrations, so never in a backup. */
export const BOOKKEEPING: readonly string[] = ['migrations', 'typeorm_metadata', 'plugin_migration'];

const NOT_OF_EXTENSION = (classId: string, oid: string) =>
  `NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = '${classId}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;

const HERE = `relnamespace = current_schema()::regnamespace`;

const TABLES = `SELECT c.relname AS name,
    ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
    coalesce((SELECT json_agg(json_build_object('name', p.relname, 'bound', pg_get_expr(p.relpartbound, p.oid)) ORDER BY p.relname)
      FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid WHERE i.inhparent = c.oid AND c.relkind = 'p'), '[]') AS partitions
  FROM pg_class c
  WHERE c.${HERE} AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${NOT_OF_EXTENSION('pg_class', 'c.oid')}
  ORDER BY c.relname`;

/** Every table of the current schema that is neither an extension's nor bookkeeping, by name. */
export const tableShapes = async (client: ClientBase): Promise<TableShape[]> => {
  const { rows } = await client.query<TableShape>(TABLES);
  return rows.filter(({ name }) => !BOOKKEEPING.includes(name));
};

/** Whether a table of this name exists in the current schema. */
export const hasTable = async (client: ClientBase, name: string): Promise<boolean> => {
  const { rows } = await client.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM pg_class WHERE ${HERE} AND relname = $1) AS found`,
    [name],
  );
  return rows[0]?.found ?? false;
};

const SEQUENCES = `SELECT s.sequencename AS name, s.last_value::text AS last FROM pg_sequences s
  WHERE s.schemaname = current_schema() AND s.last_value IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid
    WHERE d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass AND d.deptype IN ('a', 'i') AND t.relname = ANY ($1))
  ORDER BY 1`;

/** Sequences that have given a number, with the last one. Not part of a snapshot: read them after the rows. */
export const sequenceValues = async (client: ClientBase): Promise<{ name: string; last: string }[]> =>
  (await client.query<{ name: string; last: string }>(SEQUENCES, [BOOKKEEPING])).rows;

interface Rebuildable {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

const FOREIGN_KEYS = `SELECT t.relname AS "table", k.conname AS name, pg_get_constraintdef(k.oid) AS definition
  FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid
  WHERE k.contype = 'f' AND k.conparentid = 0 AND t.${HERE} AND NOT t.relispartition ORDER BY 1, 2`;

const INDEXES = `SELECT t.relname AS "table", c.relname AS name, regexp_replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ') AS definition
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
  WHERE t.${HERE} AND NOT c.relispartition AND NOT t.relispartition AND ${NOT_OF_EXTENSION('pg_class', 't.oid')}
    AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')) ORDER BY 1, 2`;

/** Quotes an identifier. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Drops foreign keys and plain indexes and gives what brings them back: rows then load in any order, and indexes are
 * built once, over all rows.
 */
export const dropForLoad = async (client: ClientBase): Promise<() => Promise<void>> => {
  const { rows: keys } = await client.query<Rebuildable>(FOREIGN_KEYS);
  const { rows: indexes } = await client.query<Rebuildable>(INDEXES);
  for (const { table, name } of keys)
    await client.query(`ALTER TABLE ${quoted(table)} DROP CONSTRAINT ${quoted(name)}`);
  for (const { name } of indexes) await client.query(`DROP INDEX ${quoted(name)}`);
  return async () => {
    for (const { definition } of indexes) await client.query(definition);
    for (const { table, name, definition } of keys)
      await client.query(`ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(name)} ${definition}`);
  };
};

const EVERYTHING = `SELECT format('DROP TABLE %s CASCADE', string_agg(format('%I', c.relname), ', ')) AS sql FROM pg_class c
    WHERE c.${HERE} AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${NOT_OF_EXTENSION('pg_class', 'c.oid')} HAVING count(*) > 0
  UNION ALL SELECT format('DROP SEQUENCE IF EXISTS %I', c.relname) FROM pg_class c
    WHERE c.${HERE} AND c.relkind = 'S' AND ${NOT_OF_EXTENSION('pg_class', 'c.oid')}
  UNION ALL SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure) FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace AND ${NOT_OF_EXTENSION('pg_proc', 'p.oid')}
  UNION ALL SELECT format('DROP COLLATION IF EXISTS %I', l.collname) FROM pg_collation l
    WHERE l.collnamespace = current_schema()::regnamespace AND ${NOT_OF_EXTENSION('pg_collation', 'l.oid')}`;

/** Removes everything from the current schema but what extensions brought. */
export const clearSchema = async (client: ClientBase): Promise<void> => {
  const { rows } = await client.query<{ sql: string }>(EVERYTHING);
  for (const { sql } of rows) await client.query(sql);
};
