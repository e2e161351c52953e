import { raise } from '../errors.ts';
import { tick } from '../limits.ts';
import { methodOf, propertyOf } from '../methods/table.ts';
import { Callable, type CallBody, type CallSite } from '../values/callable.ts';
import { Dict } from '../values/dict.ts';
import { isHost, isInt, isText, Markup, Range, textOf, Tuple, type Kwargs, type Value } from '../values/model.ts';
import { describe, typeName } from '../values/names.ts';
import { sliceValue, SliceBounds } from '../values/slice.ts';
import { characters, repr } from '../values/text.ts';
import { Undefined, isUndefined, type UndefinedMode } from '../values/undefined.ts';
import { Macro } from './macro.ts';

/** Names that every Python object has; reading one is refused when the result is used. */
const EVERYWHERE = new Set(
  ['class', 'delattr', 'dir', 'doc', 'eq', 'format', 'ge', 'getattribute', 'getstate', 'gt', 'hash', 'init']
    .concat(['init_subclass', 'le', 'lt', 'ne', 'new', 'reduce', 'reduce_ex', 'repr', 'setattr', 'sizeof', 'str'])
    .concat(['subclasshook', 'dict', 'module', 'weakref'])
    .map((name) => `__${name}__`),
);
const OF_FUNCTIONS = new Set(
  ['globals', 'code', 'closure', 'defaults', 'kwdefaults', 'name', 'qualname', 'call', 'get', 'annotations', 'builtins']
    .concat(['mro', 'subclasses', 'bases', 'base', 'self', 'func', 'wrapped'])
    .map((name) => `__${name}__`),
);

const OF_CONTAINERS = new Set(['len', 'iter', 'contains', 'getitem', 'add', 'mul'].map((name) => `__${name}__`));

const isContainer = (value: Value): boolean =>
  isText(value) || Array.isArray(value) || value instanceof Dict || value instanceof Tuple;

const isUnsafe = (value: Value, name: string): boolean =>
  EVERYWHERE.has(name) ||
  (isContainer(value) && OF_CONTAINERS.has(name)) ||
  ((value instanceof Callable || value instanceof Macro) && OF_FUNCTIONS.has(name));

function unsafe(value: Value, name: string, mode: UndefinedMode): Undefined {
  const hint = `access to attribute '${name}' of '${typeName(value)}' object is unsafe.`;
  return new Undefined(mode, { name, hint, kind: 'SecurityError' });
}

const missing = (value: Value, name: string, mode: UndefinedMode): Undefined =>
  new Undefined(mode, { name, owner: describe(value) });

/** Attribute a template may read: a method, a property, or what a host object answers. Never a JavaScript property. */
function attribute(value: Value, name: string): Value | undefined {
  if (name.charCodeAt(0) === 95) return undefined;
  if (isHost(value)) return value.getAttribute(name);
  const body = methodOf(value, name);
  if (!body) return propertyOf(value, name);
  const call: CallBody = (args, kwargs, site) => body(value, args, kwargs, site);
  return new Callable(name, call, 'builtin_function_or_method', typeName(value));
}

function ofUndefined(value: Undefined, name: string, mode: UndefinedMode): Value {
  if (EVERYWHERE.has(name)) return unsafe(value, name, mode);
  return value.mode === 'chainable' ? value : value.fail();
}

/** `value.name`: attributes first, then items. */
export function getAttribute(value: Value, name: string, mode: UndefinedMode): Value {
  if (value instanceof Undefined) return ofUndefined(value, name, mode);
  const own = attribute(value, name);
  if (own !== undefined) return own;
  if (name.startsWith('__') && isUnsafe(value, name)) return unsafe(value, name, mode);
  if (value instanceof Dict) return value.get(name) ?? missing(value, name, mode);
  if (isHost(value) && value.getItem && name.charCodeAt(0) !== 95) {
    const item = value.getItem(name);
    if (item !== undefined) return item;
  }
  return missing(value, name, mode);
}

/** `value[key]`: items first, then attributes when the key is text. */
export function getItem(value: Value, key: Value, mode: UndefinedMode): Value {
  if (value instanceof Undefined) return value.mode === 'chainable' ? value : value.fail();
  if (isUndefined(key) && !(value instanceof Dict))
    return new Undefined(mode, { name: null, owner: describe(value), element: 'Undefined' });
  const item = key instanceof SliceBounds ? sliceValue(value, key) : itemOf(value, key);
  if (item !== undefined) return item;
  if (!isText(key)) return new Undefined(mode, { name: null, owner: describe(value), element: reprKey(key) });
  const name = textOf(key);
  const own = attribute(value, name);
  if (own !== undefined) return own;
  return name.startsWith('__') && isUnsafe(value, name) ? unsafe(value, name, mode) : missing(value, name, mode);
}

const reprKey = (key: Value): string => (key instanceof SliceBounds ? 'slice' : repr(key));

function isHashable(key: Value): boolean {
  return !(Array.isArray(key) || key instanceof Dict || (key instanceof Tuple && !key.items.every(isHashable)));
}

function itemOf(value: Value, key: Value): Value | undefined {
  if (value instanceof Dict) return isHashable(key) ? value.get(key) : undefined;
  const at = typeof key === 'boolean' ? Number(key) : key;
  if (isHost(value)) return isText(key) && textOf(key).startsWith('_') ? undefined : value.getItem?.(key);
  if (!isInt(at)) return undefined;
  return sequenceItem(value, Number(at));
}

function sequenceItem(value: Value, at: number): Value | undefined {
  if (Array.isArray(value)) return value[at < 0 ? at + value.length : at];
  if (value instanceof Tuple) return value.items[at < 0 ? at + value.items.length : at];
  if (value instanceof Range) return rangeItem(value, at < 0 ? at + value.length : at);
  if (!isText(value)) return undefined;
  const all = characters(textOf(value));
  const char = all[at < 0 ? at + all.length : at];
  return char !== undefined && value instanceof Markup ? new Markup(char) : char;
}

const rangeItem = (range: Range, at: number): Value | undefined =>
  at >= 0 && at < range.length ? range.at(at) : undefined;

/** Calls a value. */
export function callValue(callee: Value, args: Value[], kwargs: Kwargs, site: CallSite): Value {
  tick();
  if (callee instanceof Callable) return callee.call(args, kwargs, site);
  if (callee instanceof Macro) return callee.invoke(args, kwargs, site.autoescape);
  if (callee instanceof Undefined) return callee.fail();
  if (isHost(callee) && callee.call) return callee.call(args, kwargs ?? new Map());
  return raise('TypeError', `'${typeName(callee)}' object is not callable`);
}

/** Calls `value.name(...)` without making a bound method first. */
export function callMethod(value: Value, name: string, args: Value[], kwargs: Kwargs, site: CallSite): Value {
  if (!isHost(value)) {
    const body = methodOf(value, name);
    if (body) {
      tick();
      return body(value, args, kwargs, site);
    }
  }
  return callValue(getAttribute(value, name, site.undefinedMode), args, kwargs, site);
}
