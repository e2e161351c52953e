import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { block, many, named, type Effect, type Refusal } from '../case.ts';

const AGGREGATE = 'ipam.Aggregate';
const RANGE = 'ipam.IpRange';

const range = (first: number, at: number, [from, to]: readonly [number, number] = [10, 20]): InputRow => ({
  startAddress: `${block(first, at, from)}/24`,
  endAddress: `${block(first, at, to)}/24`,
});

const aggregateCases: readonly Refusal[] = [
  {
    title: 'no aggregate is the whole internet',
    proves: 'ipam.aggregate.1',
    by: ['ipam.Aggregate ipam.aggregate.1', 'ck ipam.Aggregate length'],
    model: AGGREGATE,
    slots: async (plant) => {
      const rir = await plant.named('ipam.Rir');
      return (_, fits) => ({ rir, prefix: fits ? '192.0.2.0/24' : '0.0.0.0/0' });
    },
    refused: ['prefix', 'BAD_USER_INPUT'],
    isHalving: true,
  },
  {
    title: 'aggregates lie side by side',
    proves: 'ipam.aggregate.1',
    by: ['ipam.Aggregate ipam.aggregate.1', 'ex ipam.Aggregate overlap'],
    model: AGGREGATE,
    slots: async (plant, count) => {
      const rir = await plant.named('ipam.Rir');
      await plant.all(
        AGGREGATE,
        many(count, (at) => ({ rir, prefix: `${block(70, at)}/25` })),
      );
      return (at, fits) => ({ rir, prefix: `${block(70, at, fits ? 128 : 64)}/${fits ? 25 : 26}` });
    },
    refused: ['prefix', 'AGGREGATE_OVERLAP'],
  },
  {
    title: 'aggregates of one request lie side by side',
    proves: 'ipam.aggregate.1',
    by: ['ipam.Aggregate ipam.aggregate.1', 'ex ipam.Aggregate overlap'],
    model: AGGREGATE,
    isHalving: true,
    slots: async (plant) => {
      const rir = await plant.named('ipam.Rir');
      await plant.make(AGGREGATE, { rir, prefix: '2001:db8::/33' });
      return (at, fits) => ({ rir, prefix: fits ? `2001:db8:8000:${at.toString(16)}::/64` : '2001:db8::/32' });
    },
    refused: ['prefix', 'AGGREGATE_OVERLAP'],
  },
];

const ends = (
  title: string,
  first: number,
  bad: (at: number) => InputRow,
  good?: (at: number) => InputRow,
): Refusal => ({
  title,
  proves: 'ipam.iprange.1',
  by: ['ipam.IpRange ipam.iprange.1'],
  model: RANGE,
  slots: async () => (at, fits) => (fits ? (good ?? ((n: number) => range(first, n)))(at) : bad(at)),
  refused: ['endAddress', 'BAD_USER_INPUT'],
});

const rangeCases: readonly Refusal[] = [
  ends('the ends of a range have one mask', 71, (at) => ({ ...range(71, at), endAddress: `${block(71, at, 20)}/25` })),
  ends('a range ends where it starts or later', 72, (at) => range(72, at, [20, 10])),
  ends(
    'a range has fewer than 2^32 addresses',
    73,
    (at) => ({
      startAddress: `2001:db8:${(at + 1).toString(16)}::/64`,
      endAddress: `2001:db8:${(at + 1).toString(16)}::1:0:0/64`,
    }),
    (at) => ({
      startAddress: `2001:db8:${(at + 1).toString(16)}::1/64`,
      endAddress: `2001:db8:${(at + 1).toString(16)}::ffff/64`,
    }),
  ),
  {
    title: 'ranges of one table of addresses lie apart',
    proves: 'ipam.iprange.1',
    by: ['ipam.IpRange ipam.iprange.1.apart'],
    model: RANGE,
    slots: async (plant, count) => {
      const vrf = await plant.make('ipam.Vrf', { name: plant.name('vrf') });
      await plant.all(RANGE, [
        ...many(count, (at) => range(74, at)),
        ...many(count, (at) => ({ ...range(74, at), vrf })),
      ]);
      return (at, fits) => ({ ...range(74, at, fits ? [21, 30] : [20, 30]), vrf });
    },
    refused: ['startAddress', 'RANGE_OVERLAP'],
  },
  {
    title: 'a range around another shares its addresses',
    proves: 'ipam.iprange.1',
    by: ['ipam.IpRange ipam.iprange.1.apart'],
    model: RANGE,
    slots: async (plant, count) => {
      await plant.all(
        RANGE,
        many(count, (at) => range(75, at)),
      );
      return (at, fits) => range(75, at, fits ? [1, 9] : [1, 200]);
    },
    refused: ['startAddress', 'RANGE_OVERLAP'],
  },
  {
    title: 'no address is added to a populated range',
    proves: 'ipam.iprange.2',
    by: ['ipam.IpAddress ipam.iprange.2'],
    model: 'ipam.IpAddress',
    slots: async (plant, count) => {
      const vrf = await plant.make('ipam.Vrf', { name: plant.name('vrf') });
      await plant.all(
        RANGE,
        many(count, (at) => ({ ...range(76, at), vrf, markPopulated: true })),
      );
      return (at, fits) => ({ vrf, address: `${block(76, at, fits ? 21 : 20)}/24` });
    },
    refused: ['address', 'RANGE_POPULATED'],
  },
];

const restCases: readonly Refusal[] = [
  {
    title: 'a range of AS numbers ends above its start',
    proves: 'ipam.asnrange.1',
    by: ['ipam.AsnRange ipam.asnrange.1'],
    model: 'ipam.AsnRange',
    slots: async (plant) => {
      const rir = await plant.named('ipam.Rir');
      return (_, fits) => ({ ...named(plant), rir, start: 64_512, end: fits ? 64_513 : 64_512 });
    },
    refused: ['end', 'BAD_USER_INPUT'],
  },
  {
    title: 'the template of a service exists',
    proves: null,
    by: ['ipam.Service create'],
    model: 'ipam.Service',
    slots: async (plant) => {
      const parent = { fhrpGroup: { id: await plant.make('ipam.FhrpGroup', { groupId: 2, protocol: 'vrrp3' }) } };
      const template = await plant.make('ipam.ServiceTemplate', {
        name: plant.name('t'),
        protocol: 'tcp',
        ports: [22],
      });
      const rest = { protocol: 'tcp', ports: [22], name: 'ssh', parent };
      return (_, fits) => ({ ...rest, template: fits ? template : parent.fhrpGroup.id });
    },
    refused: ['template', 'NOT_FOUND'],
  },
  ...(['ipam.Service', 'ipam.ServiceTemplate'] as const).map(
    (model): Refusal => ({
      title: `an ${model} listens on a port`,
      proves: 'ipam.service.1',
      by: [`${model} ipam.service.1`],
      model,
      slots: async (plant) => {
        const id = await plant.make('ipam.FhrpGroup', { groupId: 1, protocol: 'vrrp3' });
        const rest = model === 'ipam.Service' ? { parent: { fhrpGroup: { id } } } : {};
        return (_, fits) => ({ name: plant.name('svc'), protocol: 'tcp', ports: fits ? [443] : [], ...rest });
      },
      refused: ['ports', 'REQUIRED'],
    }),
  ),
  ...(['rackGroup', 'cluster', 'clusterGroup'] as const).map(
    (arm): Refusal => ({
      title: `a VLAN group stands once in a ${arm}`,
      proves: 'ipam.vlangroup.1',
      by: ['uq ipam.VlanGroup scope,name'],
      model: 'ipam.VlanGroup',
      isHalving: true,
      slots: async (plant, count) => {
        const scope = { [arm]: { id: await SCOPES[arm](plant) } };
        const stored = many(count, () => ({ ...named(plant), scope }));
        await plant.all('ipam.VlanGroup', stored);
        return (at, fits) => ({ ...stored[at], slug: plant.name('s'), ...(fits && { name: plant.name('g') }) });
      },
      refused: ['name', 'DUPLICATE'],
    }),
  ),
];

const SCOPES: Readonly<Record<'rackGroup' | 'cluster' | 'clusterGroup', (plant: Plant) => Promise<string>>> = {
  rackGroup: (plant) => plant.named('dcim.RackGroup'),
  cluster: async (plant) =>
    plant.make('virtualization.Cluster', {
      name: plant.name('cluster'),
      type: await plant.named('virtualization.ClusterType'),
    }),
  clusterGroup: (plant) => plant.named('virtualization.ClusterGroup'),
};

/** Aggregates, address ranges, AS numbers, services and the scopes of VLAN groups. */
export const addressRangeCases: readonly Refusal[] = [...aggregateCases, ...rangeCases, ...restCases];

const lowest = (model: string, table: string, rest: (plant: Plant) => Promise<InputRow>): Effect => ({
  title: `an ${model} is ordered by its lowest port`,
  proves: 'ipam.service.1',
  by: `${model} ipam.service.1.lowest`,
  act: async (plant, count) => {
    const more = await rest(plant);
    return {
      model,
      inputs: many(count, () => ({ name: plant.name('svc'), protocol: 'tcp', ports: [8443, 443], ...more })),
      table,
      gives: () => ({ ports_lowest: 443 }),
    };
  },
});

let blocks = 180;

/** What the rules of services and shared addresses bring about. */
export const rangeEffects: readonly Effect[] = [
  lowest('ipam.Service', 'ipam_service', async (plant) => ({
    parent: { fhrpGroup: { id: await plant.make('ipam.FhrpGroup', { groupId: 1, protocol: 'vrrp3' }) } },
  })),
  lowest('ipam.ServiceTemplate', 'ipam_service_template', async () => ({})),
  {
    title: 'a service takes from its template what the caller leaves out',
    proves: null,
    by: 'ipam.Service create',
    act: async (plant, count) => {
      const id = await plant.make('ipam.FhrpGroup', { groupId: 1, protocol: 'vrrp3' });
      const name = plant.name('https');
      const template = await plant.make('ipam.ServiceTemplate', { name, protocol: 'tcp', ports: [443, 8443] });
      const ways = [template, { id: template }, { key: { name } }];
      return {
        model: 'ipam.Service',
        inputs: many(count, (at) => ({ parent: { fhrpGroup: { id } }, template: ways[at % 3], ports: [8080] })),
        table: 'ipam_service',
        gives: () => ({ name, protocol: 'tcp', ports: [8080], ports_lowest: 8080 }),
      };
    },
  },
  {
    title: 'an address of an FHRP group has the role of its protocol',
    proves: null,
    by: 'ipam.IpAddress ipam.fhrpgroup.role',
    act: async (plant, count) => {
      const id = await plant.make('ipam.FhrpGroup', { groupId: 1, protocol: 'hsrp' });
      const first = ++blocks;
      return {
        model: 'ipam.IpAddress',
        inputs: many(count, (at) => ({ address: `${block(first, at, 1)}/24`, assignedObject: { fhrpGroup: { id } } })),
        table: 'ipam_ip_address',
        gives: () => ({ role: 'hsrp' }),
      };
    },
  },
  {
    title: 'a changed aggregate is no longer kept out of the check of an import',
    proves: null,
    by: 'ipam.Aggregate ipam.aggregate.1.settled',
    act: async (plant, count) => {
      const rir = await plant.named('ipam.Rir');
      const first = ++blocks;
      const ids = await plant.all(
        'ipam.Aggregate',
        many(count, (at) => ({ rir, prefix: `${block(first, at)}/24` })),
      );
      await plant.dataSource.query('UPDATE ipam_aggregate SET imported_conflict = true WHERE id = ANY($1::uuid[])', [
        ids,
      ]);
      return {
        model: 'ipam.Aggregate',
        verb: 'update',
        inputs: ids.map((id, at) => ({ id, prefix: `${block(first, at)}/25` })),
        table: 'ipam_aggregate',
        gives: () => ({ imported_conflict: false }),
      };
    },
  },
];
