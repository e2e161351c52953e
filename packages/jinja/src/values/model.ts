import type { Callable } from './callable.ts';
import type { Dict, DictView, SetValue } from './dict.ts';
import type { Undefined } from './undefined.ts';

/** A float; boxed so that `1.0` stays apart from the integer `1`. */
export class Float {
  constructor(readonly n: number) {}
}

/** A string that is safe HTML: autoescape and the `escape` filter leave it alone. */
export class Markup {
  constructor(readonly text: string) {}
}

/** An immutable sequence, printed in round brackets. */
export class Tuple {
  constructor(readonly items: readonly Value[]) {}
}

/** The numbers of `range(start, stop, step)`; nothing is stored. */
export class Range {
  readonly length: number;

  constructor(
    readonly start: number,
    readonly stop: number,
    readonly step: number,
  ) {
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }

  at(index: number): number {
    return this.start + index * this.step;
  }
}

/** A lazy sequence that can be read once, as Python's generators. */
export class Stream {
  constructor(
    readonly iterator: Iterator<Value>,
    readonly name: string,
    readonly typeName = 'generator',
  ) {}
}

/**
 * A value of the host: a record, a query set, an address. A template reaches only what these methods answer;
 * no JavaScript property of the object is ever read by a template's name.
 */
export interface HostObject {
  /** Python's name of the type, for messages: `'Record object' has no attribute 'x'`. */
  readonly typeName: string;
  /** Attribute by name; undefined when there is none. Names with a leading underscore are never asked. */
  getAttribute(name: string): Value | undefined;
  /** `x[key]`; undefined when there is none, then attributes are tried. */
  getItem?(key: Value): Value | undefined;
  /** `x[start:stop:step]`; null means not given. */
  getSlice?(start: number | null, stop: number | null, step: number | null): Value;
  call?(args: readonly Value[], kwargs: ReadonlyMap<string, Value>): Value;
  iterate?(): Iterator<Value>;
  length?(): number;
  truth?(): boolean;
  /** Printed text; without it `repr`. */
  str?(): string;
  repr?(): string;
  equals?(other: Value): boolean;
  /** Text that is equal for equal objects; without it objects are told apart by identity. */
  hash?(): string;
  /** Order against another value: negative, 0 or positive; undefined when they do not compare. */
  compare?(other: Value): number | undefined;
  contains?(item: Value): boolean;
  add?(other: Value): Value | undefined;
  subtract?(other: Value): Value | undefined;
  /** Attribute assignment (`{% set x.y = 1 %}`); only namespaces have it. */
  setAttribute?(name: string, value: Value): void;
  /** True for a host's own mapping: `is mapping` and `**x` accept it when `keys` is there too. */
  keys?(): Iterable<Value>;
  /** HTML text of a value that is safe in HTML. */
  html?(): string;
}

/** Everything a template can hold. Integers are numbers, or bigints outside +-2^53. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Float
  | Markup
  | Value[]
  | Tuple
  | Dict
  | DictView
  | SetValue
  | Range
  | Stream
  | Callable
  | Undefined
  | HostObject;

/** Keyword arguments of a call; null when there are none. */
export type Kwargs = Map<string, Value> | null;

/** True for a host's value; all other objects are of this package's classes. */
export function isHost(value: Value): value is HostObject {
  return typeof value === 'object' && value !== null && 'getAttribute' in value;
}

/** True for `str` and `Markup`. */
export const isText = (value: Value): value is string | Markup => typeof value === 'string' || value instanceof Markup;

/** The characters of a `str` or `Markup`. */
export const textOf = (value: string | Markup): string => (typeof value === 'string' ? value : value.text);

/** True for `int`, without `bool`. */
export const isInt = (value: Value): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';

/** True for every number, with `bool`. */
export const isNumber = (value: Value): value is number | bigint | boolean | Float =>
  typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' || value instanceof Float;
