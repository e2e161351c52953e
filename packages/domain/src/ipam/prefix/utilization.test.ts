import { IpCidr, IpHost, IpRange } from '@plumbline/net';
import type { PrefixContents } from './utilization.ts';
import { aggregateUtilization, prefixUtilization, rangeUtilization } from './utilization.ts';

const contents = (prefix: string, rest: Partial<PrefixContents> = {}): PrefixContents => ({
  prefix: IpCidr.parse(prefix),
  isContainer: false,
  isPool: false,
  isMarkedUtilized: false,
  childPrefixes: [],
  utilizedRanges: [],
  addresses: [],
  ...rest,
});
const hosts = (...texts: string[]) => texts.map((text) => IpHost.parse(text));
const cidrs = (...texts: string[]) => texts.map((text) => IpCidr.parse(text));

test('an empty prefix is at 0, a declared full one at 100', () => {
  expect(prefixUtilization(contents('10.0.0.0/24'))).toEqual({ used: 0n, total: 254n, percent: 0 });
  expect(prefixUtilization(contents('10.0.0.0/24', { isMarkedUtilized: true })).percent).toBe(100);
});

test('a container counts the union of its children', () => {
  const childPrefixes = cidrs('10.0.0.0/26', '10.0.0.0/27', '10.0.0.128/26', '10.9.0.0/16');
  expect(prefixUtilization(contents('10.0.0.0/24', { isContainer: true, childPrefixes }))).toEqual({
    used: 128n,
    total: 256n,
    percent: 50,
  });
  expect(prefixUtilization(contents('10.0.0.0/24', { childPrefixes })).used).toBe(0n);
});

test('a subnet counts distinct addresses and full ranges', () => {
  const addresses = hosts('10.0.0.1/24', '10.0.0.1/32', '10.0.0.2/24', '10.0.0.100/24');
  const utilizedRanges = [IpRange.parse('10.0.0.100-10.0.0.199')];
  expect(prefixUtilization(contents('10.0.0.0/24', { addresses, utilizedRanges }))).toMatchObject({
    used: 102n,
    total: 254n,
  });
});

test.each([
  ['10.0.0.0/30', false, 2n],
  ['10.0.0.0/30', true, 4n],
  ['10.0.0.0/31', false, 2n],
  ['10.0.0.1/32', false, 1n],
  ['2001:db8::/64', false, 1n << 64n],
  ['2001:db8::/127', false, 2n],
])('%s (pool: %s) counts against %s addresses', (prefix, isPool, total) => {
  expect(prefixUtilization(contents(prefix, { isPool })).total).toBe(total);
});

test('an address on the network address does not lift it above 100', () => {
  const addresses = hosts('10.0.0.0', '10.0.0.1', '10.0.0.2', '10.0.0.3');
  expect(prefixUtilization(contents('10.0.0.0/30', { addresses }))).toEqual({ used: 2n, total: 2n, percent: 100 });
});

test('few hosts in an IPv6 subnet round down to 0', () => {
  expect(prefixUtilization(contents('2001:db8::/64', { addresses: hosts('2001:db8::1') }))).toMatchObject({
    used: 1n,
    percent: 0,
  });
});

test('an aggregate counts its prefixes', () => {
  expect(
    aggregateUtilization(IpCidr.parse('10.0.0.0/8'), cidrs('10.0.0.0/9', '10.0.0.0/16', '10.128.0.0/10')),
  ).toMatchObject({ percent: 75 });
});

test('a range counts its distinct addresses', () => {
  const range = IpRange.parse('10.0.0.10-10.0.0.19');
  expect(
    rangeUtilization({
      range,
      isMarkedUtilized: false,
      addresses: hosts('10.0.0.10/24', '10.0.0.10/25', '10.0.0.9/24'),
    }),
  ).toEqual({ used: 1n, total: 10n, percent: 10 });
  expect(rangeUtilization({ range, isMarkedUtilized: true, addresses: [] }).percent).toBe(100);
});

test('ten thousand addresses are counted at once', () => {
  const addresses = Array.from({ length: 10_000 }, (_, i) =>
    IpHost.of({ family: 4, bits: (10n << 24n) + BigInt(i * 2) }),
  );
  expect(prefixUtilization(contents('10.0.0.0/16', { addresses })).used).toBe(10_000n);
});
