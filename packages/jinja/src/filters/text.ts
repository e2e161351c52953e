import { raise } from '../errors.ts';
import { percentFormat } from '../format/percent.ts';
import { checkString, checkWidth } from '../limits.ts';
import { center, stripTags } from '../methods/string.ts';
import { capitalize } from '../methods/casing.ts';
import { replace as replaceText } from '../methods/searching.ts';
import { splitLines, strip } from '../methods/splitting.ts';
import { add } from '../values/arithmetic.ts';
import type { CallSite } from '../values/callable.ts';
import { Dict } from '../values/dict.ts';
import { truth } from '../values/iterate.ts';
import { Float, isHost, isText, Markup, textOf, Tuple, type Value } from '../values/model.ts';
import { characters, escape, joinText, repr, sliceText, str, textLength } from '../values/text.ts';
import { isUndefined } from '../values/undefined.ts';
import { typeName } from '../values/names.ts';
import { filter, integerOf, like, onText, soft, type NamedFilter } from './support.ts';
import { wrapLines } from './wrap.ts';

const titleWords = (text: string): string =>
  text
    .split(/([-\s({[<]+)/)
    .map((part) => {
      const [first = ''] = Array.from(part.slice(0, 2));
      return first.toUpperCase() + part.slice(first.length).toLowerCase();
    })
    .join('');

function indent(value: Value, width: Value, first: Value, blank: Value): Value {
  if (!isText(value)) add(value, '\n');
  const blanks = isText(width) ? textOf(width) : ' '.repeat(Math.max(0, checkWidth(integerOf(width))));
  const [head = '', ...rest] = splitLines(`${textOf(soft(value))}\n`).map(str);
  const every = truth(blank);
  const lines = rest.map((line) => (line !== '' || every ? blanks + line : line));
  return like(value, joinText([truth(first) ? blanks + head : head, ...lines], '\n'));
}

function truncate(site: CallSite, value: Value, ...[length, kill, end, leeway]: Value[]): Value {
  const [limit, tail] = [integerOf(length), str(end ?? '...')];
  const slack = leeway === null ? Number(site.policy('truncate.leeway')) : integerOf(leeway);
  const room = limit - textLength(tail);
  if (room < 0) raise('AssertionError', `expected length >= ${textLength(tail)}, got ${limit}`);
  if (slack < 0) raise('AssertionError', `expected leeway >= 0, got ${slack}`);
  return onText(value, (text) => {
    if (textLength(text) <= limit + slack) return text;
    const cut = sliceText(text, 0, room);
    if (truth(kill ?? false)) return cut + tail;
    const space = cut.lastIndexOf(' ');
    return (space < 0 ? cut : cut.slice(0, space)) + tail;
  });
}

function format(value: Value, args: Value[], kwargs: Map<string, Value> | null): Value {
  if (args.length > 0 && kwargs?.size)
    raise('FilterArgumentError', "can't handle positional and keyword arguments at the same time");
  const given = kwargs?.size ? new Dict(kwargs) : new Tuple(args);
  return value instanceof Markup
    ? new Markup(percentFormat(value.text, given, true))
    : percentFormat(textOf(soft(value)), given);
}

/** Text to wrap; other types have no lines. */
function lined(value: Value): string {
  if (isUndefined(value)) value.fail();
  return isText(value)
    ? textOf(value)
    : raise('AttributeError', `'${typeName(value)}' object has no attribute 'splitlines'`);
}

const isSafe = (value: Value): boolean => value instanceof Markup || (isHost(value) && value.html !== undefined);

function replace(site: CallSite, value: Value, ...[old = '', fresh = '', count = null]: Value[]): Value {
  const times = count === null ? -1 : integerOf(count);
  if (!site.autoescape) return replaceText(str(value), str(old), str(fresh), times);
  const source = isSafe(old) || (isSafe(fresh) && !isSafe(value)) ? escape(value) : soft(value);
  if (!(source instanceof Markup)) return replaceText(textOf(source), str(old), str(fresh), times);
  return new Markup(replaceText(source.text, escape(old).text, escape(fresh).text, times));
}

function reverseText(value: string | Markup): Value {
  const all = characters(textOf(value));
  return like(value, (typeof all === 'string' ? all.split('') : [...all]).reverse().join(''));
}

const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
const BINARY_UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];

function fileSize(site: CallSite, value: Value, binary: Value): Value {
  const read = site.filter('float', value, [null], null);
  if (!(read instanceof Float)) return raise('ValueError', `could not convert string to float: ${repr(value)}`);
  const bytes = read.n;
  const [base, units] = truth(binary) ? [1024, BINARY_UNITS] : [1000, UNITS];
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
  let unit = base;
  for (const name of units) {
    unit *= base;
    if (bytes < unit || name.startsWith('Y'))
      return `${percentFormat('%.1f', site.filter('float', ratio(base, bytes, unit), [], null))} ${name}`;
  }
  return '';
}

const ratio = (base: number, bytes: number, unit: number): Value => String((base * bytes) / unit);

/** Filters over text. */
export const TEXT_FILTERS: readonly NamedFilter[] = [
  filter('upper', 'do_upper', [], (_site, value) => onText(value, (text) => text.toUpperCase())),
  filter('lower', 'do_lower', [], (_site, value) => onText(value, (text) => text.toLowerCase())),
  filter('capitalize', 'do_capitalize', [], (_site, value) => onText(value, capitalize)),
  filter('title', 'do_title', [], (_site, value) => titleWords(textOf(soft(value)))),
  filter('trim', 'do_trim', [['chars', null]], (_site, value, chars = null) =>
    onText(value, (text) => strip(text, chars, true, true)),
  ),
  filter('center', 'do_center', [['width', 80]], (_site, value, width = 80) =>
    onText(value, (text) => center(text, checkWidth(integerOf(width)), ' ')),
  ),
  filter(
    'indent',
    'do_indent',
    [
      ['width', 4],
      ['first', false],
      ['blank', false],
    ],
    (_site, value, ...args) => indent(value, args[0] ?? 4, args[1] ?? false, args[2] ?? false),
  ),
  filter(
    'truncate',
    'do_truncate',
    [
      ['length', 255],
      ['killwords', false],
      ['end', '...'],
      ['leeway', null],
    ],
    truncate,
  ),
  filter(
    'wordwrap',
    'do_wordwrap',
    [
      ['width', 79],
      ['break_long_words', true],
      ['wrapstring', null],
      ['break_on_hyphens', true],
    ],
    (_site, value, width = 79, long = true, joint = null, hyphens = true) =>
      wrapLines(lined(value), {
        width: integerOf(width),
        breakLong: truth(long),
        breakHyphens: truth(hyphens),
        joint: joint === null ? '\n' : str(joint),
      }),
  ),
  filter(
    'wordcount',
    'do_wordcount',
    [],
    (_site, value) => textOf(soft(value)).match(/[\p{L}\p{N}\p{M}_]+/gu)?.length ?? 0,
  ),
  filter('replace', 'do_replace', ['old', 'new', ['count', null]], replace),
  filter('striptags', 'do_striptags', [], (_site, value) =>
    stripTags(isHost(value) && value.html ? value.html() : str(value)),
  ),
  filter('filesizeformat', 'do_filesizeformat', [['binary', false]], (site, value, binary = false) =>
    fileSize(site, value, binary),
  ),
  filter('string', 'soft_str', [], (_site, value) => soft(value)),
  ['format', (value, args, kwargs) => format(value, args, kwargs)],
];

/** Text backwards; for the `reverse` filter. */
export const reversedText = reverseText;

/** Joins parts of text into one, with the separator of `join`. */
export function joinValues(site: CallSite, items: readonly Value[], separator: Value): Value {
  if (!site.autoescape) return joinText(items.map(str), str(separator));
  if (!isSafe(separator) && !items.some(isSafe)) return joinText(items.map(str), str(separator));
  const parts = items.map((item) => escape(item).text);
  checkString(0);
  return new Markup(joinText(parts, escape(separator).text));
}
