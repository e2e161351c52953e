import { type Catalogue, fieldOf } from '../../catalogue/catalogue.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { allOf, type FilterInput, resolvePath, tokenFilter } from '../../generic/query/filter.ts';
import type { FilterToken } from '../../generic/query/tokens.ts';

/** Names in predicates that stand for ids of who asks, by the type they are ids of. */
const bindings: Readonly<Record<string, string>> = {
  'users.User': '$user',
  'tenancy.Tenant': '$tenant',
  'dcim.Site': '$site',
};

const names = new Set(Object.values(bindings));

/** A filter as it was read from text, or what keeps it from being read and where. */
export type ReadPredicate =
  | { ok: true; value: FilterInput | null }
  | { ok: false; problem: string; at: { line: number; column: number } | null };

/** Where an offset is in a text, both counted from 1. */
function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Browsers name the place of a fault in JSON in words only. */
function faultPlace(text: string, message: string): { line: number; column: number } | null {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return placeOf(text, Number(position));
  const named = /line (\d+) column (\d+)/.exec(message);
  if (named) return { line: Number(named[1]), column: Number(named[2]) };
  return /end of (data|JSON)|Unterminated/i.test(message) ? placeOf(text, text.length) : null;
}

/** Reads a filter; empty text is none, which means every row. */
export function readPredicate(text: string): ReadPredicate {
  if (text.trim() === '') return { ok: true, value: null };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { ok: true, value: value as FilterInput };
    return { ok: false, problem: 'A filter is an object, such as {"status": {"eq": "active"}}.', at: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: 'This is not JSON yet.', at: faultPlace(text, message) };
  }
}

/** A filter as text, indented. */
export function predicateText(filter: FilterInput | undefined): string {
  return filter === undefined ? '' : JSON.stringify(filter, null, 2);
}

function isBound({ values }: FilterToken): boolean {
  return values.length === 1 && names.has(values[0] ?? '');
}

function boundFilter(token: FilterToken): FilterInput {
  const keys = token.path === 'id' ? ['id'] : [...token.path.split('.'), 'id'];
  const filter = keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), { eq: token.values[0] }) as FilterInput;
  return token.op === 'notIn' ? { not: filter } : filter;
}

/** One token as a condition; names that stand for who asks are compared by id. */
export function tokenCondition(catalogue: Catalogue, entity: UiEntity, token: FilterToken): FilterInput | undefined {
  return isBound(token) ? boundFilter(token) : tokenFilter(catalogue, entity, token);
}

/** The filter that tokens make; undefined for none. */
export function predicateOf(
  catalogue: Catalogue,
  entity: UiEntity,
  tokens: readonly FilterToken[],
): FilterInput | undefined {
  return allOf(tokens.map((token) => tokenCondition(catalogue, entity, token)));
}

/** References of a type, and of what it refers to, that can be compared with who asks; its own id when it is such a type. */
export function bindingTokens(catalogue: Catalogue, entity: UiEntity): FilterToken[] {
  const own = bindings[entity.name];
  const refs = (of: UiEntity) => of.fields.filter(({ kind, filter }) => kind === 'ref' && filter);
  const near = refs(entity).map((field) => ({ path: field.name, target: field.target ?? '' }));
  const far = near.flatMap(({ path, target }) =>
    refs(catalogue.byName.get(target) ?? { ...entity, fields: [] }).map((field) => ({
      path: `${path}.${field.name}`,
      target: field.target ?? '',
    })),
  );
  const found = [...near, ...far].flatMap(({ path, target }) => {
    const name = bindings[target];
    return name ? [{ path, op: 'in', values: [name] }] : [];
  });
  return [...(own ? [{ path: 'id', op: 'in', values: [own] }] : []), ...found];
}

function isSame(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [a, b] = [Object.entries(left), new Map(Object.entries(right))];
  return a.length === b.size && a.every(([key, value]) => b.has(key) && isSame(value, b.get(key)));
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

/** Values of a token that name rows: what `namedRows` makes of them, backwards. */
function rowValues(filter: FilterInput): string[] {
  const parts = Array.isArray(filter['or']) ? (filter['or'] as FilterInput[]) : [filter];
  return parts.flatMap((part) =>
    Object.entries(part).flatMap(([key, test]) => {
      const list = (test as { in?: unknown } | null)?.in;
      return Array.isArray(list) ? list.map((value) => (key === 'number' ? `#${String(value)}` : String(value))) : [];
    }),
  );
}

function treeValues(filter: FilterInput): string[] {
  const parts = Array.isArray(filter['or']) ? (filter['or'] as FilterInput[]) : [filter];
  return parts.flatMap(({ inTreeOf }) =>
    Object.entries((inTreeOf ?? {}) as object).map(([key, value]) => (key === 'number' ? `#${value}` : String(value))),
  );
}

/** Tokens that a condition on a reference may stand for. */
function refTokens(path: string, inner: FilterInput): FilterToken[] {
  const bound = (inner['id'] as { eq?: unknown } | undefined)?.eq;
  return [
    { path, op: 'isNull', values: [String(inner['isNull'])] },
    ...(typeof bound === 'string' ? [{ path, op: 'in', values: [bound] }] : []),
    { path, op: 'in', values: rowValues(inner) },
    { path, op: 'under', values: treeValues(inner) },
  ];
}

function setTokens(path: string, inner: FilterInput): FilterToken[] {
  const count = Object.entries((inner['count'] ?? {}) as object)[0];
  const counted = count ? [{ path, op: `count${count[0].charAt(0).toUpperCase()}${count[0].slice(1)}` }] : [];
  return [
    { path, op: 'in', values: rowValues((inner['some'] ?? {}) as FilterInput) },
    { path, op: 'notIn', values: rowValues((inner['none'] ?? {}) as FilterInput) },
    ...['true', 'false'].map((value) => ({ path, op: 'isNull', values: [value] })),
    ...counted.map((token) => ({ ...token, values: [String(count?.[1])] })),
  ];
}

function scalarTokens(path: string, inner: FilterInput): FilterToken[] {
  const { gte, lte } = inner;
  const between = gte !== undefined && lte !== undefined ? [{ path, op: 'between', values: texts([gte, lte]) }] : [];
  return [...between, ...Object.entries(inner).map(([op, value]) => ({ path, op, values: texts(value) }))];
}

/** Tokens that a condition may stand for; which of them does is found by making the condition of it again. */
function candidates(catalogue: Catalogue, entity: UiEntity, condition: FilterInput, before = ''): FilterToken[] {
  return Object.entries(condition).flatMap(([key, value]) => {
    if (typeof value !== 'object' || value === null) return [];
    const inner = value as FilterInput;
    const path = before + key;
    if (key === 'not')
      return candidates(catalogue, entity, inner, before)
        .filter(({ op }) => op === 'in')
        .map((token) => ({ ...token, op: 'notIn' }));
    if (path === 'id') return [{ path, op: 'in', values: texts(inner['eq']) }];
    const field = fieldOf(entity, key);
    const target = catalogue.byName.get(field?.target ?? '');
    if (field?.kind === 'ref' && target)
      return [...refTokens(path, inner), ...candidates(catalogue, target, inner, `${path}.`)];
    return [...scalarTokens(path, inner), ...setTokens(path, inner)];
  });
}

/** A filter as conditions that all hold. */
function conditionsOf(filter: FilterInput): FilterInput[] {
  return Object.entries(filter).flatMap(([key, value]) =>
    key === 'and' && Array.isArray(value) ? (value as FilterInput[]).flatMap(conditionsOf) : [{ [key]: value }],
  );
}

/** The tokens that say the same as a filter; null when tokens cannot. */
export function tokensOf(catalogue: Catalogue, entity: UiEntity, filter: FilterInput): FilterToken[] | null {
  const found = conditionsOf(filter).map((condition) =>
    candidates(catalogue, entity, condition).find((token) => {
      const known = token.path === 'id' ? isBound(token) : resolvePath(catalogue, entity, token.path) !== undefined;
      return known && isSame(tokenCondition(catalogue, entity, token), condition);
    }),
  );
  return found.every((token) => token !== undefined) ? found : null;
}
