import type { Path, PathHop } from './path.ts';
import { HIDDEN, rowsOn, seenPath } from './seen-path.ts';

const end = (id: string) => ({ type: 'dcim.Interface', id });

const over = (near: readonly string[], cable: string, far: readonly string[]): PathHop => ({
  near: near.map(end),
  links: [{ kind: 'cable', type: 'dcim.Cable', id: cable, status: 'connected' }],
  far: far.map(end),
});

const inside = (near: string, far: string): PathHop => ({
  near: [end(near)],
  links: [{ kind: 'mapping', type: null, id: null, status: null }],
  far: [end(far)],
});

const PATH: Path = {
  origin: end('a'),
  hops: [over(['a'], 'c1', ['f']), inside('f', 'r'), over(['r'], 'c2', ['z'])],
  destinations: [end('z')],
  isComplete: true,
  isActive: true,
  isSplit: false,
  splitAt: [],
};

const without = (path: Path, ...hidden: string[]) => seenPath(path, (id) => !hidden.includes(id));

test('a path that may be seen is told as it is', () => {
  expect(without(PATH)).toEqual({ ...PATH, isCut: false });
  expect(rowsOn(PATH).map(({ id }) => id)).toEqual(['a', 'a', 'f', 'c1', 'f', 'r', 'r', 'z', 'c2']);
});

test('it ends with the first thing that may not be seen', () => {
  expect(without(PATH, 'r')).toMatchObject({ isCut: true, isComplete: false, isActive: false, destinations: [] });
  expect(without(PATH, 'r').hops).toEqual([PATH.hops[0], { ...inside('f', 'r'), far: [HIDDEN] }]);
  expect(without(PATH, 'z').hops.at(-1)?.far).toEqual([HIDDEN]);
  expect(without(PATH, 'z').destinations).toEqual([]);
});

test('of a link that may not be seen its kind is told, and that something is behind it', () => {
  const [only, ...more] = without(PATH, 'c1').hops;
  expect(only).toEqual({
    near: [end('a')],
    links: [{ kind: 'cable', ...HIDDEN, status: null }],
    far: [HIDDEN],
  });
  expect(more).toEqual([]);
});

test('of several far ends those that may be seen stay destinations', () => {
  const fan: Path = { ...PATH, hops: [over(['a'], 'c1', ['x', 'y'])], destinations: [end('x'), end('y')] };
  expect(without(fan, 'y')).toMatchObject({ isCut: true, isComplete: true, isActive: true, destinations: [end('x')] });
});

test('where it splits behind what may not be seen is not told', () => {
  const split: Path = { ...PATH, destinations: [], isComplete: false, isSplit: true, splitAt: [end('z')] };
  expect(without(split)).toMatchObject({ isSplit: true, splitAt: [end('z')] });
  expect(without(split, 'c2')).toMatchObject({ isSplit: false, splitAt: [] });
});
