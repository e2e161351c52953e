import {
  coveredSize,
  firstFree,
  firstFreeHost,
  freeBlocks,
  freeHostCount,
  freeHosts,
  IpCidr,
  IpHost,
  IpRange,
  rangeToPrefixes,
  summarize,
  unionSize,
  usableCount,
} from './index.ts';

const cidr = (text: string) => IpCidr.parse(text);
const cidrs = (...texts: string[]) => texts.map(cidr);
const hosts = (...texts: string[]) => texts.map((text) => IpHost.parse(text));

/** Small generator with a seed, so that a failure can be repeated. */
const random =
  (seed: number) =>
  (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };

test('a range becomes the fewest prefixes', () => {
  expect(rangeToPrefixes(IpRange.parse('10.0.0.1-10.0.0.6')).map(String)).toEqual([
    '10.0.0.1/32',
    '10.0.0.2/31',
    '10.0.0.4/31',
    '10.0.0.6/32',
  ]);
  expect(rangeToPrefixes(IpRange.parse('0.0.0.0-255.255.255.255')).map(String)).toEqual(['0.0.0.0/0']);
  expect(rangeToPrefixes(IpRange.parse('::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')).map(String)).toEqual(['::/0']);
  expect(rangeToPrefixes(IpRange.parse('::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe'))).toHaveLength(254);
});

test('free space of a prefix is what its children leave', () => {
  expect(freeBlocks(cidr('10.0.0.0/24'), []).map(String)).toEqual(['10.0.0.0/24']);
  expect(freeBlocks(cidr('10.0.0.0/24'), cidrs('10.0.0.0/26', '10.0.0.128/25')).map(String)).toEqual(['10.0.0.64/26']);
  expect(freeBlocks(cidr('10.0.0.0/24'), cidrs('10.0.0.0/24'))).toEqual([]);
  expect(freeBlocks(cidr('10.0.0.0/24'), cidrs('10.0.0.0/8', '10.0.0.0/25'))).toEqual([]);
  expect(freeBlocks(cidr('10.0.0.0/24'), cidrs('10.0.1.0/24', '::/0')).map(String)).toEqual(['10.0.0.0/24']);
  expect(freeBlocks(cidr('0.0.0.0/0'), cidrs('0.0.0.0/1')).map(String)).toEqual(['128.0.0.0/1']);
  expect(freeBlocks(cidr('10.0.0.0/32'), [])).toHaveLength(1);
  expect(freeBlocks(cidr('2001:db8::/126'), [IpRange.parse('2001:db8::1-2001:db8::2')]).map(String)).toEqual([
    '2001:db8::/128',
    '2001:db8::3/128',
  ]);
});

test('the first free block is aligned and may lie inside a larger gap', () => {
  const children = cidrs('10.0.0.0/26', '10.0.0.128/25');
  expect(String(firstFree(cidr('10.0.0.0/24'), children, 26))).toBe('10.0.0.64/26');
  expect(String(firstFree(cidr('10.0.0.0/24'), children, 28))).toBe('10.0.0.64/28');
  expect(firstFree(cidr('10.0.0.0/24'), children, 25)).toBeNull();
  expect(String(firstFree(cidr('10.0.0.0/24'), [], 24))).toBe('10.0.0.0/24');
  expect(String(firstFree(cidr('10.0.0.0/24'), hosts('10.0.0.1'), 25))).toBe('10.0.0.128/25');
  expect(String(firstFree(cidr('2001:db8::/32'), cidrs('2001:db8::/33'), 64))).toBe('2001:db8:8000::/64');
  expect(() => firstFree(cidr('10.0.0.0/24'), [], 23)).toThrow(
    '/23 is larger than 10.0.0.0/24; ask for /24 or longer.',
  );
});

test('the first free host skips network, broadcast and used addresses', () => {
  expect(String(firstFreeHost(cidr('10.0.0.0/24'), []))).toBe('10.0.0.1/24');
  expect(String(firstFreeHost(cidr('10.0.0.0/24'), [], { isPool: true }))).toBe('10.0.0.0/24');
  expect(String(firstFreeHost(cidr('10.0.0.0/24'), hosts('10.0.0.2', '10.0.0.1/24')))).toBe('10.0.0.3/24');
  expect(String(firstFreeHost(cidr('10.0.0.0/24'), [IpRange.parse('10.0.0.0-10.0.0.99')]))).toBe('10.0.0.100/24');
  expect(firstFreeHost(cidr('10.0.0.0/30'), hosts('10.0.0.1', '10.0.0.2'))).toBeNull();
  expect(String(firstFreeHost(cidr('10.0.0.0/31'), hosts('10.0.0.0')))).toBe('10.0.0.1/31');
  expect(String(firstFreeHost(cidr('10.0.0.7/32'), []))).toBe('10.0.0.7/32');
  expect(String(firstFreeHost(cidr('2001:db8::/64'), []))).toBe('2001:db8::1/64');
  expect(String(firstFreeHost(cidr('2001:db8::/127'), []))).toBe('2001:db8::/127');
});

test('free hosts come in order and can be counted', () => {
  const used = hosts('10.0.0.2', '10.0.0.4', '10.0.0.4');
  expect([...freeHosts(cidr('10.0.0.0/29'), used)].map((free) => free.address)).toEqual([
    '10.0.0.1',
    '10.0.0.3',
    '10.0.0.5',
    '10.0.0.6',
  ]);
  expect(freeHostCount(cidr('10.0.0.0/29'), used)).toBe(4n);
  expect([usableCount(cidr('10.0.0.0/29')), usableCount(cidr('10.0.0.0/29'), { isPool: true })]).toEqual([6n, 8n]);
  expect(usableCount(cidr('::/0'))).toBe((1n << 128n) - 1n);
});

test('a summary joins neighbours, drops the contained and keeps families apart', () => {
  expect(
    summarize(cidrs('10.0.1.0/24', '10.0.0.0/24', '10.0.0.128/25', '2001:db8::/33', '2001:db8:8000::/33')).map(String),
  ).toEqual(['10.0.0.0/23', '2001:db8::/32']);
  expect(summarize(cidrs('10.0.1.0/24', '10.0.2.0/24')).map(String)).toEqual(['10.0.1.0/24', '10.0.2.0/24']);
  expect(summarize([])).toEqual([]);
});

test('the size of a union counts overlaps once', () => {
  expect(unionSize(cidrs('10.0.0.0/24', '10.0.0.0/25', '10.0.2.0/24'))).toBe(512n);
  expect(unionSize([])).toBe(0n);
  expect(unionSize(cidrs('0.0.0.0/0', '::/0'))).toBe((1n << 32n) + (1n << 128n));
  expect(coveredSize(cidr('10.0.0.0/24'), cidrs('10.0.0.128/25', '10.0.0.0/8'))).toBe(256n);
  expect(coveredSize(cidr('10.0.0.0/24'), [IpRange.parse('10.0.0.250-10.0.1.20')])).toBe(6n);
});

test('free space and children tile the parent, as counting every address shows', () => {
  const next = random(7);
  const parent = cidr('10.0.0.0/24');
  for (let round = 0; round < 300; round++) {
    const children = Array.from({ length: next(12) }, () =>
      IpCidr.of({ family: 4, bits: parent.first + BigInt(next(256)) }, 25 + next(8)),
    );
    const taken = new Set<bigint>();
    for (const child of children) for (let bits = child.first; bits <= child.last; bits++) taken.add(bits);
    const free = freeBlocks(parent, children);
    const freeAddresses = free.flatMap((block) => [...block.subnets(32)].map((single) => single.first));
    const expected = Array.from({ length: 256 }, (_, i) => parent.first + BigInt(i)).filter((bits) => !taken.has(bits));
    expect(freeAddresses).toEqual(expected);
    expect(unionSize(children)).toBe(BigInt(taken.size));
    expect(unionSize(summarize(children))).toBe(BigInt(taken.size));
    const length = 25 + next(8);
    const naive = [...parent.subnets(length)].find((candidate) => !children.some((child) => child.overlaps(candidate)));
    expect(String(firstFree(parent, children, length))).toBe(String(naive ?? null));
  }
});

test('ten thousand used hosts in a /16 leave the right next one', () => {
  const parent = cidr('10.0.0.0/16');
  const used = Array.from({ length: 10_000 }, (_, i) =>
    IpHost.of({ family: 4, bits: parent.first + 10_000n - BigInt(i) }),
  );
  expect(String(firstFreeHost(parent, used))).toBe('10.0.39.17/16');
});
