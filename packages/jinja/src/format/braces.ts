import { raise } from '../errors.ts';
import { checkString } from '../limits.ts';
import type { CallSite } from '../values/callable.ts';
import type { Kwargs, Value } from '../values/model.ts';
import { escape, quote, repr, str } from '../values/text.ts';
import { isUndefined } from '../values/undefined.ts';
import { Markup } from '../values/model.ts';
import { formatValue } from './spec.ts';

/** Where replacement fields take their values from. */
export interface Fields {
  readonly args: readonly Value[];
  /** Named values; for `format_map` any mapping. */
  readonly named: (name: string) => Value | undefined;
}

/** Named fields of keyword arguments. */
export const keywordFields =
  (kwargs: Kwargs): Fields['named'] =>
  (name) =>
    kwargs?.get(name);

const MAX_NESTING = 2;

class Formatter {
  private auto = 0;
  private manual = false;

  constructor(
    private readonly fields: Fields,
    private readonly site: CallSite,
    private readonly safe: boolean,
  ) {}

  format(text: string, depth: number): string {
    if (depth < 0) raise('ValueError', 'Max string recursion exceeded');
    let [out, at] = ['', 0];
    while (at < text.length) {
      const next = nextBrace(text, at);
      out += text.slice(at, next);
      if (next >= text.length) break;
      if (text[next + 1] === text[next]) {
        out += text[next];
        at = next + 2;
        continue;
      }
      if (text[next] === '}') raise('ValueError', "Single '}' encountered in format string");
      const end = fieldEnd(text, next + 1);
      out += this.field(text.slice(next + 1, end), depth);
      if (out.length > 1024) checkString(out.length);
      at = end + 1;
    }
    return out;
  }

  private field(body: string, depth: number): string {
    const [, name = '', conversion, spec = ''] = /^((?:[^[:!]|\[[^\]]*\]?)*)(?:!([^:]*))?(?::(.*))?$/s.exec(body) ?? [];
    const value = convert(this.lookup(name), conversion);
    const wanted = this.format(spec, depth - 1);
    if (!this.safe) return formatValue(isUndefined(value) ? str(value) : value, wanted);
    if (value instanceof Markup && wanted === '') return value.text;
    return escape(formatValue(isUndefined(value) ? str(value) : value, wanted)).text;
  }

  private lookup(name: string): Value {
    const first = /^[^.[]*/.exec(name)?.[0] ?? '';
    // an empty name before a dot or bracket is a key, not the next argument
    let value = first === '' && name !== '' ? this.named('') : this.start(first);
    let rest = name.slice(first.length);
    while (rest !== '') {
      const match = /^(?:\.([^.[]+)|\[([^\]]+)\])/.exec(rest);
      if (!match) return raise('ValueError', 'Empty attribute in format string');
      const [all, attribute, key = ''] = match;
      if (attribute !== undefined) value = this.site.attribute(value, attribute);
      else value = this.site.item(value, /^\d+$/.test(key) ? Number(key) : key);
      rest = rest.slice(all.length);
    }
    return value;
  }

  private start(first: string): Value {
    if (first !== '' && !/^\d+$/.test(first)) return this.fields.named(first) ?? this.named(first);
    const at = first === '' ? this.automatic() : this.numbered(Number(first));
    if (at >= this.fields.args.length)
      raise('IndexError', `Replacement index ${at} out of range for positional args tuple`);
    return this.fields.args[at] as Value; // in range, checked above
  }

  private named(name: string): Value {
    return this.fields.named(name) === null ? null : raise('KeyError', quote(name));
  }

  private automatic(): number {
    if (this.manual) raise('ValueError', 'cannot switch from manual field specification to automatic field numbering');
    this.auto += 1;
    return this.auto - 1;
  }

  private numbered(at: number): number {
    if (this.auto > 0)
      raise('ValueError', 'cannot switch from automatic field numbering to manual field specification');
    this.manual = true;
    return at;
  }
}

function convert(value: Value, conversion: string | undefined): Value {
  if (conversion === undefined) return value;
  if (conversion === 's') return str(value);
  if (conversion === 'r' || conversion === 'a') return repr(value);
  return raise('ValueError', `Unknown conversion specifier '${conversion}'`);
}

function nextBrace(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) if (text[at] === '{' || text[at] === '}') return at;
  return text.length;
}

function fieldEnd(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') open += 1;
    else if (text[at] === '}') open -= 1;
    if (open === 0) return at;
  }
  return raise(
    'ValueError',
    from >= text.length ? "Single '{' encountered in format string" : "expected '}' before end of string",
  );
}

/** Python's `text.format(...)`; attributes and items are read under the template's own rules. */
export function braceFormat(text: string, fields: Fields, site: CallSite, safe = false): string {
  return new Formatter(fields, site, safe).format(text, MAX_NESTING);
}
