import { OPEN_FIELD, type ArcEdge, type DumpTable, type Model, type OneEdge } from '@plumbline/engine';
import { snakeCase } from '@plumbline/kit';
import { arcColumns, isDerivedColumn, MAPPINGS, type EntityMapping } from './mapping.ts';
import { TYPE_BY_ENTITY } from './types.ts';
import { converterOf, instantOf, type Convert } from './values.ts';

/** A field filled from one column. */
export interface ValueColumn {
  readonly field: string;
  readonly column: string;
  readonly at: number;
  readonly convert: Convert;
}

/** A reference whose id stands in one column; an arc has its type in another, or always the same. */
export interface RefColumn {
  readonly field: string;
  readonly column: string;
  readonly at: number;
  /** Type of the target, or where its content type stands. */
  readonly type: string | { readonly column: string; readonly at: number };
  /** Written before the row's own id, where the target was made from this row. */
  readonly prefix?: string;
}

/** A reference to a file, from the column that holds its path or its bytes. */
export interface FileColumn {
  readonly field: string;
  readonly column: string;
  readonly at: number;
  readonly isHeld: boolean;
  /** Whether the column has no other home, so that it stays raw while the file is not there. */
  readonly isOnly: boolean;
}

/** A list and the columns that put something into it. */
export interface FlagList {
  readonly field: string;
  readonly flags: readonly { readonly at: number; readonly values: readonly string[] }[];
}

/** How the columns of a table become fields of an entity. */
export interface ColumnPlan {
  readonly model: Model;
  readonly idAt: number;
  readonly values: readonly ValueColumn[];
  readonly types: readonly Omit<ValueColumn, 'convert'>[];
  readonly refs: readonly RefColumn[];
  /** To-many fields that are one reference in this dump. */
  readonly links: readonly { readonly field: string; readonly at: number; readonly type: string }[];
  readonly ranges: readonly { readonly field: string; readonly first: number; readonly last: number }[];
  readonly files: readonly FileColumn[];
  /** Lists that yes/no columns make up in this dump. */
  readonly flags: readonly FlagList[];
  /** Where custom field values stand; -1 for none. */
  readonly customFieldsAt: number;
  /** Columns without a home. */
  readonly rest: readonly { readonly column: string; readonly at: number }[];
  /** Columns that are worked out anew. */
  readonly derived: readonly string[];
}

/** SQL type of a column, or null where the dump does not create the table. */
export type SqlTypeOf = (column: string) => string | null;

/** Columns of a table that were claimed by a field. */
class Columns {
  private readonly at: ReadonlyMap<string, number>;
  readonly claimed = new Set<string>();

  constructor(readonly table: DumpTable) {
    this.at = new Map(table.columns.map((column, at) => [column, at]));
  }

  /** The first of the candidates that the dump has. */
  claim(candidates: readonly string[]): { readonly column: string; readonly at: number } | null {
    const column = candidates.find((candidate) => this.at.has(candidate));
    if (column === undefined) return null;
    this.claimed.add(column);
    return { column, at: this.at.get(column) ?? 0 };
  }
}

const isDerivedField = (spec: { readonly derived?: boolean; readonly generated?: string }): boolean =>
  spec.derived === true || spec.generated !== undefined;

const valueColumns = (model: Model, mapping: EntityMapping, columns: Columns, sqlTypeOf: SqlTypeOf): ValueColumn[] => {
  const elsewhere = new Set([
    ...Object.keys(mapping.typeColumns ?? {}),
    ...Object.keys(mapping.typeLists ?? {}),
    'customFields',
    ...(model.isOpen ? ['objectType', 'objectId'] : []),
  ]);
  const stamps = [...model.scalars.values()].filter(({ name }) => name === 'created' || name === 'lastUpdated');
  const own = [...model.scalars.values()].filter(
    ({ name, system, spec }) =>
      !system && !elsewhere.has(name) && (!isDerivedField(spec) || mapping.keeps?.includes(name)),
  );
  return [...stamps, ...own].flatMap(({ name, column, spec, system }) => {
    const found = columns.claim(mapping.columns?.[name] ?? [column]);
    if (!found) return [];
    const convert = system ? instantOf : converterOf(spec, sqlTypeOf(found.column));
    const names = mapping.olderValues?.[name];
    return [{ field: name, ...found, convert: names ? renamed(convert, names) : convert }];
  });
};

/** Values under the names they have now. */
const renamed =
  (convert: Convert, names: Readonly<Record<string, string>>): Convert =>
  (text) => {
    const value = convert(text);
    return typeof value === 'string' ? (names[value] ?? value) : value;
  };

const typeColumns = (mapping: EntityMapping, columns: Columns) =>
  Object.entries(mapping.typeColumns ?? {}).flatMap(([field, candidates]) => {
    const found = columns.claim(candidates);
    return found ? [{ field, ...found }] : [];
  });

const arcColumn = (model: Model, edge: ArcEdge, mapping: EntityMapping, columns: Columns): RefColumn[] => {
  const [typeColumn, idColumn] = arcColumns(model.name, edge.name);
  const type = columns.claim([typeColumn]);
  const id = columns.claim([idColumn]);
  if (type && id) return [{ field: edge.name, ...id, type }];
  return Object.entries(mapping.olderArcs?.[edge.name] ?? {}).flatMap(([column, target]) => {
    const found = columns.claim([column]);
    return found ? [{ field: edge.name, ...found, type: target }] : [];
  });
};

const refColumn = (edge: OneEdge, mapping: EntityMapping, columns: Columns): RefColumn[] => {
  const type = TYPE_BY_ENTITY.get(edge.target);
  const found =
    type === undefined ? null : columns.claim(mapping.columns?.[edge.name] ?? [`${snakeCase(edge.name)}_id`]);
  return found && type !== undefined ? [{ field: edge.name, ...found, type }] : [];
};

const refColumns = (model: Model, mapping: EntityMapping, columns: Columns): RefColumn[] =>
  [...model.edges.values()].flatMap((edge) => {
    if ((edge.kind !== 'one' && edge.kind !== 'arc') || isDerivedField(edge.spec)) return [];
    return edge.kind === 'arc' ? arcColumn(model, edge, mapping, columns) : refColumn(edge, mapping, columns);
  });

/** The object of an attached row. */
const objectColumn = (model: Model, mapping: EntityMapping, columns: Columns): RefColumn[] => {
  for (const [typeColumn, idColumn] of model.isOpen ? (mapping.object ?? []) : []) {
    if (!columns.table.columns.includes(typeColumn)) continue;
    const [type, id] = [columns.claim([typeColumn]), columns.claim([idColumn])];
    if (type && id) return [{ field: OPEN_FIELD, ...id, type }];
  }
  return [];
};

/** References to rows that are columns of this table in older dumps. */
const olderRefColumns = (mapping: EntityMapping, columns: Columns): RefColumn[] =>
  Object.entries(mapping.olderRefs ?? {}).flatMap(([field, { column, type, prefix }]) => {
    const found = columns.claim([column]);
    return found ? [{ field, ...found, type, prefix }] : [];
  });

const olderLinkColumns = (model: Model, mapping: EntityMapping, columns: Columns) =>
  Object.entries(mapping.olderLinks ?? {}).flatMap(([field, column]) => {
    const edge = model.edges.get(field);
    const type = edge?.kind === 'manyToMany' ? TYPE_BY_ENTITY.get(edge.target) : undefined;
    const found = type === undefined ? null : columns.claim([column]);
    return found && type !== undefined ? [{ field, at: found.at, type }] : [];
  });

const fileColumns = (mapping: EntityMapping, columns: Columns): FileColumn[] => {
  const find = (named: EntityMapping['files'], isHeld: boolean): FileColumn[] =>
    Object.entries(named ?? {}).flatMap(([field, column]) => {
      const isOnly = !columns.claimed.has(column);
      const found = columns.claim([column]);
      return found ? [{ field, ...found, isHeld, isOnly }] : [];
    });
  return [...find(mapping.files, false), ...find(mapping.heldFiles, true)];
};

const rangeColumns = (mapping: EntityMapping, columns: Columns, taken: ReadonlySet<string>) =>
  Object.entries(mapping.olderRanges ?? {}).flatMap(([field, [low, high]]) => {
    const [first, last] = taken.has(field) ? [null, null] : [columns.claim([low]), columns.claim([high])];
    return first && last ? [{ field, first: first.at, last: last.at }] : [];
  });

const flagColumns = (mapping: EntityMapping, columns: Columns, taken: ReadonlySet<string>): FlagList[] =>
  Object.entries(mapping.olderFlags ?? {}).flatMap(([field, named]) => {
    const flags = Object.entries(named).flatMap(([column, values]) => {
      const found = taken.has(field) ? null : columns.claim([column]);
      return found ? [{ at: found.at, values }] : [];
    });
    return flags.length === 0 ? [] : [{ field, flags }];
  });

/** Columns our own derived fields stand for. */
const derivedColumns = (model: Model): Set<string> =>
  new Set([
    ...[...model.scalars.values()]
      .filter(({ spec, system }) => !system && isDerivedField(spec))
      .map(({ column }) => column),
    ...[...model.edges.values()].flatMap((edge) =>
      edge.kind === 'one' && isDerivedField(edge.spec) ? [edge.column] : [],
    ),
  ]);

/** Works out which column of a table feeds which field, by presence: no version label is ever read. */
export const planColumns = (model: Model, table: DumpTable, sqlTypeOf: SqlTypeOf): ColumnPlan => {
  const mapping = MAPPINGS[model.name] ?? {};
  const columns = new Columns(table);
  const id = columns.claim(['id']);
  const values = valueColumns(model, mapping, columns, sqlTypeOf);
  const refs = [
    ...refColumns(model, mapping, columns),
    ...objectColumn(model, mapping, columns),
    ...olderRefColumns(mapping, columns),
  ];
  const links = olderLinkColumns(model, mapping, columns);
  const types = typeColumns(mapping, columns);
  const taken = new Set(values.map(({ field }) => field));
  const ranges = rangeColumns(mapping, columns, taken);
  const flags = flagColumns(mapping, columns, taken);
  const customFields = model.scalars.has('customFields') ? columns.claim(['custom_field_data']) : null;
  for (const column of mapping.elsewhere ?? []) columns.claim([column]);
  const files = fileColumns(mapping, columns);
  const ours = derivedColumns(model);
  const open = table.columns.map((column, at) => ({ column, at })).filter(({ column }) => !columns.claimed.has(column));
  const isDerived = (column: string): boolean => isDerivedColumn(column) || ours.has(column);
  return {
    model,
    values,
    types,
    refs,
    links,
    ranges,
    files,
    flags,
    idAt: id?.at ?? -1,
    customFieldsAt: customFields?.at ?? -1,
    rest: open.filter(({ column }) => !isDerived(column)),
    derived: open.map(({ column }) => column).filter(isDerived),
  };
};
