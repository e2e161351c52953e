import { compilePattern, matches } from '../filters/regex.ts';
import { modulo } from '../values/modulo.ts';
import { Callable, type CallSite } from '../values/callable.ts';
import { compares, equals } from '../values/compare.ts';
import { bind, type Param } from '../values/callable.ts';
import { contains, lengthOf, truth, tryIterate } from '../values/iterate.ts';
import { Float, isHost, isInt, isNumber, isText, Markup, Range, Tuple, type Value } from '../values/model.ts';
import { isMapping } from '../values/arithmetic.ts';
import { str } from '../values/text.ts';
import { isUndefined } from '../values/undefined.ts';
import type { TestFunction } from '../runtime/environment.ts';
import { hasFilter, hasTest } from './known.ts';

type NamedTest = readonly [string, TestFunction];

function test(names: string, params: readonly Param[], body: (value: Value, ...args: Value[]) => boolean): NamedTest[] {
  const [python = ''] = names.split(' ');
  return names
    .split(' ')
    .map((name) => [
      name,
      (value, args, kwargs) =>
        args.length || kwargs || params.length
          ? body(value, ...bind(`test_${python}`, params, args, kwargs))
          : body(value),
    ]);
}

/** A text test: Python turns the value into text first. */
const onText =
  (holds: (text: string) => boolean) =>
  (value: Value): boolean =>
    holds(str(value));

const isLower = (text: string): boolean => /\p{Ll}/u.test(text) && !/[\p{Lu}\p{Lt}]/u.test(text);
const isUpper = (text: string): boolean => /\p{Lu}/u.test(text) && !/[\p{Ll}\p{Lt}]/u.test(text);

function isSequence(value: Value): boolean {
  if (isUndefined(value)) {
    return value.mode !== 'strict';
  }
  if (isText(value) || Array.isArray(value) || value instanceof Tuple || value instanceof Range) return true;
  return isMapping(value) || (isHost(value) && value.getItem !== undefined && lengthOf(value) !== undefined);
}

function isIterable(value: Value): boolean {
  return tryIterate(value) !== null;
}

const same = (a: Value, b: Value): boolean => {
  if (a instanceof Float && b instanceof Float) return a === b;
  return a === b || (isUndefined(a) && isUndefined(b) && a.missing === b.missing);
};

function matching(atStart: boolean): TestFunction {
  return (value, args, kwargs) => {
    const params: Param[] = [
      ['pattern', ''],
      ['ignorecase', false],
      ['multiline', false],
    ];
    const [pattern = '', ignore = false, multiline = false] = bind(atStart ? 'match' : 'search', params, args, kwargs);
    const flags = { ignoreCase: truth(ignore), multiline: truth(multiline) };
    const wanted = atStart ? `\\A(?:${str(pattern)})` : str(pattern);
    for (const found of matches(compilePattern(wanted, flags), str(value))) return found.end >= 0;
    return false;
  };
}

const known =
  (has: (site: CallSite, name: Value) => boolean): TestFunction =>
  (value, _args, _kwargs, site) =>
    has(site, value);

const OTHER: Param[] = ['other'];

/** All tests of Jinja 3.1, and `match`, `search`, `contains`. */
export const TESTS: ReadonlyMap<string, TestFunction> = new Map<string, TestFunction>([
  ...test('odd', [], (value) => equals(modulo(value, 2), 1)),
  ...test('even', [], (value) => equals(modulo(value, 2), 0)),
  ...test('divisibleby', ['num'], (value, num = 1) => equals(modulo(value, num), 0)),
  ...test('defined', [], (value) => !isUndefined(value)),
  ...test('undefined', [], (value) => isUndefined(value)),
  ['filter', known(hasFilter)],
  ['test', known(hasTest)],
  ...test('none', [], (value) => value === null),
  ...test('boolean', [], (value) => typeof value === 'boolean'),
  ...test('false', [], (value) => value === false),
  ...test('true', [], (value) => value === true),
  ...test('integer', [], (value) => isInt(value)),
  ...test('float', [], (value) => value instanceof Float),
  ...test('lower', [], onText(isLower)),
  ...test('upper', [], onText(isUpper)),
  ...test('string', [], (value) => isText(value)),
  ...test('mapping', [], isMapping),
  ...test('number', [], (value) => isNumber(value)),
  ...test('sequence', [], isSequence),
  ...test('iterable', [], isIterable),
  ...test(
    'callable',
    [],
    (value) => value instanceof Callable || isUndefined(value) || (isHost(value) && value.call !== undefined),
  ),
  ...test('sameas', OTHER, (value, other = null) => same(value, other)),
  ...test('escaped', [], (value) => value instanceof Markup || (isHost(value) && value.html !== undefined)),
  ...test('in', ['seq'], (value, seq = null) => contains(seq, value)),
  ...test('eq equalto ==', OTHER, (value, other = null) => equals(value, other)),
  ...test('ne !=', OTHER, (value, other = null) => !equals(value, other)),
  ...test('lt lessthan <', OTHER, (value, other = null) => compares('<', value, other)),
  ...test('le <=', OTHER, (value, other = null) => compares('<=', value, other)),
  ...test('gt greaterthan >', OTHER, (value, other = null) => compares('>', value, other)),
  ...test('ge >=', OTHER, (value, other = null) => compares('>=', value, other)),
  ...test('contains', ['item'], (value, item = null) => contains(value, item)),
  ['match', matching(true)],
  ['search', matching(false)],
]);
