import type { CallSite } from '../values/callable.ts';
import { Dict, DictView, SetValue } from '../values/dict.ts';
import { Float, Markup, Range, Tuple, type Kwargs, type Value } from '../values/model.ts';
import { GroupTuple } from '../filters/group.ts';
import { DICT_METHODS } from './dict.ts';
import { LIST_METHODS, SEQUENCE_METHODS } from './list.ts';
import { FLOAT_METHODS, INT_METHODS, numberProperty } from './number.ts';
import { MARKUP_METHODS, STRING_METHODS } from './string.ts';

/** A method: what it is called on, and the call. */
export type Method = (self: Value, args: Value[], kwargs: Kwargs, site: CallSite) => Value;

/** Methods of one type by name. */
export type MethodTable = ReadonlyMap<string, Method>;

const NONE: MethodTable = new Map();

function tableOf(value: Value): MethodTable {
  if (typeof value === 'string') return STRING_METHODS;
  if (value instanceof Dict) return DICT_METHODS;
  if (Array.isArray(value)) return LIST_METHODS;
  if (value instanceof Tuple || value instanceof Range) return SEQUENCE_METHODS;
  if (value instanceof Markup) return MARKUP_METHODS;
  if (value instanceof Float) return FLOAT_METHODS;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return INT_METHODS;
  return NONE;
}

/** Method of a value by name; the only way from a template's name to code of ours. */
export const methodOf = (value: Value, name: string): Method | undefined => tableOf(value).get(name);

/** Attribute of a value that is no method, as `real` of a number. */
export function propertyOf(value: Value, name: string): Value | undefined {
  if (value instanceof GroupTuple) return name === 'grouper' ? value.grouper : name === 'list' ? value.list : undefined;
  if (value instanceof Range) return rangeProperty(value, name);
  if (value instanceof DictView || value instanceof SetValue) return undefined;
  return numberProperty(value, name);
}

function rangeProperty(range: Range, name: string): Value | undefined {
  if (name === 'start') return range.start;
  if (name === 'stop') return range.stop;
  return name === 'step' ? range.step : undefined;
}
