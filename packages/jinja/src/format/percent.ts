import { raise } from '../errors.ts';
import { checkString, checkWidth } from '../limits.ts';
import { real, shrink, whole } from '../values/arithmetic.ts';
import { Dict } from '../values/dict.ts';
import { fixed, general, scientific, special } from '../values/float.ts';
import { Float, isHost, Markup, Tuple, type Value } from '../values/model.ts';
import { typeName } from '../values/names.ts';
import { escape, repr, sliceText, str, textLength } from '../values/text.ts';
import { isUndefined } from '../values/undefined.ts';
import { oneCharacter, pad } from './spec.ts';

const CONVERSION = /%(?:\(((?:[^()]|\([^()]*\))*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?(.)?/gsu;

interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | null;
  readonly type: string;
}

/** Hands out the arguments of one formatting in order. */
class Arguments {
  private at = 0;
  private named = false;

  constructor(
    private readonly source: Value,
    private readonly safe: boolean,
  ) {}

  next(): Value {
    const items = this.source instanceof Tuple ? this.source.items : [this.source];
    if (this.at >= items.length) raise('TypeError', 'not enough arguments for format string');
    this.at += 1;
    return items[this.at - 1] as Value; // in range, checked above
  }

  byName(name: string): Value {
    this.named = true;
    if (!(this.source instanceof Dict)) return raise('TypeError', 'format requires a mapping');
    return this.source.get(name) ?? this.noKey(name);
  }

  private noKey(name: string): Value {
    if (this.source instanceof Dict && this.source.has(name)) return null;
    return raise('KeyError', repr(name));
  }

  star(text: string | undefined): number | null {
    if (text === undefined) return null;
    if (text === '') return 0;
    if (text !== '*') return Number(text);
    const value = this.next();
    return typeof value === 'number' ? value : raise('TypeError', '* wants int');
  }

  finish(): void {
    if (this.named || this.source instanceof Dict || isListLike(this.source)) return;
    const count = this.source instanceof Tuple ? this.source.items.length : 1;
    if (this.at < count) raise('TypeError', 'not all arguments converted during string formatting');
  }

  text(value: Value): string {
    return this.safe ? escape(value).text : str(value);
  }
}

/** Values that Python takes for a mapping here, so leftovers are no error: they have items by key. */
const isListLike = (value: Value): boolean => Array.isArray(value) || (isHost(value) && value.keys !== undefined);

/** Python's `text % values`; `safe` escapes what is put in. */
export function percentFormat(format: string, values: Value, safe = false): string {
  const args = new Arguments(values, safe);
  const parts: string[] = [];
  let [last, length] = [0, 0];
  const put = (part: string): void => {
    length += part.length;
    if (length > 1024) checkString(length);
    parts.push(part);
  };
  for (const match of format.matchAll(CONVERSION)) {
    put(format.slice(last, match.index));
    last = match.index + match[0].length;
    put(convert(match, args, format));
  }
  put(format.slice(last));
  args.finish();
  return parts.join('');
}

function convert(match: RegExpMatchArray, args: Arguments, format: string): string {
  const [all, name, flags = '', width, precision, type] = match;
  if (type === undefined) return raise('ValueError', 'incomplete format');
  if (type === '%' && all === '%%') return '%';
  const named = name === undefined ? undefined : args.byName(name);
  const wide = args.star(width) ?? 0;
  const conversion: Conversion = {
    flags: wide < 0 ? `${flags}-` : flags,
    width: checkWidth(Math.abs(wide)),
    precision: args.star(precision),
    type,
  };
  if (conversion.precision !== null) checkWidth(conversion.precision);
  if (type === '%') {
    args.next();
    return '%';
  }
  const at = (match.index ?? 0) + all.length - 1;
  if (!'diouxXeEfFgGcrsa'.includes(type))
    raise('ValueError', `unsupported format character '${type}' (0x${type.charCodeAt(0).toString(16)}) at index ${at}`);
  return format === '' ? '' : render(named === undefined ? args.next() : named, conversion, args);
}

function render(value: Value, conversion: Conversion, args: Arguments): string {
  const { type, precision, flags, width } = conversion;
  if ('sra'.includes(type)) {
    const text = type === 's' ? args.text(value) : type === 'r' ? repr(value) : ascii(repr(value));
    const cut = precision === null || textLength(text) <= precision ? text : sliceText(text, 0, precision);
    return pad(cut, width, flags.includes('-') ? '<' : '>', ' ');
  }
  if (type === 'c') return pad(character(value), width, flags.includes('-') ? '<' : '>', ' ');
  if ('eEfFgG'.includes(type)) return signed(floatBody(requireReal(value), conversion), conversion);
  return signed(intBody(requireInt(value, type), conversion), conversion);
}

const ascii = (text: string): string =>
  text.replace(/[^\0-\x7f]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x100) return `\\x${code.toString(16)}`;
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
  });

function character(value: Value): string {
  const integer = whole(value);
  if (integer !== undefined) {
    if (integer < 0 || integer > 0x10ffff) raise('OverflowError', '%c arg not in range(0x110000)');
    return String.fromCodePoint(Number(integer));
  }
  const text = typeof value === 'string' ? value : value instanceof Markup ? value.text : '';
  return oneCharacter(text) ?? raise('TypeError', '%c requires int or char');
}

function requireReal(value: Value): number {
  if (isUndefined(value)) value.fail();
  return real(value) ?? raise('TypeError', `must be real number, not ${typeName(value)}`);
}

function requireInt(value: Value, type: string): number | bigint {
  if (isUndefined(value)) value.fail();
  const integer = whole(value);
  if (integer !== undefined) return integer;
  if (value instanceof Float && 'diu'.includes(type)) {
    if (!Number.isFinite(value.n)) raise('OverflowError', 'cannot convert float infinity to integer');
    return shrink(BigInt(Math.trunc(value.n)));
  }
  const wanted = 'diu'.includes(type) ? 'a real number is required' : 'an integer is required';
  return raise('TypeError', `%${type} format: ${wanted}, not ${typeName(value)}`);
}

interface Body {
  readonly negative: boolean;
  readonly prefix: string;
  readonly digits: string;
}

function intBody(value: number | bigint, { type, flags, precision }: Conversion): Body {
  const magnitude = value < 0 ? -value : value;
  const radix = type === 'o' ? 8 : type === 'x' || type === 'X' ? 16 : 10;
  const digits = magnitude.toString(radix).padStart(precision ?? 0, '0');
  const prefix = flags.includes('#') && radix !== 10 ? `0${type}` : '';
  return { negative: value < 0, prefix, digits: type === 'X' ? digits.toUpperCase() : digits };
}

function floatBody(n: number, { type, flags, precision }: Conversion): Body {
  const magnitude = Math.abs(n);
  const digits = precision ?? 6;
  const lower = type.toLowerCase();
  const make = { e: scientific, f: fixed }[lower] ?? ((x: number, p: number) => general(x, p, flags.includes('#')));
  const text = special(magnitude) ?? make(magnitude, digits);
  const dotted = flags.includes('#') && !text.includes('.') ? `${text}.` : text;
  return { negative: n < 0 || Object.is(n, -0), prefix: '', digits: type === lower ? dotted : dotted.toUpperCase() };
}

function signed({ negative, prefix, digits }: Body, { flags, width }: Conversion): string {
  const lead = (negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + prefix;
  if (flags.includes('-')) return pad(lead + digits, width, '<', ' ');
  if (flags.includes('0')) return lead + pad(digits, width - lead.length, '>', '0');
  return pad(lead + digits, width, '>', ' ');
}
