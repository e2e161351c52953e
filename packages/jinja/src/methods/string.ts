import { raise } from '../errors.ts';
import { braceFormat, keywordFields } from '../format/braces.ts';
import { pad } from '../format/spec.ts';
import { checkString, checkWidth } from '../limits.ts';
import { bind, type CallSite, type Param } from '../values/callable.ts';
import { Dict } from '../values/dict.ts';
import { each } from '../values/iterate.ts';
import { isText, Markup, textOf, Tuple, type Value } from '../values/model.ts';
import { typeName } from '../values/names.ts';
import { escape, joinText, str, textLength } from '../values/text.ts';
import { capitalize, casefold, expandTabs, isTests, swapcase, title, zfill } from './casing.ts';
import { count, find, matchesEnd, matchesStart, partition, replace, rpartition } from './searching.ts';
import { encode, maketrans, translate } from './translating.ts';
import { rsplit, split, splitLines, strip } from './splitting.ts';
import type { Method, MethodTable } from './table.ts';

type Body = (text: string, ...args: Value[]) => Value;

function method(name: string, params: readonly Param[], body: Body): [string, Method] {
  return [name, (self, args, kwargs) => body(textOf(self as string), ...bind(name, params, args, kwargs))];
}

/** Text of an argument, with Python's refusal. */
export const textArgument = (value: Value | undefined, name = 'argument'): string => {
  if (value !== undefined && isText(value)) return textOf(value);
  return raise('TypeError', `${name} must be str, not ${typeName(value ?? null)}`);
};

const width = (value: Value | undefined): number =>
  typeof value === 'number' || typeof value === 'boolean'
    ? checkWidth(Number(value))
    : raise('TypeError', `'${typeName(value ?? null)}' object cannot be interpreted as an integer`);

function justify(align: string): Body {
  return (text, size, fill = ' ') => {
    const char = textArgument(fill, 'The fill character');
    if (textLength(char) !== 1) raise('TypeError', 'The fill character must be exactly one character long');
    return align === '^' ? center(text, width(size), char) : pad(text, width(size), align, char);
  };
}

/** Python puts the odd blank of `center` to the left when the width is odd. */
export function center(text: string, size: number, fill: string): string {
  const missing = size - textLength(text);
  if (missing <= 0) return text;
  checkString(size);
  const left = (missing >> 1) + (missing & size & 1);
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

function join(text: string, items: Value): string {
  const parts: string[] = [];
  for (const item of each(items)) {
    if (!isText(item))
      raise('TypeError', `sequence item ${parts.length}: expected str instance, ${typeName(item)} found`);
    parts.push(textOf(item as string));
  }
  return joinText(parts, text);
}

const format: Method = (self, args, kwargs, site) =>
  braceFormat(textOf(self as string), { args, named: keywordFields(kwargs) }, site);

function formatMap(self: Value, args: Value[], site: CallSite): string {
  const [source = null] = bind('format_map', ['mapping'], args, null);
  const named = (name: string): Value | undefined =>
    source instanceof Dict ? source.get(name) : site.item(source, name);
  return braceFormat(textOf(self as string), { args: [], named }, site);
}

const FILL: Param = ['fillchar', ' '];
const CHARS: Param = ['chars', null];
const SPLIT: readonly Param[] = [
  ['sep', null],
  ['maxsplit', -1],
];

const METHODS = new Map<string, Method>([
  method('upper', [], (text) => text.toUpperCase()),
  method('lower', [], (text) => text.toLowerCase()),
  method('capitalize', [], capitalize),
  method('title', [], title),
  method('swapcase', [], swapcase),
  method('casefold', [], casefold),
  method('center', ['width', FILL], justify('^')),
  method('ljust', ['width', FILL], justify('<')),
  method('rjust', ['width', FILL], justify('>')),
  method('zfill', ['width'], (text, size) => zfill(text, width(size))),
  method('expandtabs', [['tabsize', 8]], (text, size) => expandTabs(text, width(size))),
  method('strip', [CHARS], (text, chars) => strip(text, chars, true, true)),
  method('lstrip', [CHARS], (text, chars) => strip(text, chars, true, false)),
  method('rstrip', [CHARS], (text, chars) => strip(text, chars, false, true)),
  method('split', SPLIT, split),
  method('rsplit', SPLIT, rsplit),
  method('splitlines', [['keepends', false]], splitLines),
  method('partition', ['sep'], (text, sep) => partition(text, textArgument(sep))),
  method('rpartition', ['sep'], (text, sep) => rpartition(text, textArgument(sep))),
  method('replace', ['old', 'new', ['count', -1]], (text, old, fresh, times) =>
    replace(
      text,
      textArgument(old, 'replace() argument 1'),
      textArgument(fresh, 'replace() argument 2'),
      Number(times),
    ),
  ),
  method('join', ['iterable'], (text, items = null) => join(text, items)),
  method('startswith', ['prefix', ['start', null], ['end', null]], matchesStart),
  method('endswith', ['suffix', ['start', null], ['end', null]], matchesEnd),
  method('removeprefix', ['prefix'], (text, prefix) =>
    text.startsWith(textArgument(prefix)) ? text.slice(textArgument(prefix).length) : text,
  ),
  method('removesuffix', ['suffix'], (text, suffix) =>
    textArgument(suffix) && text.endsWith(textArgument(suffix)) ? text.slice(0, -textArgument(suffix).length) : text,
  ),
  ...find.map(([name, body]) => method(name, ['sub', ['start', null], ['end', null]], body)),
  method('count', ['sub', ['start', null], ['end', null]], count),
  method(
    'encode',
    [
      ['encoding', 'utf-8'],
      ['errors', 'strict'],
    ],
    encode,
  ),
  method('translate', ['table'], translate),
  ['maketrans', (_self, args) => maketrans(args)],
  ...isTests.map(([name, test]) => method(name, [], (text) => test(text))),
  ['format', format],
  ['format_map', (self, args, _kwargs, site) => formatMap(self, args, site)],
]);

/** Methods of `str`. */
export const STRING_METHODS: MethodTable = METHODS;

const ESCAPES_ARGUMENTS = new Set(['join', 'replace', 'center', 'ljust', 'rjust']);

function safeValue(value: Value): Value {
  if (typeof value === 'string') return new Markup(value);
  if (Array.isArray(value)) return value.map(safeValue);
  return value instanceof Tuple ? new Tuple(value.items.map(safeValue)) : value;
}

function escapedArgument(value: Value): Value {
  if (typeof value === 'string') return escape(value).text;
  if (Array.isArray(value) || value instanceof Tuple)
    return (Array.isArray(value) ? value : [...value.items]).map((item) => escape(item).text);
  return value;
}

const safe =
  (name: string, body: Method): Method =>
  (self, args, kwargs, site) => {
    const given = ESCAPES_ARGUMENTS.has(name) ? args.map(escapedArgument) : args;
    const value = body(self, given, kwargs, site);
    return name === 'encode' ? value : safeValue(value);
  };

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function unescapeHtml(text: string): string {
  return text.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (all, hex?: string, digits?: string, name?: string) => {
      const code = hex ? Number.parseInt(hex, 16) : digits ? Number(digits) : -1;
      if (code >= 0) return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
      return ENTITIES[name ?? ''] ?? all;
    },
  );
}

const withoutTags = (text: string): string =>
  text
    .replace(/<!--.*?-->/gs, '')
    .replace(/<[^>]*>/g, '')
    .split(/\s+/)
    .filter(Boolean)
    .join(' ');

/** Methods of `Markup`: those of `str` with safe results, and `striptags`, `unescape`. */
export const MARKUP_METHODS: MethodTable = new Map<string, Method>([
  ...[...METHODS].map(([name, body]): [string, Method] => [name, safe(name, body)]),
  [
    'format',
    (self, args, kwargs, site) =>
      new Markup(braceFormat(str(self), { args, named: keywordFields(kwargs) }, site, true)),
  ],
  ['unescape', (self) => unescapeHtml(str(self))],
  ['striptags', (self) => unescapeHtml(withoutTags(str(self)))],
]);

/** Text of HTML: no tags, blanks joined, entities read. */
export const stripTags = (text: string): string => unescapeHtml(withoutTags(text));
