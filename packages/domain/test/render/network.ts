import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plant } from '../plant.ts';

/** Folder of the templates, what real Jinja2 made of them, and the network they are rendered for. */
export const CASES = join(import.meta.dirname, 'cases');

interface Named {
  readonly name: string;
  readonly slug: string;
}

interface Port {
  readonly name: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly mtu: number | null;
  readonly mode: string | null;
  readonly untagged_vlan: number | null;
  readonly tagged_vlans: readonly number[];
  readonly description: string;
  readonly lag: string | null;
  readonly addresses: readonly string[];
  readonly tags: readonly string[];
}

interface Network {
  readonly device: { readonly name: string };
  readonly site: Named & { readonly facility: string };
  readonly region: Named;
  readonly role: Named;
  readonly manufacturer: Named;
  readonly type: { readonly model: string; readonly slug: string };
  readonly platform: Named;
  readonly vlans: readonly { readonly vid: number; readonly name: string }[];
  readonly interfaces: readonly Port[];
  readonly custom_fields: Readonly<Record<string, unknown>>;
  readonly contexts: readonly { readonly name: string; readonly weight: number; readonly data: unknown }[];
  readonly extra: Readonly<Record<string, unknown>>;
}

/** The network of `network.json`, which the recorded texts show too. */
export const network = JSON.parse(readFileSync(join(CASES, 'network.json'), 'utf8')) as Network;

/** Options of the templates by name. */
export const options = JSON.parse(readFileSync(join(CASES, 'options.json'), 'utf8')) as Record<string, object>;

const unused = (text: string): string | null => (text === '' ? null : text);

const addPorts = async (plant: Plant, device: string, vlans: ReadonlyMap<number, string>): Promise<void> => {
  const tag = await plant.make('extras.Tag', { name: 'edge', slug: 'edge' });
  const lagNames = new Set(network.interfaces.map(({ lag }) => lag));
  const inputOf = (port: Port, lags: ReadonlyMap<string, string>) => ({
    device,
    name: port.name,
    type: port.type,
    enabled: port.enabled,
    mtu: port.mtu,
    mode: port.mode,
    untaggedVlan: port.mode === null || port.untagged_vlan === null ? null : vlans.get(port.untagged_vlan),
    taggedVlans: port.tagged_vlans.map((vid) => vlans.get(vid)),
    description: unused(port.description),
    lag: port.lag === null ? null : lags.get(port.lag),
    tags: port.tags.map(() => tag),
  });
  const lagPorts = network.interfaces.filter(({ name }) => lagNames.has(name));
  const lagIds = await plant.all(
    'dcim.Interface',
    lagPorts.map((port) => inputOf(port, new Map())),
  );
  const lags = new Map(lagPorts.map(({ name }, i) => [name, lagIds[i] ?? '']));
  const others = network.interfaces.filter(({ name }) => !lagNames.has(name));
  const ids = await plant.all(
    'dcim.Interface',
    others.map((port) => inputOf(port, lags)),
  );
  const addresses = others.flatMap(({ addresses: own }, i) =>
    own.map((address) => ({ address, assignedObject: { interface: ids[i] } })),
  );
  const addressIds = await plant.all('ipam.IpAddress', addresses);
  const primary = addresses.findIndex(({ address }) => address === '192.0.2.7/32');
  const { errors } = await plant.update('dcim.Device', { id: device, primaryIp4: addressIds[primary] });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
};

/** Stores the network and gives the id of its device. */
export const buildNetwork = async (plant: Plant): Promise<string> => {
  const region = await plant.make('dcim.Region', { ...network.region });
  const site = await plant.make('dcim.Site', { ...network.site, region });
  const manufacturer = await plant.make('dcim.Manufacturer', { ...network.manufacturer });
  const deviceType = await plant.make('dcim.DeviceType', { ...network.type, manufacturer });
  const role = await plant.make('dcim.DeviceRole', { ...network.role });
  const platform = await plant.make('dcim.Platform', { ...network.platform });
  const objectTypes = ['dcim.Device'];
  await plant.all('extras.CustomField', [
    { name: 'asn', type: 'integer', objectTypes },
    { name: 'bgp_neighbors', type: 'json', objectTypes },
  ]);
  await plant.all('extras.ConfigContext', network.contexts);
  const device = await plant.make('dcim.Device', {
    name: network.device.name,
    site,
    deviceType,
    role,
    platform,
    customFields: network.custom_fields,
  });
  const vlanIds = await plant.all('ipam.Vlan', network.vlans);
  await addPorts(plant, device, new Map(network.vlans.map(({ vid }, i) => [vid, vlanIds[i] ?? ''])));
  return device;
};
