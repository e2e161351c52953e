import { type Catalogue, fieldOf } from '../../catalogue/catalogue.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { customPrefix } from '../../generic/query/filter.ts';
import type { FilterToken } from '../../generic/query/tokens.ts';

/** What an imported filter is in this product, and the parameters that have no counterpart. */
export interface Translated {
  tokens: FilterToken[];
  text: string;
  left: string[];
}

const lookups: Readonly<Record<string, string>> = {
  n: 'notIn',
  ic: 'contains',
  nic: 'notContains',
  isw: 'startsWith',
  iew: 'endsWith',
  gt: 'gt',
  gte: 'gte',
  lt: 'lt',
  lte: 'lte',
  empty: 'isNull',
};

/** `device_type` as `deviceType`. */
export function camel(name: string): string {
  return name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function textsOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one) => one !== null && one !== undefined && one !== '').map(String);
}

function usualOp(operators: readonly string[], values: readonly string[]): string {
  if (values.length > 1 && operators.includes('in')) return 'in';
  return operators.includes('eq') ? 'eq' : 'in';
}

/** A reference by number where the parameter ends with `_id`, else by slug. */
function refToken(catalogue: Catalogue, entity: UiEntity, key: string, op: string | null, values: string[]) {
  const byId = key.endsWith('_id');
  const field = fieldOf(entity, camel(byId ? key.slice(0, -3) : key));
  if (field?.kind !== 'ref' || !catalogue.byName.has(field.target ?? '')) return null;
  if (op !== null && op !== 'notIn') return null;
  return { path: field.name, op: op ?? 'in', values: byId ? values.map((id) => `#${id}`) : values };
}

function fieldToken(entity: UiEntity, key: string, op: string | null, values: string[]): FilterToken | null {
  const field = fieldOf(entity, camel(key));
  if (!field?.filter || field.kind === 'ref') return null;
  const chosen = op ?? usualOp(field.operators, values);
  const isFit = chosen === 'isNull' || field.operators.length === 0 || field.operators.includes(chosen);
  const own = field.kind === 'bool' ? values.map((value) => value.toLowerCase()) : values;
  return isFit ? { path: field.name, op: chosen, values: own } : null;
}

function tokenOf(catalogue: Catalogue, entity: UiEntity, name: string, value: unknown): FilterToken | null {
  const values = textsOf(value);
  const [key = '', lookup] = name.split('__');
  const op = lookup === undefined ? null : (lookups[lookup] ?? '');
  if (op === '' || values.length === 0) return null;
  if (key === 'tag') return op === null ? { path: 'tags', op: 'in', values } : null;
  if (key.startsWith('cf_')) return { path: `${customPrefix}${key.slice(3)}`, op: op ?? 'eq', values };
  return refToken(catalogue, entity, key, op, values) ?? fieldToken(entity, key, op, values);
}

/** Parameters of a filter that an import brought, as tokens; what has no counterpart is named. */
export function translated(
  catalogue: Catalogue,
  entity: UiEntity,
  parameters: Readonly<Record<string, unknown>>,
): Translated {
  const found: Translated = { tokens: [], text: '', left: [] };
  for (const [name, value] of Object.entries(parameters)) {
    if (name === 'q') found.text = textsOf(value).join(' ');
    else {
      const token = tokenOf(catalogue, entity, name, value);
      if (token) found.tokens.push(token);
      else found.left.push(name);
    }
  }
  return found;
}
