import { jobTablesSql, systemTablesSql } from '@plumbline/engine';
import type { DataSource, QueryRunner } from 'typeorm';

/** Something of a table, with the text that makes it. */
interface Part {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

interface Column extends Part {
  readonly type: string;
  readonly preset: string | null;
  readonly required: boolean;
}

/** What a schema holds; `others` are sequences and functions, of no table. */
interface Snapshot {
  readonly columns: readonly Column[];
  readonly indexes: readonly Part[];
  readonly constraints: readonly Part[];
  readonly others: readonly Part[];
}

/** Statements that make what the engine itself needs. */
const WANTED: readonly string[] = [...systemTablesSql, ...jobTablesSql];

const TABLES = `c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`;

const COLUMNS = `SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
    pg_get_expr(d.adbin, d.adrelid) AS preset, a.attnotnull AS required,
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid),
      CASE WHEN a.attnotnull THEN 'NOT NULL' END) AS definition
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE ${TABLES} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum`;

const INDEXES = `SELECT c.relname AS "table", i.relname AS name,
    regexp_replace(pg_get_indexdef(i.oid), ' ON (ONLY )?\\w+\\.', ' ON ') AS definition
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
  WHERE ${TABLES} AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))
  ORDER BY 1, 2`;

/** Foreign keys are left out: those that lead to entities are told by the registry. */
const CONSTRAINTS = `SELECT c.relname AS "table", k.conname AS name, pg_get_constraintdef(k.oid) AS definition
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  WHERE ${TABLES} AND k.contype IN ('p', 'u', 'c', 'x') ORDER BY 1, 2`;

const OTHERS = `SELECT '' AS "table", s.sequencename AS name, s.data_type || ' cycle ' || s.cycle AS definition
    FROM pg_sequences s WHERE s.schemaname = current_schema()
  UNION ALL SELECT '', p.proname, p.prosrc FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 2`;

const snapshot = async (runner: QueryRunner): Promise<Snapshot> => ({
  columns: (await runner.query(COLUMNS)) as Column[],
  indexes: (await runner.query(INDEXES)) as Part[],
  constraints: (await runner.query(CONSTRAINTS)) as Part[],
  others: (await runner.query(OTHERS)) as Part[],
});

/** What the statements make, tried in a schema of its own that is given up again. */
const wantedSnapshot = async (runner: QueryRunner): Promise<Snapshot> => {
  await runner.startTransaction();
  await runner.query('CREATE SCHEMA wanted');
  await runner.query('SET LOCAL search_path = wanted, public');
  for (const statement of WANTED) await runner.query(statement);
  const wanted = await snapshot(runner);
  await runner.rollbackTransaction();
  return wanted;
};

const nameMade = (statement: string): string => /^CREATE (?:TABLE|SEQUENCE|FUNCTION) (\w+)/.exec(statement)?.[1] ?? '';

/** The statement of our own list that makes a thing, so that the migration reads as the list does. */
const making = (name: string): string => {
  const found = WANTED.find((statement) => nameMade(statement) === name);
  if (!found) throw new Error(`No statement of the engine makes "${name}".`);
  return found;
};

const keyOf = ({ table, name }: Part): string => `${table}.${name}`;
const byKey = <T extends Part>(parts: readonly T[]): ReadonlyMap<string, T> => new Map(parts.map((p) => [keyOf(p), p]));

const changedColumn = (is: Column, wanted: Column): string[] => {
  const column = `ALTER TABLE ${wanted.table} ALTER COLUMN ${wanted.name}`;
  if (is.type !== wanted.type)
    throw new Error(`${keyOf(wanted)} turns from ${is.type} into ${wanted.type}: write that migration by hand.`);
  return [
    ...(is.preset === wanted.preset ? [] : [`${column} ${wanted.preset === null ? 'DROP DEFAULT' : `SET DEFAULT ${wanted.preset}`}`]),
    ...(is.required === wanted.required ? [] : [`${column} ${wanted.required ? 'SET' : 'DROP'} NOT NULL`]),
  ];
};

const columnChanges = (is: readonly Column[], wanted: readonly Column[]): string[] => {
  const [there, kept] = [byKey(is), byKey(wanted)];
  const changed = wanted.flatMap((column) => {
    const found = there.get(keyOf(column));
    return found ? changedColumn(found, column) : [`ALTER TABLE ${column.table} ADD COLUMN ${column.name} ${column.definition}`];
  });
  const gone = is.filter((column) => !kept.has(keyOf(column)));
  return [...changed, ...gone.map(({ table, name }) => `ALTER TABLE ${table} DROP COLUMN ${name}`)];
};

/** Parts that are missing or otherwise, with the statements that mend them. */
const mended = (is: readonly Part[], wanted: readonly Part[], drop: (part: Part) => string, make: (part: Part) => string): string[] => {
  const there = byKey(is);
  return wanted.flatMap((part) => {
    const found = there.get(keyOf(part));
    if (found?.definition === part.definition) return [];
    return [...(found ? [drop(found)] : []), make(part)];
  });
};

/** Primary keys of tables that are wanted without one. */
const gonePrimaryKeys = (is: readonly Part[], wanted: readonly Part[], system: ReadonlySet<string>): string[] => {
  const kept = byKey(wanted);
  const gone = is.filter((part) => system.has(part.table) && !kept.has(keyOf(part)));
  return gone
    .filter(({ definition }) => definition.startsWith('PRIMARY KEY'))
    .map(({ table, name }) => `ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
};

const otherChanges = (is: readonly Part[], wanted: readonly Part[]): string[] => {
  const there = byKey(is);
  return wanted.flatMap((part) => {
    const found = there.get(keyOf(part));
    if (found?.definition === part.definition) return [];
    const text = making(part.name);
    return [found ? text.replace(/^CREATE FUNCTION/, 'CREATE OR REPLACE FUNCTION').replace(/^CREATE SEQUENCE/, 'ALTER SEQUENCE') : text];
  });
};

/**
 * What a database lacks of the tables, columns, indexes and functions of the engine as they are wanted now.
 *
 * @throws Error for a change that only a person can word, such as a column's other type.
 */
export const systemDiff = async (source: DataSource): Promise<string[]> => {
  const runner = source.createQueryRunner();
  try {
    const [is, wanted] = [await snapshot(runner), await wantedSnapshot(runner)];
    const there = new Set(is.columns.map(({ table }) => table));
    const system = new Set(wanted.columns.map(({ table }) => table));
    const both = <T extends Part>(parts: readonly T[]): T[] => parts.filter(({ table }) => there.has(table) && system.has(table));
    return [
      ...otherChanges(is.others, wanted.others),
      ...[...system].filter((table) => !there.has(table)).map(making),
      ...columnChanges(both(is.columns), both(wanted.columns)),
      ...gonePrimaryKeys(is.constraints, wanted.constraints, system),
      ...mended(
        is.constraints,
        both(wanted.constraints),
        ({ table, name }) => `ALTER TABLE ${table} DROP CONSTRAINT ${name}`,
        ({ table, name, definition }) => `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`,
      ),
      ...mended(is.indexes, wanted.indexes, ({ name }) => `DROP INDEX ${name}`, ({ definition }) => definition),
    ];
  } finally {
    await runner.release();
  }
};
