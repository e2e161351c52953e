import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { block, many, named, type Effect } from '../case.ts';
import { devicesAt } from './devices.ts';

let blocks = 100;

const prefixes = (count: number, rest: object = {}) => {
  const first = ++blocks;
  return many(count, (n) => ({ prefix: `${block(first, n)}/24`, ...rest }));
};

const addresses = (count: number, rest: object = {}) => {
  const first = ++blocks;
  return many(count, (n) => ({ address: `${block(first, n, 1)}/24`, ...rest }));
};

const vrf = (plant: Plant, rest: object = {}) => plant.make('ipam.Vrf', { name: plant.name('vrf'), ...rest });

const spaced = (model: string, table: string, rows: (count: number, rest?: object) => InputRow[]): Effect => ({
  title: `${model} is in the address space of its VRF`,
  proves: null,
  by: `${model} ${model.toLowerCase()}.space`,
  act: async (plant, count) => {
    const addressSpace = await plant.named('ipam.AddressSpace');
    const inputs = rows(count, { vrf: await vrf(plant, { addressSpace }) });
    return { model, inputs, table, gives: () => ({ address_space_id: addressSpace }) };
  },
});

const scoped = (
  model: string,
  table: string,
  rule: string,
  proves: string,
  rows: (count: number, rest?: object) => InputRow[],
): Effect => ({
  title: `${model} stands in the unique index of its table of addresses`,
  proves,
  by: `${model} ${rule}`,
  act: async (_plant, count) => ({ model, inputs: rows(count), table, gives: () => ({ unique_scope: ':' }) }),
});

const vrfContents = async (plant: Plant, count: number) => {
  const vrfs = await plant.all(
    'ipam.Vrf',
    many(count, () => ({ name: plant.name('vrf'), enforceUnique: false })),
  );
  const ids = await plant.all(
    'ipam.Prefix',
    vrfs.map((id) => ({ prefix: '10.0.0.0/24', vrf: id })),
  );
  return { vrfs, ids };
};

/** What the rules of addresses, prefixes and VRFs bring about. */
export const addressingEffects: readonly Effect[] = [
  spaced('ipam.Prefix', 'ipam_prefix', prefixes),
  spaced('ipam.IpAddress', 'ipam_ip_address', addresses),
  scoped('ipam.Prefix', 'ipam_prefix', 'ipam.prefix.1.scope', 'ipam.prefix.1', prefixes),
  scoped('ipam.IpAddress', 'ipam_ip_address', 'ipam.ipaddress.2.scope', 'ipam.ipaddress.2', addresses),
  {
    title: 'what is in a VRF that begins to refuse duplicates enters the unique index',
    proves: 'ipam.vrf.1',
    by: 'ipam.Vrf ipam.vrf.1.scope',
    act: async (plant, count) => {
      const { vrfs, ids } = await vrfContents(plant, count);
      const inputs = vrfs.map((id) => ({ id, enforceUnique: true }));
      const gives = () => ({ unique_scope: expect.any(String) as unknown });
      return { model: 'ipam.Vrf', verb: 'update', inputs, table: 'ipam_prefix', ids, gives };
    },
  },
  {
    title: 'what is in a VRF follows it into another address space',
    proves: null,
    by: 'ipam.Vrf ipam.vrf.space',
    act: async (plant, count) => {
      const { vrfs, ids } = await vrfContents(plant, count);
      const addressSpace = await plant.named('ipam.AddressSpace');
      const inputs = vrfs.map((id) => ({ id, addressSpace }));
      const gives = () => ({ address_space_id: addressSpace });
      return { model: 'ipam.Vrf', verb: 'update', inputs, table: 'ipam_prefix', ids, gives };
    },
  },
  {
    title: 'a prefix of a site is in the region of that site',
    proves: 'ipam.prefix.7',
    by: 'ipam.Prefix ipam.prefix.7',
    act: async (plant, count) => {
      const region = await plant.named('dcim.Region');
      const site = await plant.named('dcim.Site', { region });
      const inputs = prefixes(count, { scope: { site: { id: site } } });
      return {
        model: 'ipam.Prefix',
        inputs,
        table: 'ipam_prefix',
        gives: () => ({ site_id: site, region_id: region }),
      };
    },
  },
  {
    title: 'prefixes follow their site into another region',
    proves: 'dcim.site.2',
    by: 'dcim.Site dcim.site.2.ipam.Prefix',
    act: async (plant, count) => {
      const region = await plant.named('dcim.Region');
      const sites = await plant.all(
        'dcim.Site',
        many(count, () => named(plant)),
      );
      const rows = prefixes(count).map((row, n) => ({ ...row, scope: { site: { id: sites[n] } } }));
      const ids = await plant.all('ipam.Prefix', rows);
      const inputs = sites.map((id) => ({ id, region }));
      return {
        model: 'dcim.Site',
        verb: 'update',
        inputs,
        table: 'ipam_prefix',
        ids,
        gives: () => ({ region_id: region }),
      };
    },
  },
  {
    title: 'prefixes follow their location to another site',
    proves: 'dcim.location.3',
    by: 'dcim.Location dcim.location.3.ipam.Prefix',
    act: async (plant, count) => {
      const [from, to] = [await plant.named('dcim.Site'), await plant.named('dcim.Site')];
      const locations = await plant.all(
        'dcim.Location',
        many(count, () => ({ ...named(plant), site: from })),
      );
      const rows = prefixes(count).map((row, n) => ({ ...row, scope: { location: { id: locations[n] } } }));
      const ids = await plant.all('ipam.Prefix', rows);
      const inputs = locations.map((id) => ({ id, site: to }));
      return {
        model: 'dcim.Location',
        verb: 'update',
        inputs,
        table: 'ipam_prefix',
        ids,
        gives: () => ({ site_id: to }),
      };
    },
  },
  {
    title: 'a prefix knows how many networks hold it',
    proves: 'ipam.prefix.2',
    by: 'ipam.Prefix ipam.prefix.2.hierarchy',
    act: async (plant, count) => {
      const rows = prefixes(count);
      const outer = await plant.make('ipam.Prefix', { prefix: `${blocks}.0.0.0/8` });
      return {
        model: 'ipam.Prefix',
        inputs: rows,
        table: 'ipam_prefix',
        gives: () => ({ depth: 1, parent_id: outer }),
      };
    },
  },
  {
    title: 'an address knows the smallest prefix that holds it',
    proves: 'ipam.prefix.2',
    by: 'ipam.IpAddress ipam.prefix.2.address',
    act: async (plant, count) => {
      const rows = addresses(count);
      const outer = await plant.make('ipam.Prefix', { prefix: `${blocks}.0.0.0/8` });
      return {
        model: 'ipam.IpAddress',
        inputs: rows,
        table: 'ipam_ip_address',
        gives: () => ({ parent_prefix_id: outer }),
      };
    },
  },
  {
    title: 'DNS names are kept in lower case',
    proves: 'ipam.ipaddress.3',
    by: 'ipam.IpAddress ipam.ipaddress.3.dns',
    act: async (_plant, count) => ({
      model: 'ipam.IpAddress',
      inputs: addresses(count, { dnsName: 'SW1.Example.COM' }),
      table: 'ipam_ip_address',
      gives: () => ({ dns_name: 'sw1.example.com' }),
    }),
  },
  {
    title: 'a group of VLANs knows how many ids it has',
    proves: 'ipam.vlangroup.1',
    by: 'ipam.VlanGroup ipam.vlangroup.1.total',
    act: async (plant, count) => ({
      model: 'ipam.VlanGroup',
      inputs: many(count, () => ({ ...named(plant), vidRanges: '1-10,20' })),
      table: 'ipam_vlan_group',
      gives: () => ({ total_vlan_ids: 11 }),
    }),
  },
  {
    title: 'an interface without mode carries no VLAN',
    proves: 'dcim.interface.4',
    by: 'dcim.Interface dcim.interface.4.clear',
    act: async (plant, count) => {
      const [device] = await devicesAt(plant, 1);
      const vlan = await plant.make('ipam.Vlan', { name: plant.name('vlan'), vid: 7 });
      const ids = await plant.all(
        'dcim.Interface',
        many(count, () => ({ device, name: plant.name('e'), type: '1000base-t', mode: 'access', untaggedVlan: vlan })),
      );
      const inputs = ids.map((id) => ({ id, mode: null }));
      return {
        model: 'dcim.Interface',
        verb: 'update',
        inputs,
        table: 'dcim_interface',
        gives: () => ({ untagged_vlan_id: null }),
      };
    },
  },
];
