import { levelsOf } from '../../src/exchange/library/part-levels.ts';

const names = (parts: readonly (readonly [name: string, above: string | null])[]): string[] =>
  levelsOf(parts.map(([name, above]) => ({ name, above }))).map((level) => level.map(({ name }) => name).join());

test.each<[string, (readonly [string, string | null])[], string[]]>([
  ['no parts have no levels', [], []],
  [
    'parts at the top keep their order',
    [
      ['b', null],
      ['a', null],
    ],
    ['b,a'],
  ],
  [
    'a part comes after the one above it',
    [
      ['sfp', 'card'],
      ['card', 'slot'],
      ['slot', null],
    ],
    ['slot', 'card', 'sfp'],
  ],
  [
    'a part below one that is elsewhere, or itself, is at the top',
    [
      ['a', 'gone'],
      ['b', 'b'],
    ],
    ['a,b'],
  ],
  [
    'what lies below a repeated name waits for all that bear it',
    [
      ['x', 'fan'],
      ['fan', null],
      ['fan', 'bay'],
      ['bay', null],
    ],
    ['fan,bay', 'fan', 'x'],
  ],
  [
    'parts in a circle come last, together',
    [
      ['a', 'b'],
      ['b', 'a'],
      ['c', null],
      ['d', 'a'],
    ],
    ['c', 'a,b,d'],
  ],
])('%s', (_, parts, levels) => {
  expect(names(parts)).toEqual(levels);
});

test('a chain of ten thousand parts has as many levels', () => {
  const chain = Array.from({ length: 10_000 }, (_, at) => ({ name: `${at}`, above: at === 0 ? null : `${at - 1}` }));
  expect(levelsOf(chain.toReversed()).map(([part]) => part?.name)).toEqual(chain.map(({ name }) => name));
});
