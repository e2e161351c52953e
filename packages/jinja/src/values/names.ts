import { Callable } from './callable.ts';
import { Dict, DictView, SetValue } from './dict.ts';
import { Float, Markup, Range, Stream, Tuple, type Value } from './model.ts';
import { Undefined } from './undefined.ts';

const PLAIN: Record<string, string> = {
  boolean: 'bool',
  number: 'int',
  bigint: 'int',
  string: 'str',
};

/** Python's name of a value's type. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  if (typeof value !== 'object') return PLAIN[typeof value] ?? typeof value;
  if (Array.isArray(value)) return 'list';
  if (value instanceof Float) return 'float';
  if (value instanceof Dict) return 'dict';
  if (value instanceof Tuple) return 'tuple';
  if (value instanceof Markup) return 'Markup';
  if (value instanceof Range) return 'range';
  if (value instanceof SetValue) return 'set';
  if (value instanceof DictView) return `dict_${value.kind}`;
  if (value instanceof Undefined) return UNDEFINED_NAMES[value.mode];
  if (value instanceof Stream || value instanceof Callable) return value.typeName;
  return value.typeName.split('.').at(-1) ?? value.typeName;
}

const UNDEFINED_NAMES = {
  default: 'Undefined',
  strict: 'StrictUndefined',
  chainable: 'ChainableUndefined',
  debug: 'DebugUndefined',
};

/** How Jinja's messages name an object: `dict object`, `None`. */
export function describe(value: Value): string {
  if (value === null) return 'None';
  if (value instanceof Markup) return 'markupsafe.Markup object';
  if (typeof value === 'object' && 'getAttribute' in value) return `${value.typeName} object`;
  return `${typeName(value)} object`;
}
