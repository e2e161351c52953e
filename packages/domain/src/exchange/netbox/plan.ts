import {
  loadOrder,
  newTableReport,
  type DumpRow,
  type DumpTable,
  type Model,
  type Registry,
  type SourceLinks,
  type SourceRow,
  type TableReport,
} from '@plumbline/engine';
import { snakeCase } from '@plumbline/kit';
import { parentsFirst, type ReadRows } from './batches.ts';
import { bridgeOf, isBefore41 } from './bridges.ts';
import { readLinks, type Catalog } from './catalog.ts';
import { planColumns, type ColumnPlan } from './columns.ts';
import { derivedChecks, type DerivedCheck } from './derived.ts';
import { HISTORY_TYPES, type HistoryType } from './history/history.ts';
import { ADMINISTRATORS_BRING, BOOKKEEPING, MAPPINGS, NOT_TAKEN } from './mapping.ts';
import type { Media } from './media/media.queries.ts';
import { FILE_TYPE } from './media/paths.ts';
import { OLDER_SHAPES, type OlderShape } from './older.ts';
import { createTranslator, type EntityLinks } from './rows.ts';
import { ENTITY_BY_TYPE, TYPE_BY_ENTITY, tableOf } from './types.ts';

/** A table whose derived columns are compared with what is worked out here. */
export interface DerivedPart {
  readonly model: Model;
  readonly table: DumpTable;
  readonly idAt: number;
  readonly checks: readonly DerivedCheck[];
}

/** Rows of one entity, from a table of its own or from an older shape. */
export interface Part {
  readonly type: string;
  readonly entity: string;
  readonly report: TableReport;
  readonly total: number;
  readonly rows: () => AsyncGenerator<SourceRow[]>;
  /** At least the rows that have a value in one of the fields. */
  readonly rowsWith: (fields: ReadonlySet<string>) => AsyncGenerator<SourceRow[]>;
  /** The table with its derived columns that can be compared; null for rows without a table of their own. */
  readonly derived: DerivedPart | null;
  /** Completes the report once all rows are read. */
  readonly finish: () => void;
}

/** A table whose rows are kept as they are. */
export interface RawPart {
  readonly type: string;
  readonly table: DumpTable;
  readonly report: TableReport;
}

/** A table whose rows become history. */
export interface HistoryPart {
  readonly type: HistoryType;
  readonly table: DumpTable;
  readonly report: TableReport;
}

/** What is done with each table of a dump. */
export interface Plan {
  /** In the order they are loaded. */
  readonly parts: readonly Part[];
  readonly raw: readonly RawPart[];
  readonly history: readonly HistoryPart[];
  /** Tables that are part of others or not needed. */
  readonly others: readonly TableReport[];
  readonly entityOf: (type: string) => string | null;
  readonly holds: (type: string) => boolean;
}

const linkTableOf = (catalog: Catalog, model: Model, type: string, field: string): string => {
  const named = MAPPINGS[model.name]?.linkTables?.[field] ?? `${tableOf(type)}_${snakeCase(field)}`;
  const names = typeof named === 'string' ? [named] : named;
  return names.find((name) => catalog.tables.has(name)) ?? names[0] ?? '';
};

/** The plan with numbers of an older unit brought to the present one. */
const inPresentUnits = (plan: ColumnPlan, catalog: Catalog): ColumnPlan => {
  const units = MAPPINGS[plan.model.name]?.olderUnits;
  if (!units || !isBefore41(catalog)) return plan;
  const values = plan.values.map((column) => {
    const times = units[column.field];
    if (times === undefined) return column;
    const { convert } = column;
    return { ...column, convert: (text: string) => scaled(convert(text), times) };
  });
  return { ...plan, values };
};

const scaled = (value: unknown, times: number): unknown => (typeof value === 'number' ? value * times : value);

interface Homes {
  readonly catalog: Catalog;
  readonly registry: Registry;
  readonly entityOf: Plan['entityOf'];
  readonly media: Media | null;
  /** Join tables that became part of other rows. */
  readonly joined: Map<string, string>;
}

const readEntityLinks = async (
  { catalog, joined, media, registry }: Homes,
  model: Model,
  type: string,
): Promise<EntityLinks> => {
  const near = `${type.split('.')[1] ?? ''}_id`;
  const read = async (name: string) => {
    const table = catalog.tables.get(name);
    if (table) joined.set(name, model.name);
    return table ? readLinks(catalog.dump, table, near) : null;
  };
  const links: { field: string; none: SourceLinks; index: Awaited<ReturnType<typeof readLinks>> }[] = [];
  for (const edge of model.edges.values()) {
    if (edge.kind !== 'manyToMany' || !edge.owner || edge.objectType !== undefined) continue;
    const index = await read(linkTableOf(catalog, model, type, edge.name));
    if (index) links.push({ field: edge.name, none: { type: TYPE_BY_ENTITY.get(edge.target) ?? '', ids: [] }, index });
  }
  const typeLists: { field: string; index: Awaited<ReturnType<typeof readLinks>> }[] = [];
  for (const [field, names] of Object.entries(MAPPINGS[model.name]?.typeLists ?? {})) {
    const index = await read(names.find((name) => catalog.tables.has(name)) ?? '');
    if (index) typeLists.push({ field, index });
  }
  return { links, typeLists, media, registry };
};

const tableFor = (catalog: Catalog, type: string, entity: string): DumpTable | undefined =>
  [tableOf(type), ...(MAPPINGS[entity]?.olderTables ?? [])]
    .map((name) => catalog.tables.get(name))
    .find((table) => table !== undefined);

const readOrder = (catalog: Catalog, table: DumpTable, { model, idAt, refs }: ColumnPlan): ReadRows => {
  const read = () => catalog.dump.rows(table);
  const parent = refs.find(({ field }) => field === model.tree);
  return parent ? () => parentsFirst(read, idAt, parent.at) : read;
};

/** Tells which rows may have a value in one of the fields, before they are translated; columns of references alone tell. */
const mayHave = (type: string, { refs, files }: ColumnPlan, fields: ReadonlySet<string>) => {
  const places = [...fields].map((field) => refs.filter((ref) => ref.field === field).map(({ at }) => at));
  const isTold = bridgeOf(type) === null && !files.some(({ field }) => fields.has(field));
  if (!isTold || places.some((own) => own.length === 0)) return () => true;
  const columns = places.flat();
  return (row: DumpRow): boolean => columns.some((at) => (row[at] ?? null) !== null);
};

const tablePart = async (homes: Homes, type: string, entity: string, table: DumpTable): Promise<Part> => {
  const { catalog, registry } = homes;
  const model = registry.model(entity);
  const plan = inPresentUnits(
    planColumns(model, table, (column) => catalog.dump.typeOf(table, column)),
    catalog,
  );
  const translator = createTranslator(catalog, type, plan, await readEntityLinks(homes, model, type), table.columns);
  const report = newTableReport(table.name, entity, 'imported');
  const read = readOrder(catalog, table, plan);
  return {
    type,
    entity,
    report,
    total: table.rows,
    derived: { model, table, idAt: plan.idAt, checks: derivedChecks(model, table.columns) },
    rows: async function* () {
      for await (const rows of read()) yield rows.map(translator.translate);
    },
    rowsWith: async function* (fields) {
      const isLate = mayHave(type, plan, fields);
      for await (const rows of read()) yield rows.filter(isLate).map(translator.translate);
    },
    finish: () => {
      const raw = [...translator.restCounts].map(([name, rows]) => ({ name, fate: 'raw' as const, rows }));
      report.columns = [...raw, ...plan.derived.map((name) => ({ name, fate: 'derived' as const, rows: 0 }))];
    },
  };
};

const olderPart = (catalog: Catalog, shape: OlderShape, table: DumpTable): Part => {
  const entity = ENTITY_BY_TYPE.get(shape.type) ?? '';
  const rowsOf: Part['rows'] = async function* () {
    const seen = new Set<string>();
    const isFirst = ({ id }: SourceRow): boolean => !shape.mayRepeat || (!seen.has(id) && seen.add(id).size > 0);
    for await (const rows of catalog.dump.rows(table))
      yield rows.flatMap((row) => shape.rows(catalog, table, row)).filter(isFirst);
  };
  return {
    type: shape.type,
    entity,
    report: newTableReport(`${table.name} (${shape.type.split('.')[1] ?? ''})`, entity, 'imported', shape.note),
    total: table.rows,
    derived: null,
    rows: rowsOf,
    rowsWith: rowsOf,
    finish: () => undefined,
  };
};

const olderTable = (catalog: Catalog, shape: OlderShape): DumpTable | undefined => {
  const table = catalog.tables.has(tableOf(shape.type)) ? undefined : catalog.tables.get(shape.table);
  return table?.columns.includes(shape.column) ? table : undefined;
};

const otherReport = (table: DumpTable, joined: ReadonlyMap<string, string>): TableReport | null => {
  const note = BOOKKEEPING[table.name];
  const report = (entity: string | null, fate: TableReport['fate'], text: string): TableReport => {
    const made = newTableReport(table.name, entity, fate, text);
    made.read = table.rows;
    return made;
  };
  if (note !== undefined) return report(null, 'derived', note);
  if (table.name === 'extras_taggeditem') return report(null, 'links', 'Tags of the rows of other tables.');
  const entity = joined.get(table.name);
  return entity === undefined ? null : report(entity, 'links', 'Links of the rows of its entity.');
};

const rawPart = (homes: Homes, table: DumpTable): RawPart => {
  const isOwn = homes.catalog.tables.get(table.name) === table;
  const type = [...ENTITY_BY_TYPE.keys()].find((candidate) => tableOf(candidate) === table.name && isOwn);
  const entity = type === undefined ? null : (ENTITY_BY_TYPE.get(type) ?? null);
  const note =
    entity === null ? 'A table of no known model.' : (NOT_TAKEN[entity] ?? `There is no model ${entity} yet.`);
  return {
    type: type ?? (isOwn ? table.name : `${table.schema}.${table.name}`),
    table,
    report: newTableReport(table.name, null, 'waiting', note),
  };
};

const restOf = (homes: Homes, used: ReadonlySet<DumpTable>): Pick<Plan, 'raw' | 'others'> => {
  const open = homes.catalog.dump.tables.filter((table) => !used.has(table) && table.rows > 0);
  const others = new Map(
    open.flatMap((table) => {
      const report = homes.catalog.tables.get(table.name) === table ? otherReport(table, homes.joined) : null;
      return report ? [[table, report] as const] : [];
    }),
  );
  return {
    others: [...others.values()],
    raw: open.filter((table) => !others.has(table)).map((table) => rawPart(homes, table)),
  };
};

/** Columns of the change log that say again what its images say. */
const REPEATED = ['related_object_type_id', 'related_object_id'];

const historyParts = (catalog: Catalog, used: Set<DumpTable>): HistoryPart[] =>
  HISTORY_TYPES.flatMap((type) => {
    const entity = ENTITY_BY_TYPE.get(type) ?? '';
    const table = tableFor(catalog, type, entity);
    if (!table) return [];
    used.add(table);
    const report = newTableReport(table.name, entity, 'imported', 'History, under its own times and names.');
    const repeated = REPEATED.filter((name) => table.columns.includes(name));
    report.columns = repeated.map((name) => ({ name, fate: 'derived', rows: 0 }));
    return [{ type, table, report }];
  });

const homeOf = (registry: Registry, isAdministrator: boolean): Plan['entityOf'] => {
  const isTaken = (entity: string): boolean => {
    const model = registry.find(entity);
    const isAllowed = NOT_TAKEN[entity] === undefined || (isAdministrator && ADMINISTRATORS_BRING.has(entity));
    return model !== undefined && !model.handMade && isAllowed;
  };
  const homes = new Map([...ENTITY_BY_TYPE].filter(([, entity]) => isTaken(entity)));
  return (type) => (type === FILE_TYPE ? 'core.File' : (homes.get(type) ?? null));
};

/** What a plan depends on beside the dump. */
export interface PlanOptions {
  /** Whether an administrator imports, who may bring history and tokens. */
  readonly isAdministrator: boolean;
  /** Files that are here; null where none are asked for. */
  readonly media: Media | null;
}

/** Decides for every table of the dump what is done with it, and in which order. */
export const planImport = async (
  registry: Registry,
  catalog: Catalog,
  { isAdministrator, media }: PlanOptions,
): Promise<Plan> => {
  const homes: Homes = { catalog, registry, media, entityOf: homeOf(registry, isAdministrator), joined: new Map() };
  const parts = new Map<string, Part[]>();
  const used = new Set<DumpTable>();
  for (const type of ENTITY_BY_TYPE.keys()) {
    const entity = homes.entityOf(type);
    const table = entity === null ? undefined : tableFor(catalog, type, entity);
    if (entity === null || !table) continue;
    used.add(table);
    parts.set(entity, [await tablePart(homes, type, entity, table)]);
  }
  for (const shape of OLDER_SHAPES) {
    const table = olderTable(catalog, shape);
    const entity = homes.entityOf(shape.type);
    if (table && entity !== null) parts.set(entity, [...(parts.get(entity) ?? []), olderPart(catalog, shape, table)]);
  }
  const history = isAdministrator ? historyParts(catalog, used) : [];
  const rowsOf = (entity: string) => parts.get(entity)?.reduce((sum, { total }) => sum + total, 0) ?? 0;
  return {
    history,
    parts: loadOrder(registry, parts.keys(), rowsOf).flatMap((entity) => parts.get(entity) ?? []),
    ...restOf(homes, used),
    entityOf: homes.entityOf,
    holds: (type) => parts.has(homes.entityOf(type) ?? ''),
  };
};
