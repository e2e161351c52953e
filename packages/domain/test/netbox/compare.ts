import type { Edge, Model } from '@plumbline/engine';
import { snakeCase } from '@plumbline/kit';
import type { DataSource } from 'typeorm';
import { registry } from '../../src/index.ts';
import { MAPPINGS } from '../../src/exchange/netbox/mapping.ts';
import { TYPE_BY_ENTITY } from '../../src/exchange/netbox/types.ts';
import { ORIGINAL } from './original.ts';

/** One value that the import changed. */
export interface Difference {
  readonly column: string;
  readonly rows: number;
  readonly example: string;
}

/** How a table compares with its original. */
export interface Comparison {
  readonly pairs: number;
  readonly differences: readonly Difference[];
  /** Columns of the original that nothing was compared with. */
  readonly skipped: readonly string[];
}

const provenance = (type: string, id: string): string =>
  `(SELECT p.object_id FROM core_provenance p WHERE p.source = 'netbox' AND p.source_type = ${type} AND p.source_id = (${id})::text)`;

const typeName = (id: string): string =>
  `(SELECT c.app_label || '.' || c.model FROM ${ORIGINAL}.django_content_type c WHERE c.id = ${id})`;

const literal = (text: string): string => `'${text}'`;

/** The text of a value, whatever its types on both sides; blank and null are the same, and so are equal numbers. */
const plain = (column: string, type: string): string => {
  if (type === 'jsonb') return `nullif(${column}, 'null'::jsonb)::text`;
  if (type === 'int4range[]') return `(SELECT range_agg(r)::text FROM unnest(${column}) r)`;
  if (['smallint', 'integer', 'bigint', 'numeric'].includes(type)) return `trim_scale(${column}::numeric)::text`;
  return `nullif(${column}::text, '')`;
};

interface Check {
  readonly column: string;
  readonly theirs: string;
  readonly ours: string;
  readonly covers: readonly string[];
}

/** The object that an attached row belongs to. */
const objectChecks = (model: Model, types: ReadonlyMap<string, string>): Check[] => {
  const pair = MAPPINGS[model.name]?.object?.find(([column]) => types.has(column));
  if (!pair) return [];
  const [type, id] = pair;
  return [
    { column: id, theirs: provenance(typeName(`n.${type}`), `n.${id}`), ours: 'o.object_id', covers: [type, id] },
  ];
};

const scalarChecks = (model: Model, types: ReadonlyMap<string, string>): Check[] =>
  [...model.scalars.values()].flatMap(({ name, column, spec, system }) => {
    if (model.isOpen && (name === 'objectId' || name === 'objectType')) return [];
    const theirs = name === 'customFields' ? 'custom_field_data' : column;
    const type = types.get(theirs);
    if (type === undefined || (system && name !== 'created' && name !== 'lastUpdated')) return [];
    if (name === 'customFields')
      return [
        {
          column: theirs,
          theirs: `jsonb_strip_nulls(coalesce(n.custom_field_data, '{}'))::text`,
          ours: 'o.custom_fields::text',
          covers: [theirs],
        },
      ];
    const isNumber = ['int', 'intChoice', 'bigint', 'decimal', 'asn'].includes(spec.kind);
    const mine =
      spec.kind === 'json'
        ? `o.${column}::text`
        : isNumber
          ? `trim_scale(o.${column}::numeric)::text`
          : `nullif(o.${column}::text, '')`;
    return [{ column: theirs, theirs: plain(`n.${theirs}`, type), ours: mine, covers: [theirs] }];
  });

const edgeChecks = (edge: Edge, types: ReadonlyMap<string, string>): Check[] => {
  if (edge.kind === 'one') {
    const type = TYPE_BY_ENTITY.get(edge.target);
    if (type === undefined || !types.has(edge.column)) return [];
    return [
      {
        column: edge.column,
        theirs: provenance(literal(type), `n.${edge.column}`),
        ours: `o.${edge.column}`,
        covers: [edge.column],
      },
    ];
  }
  const [type, id] = [`${snakeCase(edge.name)}_type_id`, `${snakeCase(edge.name)}_id`];
  if (edge.kind !== 'arc' || !types.has(type)) return [];
  const ours = `coalesce(${edge.arms.map((arm) => `o.${arm.column}`).join(', ')})`;
  return [{ column: id, theirs: provenance(typeName(`n.${type}`), `n.${id}`), ours, covers: [type, id] }];
};

const linkChecks = (model: Model, type: string, tables: ReadonlySet<string>): Check[] =>
  [...model.edges.values()].flatMap((edge) => {
    if (edge.kind !== 'manyToMany' || !edge.owner) return [];
    const ours = `ARRAY(SELECT l.${edge.far} FROM ${edge.through} l WHERE l.${edge.near} = o.id ORDER BY 1)::text`;
    const near = `${type.split('.')[1] ?? ''}_id`;
    const far = `${(TYPE_BY_ENTITY.get(edge.target) ?? '').split('.')[1] ?? ''}_id`;
    const table =
      edge.name === 'withTags' ? 'extras_configcontext_tags' : `${type.replace('.', '_')}_${snakeCase(edge.name)}`;
    const target = literal(TYPE_BY_ENTITY.get(edge.target) ?? '');
    if (edge.name === 'tags') {
      const from = `${ORIGINAL}.extras_taggeditem t WHERE t.object_id = n.id AND ${typeName('t.content_type_id')} = ${literal(type)}`;
      return [
        {
          column: 'tags',
          theirs: `ARRAY(SELECT ${provenance(target, 't.tag_id')} FROM ${from} ORDER BY 1)::text`,
          ours,
          covers: [],
        },
      ];
    }
    if (!tables.has(table)) return [];
    const from = `${ORIGINAL}.${table} t WHERE t.${near} = n.id`;
    return [
      {
        column: edge.name,
        theirs: `ARRAY(SELECT ${provenance(target, `t.${far}`)} FROM ${from} ORDER BY 1)::text`,
        ours,
        covers: [],
      },
    ];
  });

/** Table of the original that holds an entity, by any of its names. */
const originalTable = async (dataSource: DataSource, entity: string): Promise<string> => {
  const named = (TYPE_BY_ENTITY.get(entity) ?? '').replace('.', '_');
  for (const name of [named, ...(MAPPINGS[entity]?.olderTables ?? [])]) {
    const rows = await dataSource.query('SELECT to_regclass($1) AS found', [`${ORIGINAL}.${name}`]);
    if ((rows as { found: string | null }[])[0]?.found) return name;
  }
  return named;
};

const differenceOf = async (
  dataSource: DataSource,
  model: Model,
  [type, table]: readonly [type: string, table: string],
  check: Check,
): Promise<Difference | null> => {
  const [row] = (await dataSource.query(
    `SELECT count(*)::int AS rows, min(n.id || ': ' || coalesce(${check.theirs}::text, 'null') || ' became ' || coalesce(${check.ours}::text, 'null')) AS example
     FROM ${ORIGINAL}.${table} n JOIN core_provenance p ON p.source_type = $1 AND p.source_id = n.id::text
     JOIN ${model.table} o ON o.id = p.object_id WHERE ${check.theirs} IS DISTINCT FROM ${check.ours}`,
    [type],
  )) as { rows: number; example: string }[];
  return row && row.rows > 0 ? { column: check.column, rows: row.rows, example: row.example } : null;
};

/** Compares every column of an imported table with the original, in the database and without the importer's own code. */
export const compareTable = async (dataSource: DataSource, entity: string): Promise<Comparison> => {
  const model = registry.model(entity);
  const type = TYPE_BY_ENTITY.get(entity) ?? '';
  const table = await originalTable(dataSource, entity);
  const columns = (await dataSource.query(
    `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type FROM pg_attribute a
     WHERE a.attrelid = $1::regclass AND a.attnum > 0`,
    [`${ORIGINAL}.${table}`],
  )) as { name: string; type: string }[];
  const tables = (await dataSource.query('SELECT tablename FROM pg_tables WHERE schemaname = $1', [ORIGINAL])) as {
    tablename: string;
  }[];
  const types = new Map(columns.map((column) => [column.name, column.type]));
  const number: Check = { column: 'id', theirs: 'n.id', ours: 'o.number', covers: ['id'] };
  const checks = [
    number,
    ...scalarChecks(model, types),
    ...objectChecks(model, types),
    ...[...model.edges.values()].flatMap((edge) => edgeChecks(edge, types)),
    ...linkChecks(model, type, new Set(tables.map(({ tablename }) => tablename))),
  ];
  const differences: Difference[] = [];
  for (const check of checks)
    differences.push(
      ...[await differenceOf(dataSource, model, [type, table], check)].filter((found) => found !== null),
    );
  const covered = new Set(checks.flatMap(({ covers }) => covers));
  const [pairs] = (await dataSource.query(
    `SELECT count(*)::int AS count FROM ${model.table} o JOIN core_provenance p ON p.object_id = o.id WHERE p.source_type = $1`,
    [type],
  )) as { count: number }[];
  return { pairs: pairs?.count ?? 0, differences, skipped: [...types.keys()].filter((name) => !covered.has(name)) };
};

/** Columns of the original, among those given, that hold anything at all. */
export const filled = async (
  dataSource: DataSource,
  entity: string,
  columns: readonly string[],
): Promise<readonly string[]> => {
  const table = await originalTable(dataSource, entity);
  const found: string[] = [];
  for (const column of columns) {
    const rows = (await dataSource.query(
      `SELECT 1 FROM ${ORIGINAL}.${table} n WHERE coalesce(n.${column}::text, '') NOT IN ('', '{}', '[]', 'null') LIMIT 1`,
    )) as unknown[];
    if (rows.length > 0) found.push(column);
  }
  return found;
};
