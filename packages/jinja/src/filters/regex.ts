import { RE2JS } from 're2js';
import { raise } from '../errors.ts';
import { checkString, tick } from '../limits.ts';
import { truth } from '../values/iterate.ts';
import { Tuple, type Value } from '../values/model.ts';
import { str } from '../values/text.ts';
import { filter, type NamedFilter } from './support.ts';

/** Flags of Python's `re`. */
export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
}

const cache = new Map<string, RE2JS>();

/** Compiles a pattern that runs in linear time; look-around and back-references are refused. */
export function compilePattern(pattern: string, { ignoreCase, multiline }: RegexFlags): RE2JS {
  const key = `${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}:${pattern}`;
  const known = cache.get(key);
  if (known) return known;
  checkString(pattern.length);
  tick(pattern.length);
  const flags = (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (multiline ? RE2JS.MULTILINE : 0);
  try {
    const compiled = RE2JS.compile(pattern.replaceAll('\\Z', '\\z'), flags);
    if (cache.size >= 200) cache.clear();
    cache.set(key, compiled);
    return compiled;
  } catch {
    return refuse(pattern);
  }
}

function refuse(pattern: string): never {
  const unsupported = /\(\?<?[=!]/.test(pattern) ? ' (look-around is not supported)' : '';
  const back = /\\[1-9]/.test(pattern) ? ' (back-references are not supported)' : '';
  return raise('ValueError', `The regular expression '${pattern.slice(0, 100)}' cannot be used${unsupported || back}.`);
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | null)[];
  readonly named: (name: string) => string | null;
}

/** Matches of a pattern from left to right, as Python's `finditer`. */
export function* matches(pattern: RE2JS, text: string): Generator<Found> {
  const matcher = pattern.matcher(text);
  tick(1 + (text.length >> 4));
  while (matcher.find()) {
    tick();
    const groups: (string | null)[] = [];
    for (let at = 0; at <= matcher.groupCount(); at += 1) groups.push(matcher.group(at) ?? null);
    yield { start: matcher.start(), end: matcher.end(), groups, named: (name) => matcher.group(name) ?? null };
  }
}

function expand(template: string, found: Found): string {
  return template.replace(
    /\\(?:(\d{1,2})|g<(\w+)>|([nrt\\]))/g,
    (all, digits?: string, name?: string, char?: string) => {
      if (char !== undefined) return { n: '\n', r: '\r', t: '\t' }[char] ?? char;
      const key = digits ?? name ?? '';
      if (!/^\d+$/.test(key)) return found.named(key) ?? '';
      const at = Number(key);
      if (at >= found.groups.length) raise('ValueError', `invalid group reference ${at}`);
      return found.groups[at] ?? (all === '' ? all : '');
    },
  );
}

function substitute(pattern: RE2JS, text: string, replacement: string, limit: number): string {
  let [out, from, done] = ['', 0, 0];
  for (const found of matches(pattern, text)) {
    out += text.slice(from, found.start) + expand(replacement, found);
    from = found.end;
    done += 1;
    checkString(out.length);
    if (done === limit) break;
  }
  return out + text.slice(from);
}

function findAll(pattern: RE2JS, text: string): Value[] {
  const list: Value[] = [];
  for (const { groups } of matches(pattern, text)) {
    const parts = groups.slice(1).map((group) => group ?? '');
    list.push(parts.length === 0 ? (groups[0] ?? '') : parts.length === 1 ? (parts[0] ?? '') : new Tuple(parts));
    checkString(list.length);
  }
  return list;
}

/** First match: its text, or the groups that were asked for by number or name; None without a match. */
function search(value: Value, args: Value[], kwargs: Map<string, Value> | null): Value {
  const [pattern = '', ...wanted] = args.map(str);
  const flags = {
    ignoreCase: truth(kwargs?.get('ignorecase') ?? false),
    multiline: truth(kwargs?.get('multiline') ?? false),
  };
  const text = pattern || str(kwargs?.get('regex') ?? kwargs?.get('pattern') ?? '');
  for (const found of matches(compilePattern(text, flags), str(value))) {
    if (wanted.length === 0) return found.groups[0] ?? '';
    return wanted.map((reference) => groupOf(found, reference));
  }
  return null;
}

function groupOf(found: Found, reference: string): Value {
  const [, name] = /^\\g<(\w+)>$/.exec(reference) ?? [];
  if (name !== undefined) return found.named(name);
  const [, digits] = /^\\(\d+)$/.exec(reference) ?? [];
  return digits === undefined ? raise('ValueError', 'Unknown argument') : (found.groups[Number(digits)] ?? null);
}

const FLAGS = [
  ['ignorecase', false],
  ['multiline', false],
] as const;

/** Filters that search with regular expressions, named as in Ansible. */
export const REGEX_FILTERS: readonly NamedFilter[] = [
  filter(
    'regex_replace',
    'regex_replace',
    [['pattern', ''], ['replacement', ''], ...FLAGS, ['count', 0]],
    (_site, value, pattern = '', replacement = '', ignore = false, multiline = false, count = 0) =>
      substitute(
        compilePattern(str(pattern), { ignoreCase: truth(ignore), multiline: truth(multiline) }),
        str(value),
        str(replacement),
        Number(count),
      ),
  ),
  ['regex_search', (value, args, kwargs) => search(value, args, kwargs)],
  filter(
    'regex_findall',
    'regex_findall',
    [
      ['regex', ''],
      ['multiline', false],
      ['ignorecase', false],
    ],
    (_site, value, pattern = '', multiline = false, ignore = false) =>
      findAll(compilePattern(str(pattern), { ignoreCase: truth(ignore), multiline: truth(multiline) }), str(value)),
  ),
];
