import { Plant } from '../plant.ts';
import { heardBy, raced, type Body } from './racing.ts';

let plant: Plant;
let vrf: string;
let other: string;

beforeAll(async () => {
  plant = await Plant.open();
  vrf = await plant.make('ipam.Vrf', { name: plant.name('vrf') });
  other = await plant.make('ipam.Vrf', { name: plant.name('vrf') });
});
afterAll(() => plant?.close());

let networks = 0;

/** Writers of one network each time, so that no test meets what another has stored. */
const writers = (octet = ++networks) => ({
  address:
    (host: number, within = vrf): Body =>
    (work) =>
      work.create('ipam.IpAddress', [{ address: `10.${octet}.0.${host}/24`, vrf: within }]),
  addresses:
    (first: number, count: number): Body =>
    (work) =>
      work.create(
        'ipam.IpAddress',
        Array.from({ length: count }, (_, i) => ({ address: `10.${octet}.0.${first + i}/24`, vrf })),
      ),
  prefix: ((work) => work.create('ipam.Prefix', [{ prefix: `10.${octet}.0.0/24`, vrf }])) as Body,
  moved: async (host: number): Promise<Body> => {
    const id = await plant.make('ipam.IpAddress', { address: `10.${octet}.0.${host}/24`, vrf });
    return (work) => work.update('ipam.IpAddress', [{ id, address: `10.${octet}.0.${host + 1}/24` }]);
  },
});

type Case = () => readonly [first: Body, second: Body] | Promise<readonly [first: Body, second: Body]>;

const apart: Readonly<Record<string, Case>> = {
  'another host of the VRF': () => {
    const { address } = writers();
    return [address(1), address(2)];
  },
  'the same host in another VRF': () => {
    const { address } = writers();
    return [address(1), address(1, other)];
  },
  'a host that moves beside it': async () => {
    const { address, moved } = writers();
    return [address(1), await moved(7)];
  },
};

test.each(Object.entries(apart))('who writes an address does not keep others from %s', async (_, make) => {
  const race = async () => {
    const [first, second] = await make();
    const { outcomes, waited } = await raced(plant, first, second);
    expect(heardBy(outcomes)).toEqual([null, null]);
    return waited;
  };
  // strangers share a bucket once in a thousand times, hardly ever twice in a row
  expect((await race()) && (await race())).toBe(false);
});

const inTurn: Readonly<Record<string, Case>> = {
  'an address and the prefix around it': () => {
    const { address, prefix } = writers();
    return [address(1), prefix];
  },
  'a prefix and an address in it': () => {
    const { address, prefix } = writers();
    return [prefix, address(1)];
  },
  'a great many addresses and one more': () => {
    const { address, addresses } = writers();
    return [addresses(1, 40), address(99)];
  },
  'an address and a great many others': () => {
    const { address, addresses } = writers();
    return [address(99), addresses(1, 40)];
  },
};

test.each(Object.entries(inTurn))('%s are written in turn, and know of each other', async (_, make) => {
  const [first, second] = await make();
  const { outcomes, waited } = await raced(plant, first, second);
  expect([heardBy(outcomes), waited]).toEqual([[null, null], true]);
  const [lost] = await plant.dataSource.query<{ count: number }[]>(
    `SELECT count(*)::int FROM ipam_ip_address a JOIN ipam_prefix p ON p.vrf_id = a.vrf_id AND p.prefix >>= a.host
     WHERE a.parent_prefix_id IS DISTINCT FROM p.id`,
  );
  expect(lost).toEqual({ count: 0 });
});

test.each([
  ['is written twice', async (use: ReturnType<typeof writers>) => [use.address(1), use.address(1)] as const],
  ['is written and moved to', async (use: ReturnType<typeof writers>) => [use.address(8), await use.moved(7)] as const],
  [
    'is one of a great many',
    async (use: ReturnType<typeof writers>) => [use.addresses(1, 40), use.address(7)] as const,
  ],
])('of two writers one gets a host that %s', async (_, make) => {
  const [first, second] = await make(writers());
  const { outcomes, waited } = await raced(plant, first, second);
  expect([heardBy(outcomes), waited]).toEqual([[null, 'ADDRESS_DUPLICATE'], true]);
});
