import { raise } from '../errors.ts';
import type { FilterFunction } from '../runtime/environment.ts';
import { bind, type CallSite, type Param } from '../values/callable.ts';
import { isText, Markup, Stream, textOf, type Value } from '../values/model.ts';
import { str } from '../values/text.ts';
import { isUndefined, Undefined } from '../values/undefined.ts';
import { typeName } from '../values/names.ts';

/** A named filter with parameters after its value. */
export type NamedFilter = readonly [string, FilterFunction];

/** A filter with named parameters; `python` is the function's name in refusals. */
export function filter(
  name: string,
  python: string,
  params: readonly Param[],
  body: (site: CallSite, value: Value, ...args: Value[]) => Value,
): NamedFilter {
  if (params.length === 0) {
    return [
      name,
      (value, args, kwargs, site) =>
        body(site, value, ...(args.length || kwargs ? bind(python, params, args, kwargs, 1) : [])),
    ];
  }
  return [name, (value, args, kwargs, site) => body(site, value, ...bind(python, params, args, kwargs, 1))];
}

/** A value as text, keeping safe text safe. */
export const soft = (value: Value): string | Markup => (isText(value) ? value : str(value));

/** Text that is safe when the value it was made from is. */
export const like = (value: Value, text: string): Value => (value instanceof Markup ? new Markup(text) : text);

/** Applies a function to the text of a value. */
export const onText = (value: Value, body: (text: string) => string): Value => like(value, body(textOf(soft(value))));

/** A one-shot stream, printed as Python prints a generator of that name. */
export const generator = (name: string, items: Iterator<Value>): Value => new Stream(items, name);

/** A missing value with a sentence of its own. */
export const nothing = (site: CallSite, hint: string): Undefined =>
  new Undefined(site.undefinedMode, { name: null, hint });

/** An integer argument, with Python's refusal. */
export function integerOf(value: Value | undefined): number {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
  if (value !== undefined && isUndefined(value)) value.fail();
  return raise('TypeError', `'${typeName(value ?? null)}' object cannot be interpreted as an integer`);
}

/** Reads `a.b.0` of an item, part by part; a default stands in for a missing part. */
export function getter(
  site: CallSite,
  attribute: Value | undefined,
  fallback: Value | undefined = null,
): (item: Value) => Value {
  const parts = partsOf(attribute ?? null);
  return (item) => {
    let value = item;
    for (const part of parts) {
      value = site.item(value, part);
      if (fallback !== null && isUndefined(value)) value = fallback;
    }
    return value;
  };
}

function partsOf(attribute: Value): Value[] {
  if (attribute === null) return [];
  if (!isText(attribute)) return [attribute];
  return textOf(attribute)
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Text in lower case; other values stay. */
export const ignoreCase = (value: Value): Value => (isText(value) ? textOf(value).toLowerCase() : value);
