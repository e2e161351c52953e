import type { InputRow } from '@plumbline/engine';
import { digestOf } from '../../../src/index.ts';
import type { Plant } from '../../plant.ts';
import { block, many, named, type Act, type Effect } from '../case.ts';
import { devicesAt } from './devices.ts';

const interfaces = async (plant: Plant, count: number): Promise<string[]> => {
  const [device] = await devicesAt(plant, 1);
  return plant.all(
    'dcim.Interface',
    many(count, () => ({ device, name: plant.name('e'), type: '1000base-t' })),
  );
};

const cables = async (plant: Plant, count: number, rest: object = {}) => {
  const [a, b] = [await interfaces(plant, count), await interfaces(plant, count)];
  const at = (id: string | undefined) => [{ interface: { id } }];
  return { a, inputs: a.map((id, n) => ({ aTerminations: at(id), bTerminations: at(b[n]), ...rest })) };
};

const plugged = (
  title: string,
  proves: string,
  by: string,
  rest: object,
  look: (ends: readonly string[]) => Pick<Act, 'table' | 'ids' | 'column' | 'gives'>,
): Effect => ({
  title,
  proves,
  by,
  act: async (plant, count) => {
    const { a, inputs } = await cables(plant, count, rest);
    return { model: 'dcim.Cable', inputs, ...look(a) };
  },
});

const ownerOf = (
  mapping: string,
  table: string,
  kind: string,
  owner: 'device' | 'deviceType',
  number: string,
): Effect => ({
  title: `a ${mapping} belongs to the ${owner} of its ports`,
  proves: number,
  by: `${mapping} ${number}.owner`,
  act: async (plant, count) => {
    const id = owner === 'device' ? (await devicesAt(plant, 1))[0] : await plant.type();
    const port = (n: number) => ({ [owner]: id, name: plant.name('p'), type: 'lc', positions: n });
    const fronts = await plant.all(
      `dcim.FrontPort${kind}`,
      many(count, () => port(1)),
    );
    const rearPort = await plant.make(`dcim.RearPort${kind}`, port(1000));
    const inputs = fronts.map((frontPort, n) => ({ frontPort, rearPort, rearPortPosition: n + 1 }));
    return {
      model: mapping,
      inputs,
      table,
      gives: () => ({ [owner === 'device' ? 'device_id' : 'device_type_id']: id }),
    };
  },
});

const cableEffects: readonly Effect[] = [
  ownerOf('dcim.PortMapping', 'dcim_port_mapping', '', 'device', 'dcim.portmapping.1'),
  ownerOf(
    'dcim.PortTemplateMapping',
    'dcim_port_template_mapping',
    'Template',
    'deviceType',
    'dcim.porttemplatemapping.1',
  ),
  plugged(
    'a length is kept in metres as well',
    '_all.7',
    'dcim.Cable _all.7.metres',
    { length: '10', lengthUnit: 'ft' },
    () => ({
      table: 'dcim_cable',
      gives: () => ({ abs_length_m: '3.0480' }),
    }),
  ),
  plugged(
    'an end of a cable is where its port is',
    'dcim.cabletermination.1',
    'dcim.CableTermination dcim.cabletermination.1',
    {},
    () => ({
      table: 'dcim_cable_termination',
      column: 'cable_id',
      gives: () => ({ device_id: expect.any(String) as unknown, site_id: expect.any(String) as unknown }),
    }),
  ),
  plugged(
    'the first end of a profiled cable takes its first connector',
    'dcim.cable.3',
    'dcim.CableTermination dcim.cable.3.slots',
    { profile: 'single-1c1p' },
    () => ({
      table: 'dcim_cable_termination',
      column: 'cable_id',
      gives: () => ({ connector: 1, positions: [1] }),
    }),
  ),
  plugged('a cable shows on its ports', 'dcim.cable.4', 'dcim.CableTermination dcim.cable.4', {}, (ids) => ({
    table: 'dcim_interface',
    ids,
    gives: () => ({ cable_end: 'A', cable_id: expect.any(String) as unknown }),
  })),
  {
    title: 'a deleted cable no longer shows on its ports',
    proves: 'dcim.cable.4',
    by: 'dcim.CableTermination dcim.cable.4.clear',
    act: async (plant, count) => {
      const { a, inputs } = await cables(plant, count, { profile: 'single-1c1p' });
      const ids = (await plant.all('dcim.Cable', inputs)).map((id) => ({ id }));
      const gives = () => ({ cable_end: null, cable_connector: null });
      return { model: 'dcim.Cable', verb: 'delete', inputs: ids, table: 'dcim_interface', ids: a, gives };
    },
  },
  {
    title: 'a new profile gives the ends their connectors anew',
    proves: 'dcim.cable.3',
    by: 'dcim.Cable dcim.cable.3',
    act: async (plant, count) => {
      const { a, inputs } = await cables(plant, count);
      const ids = await plant.all('dcim.Cable', inputs);
      const changed = ids.map((id) => ({ id, profile: 'single-1c1p' }));
      return {
        model: 'dcim.Cable',
        verb: 'update',
        inputs: changed,
        table: 'dcim_interface',
        ids: a,
        gives: () => ({ cable_connector: 1 }),
      };
    },
  },
];

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

const addressingEffects: readonly Effect[] = [
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

const secret = (n: number): string => `a-secret-that-is-long-enough-${n}`;

const accountEffects: readonly Effect[] = [
  {
    title: 'a token has a key by which it is found',
    proves: 'users.token.1',
    by: 'users.ApiToken users.apitoken.1.key',
    act: async (plant, count) => {
      const user = await plant.user();
      const gives = () => ({ key_id: expect.any(String) as unknown });
      return {
        model: 'users.ApiToken',
        inputs: many(count, (n) => ({ user, secret: secret(n) })),
        table: 'users_api_token',
        gives,
      };
    },
  },
  {
    title: 'of a token only the digest is stored',
    proves: 'users.token.1',
    by: 'users.ApiToken users.apitoken.3.digest',
    act: async (plant, count) => {
      const user = await plant.user();
      const gives = (n: number) => ({ digest: digestOf(secret(n)) });
      return {
        model: 'users.ApiToken',
        inputs: many(count, (n) => ({ user, secret: secret(n) })),
        table: 'users_api_token',
        gives,
      };
    },
  },
  {
    title: 'objects get the default of a new field',
    proves: 'extras.customfield.5',
    by: 'extras.CustomField extras.customfield.5',
    act: async (plant, count) => {
      const id = await plant.named('ipam.Rir');
      const names = many(count, () => plant.name('f').replace('-', '_'));
      const inputs = names.map((name) => ({ name, type: 'integer', default: 7, objectTypes: ['ipam.Rir'] }));
      const custom_fields = Object.fromEntries(names.map((name) => [name, 7]));
      return { model: 'extras.CustomField', inputs, table: 'ipam_rir', ids: [id], gives: () => ({ custom_fields }) };
    },
  },
];

/** What rules of cables, addresses, accounts and fields bring about. */
export const wiredEffects: readonly Effect[] = [...cableEffects, ...addressingEffects, ...accountEffects];
