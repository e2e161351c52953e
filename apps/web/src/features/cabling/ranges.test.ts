import { countNames, rangesOf, rangeText, splitRanges } from './ranges.ts';

test('neighbours that count up are one range', () => {
  expect(rangesOf(['Eth1', 'Eth2', 'Eth3', 'Eth5', 'mgmt'])).toEqual([
    { text: 'Eth[1-3]', count: 3 },
    { text: 'Eth5', count: 1 },
    { text: 'mgmt', count: 1 },
  ]);
});

test('the last number counts, whatever stands behind it', () => {
  expect(rangeText(['xe-0/0/8', 'xe-0/0/9', 'xe-0/0/10', 'xe-0/1/0'])).toBe('xe-0/0/[8-10], xe-0/1/0');
  expect(rangeText(['1a', '2a', '3b'])).toBe('[1-2]a, 3b');
});

test('numbers of one width keep their zeros, others do not run on', () => {
  expect(rangeText(['F08', 'F09', 'F10'])).toBe('F[08-10]');
  expect(rangeText(['F09', 'F010'])).toBe('F09, F010');
  expect(rangeText([])).toBe('');
});

test('a text is cut at commas outside brackets', () => {
  expect(splitRanges('xe-0/0/[0-3,8-11], mgmt ;\nlo0,')).toEqual(['xe-0/0/[0-3,8-11]', 'mgmt', 'lo0']);
});

test.each([
  ['Eth[1-48]', 48],
  ['F[01-24], F[25-48]', 48],
  ['xe-[0-1]/0/[0-3,8]', 10],
  ['[a-d]', 4],
  ['[1-23:2]', 12],
  ['mgmt', 1],
  ['', 0],
  ['F[9-1]', 1],
])('%s stands for %i names', (text, count) => {
  expect(countNames(text)).toBe(count);
});
