import { type Catalogue, capital, fieldOf, isCommonField } from '../../catalogue/catalogue.ts';
import type { Connection, Row, UiEntity, UiField } from '../../catalogue/types.ts';
import { listColumns } from '../../pages/columns.ts';
import { widgetOf } from '../../widgets/registry.ts';
import { customPrefix } from '../query/filter.ts';

/** Path of the column that names the row and links to it. */
export const nameColumn = 'display';

/** One column of a grid. */
export interface Column {
  path: string;
  label: string;
  field: UiField;
  /** What the column is beside a field of the row. */
  source: 'name' | 'field' | 'count' | 'custom';
  /** Order path, or null when the API cannot sort by it. */
  sortPath: string | null;
}

function pseudoField(name: string, kind: string, label: string): UiField {
  return {
    name,
    kind,
    label,
    required: false,
    list: true,
    filter: false,
    sort: false,
    input: false,
    immutable: false,
    operators: [],
  };
}

/** The field that a row's name comes from: the only one of `display`, or none. */
function namingField(entity: UiEntity): UiField | undefined {
  return entity.display.length === 1 ? fieldOf(entity, entity.display[0] ?? '') : undefined;
}

function nameColumnOf(entity: UiEntity): Column {
  const own = namingField(entity);
  const first = fieldOf(entity, entity.display[0] ?? '');
  return {
    path: nameColumn,
    label: capital(own?.label ?? entity.label),
    field: own ?? pseudoField('display', 'text', entity.label),
    source: 'name',
    sortPath: first?.sort && first.kind !== 'ref' ? first.name : null,
  };
}

function fieldColumn(field: UiField): Column {
  const sortPath =
    field.sort && !['refs', 'arc', 'anyObject', 'json', 'secret'].includes(field.kind) ? field.name : null;
  const unit = field.unit && field.label !== field.unit ? ` ${field.unit}` : '';
  return { path: field.name, label: capital(field.label) + unit, field, source: 'field', sortPath };
}

function refSortPath(catalogue: Catalogue, field: UiField): string | null {
  const target = catalogue.byName.get(field.target ?? '');
  const name = target && fieldOf(target, target.display[0] ?? '');
  return name?.sort && name.kind !== 'ref' ? `${field.name}.${name.name}` : null;
}

function columnOf(catalogue: Catalogue, entity: UiEntity, path: string): Column | undefined {
  if (path === nameColumn) return nameColumnOf(entity);
  if (path.startsWith(customPrefix)) {
    const name = path.slice(customPrefix.length);
    const known = entity.custom?.find((field) => field.name === name);
    const field = known ?? pseudoField(name, 'text', name.replaceAll('_', ' '));
    return { path, label: capital(field.label), field, source: 'custom', sortPath: null };
  }
  const field = fieldOf(entity, path);
  if (field) {
    const column = fieldColumn(field);
    return field.kind === 'ref' ? { ...column, sortPath: refSortPath(catalogue, field) } : column;
  }
  const edge = entity.edges.find((candidate) => candidate.name === path);
  if (!edge) return undefined;
  const count = pseudoField(edge.name, 'int', edge.label);
  return { path, label: capital(edge.label), field: count, source: 'count', sortPath: null };
}

/** Columns shown when the reader chose none: the name, then those listed for it, else its `list` fields. */
export function defaultColumns(entity: UiEntity): string[] {
  const chosenByHand = listColumns[entity.name];
  if (chosenByHand) return [nameColumn, ...chosenByHand];
  const own = namingField(entity)?.name;
  const listed = entity.fields.filter((field) => field.list && field.name !== own);
  const rest = entity.fields.filter(
    (field) => !isCommonField(field.name) && field.name !== own && !['longText', 'json', 'secret'].includes(field.kind),
  );
  const chosen = listed.length > 0 ? listed : rest.slice(0, 6);
  return [nameColumn, ...chosen.map((field) => field.name)];
}

/** Every column there is to choose from, in declared order. */
export function availableColumns(entity: UiEntity): string[] {
  const own = namingField(entity)?.name;
  const fields = entity.fields.filter((field) => field.name !== own && field.kind !== 'secret');
  const custom = (entity.custom ?? []).filter(({ visible }) => visible !== 'hidden');
  return [
    nameColumn,
    ...fields.map((field) => field.name),
    ...entity.edges.map((edge) => edge.name),
    ...custom.map(({ name }) => customPrefix + name),
  ];
}

/** Resolves column paths; what does not exist is left out, and the name always stands first. */
export function resolveColumns(catalogue: Catalogue, entity: UiEntity, paths: readonly string[] | null): Column[] {
  const wanted = paths ?? defaultColumns(entity);
  const withName = wanted.includes(nameColumn) ? wanted : [nameColumn, ...wanted];
  return [...new Set(withName)].flatMap((path) => columnOf(catalogue, entity, path) ?? []);
}

/** The value a column shows of a row. */
export function columnValue(column: Column, row: Row): unknown {
  switch (column.source) {
    case 'name':
      return row.display ?? (row.number === null ? null : `#${row.number}`);
    case 'count':
      return (row[column.path] as Connection | null | undefined)?.totalCount;
    case 'custom':
      return (row['customFields'] as Record<string, unknown> | null | undefined)?.[column.field.name];
    case 'field':
      return row[column.path];
  }
}

/** The value of a column as plain text, for copying, CSV and widths. */
export function columnText(column: Column, row: Row): string {
  const value = columnValue(column, row);
  if (column.source === 'name') return String(value ?? '');
  // A field that is no longer defined may have left a value of any shape.
  const { kind } = column.field;
  if (column.source === 'custom' && kind === 'text' && typeof value === 'object' && value !== null) {
    return JSON.stringify(value);
  }
  return widgetOf(column.field.kind).text(value, column.field);
}

const paddingPx = 18;

/** Width in px of a text at the grid's size, by the kind of its signs. */
export function textPx(text: string): number {
  let px = 0;
  for (const sign of text) px += /[A-Z@%#&mw]/.test(sign) ? 9 : /[il.,:;|' ]/.test(sign) ? 4.4 : 7.4;
  return px;
}

/** Room beside the text: the shape of a state, the swatch of a reference, the bar of a share. */
function extraPx({ source, field }: Column): number {
  if (source === 'count') return 0;
  if (field.unit === '%') return 96;
  return field.name === 'status' || field.kind === 'ref' ? 14 : 0;
}

/** Width in px of each column: what the sample rows need, within the limits of the kind. */
export function columnWidths(columns: readonly Column[], sample: readonly Row[]): number[] {
  return columns.map((column) => {
    const { min, max } = widgetOf(column.field.kind).chars ?? { min: 8, max: 30 };
    const headPx = column.label.length * 7.6 + paddingPx + (column.sortPath ? 14 : 0);
    const texts = sample.map((row) => textPx(columnText(column, row).split('\n', 1)[0] ?? ''));
    const signPx = extraPx(column);
    const wantedPx = Math.min(max * 7.4, Math.max(min * 7.4, ...texts));
    return Math.ceil(Math.max(headPx, wantedPx + paddingPx + signPx));
  });
}
