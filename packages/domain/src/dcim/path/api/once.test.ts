import type { Path } from '../path.ts';
import { eachOnce } from './once.ts';

const end = (id: string) => ({ type: 'dcim.Interface', id });

const path = (origin: string, destinations: readonly string[], near: readonly string[] = [origin]): Path => ({
  origin: end(origin),
  hops: [{ near: near.map(end), links: [], far: destinations.map(end) }],
  destinations: destinations.map(end),
  isComplete: destinations.length > 0,
  isActive: true,
  isSplit: false,
  splitAt: [],
});

const origins = (...paths: Path[]): string =>
  eachOnce(paths)
    .map(({ origin }) => origin.id)
    .join(' ');

test('a path and its way back are one', () => {
  expect(origins(path('b', ['a']), path('a', ['b']))).toBe('a');
});

test('ports that leave together have one path', () => {
  expect(origins(path('a', ['x'], ['a', 'b']), path('b', ['x'], ['a', 'b']), path('x', ['a', 'b']))).toBe('x');
  expect(
    origins(path('a', ['x', 'y'], ['a', 'b']), path('b', ['x', 'y'], ['a', 'b']), path('x', ['a', 'b'], ['x', 'y'])),
  ).toBe('a');
});

test('paths that end nowhere, or lead one way only, stay', () => {
  expect(origins(path('b', []), path('a', []))).toBe('a b');
  expect(origins(path('a', ['n']), path('b', ['n']))).toBe('a b');
  expect(origins(path('a', ['b']), path('b', ['c']))).toBe('a b');
});

test('the longer of two ways is told', () => {
  const long = { ...path('b', ['a']), hops: [...path('b', ['a']).hops, ...path('a', ['c']).hops] };
  expect(origins(path('a', ['b']), long)).toBe('b');
});
