import { raise } from '../errors.ts';
import { bind, type Param } from '../values/callable.ts';
import { Dict, DictView } from '../values/dict.ts';
import { each, iterator, toArray } from '../values/iterate.ts';
import { isHost, Tuple, type Kwargs, type Value } from '../values/model.ts';
import { typeName } from '../values/names.ts';
import { repr } from '../values/text.ts';
import { isUndefined } from '../values/undefined.ts';
import type { Method, MethodTable } from './table.ts';

const MISSING: Value = new Tuple([]);

function method(
  name: string,
  params: readonly Param[],
  body: (dict: Dict, ...args: Value[]) => Value,
): [string, Method] {
  // the table is only asked for dicts
  return [name, (self, args, kwargs) => body(self as Dict, ...bind(name, params, args, kwargs))];
}

/** Adds the entries of a mapping, of pairs, and of keywords to a dict. */
export function updateDict(dict: Dict, source: Value | undefined, kwargs: Kwargs): Dict {
  if (source instanceof Dict) for (const [key, value] of source === dict ? [] : source.entries()) dict.set(key, value);
  else if (isUndefined(source ?? null)) iterator(source ?? null);
  else if (source !== undefined && isHost(source) && source.keys)
    for (const key of source.keys()) dict.set(key, source.getItem?.(key) ?? null);
  else if (source !== undefined) addPairs(dict, source);
  for (const [key, value] of kwargs ?? []) dict.set(key, value);
  return dict;
}

function addPairs(dict: Dict, source: Value): void {
  let at = 0;
  for (const pair of each(source)) {
    if (pair === null || typeof pair === 'number')
      raise('TypeError', `cannot convert dictionary update sequence element #${at} to a sequence`);
    const items = toArray(pair);
    if (items.length !== 2)
      raise('ValueError', `dictionary update sequence element #${at} has length ${items.length}; 2 is required`);
    dict.set(items[0] as Value, items[1] as Value); // two items, checked
    at += 1;
  }
}

function pop(dict: Dict, key: Value, fallback: Value): Value {
  const value = dict.get(key);
  if (value === undefined) return fallback === MISSING ? raise('KeyError', repr(key)) : fallback;
  dict.delete(key);
  return value;
}

function popItem(dict: Dict): Value {
  let last: [Value, Value] | undefined;
  for (const pair of dict.entries()) last = pair;
  if (!last) return raise('KeyError', "'popitem(): dictionary is empty'");
  dict.delete(last[0]);
  return new Tuple(last);
}

function setDefault(dict: Dict, key: Value, fallback: Value): Value {
  const value = dict.get(key);
  if (value !== undefined) return value;
  dict.set(key, fallback);
  return fallback;
}

const update: Method = (self, args, kwargs) => {
  if (args.length > 1) raise('TypeError', `update expected at most 1 argument, got ${args.length}`);
  const [source] = args;
  if (source !== undefined && (source === null || typeof source === 'number'))
    raise('TypeError', `'${typeName(source)}' object is not iterable`);
  updateDict(self as Dict, source, kwargs); // the table is only asked for dicts
  return null;
};

/** Methods of `dict`. */
export const DICT_METHODS: MethodTable = new Map<string, Method>([
  method('get', ['key', ['default', null]], (dict, key = null, fallback = null) => dict.get(key) ?? fallback),
  method('keys', [], (dict) => new DictView(dict, 'keys')),
  method('values', [], (dict) => new DictView(dict, 'values')),
  method('items', [], (dict) => new DictView(dict, 'items')),
  method('pop', ['key', ['default', MISSING]], (dict, key = null, fallback = null) => pop(dict, key, fallback)),
  method('popitem', [], popItem),
  method('setdefault', ['key', ['default', null]], (dict, key = null, value = null) => setDefault(dict, key, value)),
  method('copy', [], (dict) => dict.copy()),
  method('clear', [], (dict) => {
    dict.clear();
    return null;
  }),
  method('fromkeys', ['iterable', ['value', null]], (_dict, keys = null, value = null) => {
    const made = new Dict();
    for (const key of each(keys)) made.set(key, value);
    return made;
  }),
  ['update', update],
]);
