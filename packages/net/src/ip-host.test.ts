import { IpHost } from './index.ts';

test.each([
  ['10.0.0.1', 4, 32, '10.0.0.1/32'],
  ['10.0.0.1/24', 4, 24, '10.0.0.1/24'],
  ['0.0.0.0/0', 4, 0, '0.0.0.0/0'],
  ['255.255.255.255', 4, 32, '255.255.255.255/32'],
  ['10.0.0.0/31', 4, 31, '10.0.0.0/31'],
  ['::', 6, 128, '::/128'],
  ['::/0', 6, 0, '::/0'],
  ['::1', 6, 128, '::1/128'],
  ['2001:DB8::A:0:0:1/64', 6, 64, '2001:db8::a:0:0:1/64'],
  ['2001:db8:0:0:1:0:0:1', 6, 128, '2001:db8::1:0:0:1/128'],
  ['2001:0db8:0000:0000:0000:0000:0000:0001', 6, 128, '2001:db8::1/128'],
  ['2001:db8:0:1:1:1:1:1', 6, 128, '2001:db8:0:1:1:1:1:1/128'],
  ['1:2:3:4:5:6:7::', 6, 128, '1:2:3:4:5:6:7:0/128'],
  ['::2:3:4:5:6:7:8', 6, 128, '0:2:3:4:5:6:7:8/128'],
  ['1:0:0:2:0:0:0:3', 6, 128, '1:0:0:2::3/128'],
  ['::ffff:1.2.3.4', 6, 128, '::ffff:1.2.3.4/128'],
  ['::FFFF:102:304/96', 6, 96, '::ffff:1.2.3.4/96'],
  ['::1.2.3.4', 6, 128, '::1.2.3.4/128'],
  ['::ffff', 6, 128, '::ffff/128'],
  ['::1:0', 6, 128, '::0.1.0.0/128'],
  ['::ffff:0:0', 6, 128, '::ffff:0.0.0.0/128'],
  ['::ffff:0:1.2.3.4', 6, 128, '::ffff:0:102:304/128'],
  ['64:ff9b::192.0.2.33', 6, 128, '64:ff9b::c000:221/128'],
  ['1:2:3:4:5:6:1.2.3.4', 6, 128, '1:2:3:4:5:6:102:304/128'],
  ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/127', 6, 127, 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/127'],
])('%s is an IPv%i address with length %i, written %s', (text, family, length, canonical) => {
  const host = IpHost.parse(text);
  expect([host.family, host.length, host.toString()]).toEqual([family, length, canonical]);
  expect(host.address).toBe(canonical.slice(0, canonical.lastIndexOf('/')));
  expect(IpHost.parse(canonical).equals(host)).toBe(true);
});

test('a mapped address is IPv6 and equals no IPv4 address', () => {
  expect(IpHost.parse('::ffff:1.2.3.4').equals(IpHost.parse('1.2.3.4'))).toBe(false);
  expect(IpHost.parse('::ffff:1.2.3.4').isSameAddress(IpHost.parse('1.2.3.4'))).toBe(false);
});

test('the network is the prefix that the mask describes', () => {
  expect(String(IpHost.parse('10.1.2.3/20').network)).toBe('10.1.0.0/20');
  expect(String(IpHost.parse('2001:db8::1').network)).toBe('2001:db8::1/128');
});

test('equality looks at the mask, sameness does not', () => {
  const [a, b] = [IpHost.parse('10.0.0.1/24'), IpHost.parse('10.0.0.1/32')];
  expect([a.equals(b), a.isSameAddress(b), a.withLength(32).equals(b)]).toEqual([false, true, true]);
});

test('addresses sort as inet: family, network, mask, host', () => {
  const sorted = [
    '0.0.0.0/0',
    '10.0.0.0/8',
    '10.0.0.5/8',
    '10.0.0.0/24',
    '10.0.0.1/24',
    '10.0.0.0/32',
    '10.0.0.1/32',
    '10.0.1.0/24',
    '192.0.2.1/32',
    '::/0',
    '::1/128',
  ];
  const mixed = [...sorted].reverse().map((text) => IpHost.parse(text));
  expect(mixed.sort((a, b) => a.compare(b)).map(String)).toEqual(sorted);
});

test('numbers outside the family are refused', () => {
  expect(() => IpHost.of({ family: 4, bits: 1n << 32n })).toThrow('4294967296 is not an IPv4 address.');
  expect(() => IpHost.of({ family: 6, bits: -1n })).toThrow('-1 is not an IPv6 address.');
  expect(() => IpHost.of({ family: 4, bits: 1n }, 33)).toThrow('/33 is not a length of IPv4; use 0 to 32.');
});

test('JSON carries the canonical text', () => {
  expect(JSON.stringify({ a: IpHost.parse('2001:DB8::1/64') })).toBe('{"a":"2001:db8::1/64"}');
});
