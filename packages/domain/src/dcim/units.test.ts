import {
  compareDecimals,
  formatSpeed,
  parseSpeedKbps,
  sumDecimals,
  toBitsPerSecond,
  toGrams,
  toMetres,
} from './units.ts';

test.each([
  ['1', 'm', '1.0000'],
  ['10', 'ft', '3.0480'],
  ['1.01', 'ft', '0.3078'],
  ['0.1', 'in', '0.0025'],
  ['0.3', 'in', '0.0076'],
  ['2.5', 'km', '2500.0000'],
  ['12.34', 'cm', '0.1234'],
  ['1', 'mi', '1609.3440'],
  ['999999.99', 'mi', '1609343983.9066'],
  ['0', 'km', '0.0000'],
  ['0.10', 'm', '0.1000'],
] as const)('%s %s is %s m', (value, unit, metres) => {
  expect(toMetres(value, unit)).toBe(metres);
});

test('metres round half to even', () => {
  expect(toMetres('0.005', 'cm')).toBe('0.0000');
  expect(toMetres('0.015', 'cm')).toBe('0.0002');
  expect(toMetres('0.0151', 'cm')).toBe('0.0002');
});

test.each([
  ['1', 'kg', '1000'],
  ['1.5', 'lb', '680'],
  ['1', 'lb', '453'],
  ['1', 'oz', '28'],
  ['0.29', 'kg', '290'],
  ['999.99', 'g', '999'],
  ['999999.99', 'kg', '999999990'],
] as const)('%s %s is %s g', (value, unit, grams) => {
  expect(toGrams(value, unit)).toBe(grams);
});

test('decimals add and compare without drift', () => {
  expect(sumDecimals(['0.1', '0.2'])).toBe('0.3');
  expect(sumDecimals(['10', '0.05', '-0.1'])).toBe('9.95');
  expect(sumDecimals([])).toBe('0');
  expect([compareDecimals('1.50', '1.5'), compareDecimals('0.1', '0.09'), compareDecimals('-1', '0')]).toEqual([
    0, 1, -1,
  ]);
});

test('a text that is no decimal number is refused', () => {
  expect(() => toMetres('1e3', 'm')).toThrow('"1e3" is not a decimal number; write digits and a point, such as 12.5.');
  expect(() => toGrams('', 'kg')).toThrow('is not a decimal number');
});

test.each([
  ['10G', 10_000_000, '10 Gbps'],
  ['2.5 Gbps', 2_500_000, '2.5 Gbps'],
  ['100 Mbit/s', 100_000, '100 Mbps'],
  ['1.6T', 1_600_000_000, '1.6 Tbps'],
  ['64k', 64, '64 kbps'],
  ['1536', 1536, '1.536 Mbps'],
  ['0', 0, '0 kbps'],
  ['100gb', 100_000_000, '100 Gbps'],
])('%s is %i kbps, written %s', (text, kbps, written) => {
  expect(parseSpeedKbps(text)).toBe(kbps);
  expect(formatSpeed(kbps)).toBe(written);
});

test.each(['', 'fast', '-1G', '1.5', '0.0001M', '10 Gigs', '1e6'])('%j is no speed', (text) => {
  expect(parseSpeedKbps(text)).toBeNull();
});

test('kbps become bit per second exactly', () => {
  expect(toBitsPerSecond(1_600_000_000)).toBe('1600000000000');
});
