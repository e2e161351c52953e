import { joined } from './log-lines.ts';

const lines = (...numbers: number[]) =>
  numbers.map((line) => ({ line, at: '2026-01-01T00:00:00Z', text: `${line}`, level: 'info' }));

test('lines that come twice, over the websocket and as an answer, are shown once', () => {
  expect(joined(lines(1, 2), lines(2, 3))).toEqual(lines(1, 2, 3));
  expect(joined([], lines(1))).toEqual(lines(1));
});

test('nothing new leaves the same list, so that nothing is drawn anew', () => {
  const known = lines(1, 2);
  expect(joined(known, lines(1))).toBe(known);
});
