import {
  firstFree,
  firstFreeHost,
  freeBlocks,
  freeHostCount,
  IpCidr,
  IpHost,
  IpRange,
  usableCount,
} from '@plumbline/net';
import { prefixUtilization, rangeUtilization } from '../src/ipam/prefix/utilization.ts';
import { Desk } from './desk.ts';

let desk: Desk;
let vrfs: readonly (string | null)[];

interface Answer {
  readonly prefix: string;
  readonly status: string;
  readonly isPool: boolean;
  readonly markUtilized: boolean;
  readonly vrf: { readonly id: string } | null;
  readonly utilization: string;
  readonly addressCount: number;
  readonly usableAddressCount: string;
  readonly availableAddressCount: string;
  readonly firstAvailableAddress: string | null;
  readonly firstAvailablePrefix: string | null;
  readonly of28: string | null;
  readonly of120: string | null;
}

const FIELDS = `prefix status isPool markUtilized vrf { id } utilization addressCount usableAddressCount
  availableAddressCount firstAvailableAddress firstAvailablePrefix of28: firstAvailablePrefix(length: 28)
  of120: firstAvailablePrefix(length: 120)`;

/** Repeatable numbers below a bound (Park and Miller). */
const numbers = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
};

const random = numbers(7);

const v4 = (): string => {
  const length = 20 + random(13);
  return IpCidr.parseLoose(`10.0.${random(16)}.${random(256)}/${length}`).toString();
};

const v6 = (): string =>
  IpCidr.parseLoose(
    `2001:db8::${random(4).toString(16)}:${random(65_536).toString(16)}/${108 + random(21)}`,
  ).toString();

const v4Host = (): string => `10.0.${random(16)}.${random(256)}/${24 + random(9)}`;
const v6Host = (): string => `2001:db8::${random(4).toString(16)}:${random(65_536).toString(16)}/128`;

const some = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

/** Networks at the ends of the address space, where adding one overflows. */
const EDGES = [
  '0.0.0.0/1',
  '128.0.0.0/1',
  '255.255.255.0/24',
  '255.255.255.255/32',
  '255.255.255.254/31',
  '10.0.0.0/12',
];
const EDGES6 = ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff00/120', '2001:db8::/32', '8000::/1'];
const EDGE_HOSTS = [
  '255.255.255.255/24',
  '255.255.255.254/32',
  '255.255.255.1/24',
  '0.0.0.1/8',
  'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/120',
];

/** Ranges of which some are full, some take no addresses, and one reaches beyond the prefixes it begins in. */
const RANGES: readonly (readonly [start: string, end: string, populated: boolean, utilized: boolean])[] = [
  ['10.0.1.1', '10.0.1.90', true, false],
  ['10.0.2.200', '10.0.4.20', false, true],
  ['10.0.7.0', '10.0.7.255', true, true],
  ['10.0.9.5', '10.0.9.9', false, false],
  ['255.255.255.200', '255.255.255.255', true, true],
  ['2001:db8::1:0', '2001:db8::1:7fff', true, true],
];

const rangeInput = ([start, end, markPopulated, markUtilized]: (typeof RANGES)[number]) => {
  const length = start.includes(':') ? 112 : 8;
  return { startAddress: `${start}/${length}`, endAddress: `${end}/${length}`, markPopulated, markUtilized };
};

const rangesThat = (mark: 2 | 3): IpRange[] =>
  RANGES.filter((range) => range[mark]).map(([start, end]) => IpRange.parse(`${start}-${end}`));

beforeAll(async () => {
  desk = await Desk.open();
  const { plant } = desk;
  const vrf = await plant.make('ipam.Vrf', { name: 'blue', enforceUnique: false });
  vrfs = [null, vrf];
  for (const inVrf of vrfs) {
    const place = inVrf === null ? {} : { vrf: { id: inVrf } };
    const prefixes = [...new Set([...EDGES, ...EDGES6, ...some(60, v4), ...some(40, v6)])];
    const created = await plant.run(async (work) => {
      await work.create(
        'ipam.Prefix',
        prefixes.map((prefix) => ({
          prefix,
          ...place,
          status: random(2) === 0 ? 'container' : 'active',
          isPool: random(4) === 0,
          markUtilized: random(15) === 0,
        })),
      );
      const hosts = new Map(
        [...EDGE_HOSTS, ...some(300, v4Host), ...some(80, v6Host)].map((host) => [host.split('/')[0], host]),
      );
      await work.create(
        'ipam.IpAddress',
        [...hosts.values()].map((address) => ({ address, ...place })),
      );
      await work.create(
        'ipam.IpRange',
        RANGES.map((range) => ({ ...rangeInput(range), ...place })),
      );
    });
    expect(created.errors).toEqual([]);
  }
});
afterAll(() => desk.close());

const answers = async (): Promise<Answer[]> => {
  const { data } = await desk.ask(`{ prefixes(first: 1000) { nodes { ${FIELDS} } } }`);
  return (data['prefixes'] as { nodes: Answer[] }).nodes;
};

const hostsIn = async (vrf: string | null): Promise<IpHost[]> => {
  const rows = await desk.plant.dataSource.query<{ address: string }[]>(
    'SELECT address::text FROM ipam_ip_address WHERE vrf_id IS NOT DISTINCT FROM $1',
    [vrf],
  );
  return rows.map(({ address }) => IpHost.parse(address));
};

const exactly = (text: string): number => Number(text);

test('every prefix is as full, and has as first free address and block, what the rules of the network say', async () => {
  const all = await answers();
  expect(all.length).toBeGreaterThan(150);
  for (const vrf of vrfs) {
    const own = all.filter((one) => (one.vrf?.id ?? null) === vrf);
    const networks = own.map(({ prefix }) => IpCidr.parse(prefix));
    const hosts = await hostsIn(vrf);
    for (const one of own) {
      const prefix = IpCidr.parse(one.prefix);
      const childPrefixes = networks.filter((other) => prefix.contains(other) && other.length > prefix.length);
      const addresses = hosts.filter((host) => host.family === prefix.family && prefix.contains(host));
      const use = { isPool: one.isPool };
      const near = (range: IpRange) =>
        range.family === prefix.family && range.first <= prefix.last && range.last >= prefix.first;
      const used = [...addresses, ...rangesThat(2).filter(near)];
      const largest = freeBlocks(prefix, childPrefixes)[0];
      const ofLength = (length: number) =>
        length < prefix.length || length > (prefix.family === 4 ? 32 : 128)
          ? null
          : (firstFree(prefix, childPrefixes, length)?.toString() ?? null);
      const share = prefixUtilization({
        prefix,
        isContainer: one.status === 'container',
        isPool: one.isPool,
        isMarkedUtilized: one.markUtilized,
        childPrefixes,
        utilizedRanges: rangesThat(3).filter(near),
        addresses,
      });
      expect({ ...one, utilization: exactly(one.utilization) }).toEqual({
        ...one,
        utilization: share.percent,
        addressCount: addresses.length,
        usableAddressCount: usableCount(prefix, use).toString(),
        availableAddressCount: freeHostCount(prefix, used, use).toString(),
        firstAvailableAddress: firstFreeHost(prefix, used, use)?.toString() ?? null,
        firstAvailablePrefix: largest?.toString() ?? null,
        of28: ofLength(28),
        of120: ofLength(120),
      });
    }
  }
});

test('a page of prefixes with all that is worked out takes one statement beside their VRFs', async () => {
  const { statements } = await desk.ask(`{ prefixes(first: 100) { nodes { ${FIELDS} } } }`);
  expect(statements).toHaveLength(2);
});

test('a range says how full it is and which address is free', async () => {
  const fields =
    'startAddress endAddress markPopulated markUtilized utilization availableAddressCount firstAvailableAddress';
  const { data } = await desk.ask(
    `{ ipRanges(filter: { vrf: { isNull: true } }, first: 100) { nodes { ${fields} } } }`,
  );
  const { nodes } = data['ipRanges'] as { nodes: Record<string, string | boolean | null>[] };
  expect(nodes).toHaveLength(RANGES.length);
  const hosts = await hostsIn(null);
  for (const one of nodes) {
    const [start, end] = [IpHost.parse(String(one['startAddress'])), IpHost.parse(String(one['endAddress']))];
    const addresses = hosts.filter(
      ({ family, bits }) => family === start.family && bits >= start.bits && bits <= end.bits,
    );
    const taken = new Set(addresses.map(({ bits }) => bits));
    const size = Number(end.bits - start.bits) + 1;
    const firstFree = Array.from({ length: size }, (_, n) => start.bits + BigInt(n)).find((bits) => !taken.has(bits));
    const range = { family: start.family, first: start.bits, last: end.bits };
    const isFree = one['markPopulated'] === false && firstFree !== undefined;
    const length = String(one['startAddress']).split('/')[1];
    expect({ ...one, utilization: exactly(String(one['utilization'])) }).toEqual({
      ...one,
      utilization: rangeUtilization({ range, isMarkedUtilized: one['markUtilized'] === true, addresses }).percent,
      availableAddressCount: one['markPopulated'] === true ? '0' : String(size - taken.size),
      firstAvailableAddress: isFree
        ? IpHost.of({ family: start.family, bits: firstFree }, Number(length)).toString()
        : null,
    });
  }
});

test('an aggregate counts the prefixes in it once, whatever their VRF', async () => {
  const { plant } = desk;
  const rir = await plant.named('ipam.Rir');
  await plant.all('ipam.Aggregate', [
    { prefix: '198.18.0.0/15', rir },
    { prefix: '203.0.113.0/24', rir },
  ]);
  for (const vrf of vrfs)
    await plant.all(
      'ipam.Prefix',
      ['198.18.0.0/17', '198.18.0.0/18', '198.19.0.0/18'].map((prefix) => ({
        prefix,
        ...(vrf && { vrf: { id: vrf } }),
      })),
    );
  const { data } = await desk.ask('{ aggregates { nodes { prefix utilization } } }');
  expect(data).toEqual({
    aggregates: {
      nodes: [
        { prefix: '198.18.0.0/15', utilization: '37.5' },
        { prefix: '203.0.113.0/24', utilization: '0' },
      ],
    },
  });
});

test('a range of AS numbers says how many are used and which is free', async () => {
  const { plant } = desk;
  const rir = await plant.named('ipam.Rir');
  await plant.all('ipam.AsnRange', [
    { name: 'a', slug: 'a', rir, start: 4_294_967_290, end: 4_294_967_295 },
    { name: 'b', slug: 'b', rir, start: 64_512, end: 64_513 },
  ]);
  await plant.all(
    'ipam.Asn',
    [4_294_967_290, 4_294_967_292, 64_512, 64_513].map((asn) => ({ asn, rir })),
  );
  const { data } = await desk.ask('{ asnRanges { nodes { name asnCount firstAvailableAsn } } }');
  expect(data).toEqual({
    asnRanges: {
      nodes: [
        { name: 'a', asnCount: 2, firstAvailableAsn: 4_294_967_291 },
        { name: 'b', asnCount: 2, firstAvailableAsn: null },
      ],
    },
  });
});

test('a length that no block has is refused, one shorter than the prefix has no block', async () => {
  await expect(desk.ask('{ prefixes { nodes { firstAvailablePrefix(length: 129) } } }')).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
  const { data } = await desk.ask(
    '{ prefixes(filter: { prefix: { eq: "10.0.0.0/12" } }) { nodes { firstAvailablePrefix(length: 8) } } }',
  );
  expect(data).toEqual({ prefixes: { nodes: [{ firstAvailablePrefix: null }, { firstAvailablePrefix: null }] } });
});

test('a group of VLANs says how full it is and which id is free', async () => {
  const { plant } = desk;
  const group = await plant.make('ipam.VlanGroup', { name: 'g', slug: 'g', vidRanges: '10-13,20-25' });
  const read = async () => {
    const { data } = await desk.ask('{ vlanGroups { nodes { utilization firstAvailableVid } } }');
    return (data['vlanGroups'] as { nodes: unknown[] }).nodes;
  };
  expect(await read()).toEqual([{ utilization: '0', firstAvailableVid: 10 }]);
  for (const vid of [10, 11, 12, 13, 20]) await plant.make('ipam.Vlan', { vid, name: `v${vid}`, group: { id: group } });
  expect(await read()).toEqual([{ utilization: '50', firstAvailableVid: 21 }]);
});
