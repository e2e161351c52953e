import { type Catalogue, fieldOf, keyField } from '../../catalogue/catalogue.ts';
import type { UiEdge, UiEntity, UiField } from '../../catalogue/types.ts';
import type { FilterToken } from './tokens.ts';

/** A filter object as the API takes it. */
export type FilterInput = { readonly [key: string]: unknown };

/** Prefix of filter paths and columns that name a custom field. */
export const customPrefix = 'cf.';

/** Where a path ends: a field, a to-many edge or a custom field, and the way there. */
export interface PathEnd {
  /** Keys of the references passed through. */
  through: string[];
  entity: UiEntity;
  field?: UiField;
  edge?: UiEdge;
  customField?: string;
}

function stepInto(catalogue: Catalogue, entity: UiEntity, key: string): UiEntity | undefined {
  const field = fieldOf(entity, key);
  return field?.kind === 'ref' ? catalogue.byName.get(field.target ?? '') : undefined;
}

/** Resolves `site.region` from an entity; undefined when a part does not exist. */
export function resolvePath(catalogue: Catalogue, entity: UiEntity, path: string): PathEnd | undefined {
  if (path.startsWith(customPrefix)) {
    return { through: [], entity, customField: path.slice(customPrefix.length) };
  }
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let current = entity;
  for (const key of keys) {
    const next = stepInto(catalogue, current, key);
    if (!next) return undefined;
    current = next;
  }
  const field = fieldOf(current, last);
  if (field) return { through: keys, entity: current, field };
  const edge = current.edges.find((candidate) => candidate.name === last);
  return edge ? { through: keys, entity: current, edge } : undefined;
}

function nest(through: readonly string[], leaf: FilterInput): FilterInput {
  return through.reduceRight<FilterInput>((inner, key) => ({ [key]: inner }), leaf);
}

const numberKinds = new Set(['int', 'number', 'intChoice', 'intList', 'idRanges', 'asn']);

function typed(kind: string, op: string, value: string): unknown {
  if (op === 'family' || op === 'length') return Number(value);
  if (kind === 'bool') return value === 'true';
  return numberKinds.has(kind) ? Number(value) : value;
}

const listOps = new Set(['in', 'notIn', 'between']);

/** The operator object of one scalar field; undefined when the token has no value yet. */
export function scalarOperand(kind: string, op: string, values: readonly string[]): FilterInput | undefined {
  if (op === 'isNull') return { isNull: values[0] !== 'false' };
  if (values.length === 0) return undefined;
  const list = values.map((value) => typed(kind, op, value));
  if (op === 'between') return list.length === 2 ? { gte: list[0], lte: list[1] } : undefined;
  if (listOps.has(op)) return { [op]: list };
  return { [op]: list[0] };
}

/** Rows of an entity named by token values: `#27` is a number, anything else its key text. */
export function namedRows(entity: UiEntity, values: readonly string[]): FilterInput | undefined {
  const numbers = values.filter((value) => /^#\d+$/.test(value)).map((value) => Number(value.slice(1)));
  const texts = values.filter((value) => !/^#\d+$/.test(value));
  const key = keyField(entity);
  const parts: FilterInput[] = [
    ...(numbers.length > 0 ? [{ number: { in: numbers } }] : []),
    ...(texts.length > 0 && key ? [{ [key.name]: { in: texts } }] : []),
  ];
  return parts.length > 1 ? { or: parts } : parts[0];
}

function treeRef(entity: UiEntity, value: string): FilterInput {
  if (value.startsWith('#')) return { number: Number(value.slice(1)) };
  const key = keyField(entity);
  return key ? { [key.name]: value } : { number: Number(value) };
}

function refFilter(target: UiEntity, token: FilterToken): FilterInput | undefined {
  if (token.op === 'isNull') return { isNull: token.values[0] !== 'false' };
  if (token.values.length === 0) return undefined;
  if (token.op !== 'under') return namedRows(target, token.values);
  const parts = token.values.map((value) => ({ inTreeOf: treeRef(target, value) }));
  return parts.length > 1 ? { or: parts } : parts[0];
}

function setFilter(target: UiEntity, token: FilterToken): FilterInput | undefined {
  const [value] = token.values;
  if (token.op === 'isNull') return { count: value === 'false' ? { gt: 0 } : { eq: 0 } };
  if (value === undefined) return undefined;
  if (token.op.startsWith('count')) {
    return { count: { [token.op.slice(5).toLowerCase()]: Number(value) } };
  }
  const rows = namedRows(target, token.values);
  return rows && { [token.op === 'notIn' ? 'none' : 'some']: rows };
}

function arcFilter(token: FilterToken): FilterInput | undefined {
  if (token.op === 'isNull') return { isNull: token.values[0] !== 'false' };
  const parts = token.values.map((arm) => ({ [arm]: { isNull: false } }));
  return parts.length === 1 ? parts[0] : undefined;
}

function leafFilter(catalogue: Catalogue, end: PathEnd, token: FilterToken): FilterInput | undefined {
  const { entity, field, edge, customField } = end;
  if (customField !== undefined) {
    const known = entity.custom?.find(({ name }) => name === customField);
    const operand = scalarOperand(known?.kind ?? 'text', token.op, token.values);
    return operand && { customField: [{ name: customField, ...operand }] };
  }
  const name = field?.name ?? edge?.name ?? '';
  const target = catalogue.byName.get(field?.target ?? edge?.target ?? '');
  const inner =
    field?.kind === 'arc'
      ? arcFilter(token)
      : target && field?.kind === 'ref'
        ? refFilter(target, token)
        : target
          ? setFilter(target, token)
          : scalarOperand(field?.kind ?? 'text', token.op, token.values);
  return inner && { [name]: inner };
}

/** One token as a filter; undefined when it names nothing or has no value. */
export function tokenFilter(catalogue: Catalogue, entity: UiEntity, token: FilterToken): FilterInput | undefined {
  const end = resolvePath(catalogue, entity, token.path);
  const leaf = end && leafFilter(catalogue, end, token);
  if (!end || !leaf) return undefined;
  const filter = nest(end.through, leaf);
  const negated = end.field?.kind === 'ref' && token.op === 'notIn';
  return negated ? { not: filter } : filter;
}

/** All conditions together; undefined when there is none, since an empty filter is refused. */
export function allOf(filters: readonly (FilterInput | undefined)[]): FilterInput | undefined {
  const parts = filters.filter((filter): filter is FilterInput => filter !== undefined);
  return parts.length > 1 ? { and: parts } : parts[0];
}

/** The filter of a whole view. */
export function tokensFilter(
  catalogue: Catalogue,
  entity: UiEntity,
  tokens: readonly FilterToken[],
): FilterInput | undefined {
  return allOf(tokens.map((token) => tokenFilter(catalogue, entity, token)));
}
