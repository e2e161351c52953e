import { IPv4CidrRange, IPv6CidrRange } from 'ip-num';
import { IpCidr, IpHost, IpRange } from './index.ts';

const cidr = (text: string) => IpCidr.parse(text);
const host = (text: string) => IpHost.parse(text);

test.each([
  ['0.0.0.0/0', '0.0.0.0', '255.255.255.255', 1n << 32n],
  ['10.0.0.0/24', '10.0.0.0', '10.0.0.255', 256n],
  ['10.0.0.2/31', '10.0.0.2', '10.0.0.3', 2n],
  ['10.0.0.2/32', '10.0.0.2', '10.0.0.2', 1n],
  ['::/0', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 1n << 128n],
  ['2001:db8::/32', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', 1n << 96n],
  ['::2/127', '::2', '::3', 2n],
  ['::2/128', '::2', '::2', 1n],
])('%s runs from %s to %s', (text, first, last, size) => {
  const prefix = cidr(text);
  expect([prefix.first, prefix.last, prefix.size]).toEqual([host(first).bits, host(last).bits, size]);
  expect([prefix.toString(), prefix.address]).toEqual([text, first]);
});

test('borders agree with ip-num for every length', () => {
  for (let length = 0; length <= 32; length++) {
    const ours = IpCidr.parseLoose(`203.0.113.77/${length}`);
    const theirs = IPv4CidrRange.fromCidr(`203.0.113.77/${length}`);
    expect([ours.first, ours.last, ours.size]).toEqual([
      theirs.getFirst().getValue(),
      theirs.getLast().getValue(),
      theirs.getSize(),
    ]);
  }
  for (let length = 0; length <= 128; length++) {
    const ours = IpCidr.parseLoose(`2001:db8:85a3::8a2e:370:7334/${length}`);
    const theirs = IPv6CidrRange.fromCidr(`2001:db8:85a3::8a2e:370:7334/${length}`);
    expect([ours.first, ours.last]).toEqual([theirs.getFirst().getValue(), theirs.getLast().getValue()]);
  }
});

test('loose parsing clears host bits', () => {
  expect(String(IpCidr.parseLoose('10.0.0.7/24'))).toBe('10.0.0.0/24');
  expect(String(IpCidr.parseLoose('2001:db8::7/64'))).toBe('2001:db8::/64');
});

test('a prefix contains its ends, its subnets and itself, and nothing outside', () => {
  const parent = cidr('10.0.0.0/24');
  expect(['10.0.0.0', '10.0.0.255', '10.0.0.9/8'].map((text) => parent.contains(host(text)))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['9.255.255.255', '10.0.1.0', '::a00:1'].map((text) => parent.contains(host(text)))).toEqual([
    false,
    false,
    false,
  ]);
  expect(['10.0.0.0/24', '10.0.0.128/25', '10.0.0.255/32'].map((text) => parent.contains(cidr(text)))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['10.0.0.0/23', '10.0.1.0/24', '::/0'].map((text) => parent.contains(cidr(text)))).toEqual([
    false,
    false,
    false,
  ]);
  expect([
    parent.contains(IpRange.parse('10.0.0.1-10.0.0.9')),
    parent.contains(IpRange.parse('10.0.0.1-10.0.1.9')),
  ]).toEqual([true, false]);
});

test('families never meet, even when both cover everything', () => {
  expect(cidr('0.0.0.0/0').overlaps(cidr('::/0'))).toBe(false);
  expect(cidr('::/0').contains(host('10.0.0.1'))).toBe(false);
});

test('prefixes overlap when one is inside the other', () => {
  expect(cidr('10.0.0.0/8').overlaps(cidr('10.1.0.0/16'))).toBe(true);
  expect(cidr('10.1.0.0/16').overlaps(cidr('10.0.0.0/8'))).toBe(true);
  expect(cidr('10.0.0.0/16').overlaps(cidr('10.1.0.0/16'))).toBe(false);
});

test('a supernet is shorter, subnets are longer', () => {
  expect(String(cidr('10.1.2.0/24').supernet(16))).toBe('10.1.0.0/16');
  expect(String(cidr('10.1.2.0/24').supernet(0))).toBe('0.0.0.0/0');
  expect([...cidr('10.0.0.0/30').subnets(32)].map(String)).toEqual([
    '10.0.0.0/32',
    '10.0.0.1/32',
    '10.0.0.2/32',
    '10.0.0.3/32',
  ]);
  expect([...cidr('::/127').subnets(127)].map(String)).toEqual(['::/127']);
  expect(() => cidr('10.0.0.0/24').supernet(25)).toThrow(
    '/25 is longer than 10.0.0.0/24; a supernet has length 0 to 24.',
  );
  expect(() => [...cidr('10.0.0.0/24').subnets(23)]).toThrow(
    '/23 is shorter than 10.0.0.0/24; subnets have length 24 to 32.',
  );
  expect(() => [...cidr('10.0.0.0/24').subnets(33)]).toThrow('/33 is not a length of IPv4; use 0 to 32.');
});

test('the subnets of a huge prefix come one at a time', () => {
  const subnets = cidr('2001:db8::/32').subnets(64);
  expect([subnets.next().value, subnets.next().value].map(String)).toEqual(['2001:db8::/64', '2001:db8:0:1::/64']);
});

test.each([
  ['10.0.0.0/24', '10.0.0.0', true, false],
  ['10.0.0.0/24', '10.0.0.255', false, true],
  ['10.0.0.0/30', '10.0.0.3', false, true],
  ['10.0.0.0/31', '10.0.0.0', false, false],
  ['10.0.0.0/31', '10.0.0.1', false, false],
  ['10.0.0.0/32', '10.0.0.0', false, false],
  ['2001:db8::/64', '2001:db8::', true, false],
  ['2001:db8::/64', '2001:db8::ffff:ffff:ffff:ffff', false, false],
  ['2001:db8::/127', '2001:db8::', false, false],
  ['2001:db8::/128', '2001:db8::', false, false],
])('in %s, %s: network address %s, broadcast %s', (prefix, address, isNetwork, isBroadcast) => {
  expect([cidr(prefix).isNetworkAddress(host(address)), cidr(prefix).isBroadcast(host(address))]).toEqual([
    isNetwork,
    isBroadcast,
  ]);
});

test.each([
  ['10.0.0.0/24', false, '10.0.0.1-10.0.0.254'],
  ['10.0.0.0/24', true, '10.0.0.0-10.0.0.255'],
  ['10.0.0.0/30', false, '10.0.0.1-10.0.0.2'],
  ['10.0.0.0/31', false, '10.0.0.0-10.0.0.1'],
  ['10.0.0.9/32', false, '10.0.0.9-10.0.0.9'],
  ['2001:db8::/126', false, '2001:db8::1-2001:db8::3'],
  ['2001:db8::/126', true, '2001:db8::-2001:db8::3'],
  ['2001:db8::/127', false, '2001:db8::-2001:db8::1'],
  ['2001:db8::/128', false, '2001:db8::-2001:db8::'],
])('hosts of %s (pool: %s) use %s', (prefix, isPool, range) => {
  expect(String(cidr(prefix).usableRange({ isPool }))).toBe(range);
});

test('prefixes sort as cidr: family, network, length', () => {
  const sorted = [
    '0.0.0.0/0',
    '10.0.0.0/8',
    '10.0.0.0/16',
    '10.0.0.0/24',
    '10.0.1.0/24',
    '10.1.0.0/16',
    '::/0',
    '2001:db8::/32',
  ];
  expect(
    [...sorted]
      .reverse()
      .map(cidr)
      .sort((a, b) => a.compare(b))
      .map(String),
  ).toEqual(sorted);
  expect(cidr('10.0.0.0/8').equals(cidr('10.0.0.0/8'))).toBe(true);
  expect(cidr('10.0.0.0/8').equals(cidr('10.0.0.0/9'))).toBe(false);
});

test('a range knows its size, ends and neighbours', () => {
  const range = IpRange.parse('10.0.0.10 - 10.0.0.20');
  expect([range.size, range.firstAddress, range.lastAddress, String(range)]).toEqual([
    11n,
    '10.0.0.10',
    '10.0.0.20',
    '10.0.0.10-10.0.0.20',
  ]);
  expect([range.contains(host('10.0.0.20')), range.contains(host('10.0.0.21'))]).toEqual([true, false]);
  expect([range.overlaps(cidr('10.0.0.16/28')), range.overlaps(cidr('10.0.0.32/28'))]).toEqual([true, false]);
  expect(IpRange.between(host('10.0.0.10/24'), host('10.0.0.20/24')).equals(range)).toBe(true);
  expect(() => IpRange.between(host('10.0.0.1'), host('::1'))).toThrow('A range needs two addresses of one family.');
  expect(() => IpRange.of({ family: 4, first: 5n, last: 4n })).toThrow('5 to 4 is not a range of IPv4 addresses.');
});
