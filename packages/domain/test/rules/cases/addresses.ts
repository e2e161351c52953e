import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { block, many, named, type Refusal } from '../case.ts';
import { devicesAt } from './devices.ts';

const ADDRESS = 'ipam.IpAddress';
const PREFIX = 'ipam.Prefix';

const interfaceOn = async (plant: Plant, type = '1000base-t'): Promise<string> => {
  const [device] = await devicesAt(plant, 1);
  return plant.make('dcim.Interface', { device, name: 'e1', type });
};

const inSpace = (model: string, value: (at: number) => InputRow): Refusal => ({
  title: `${model} is in the address space of its VRF`,
  proves: null,
  by: [`${model} ${model.toLowerCase()}.space`],
  model,
  slots: async (plant) => {
    const addressSpace = await plant.named('ipam.AddressSpace');
    const other = await plant.named('ipam.AddressSpace');
    const vrf = await plant.make('ipam.Vrf', { name: plant.name('vrf'), addressSpace });
    return (at, fits) => ({ ...value(at), vrf, addressSpace: fits ? addressSpace : other });
  },
  refused: ['addressSpace', 'ADDRESS_SPACE_MISMATCH'],
});

const vrfCases: readonly Refusal[] = [
  {
    title: 'a VRF that holds duplicates does not begin to refuse them',
    proves: 'ipam.vrf.1',
    by: ['ipam.Vrf ipam.vrf.1', 'uq ipam.Prefix uniqueScope,prefix'],
    model: 'ipam.Vrf',
    verb: 'update',
    slots: async (plant, count) => {
      const vrfs = await plant.all(
        'ipam.Vrf',
        many(count * 2, () => ({ name: plant.name('vrf'), enforceUnique: false })),
      );
      await plant.all(
        PREFIX,
        vrfs.flatMap((vrf, at) => many(at < count ? 2 : 1, () => ({ prefix: '10.0.0.0/24', vrf }))),
      );
      return (at, fits) => ({ id: vrfs[fits ? count + at : at], enforceUnique: true });
    },
    refused: ['enforceUnique', 'DUPLICATE'],
  },
];

const prefixCases: readonly Refusal[] = [
  {
    title: 'a prefix stands once outside VRFs',
    proves: 'ipam.prefix.1',
    by: ['ipam.Prefix ipam.prefix.1', 'uq ipam.Prefix uniqueScope,prefix'],
    model: PREFIX,
    slots: async (plant, count) => {
      const stored = many(count, (at) => ({ prefix: `${block(30, at)}/24` }));
      await plant.all(PREFIX, stored);
      return (at, fits) => (fits ? { prefix: `${block(31, at)}/24` } : (stored[at] ?? {}));
    },
    refused: ['prefix', 'PREFIX_DUPLICATE'],
  },
  {
    title: 'a prefix stands once in a VRF that says so',
    proves: 'ipam.prefix.1',
    by: ['ipam.Prefix ipam.prefix.1', 'uq ipam.Prefix uniqueScope,prefix'],
    model: PREFIX,
    slots: async (plant, count) => {
      const strict = await plant.make('ipam.Vrf', { name: plant.name('vrf') });
      const loose = await plant.make('ipam.Vrf', { name: plant.name('vrf'), enforceUnique: false });
      const prefixes = many(count, (at) => `${block(32, at)}/24`);
      await plant.all(
        PREFIX,
        prefixes.flatMap((prefix) => [strict, loose].map((vrf) => ({ prefix, vrf }))),
      );
      return (at, fits) => ({ prefix: prefixes[at], vrf: fits ? loose : strict });
    },
    refused: ['prefix', 'PREFIX_DUPLICATE'],
  },
  {
    title: 'no prefix is the whole internet',
    proves: 'ipam.prefix.1',
    by: ['ipam.Prefix ipam.prefix.1', 'ck ipam.Prefix length'],
    model: PREFIX,
    slots: async (plant) => {
      const vrf = await plant.make('ipam.Vrf', { name: plant.name('vrf'), enforceUnique: false });
      return (at, fits) => ({ vrf, prefix: fits ? `${block(33, at)}/24` : '0.0.0.0/0' });
    },
    refused: ['prefix', 'BAD_USER_INPUT'],
  },
];

const assigned = (title: string, address: (at: number, fits: boolean) => string, first = 0): Refusal => ({
  title,
  proves: 'ipam.ipaddress.1',
  by: ['ipam.IpAddress ipam.ipaddress.1'],
  model: ADDRESS,
  slots: async (plant) => {
    const id = await interfaceOn(plant);
    return (at, fits) => ({ address: address(first + at, fits), assignedObject: { interface: { id } } });
  },
  refused: ['address', 'BAD_USER_INPUT'],
});

const addressCases: readonly Refusal[] = [
  assigned('the address of a network is not assigned', (at, fits) => `${block(40, at, fits ? 1 : 0)}/24`),
  assigned('a broadcast address is not assigned', (at, fits) => `${block(41, at, fits ? 254 : 255)}/24`),
  {
    title: 'no address has a mask of length 0',
    proves: 'ipam.ipaddress.1',
    by: ['ipam.IpAddress ipam.ipaddress.1', 'ck ipam.IpAddress length'],
    model: ADDRESS,
    slots: async () => (at, fits) => ({ address: `${block(42, at, 1)}/${fits ? 24 : 0}` }),
    refused: ['address', 'BAD_USER_INPUT'],
  },
  {
    title: 'a host stands once outside VRFs, whatever its mask',
    proves: 'ipam.ipaddress.2',
    by: ['ipam.IpAddress ipam.ipaddress.2', 'uq ipam.IpAddress uniqueScope,host'],
    model: ADDRESS,
    slots: async (plant, count) => {
      await plant.all(
        ADDRESS,
        many(count, (at) => ({ address: `${block(43, at, 1)}/24` })),
      );
      return (at, fits) => ({ address: `${block(43, at, fits ? 2 : 1)}/25` });
    },
    refused: ['address', 'ADDRESS_DUPLICATE'],
  },
  {
    title: 'a host stands beside others only when all of them have a shared role',
    proves: 'ipam.ipaddress.2',
    by: ['ipam.IpAddress ipam.ipaddress.2'],
    model: ADDRESS,
    slots: async (plant, count) => {
      const addresses = many(count, (at) => `${block(44, at, 1)}/24`);
      await plant.all(
        ADDRESS,
        addresses.map((address) => ({ address, role: 'anycast' })),
      );
      return (at, fits) => ({ address: addresses[at], role: fits ? 'anycast' : 'loopback' });
    },
    refused: ['address', 'ADDRESS_DUPLICATE'],
  },
  {
    title: 'only IPv6 addresses configure themselves',
    proves: 'ipam.ipaddress.3',
    by: ['ipam.IpAddress ipam.ipaddress.3.slaac'],
    model: ADDRESS,
    slots: async () => (at, fits) => ({
      status: 'slaac',
      address: fits ? `2001:db8:${(at + 1).toString(16)}::1/64` : `${block(45, at, 1)}/24`,
    }),
    refused: ['status', 'BAD_USER_INPUT'],
  },
  {
    title: 'an address is not translated to itself',
    proves: null,
    by: ['ipam.IpAddress ipam.ipaddress.nat'],
    model: ADDRESS,
    verb: 'update',
    slots: async (plant, count) => {
      const ids = await plant.all(
        ADDRESS,
        many(count, (at) => ({ address: `${block(46, at, 1)}/24` })),
      );
      const inside = await plant.make(ADDRESS, { address: '46.255.0.1/24' });
      return (at, fits) => ({ id: ids[at], natInside: fits ? inside : ids[at] });
    },
    refused: ['natInside', 'BAD_USER_INPUT'],
  },
];

const VLAN = 'ipam.Vlan';
const GROUP = 'ipam.VlanGroup';

const vlan = (plant: Plant, at: number, rest: InputRow) => ({ name: plant.name('vlan'), vid: at + 1, ...rest });

const vlanCases: readonly Refusal[] = [
  ...[
    ['ranges of a group do not overlap', '1-10,5-20'],
    ['ranges of a group lie in 1-4094', '1-4095'],
    ['a group has VLAN ids', '{}'],
  ].map(
    ([title = '', ranges = '']): Refusal => ({
      title,
      proves: 'ipam.vlangroup.1',
      by: ['kind ipam.VlanGroup vidRanges'],
      model: GROUP,
      slots: async (plant) => (_, fits) => ({ ...named(plant), vidRanges: fits ? '1-10,20-30' : ranges }),
      refused: ['vidRanges', 'BAD_USER_INPUT'],
    }),
  ),
  {
    title: 'a VLAN is inside the ranges of its group',
    proves: 'ipam.vlan.1',
    by: ['ipam.Vlan ipam.vlan.1'],
    model: VLAN,
    slots: async (plant) => {
      const group = await plant.named(GROUP, { vidRanges: '1-1000' });
      return (at, fits) => vlan(plant, fits ? at : 1000 + at, { group });
    },
    refused: ['vid', 'VLAN_ID_OUTSIDE_GROUP'],
  },
  ...(['site', 'siteGroup'] as const).map(
    (arm): Refusal => ({
      title: `a VLAN is inside the ${arm} of its group`,
      proves: 'ipam.vlan.2',
      by: ['ipam.Vlan ipam.vlan.2'],
      model: VLAN,
      slots: async (plant) => {
        const parent = await plant.named('dcim.SiteGroup');
        const siteGroup = await plant.named('dcim.SiteGroup', { parent });
        const [site, other] = [await plant.named('dcim.Site', { group: siteGroup }), await plant.named('dcim.Site')];
        const group = await plant.named(GROUP, { scope: { [arm]: { id: arm === 'site' ? site : parent } } });
        return (at, fits) => vlan(plant, at, { group, site: fits ? site : other });
      },
      refused: ['site', 'SITE_MISMATCH'],
    }),
  ),
  {
    title: 'a customer VLAN names the service VLAN that carries it',
    proves: 'ipam.vlan.3',
    by: ['ipam.Vlan ipam.vlan.3'],
    model: VLAN,
    slots: async (plant) => {
      const carrier = await plant.make(VLAN, vlan(plant, 0, { qinqRole: 'svlan' }));
      return (at, fits) => vlan(plant, at, { qinqRole: 'cvlan', qinqSvlan: fits ? carrier : null });
    },
    refused: ['qinqSvlan', 'REQUIRED'],
  },
  {
    title: 'only service VLANs carry others',
    proves: 'ipam.vlan.3',
    by: ['ipam.Vlan ipam.vlan.3'],
    model: VLAN,
    slots: async (plant) => {
      const carrier = await plant.make(VLAN, vlan(plant, 0, { qinqRole: 'svlan' }));
      const plain = await plant.make(VLAN, vlan(plant, 1, {}));
      return (at, fits) => vlan(plant, at, { qinqRole: 'cvlan', qinqSvlan: fits ? carrier : plain });
    },
    refused: ['qinqSvlan', 'BAD_USER_INPUT'],
  },
];

const INTERFACE = 'dcim.Interface';

const switched = (
  title: string,
  proves: string,
  rule: string,
  refused: Refusal['refused'],
  row: (vlans: { readonly here: string; readonly elsewhere: string }, fits: boolean) => InputRow,
): Refusal => ({
  title,
  proves,
  by: [`${INTERFACE} ${rule}`],
  model: INTERFACE,
  slots: async (plant) => {
    const [site, other] = [await plant.named('dcim.Site'), await plant.named('dcim.Site')];
    const [device] = await devicesAt(plant, 1, { site });
    const here = await plant.make(VLAN, vlan(plant, 0, { site }));
    const elsewhere = await plant.make(VLAN, vlan(plant, 0, { site: other }));
    return (_, fits) => ({ device, name: plant.name('e'), type: '1000base-t', ...row({ here, elsewhere }, fits) });
  },
  refused,
});

const switchedCases: readonly Refusal[] = [
  switched(
    'an untagged VLAN needs a mode',
    'dcim.interface.4',
    'dcim.interface.4',
    ['untaggedVlan', 'BAD_USER_INPUT'],
    ({ here }, fits) => ({ untaggedVlan: here, mode: fits ? 'access' : null }),
  ),
  switched(
    'tagged VLANs need the mode tagged',
    'dcim.interface.4',
    'dcim.interface.4',
    ['taggedVlans', 'BAD_USER_INPUT'],
    ({ here }, fits) => ({ taggedVlans: [here], mode: fits ? 'tagged' : 'access' }),
  ),
  switched(
    'an untagged VLAN is of the site of the device',
    'dcim.interface.4',
    'dcim.interface.4.site',
    ['untaggedVlan', 'SITE_MISMATCH'],
    ({ here, elsewhere }, fits) => ({ untaggedVlan: fits ? here : elsewhere, mode: 'access' }),
  ),
  switched(
    'tagged VLANs are of the site of the device',
    'dcim.interface.4',
    'dcim.interface.4.site',
    ['taggedVlans.0', 'SITE_MISMATCH'],
    ({ here, elsewhere }, fits) => ({ taggedVlans: [fits ? here : elsewhere], mode: 'tagged' }),
  ),
  switched(
    'a service VLAN needs the mode q-in-q',
    'dcim.interface.5',
    'dcim.interface.5',
    ['qinqSvlan', 'BAD_USER_INPUT'],
    ({ here }, fits) => ({ qinqSvlan: here, mode: fits ? 'q-in-q' : 'tagged' }),
  ),
];

/** VRFs, prefixes, addresses, VLANs and the interfaces that carry them. */
export const addressingCases: readonly Refusal[] = [
  ...vrfCases,
  inSpace(PREFIX, (at) => ({ prefix: `${block(50, at)}/24` })),
  inSpace(ADDRESS, (at) => ({ address: `${block(51, at, 1)}/24` })),
  inSpace('ipam.IpRange', (at) => ({ startAddress: `${block(52, at, 1)}/24`, endAddress: `${block(52, at, 9)}/24` })),
  ...prefixCases,
  ...addressCases,
  ...vlanCases,
  ...switchedCases,
];
