import type {
  DumpRow,
  LinkIndex,
  Registry,
  SourceCustomRef,
  SourceLinks,
  SourceRef,
  SourceRow,
} from '@plumbline/engine';
import { bridgeOf, type Cells } from './bridges.ts';
import { isEmptyText, typeNameOf, type Catalog, type SourceCustomField } from './catalog.ts';
import type { ColumnPlan, FileColumn, RefColumn } from './columns.ts';
import type { Media } from './media/media.queries.ts';
import { FILE_TYPE, heldPath } from './media/paths.ts';
import type { Convert } from './values.ts';

/** Join tables of one entity, read beforehand. */
export interface EntityLinks {
  readonly links: readonly { readonly field: string; readonly none: SourceLinks; readonly index: LinkIndex }[];
  /** Join tables with content types, whose names become a list. */
  readonly typeLists: readonly { readonly field: string; readonly index: LinkIndex }[];
  /** Files that are here; null where none are asked for. */
  readonly media: Media | null;
  readonly registry: Registry;
}

/** Turns rows of one table into rows of its entity. */
export interface Translator {
  readonly translate: (row: DumpRow) => SourceRow;
  /** Rows with a value, by column that has no home. */
  readonly restCounts: ReadonlyMap<string, number>;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const idsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((id) => typeof id === 'number' || typeof id === 'string').map(String);

/** A text that can't be converted stays as it is, so that the field's own check words the refusal. */
const converted = (convert: Convert, text: string): unknown => {
  try {
    return convert(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
};

interface CustomValues {
  readonly values: Readonly<Record<string, unknown>>;
  readonly refs: readonly SourceCustomRef[];
  /** Values of fields that are not defined for the type. */
  readonly unknown: Readonly<Record<string, unknown>>;
}

/** Splits stored custom field values into plain ones, references and leftovers of deleted fields. */
const customValues = (
  text: string | null,
  fields: ReadonlyMap<string, SourceCustomField> | undefined,
): CustomValues => {
  const values: Record<string, unknown> = {};
  const unknown: Record<string, unknown> = {};
  const refs: SourceCustomRef[] = [];
  const stored = isEmptyText(text) ? {} : (JSON.parse(text ?? '{}') as unknown);
  for (const [name, value] of Object.entries(isObject(stored) ? stored : {})) {
    const field = fields?.get(name);
    if (value === null) continue;
    if (!field) unknown[name] = value;
    else if (field.isObject && field.related !== null)
      refs.push({ field: name, type: field.related, ids: idsIn(value), isList: field.isList });
    else values[name] = value;
  }
  return { values, refs, unknown };
};

const refOf = (
  catalog: Catalog,
  row: DumpRow,
  { column, at, type, prefix }: RefColumn,
  own: string,
): SourceRef | null => {
  const id = row[at] ?? null;
  if (id === null || (prefix !== undefined && id === '')) return null;
  if (prefix !== undefined && typeof type === 'string')
    return { type, id: `${prefix}${own}`, columns: { [column]: id } };
  if (typeof type === 'string') return { type, id, columns: { [column]: id } };
  const number = row[type.at] ?? null;
  if (number === null) return null;
  const name = catalog.typeOf(number);
  const columns = { [type.column]: name ?? number, [column]: id };
  return { type: name ?? `content type ${number}`, id, columns };
};

const NO_TAGS: SourceLinks = { type: 'extras.tag', ids: [] };

/** Most rows have none, and share what says so. */
const linksTo = (none: SourceLinks, ids: readonly number[]): SourceLinks =>
  ids.length === 0 ? none : { type: none.type, ids: ids.map(String) };

/**
 * All fields that a row may come to have, each without a value. Rows that start as a copy of it are made in one step, and
 * take what is found later without growing.
 */
const blankOf = (plan: ColumnPlan, own: EntityLinks): Readonly<Record<string, unknown>> => {
  const columns = [plan.values, plan.types, plan.ranges, plan.flags, own.typeLists, plan.refs, plan.files, plan.links];
  const fields = [...columns, own.links].flatMap((list) => list.map(({ field }) => field));
  return Object.fromEntries([...fields, 'customFields', 'tags', 'number', 'ref'].map((field) => [field, undefined]));
};

/** Reads rows by the plan of their table. */
class TableTranslator implements Translator {
  readonly restCounts = new Map<string, number>();
  private readonly blank: Readonly<Record<string, unknown>>;
  private readonly bridge: ReturnType<typeof bridgeOf>;

  constructor(
    private readonly catalog: Catalog,
    private readonly type: string,
    private readonly plan: ColumnPlan,
    private readonly own: EntityLinks,
    private readonly columns: readonly string[],
  ) {
    this.bridge = bridgeOf(type);
    this.blank = blankOf(plan, own);
  }

  readonly translate = (row: DumpRow): SourceRow => {
    const read = this.read(row);
    if (this.bridge === null) return read;
    const bridged = this.bridge(this.cellsOf(row), read, this.own.registry);
    for (const column of Object.keys(bridged.rest)) if (!(column in read.rest)) this.count(column);
    return bridged;
  };

  private cellsOf(row: DumpRow): Cells {
    return (column) => {
      const at = this.columns.indexOf(column);
      return at < 0 ? null : (row[at] ?? null);
    };
  }

  private read(row: DumpRow): SourceRow {
    const { catalog, type, plan } = this;
    const id = row[plan.idAt] ?? '';
    const custom =
      plan.customFieldsAt < 0 ? null : customValues(row[plan.customFieldsAt] ?? null, catalog.customFields.get(type));
    return {
      id,
      number: Number(id),
      values: this.valuesOf(row, id, custom),
      refs: this.refsOf(row, id),
      links: this.linksOf(row, id),
      customRefs: custom?.refs ?? [],
      rest: this.restOf(row, id, custom),
    };
  }

  private nameOf(number: string): string {
    return typeNameOf(this.catalog.typeOf(number) ?? `content type ${number}`);
  }

  private valuesOf(row: DumpRow, id: string, custom: CustomValues | null): Record<string, unknown> {
    const { plan, own } = this;
    const values: Record<string, unknown> = { ...this.blank };
    if (custom) values['customFields'] = custom.values;
    for (const { field, at, convert } of plan.values) {
      const text = row[at] ?? null;
      values[field] = text === null ? null : converted(convert, text);
    }
    for (const { field, at } of plan.types) values[field] = row[at] ? this.nameOf(row[at]) : null;
    for (const { field, first, last } of plan.ranges) values[field] = `${row[first] ?? 1}-${row[last] ?? 4094}`;
    for (const { field, flags } of plan.flags)
      values[field] = flags.flatMap((flag) => (row[flag.at] === 't' ? flag.values : []));
    for (const { field, index } of own.typeLists) {
      const names = index.of(Number(id)).map((number) => this.nameOf(String(number)));
      values[field] = names.toSorted();
    }
    return values;
  }

  private refsOf(row: DumpRow, id: string): Record<string, SourceRef | null> {
    const refs: Record<string, SourceRef | null> = {};
    for (const column of this.plan.refs) refs[column.field] ??= refOf(this.catalog, row, column, id);
    for (const column of this.plan.files) {
      const path = this.pathOf(column, row, id);
      const isKnown = path !== null && this.own.media?.stored.has(path);
      if (isKnown) refs[column.field] = { type: FILE_TYPE, id: path, columns: { [column.column]: path } };
    }
    return refs;
  }

  private pathOf({ at, isHeld }: FileColumn, row: DumpRow, id: string): string | null {
    const text = row[at] ?? '';
    if (text === '') return null;
    return isHeld ? heldPath(this.type, id) : text;
  }

  private linksOf(row: DumpRow, id: string): Record<string, SourceLinks> {
    const { catalog, type, plan, own } = this;
    const links: Record<string, SourceLinks> = {};
    for (const { field, none, index } of own.links) links[field] = linksTo(none, index.of(Number(id)));
    if (plan.model.edges.has('tags')) links['tags'] = linksTo(NO_TAGS, catalog.tags.get(type)?.of(Number(id)) ?? []);
    for (const { field, at, type: target } of plan.links) {
      const other = row[at] ?? null;
      links[field] = { type: target, ids: other === null ? [] : [other] };
    }
    return links;
  }

  private restOf(row: DumpRow, id: string, custom: CustomValues | null): Record<string, unknown> {
    const { plan, catalog, type } = this;
    const rest: Record<string, unknown> = {};
    for (const { column, at } of plan.rest) if (!isEmptyText(row[at] ?? null)) this.keep(rest, column, row[at]);
    for (const column of plan.files) {
      const path = this.pathOf(column, row, id);
      if (column.isOnly && path !== null && !this.own.media?.found.has(path))
        this.keep(rest, column.column, row[column.at]);
    }
    if (custom && Object.keys(custom.unknown).length > 0) this.keep(rest, 'custom_field_data', custom.unknown);
    const tags = plan.model.edges.has('tags') ? [] : (catalog.tags.get(type)?.of(Number(id)) ?? []);
    if (tags.length > 0) this.keep(rest, 'tags', tags);
    return rest;
  }

  private keep(rest: Record<string, unknown>, column: string, value: unknown): void {
    rest[column] = value;
    this.count(column);
  }

  private count(column: string): void {
    this.restCounts.set(column, (this.restCounts.get(column) ?? 0) + 1);
  }
}

/** Makes what turns the rows of one table into rows of its entity. */
export const createTranslator = (
  catalog: Catalog,
  type: string,
  plan: ColumnPlan,
  own: EntityLinks,
  columns: readonly string[],
): Translator => new TableTranslator(catalog, type, plan, own, columns);
