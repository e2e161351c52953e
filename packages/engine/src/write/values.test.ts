import { arrayLiteral, canonicalInstant, parseArray, sameValue } from './values.ts';
import { uuidv7 } from './uuid.ts';

describe('stored values', () => {
  test.each([
    ['2026-05-01T10:00:00+02:00', '2026-05-01T08:00:00Z'],
    ['2026-05-01 10:00:00.120000+00', '2026-05-01T10:00:00.12Z'],
    ['2026-01-01T00:30-05:30', '2026-01-01T06:00:00Z'],
    ['2025-12-31T23:59:59.999999Z', '2025-12-31T23:59:59.999999Z'],
  ])('the instant %s is kept as %s', (given, kept) => {
    expect(canonicalInstant(given)).toBe(kept);
  });

  test('array literals survive what text may hold', () => {
    const texts = ['a', '', 'null', 'a,b', '{x}', 'say "hi"', 'back\\slash', ' space ', 'ünïcode', 'new\nline'];
    expect(parseArray(arrayLiteral(texts))).toEqual(texts);
    expect(arrayLiteral([null, 'NULL'])).toBe('{NULL,"NULL"}');
    expect(parseArray('{}')).toEqual([]);
  });

  test('documents are equal whatever the order of their keys, lists are not', () => {
    expect(sameValue({ a: 1, b: { c: [1], d: null } }, { b: { d: null, c: [1] }, a: 1 })).toBe(true);
    expect(sameValue([1, 2], [2, 1])).toBe(false);
    expect(sameValue(null, undefined)).toBe(true);
    expect(sameValue(0, null)).toBe(false);
  });
});

test('ids made one after the other sort in that order and never repeat', () => {
  const ids = Array.from({ length: 50_000 }, uuidv7);
  expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
