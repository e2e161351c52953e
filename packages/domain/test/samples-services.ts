import type { InputRow } from '@plumbline/engine';
import type { Plant } from './plant.ts';

/** What samples are made with; `Samples` is one. */
export interface SampleMaker {
  make(name: string): Promise<string>;
  plain(name: string): Promise<InputRow>;
}

type Special = (plant: Plant, samples: SampleMaker) => Promise<InputRow>;

const interfaceOf = async (plant: Plant, samples: SampleMaker, type: string): Promise<string> =>
  plant.make('dcim.Interface', { device: await samples.make('dcim.Device'), name: plant.name('i'), type });

/** Adds values to the required ones. */
const more =
  (model: string, rest: InputRow): Special =>
  async (_plant, samples) => ({ ...(await samples.plain(model)), ...rest });

/** A row that belongs to an object. */
const attached = (model: string): readonly [string, Special] => [
  model,
  async (_plant, samples) => ({
    ...(await samples.plain(model)),
    objectType: 'dcim.Site',
    objectId: await samples.make('dcim.Site'),
  }),
];

const TYPES = { objectTypes: ['dcim.Site'] };

/** Entities about services, machines and events whose smallest valid row needs more than its required fields. */
export const SERVICE_SAMPLES: Readonly<Record<string, Special>> = {
  'ipam.AsnRange': more('ipam.AsnRange', { start: 64_512, end: 64_600 }),
  'circuits.CircuitTermination': async (_plant, samples) => ({
    ...(await samples.plain('circuits.CircuitTermination')),
    termination: { site: { id: await samples.make('dcim.Site') } },
  }),
  'circuits.VirtualCircuitTermination': async (plant, samples) => ({
    virtualCircuit: await samples.make('circuits.VirtualCircuit'),
    interface: await interfaceOf(plant, samples, 'virtual'),
  }),
  'virtualization.VirtualMachine': async (_plant, samples) => ({
    ...(await samples.plain('virtualization.VirtualMachine')),
    site: await samples.make('dcim.Site'),
  }),
  'vpn.IpsecProposal': more('vpn.IpsecProposal', { encryptionAlgorithm: 'aes-256-gcm' }),
  'wireless.WirelessLink': async (plant, samples) => ({
    interfaceA: await interfaceOf(plant, samples, 'ieee802.11ax'),
    interfaceB: await interfaceOf(plant, samples, 'ieee802.11ax'),
  }),
  ...Object.fromEntries(
    [
      'extras.JournalEntry',
      'extras.ImageAttachment',
      'extras.Bookmark',
      'extras.ObjectSubscription',
      'extras.Notification',
      'tenancy.ContactAssignment',
    ].map(attached),
  ),
  'extras.CustomLink': more('extras.CustomLink', { ...TYPES, linkUrl: 'https://graphs.example/' }),
  'extras.ExportTemplate': more('extras.ExportTemplate', TYPES),
  'extras.SavedFilter': more('extras.SavedFilter', { ...TYPES, parameters: { status: ['active'] } }),
  'extras.TableConfig': more('extras.TableConfig', { objectType: 'dcim.Site' }),
  'extras.Webhook': more('extras.Webhook', { payloadUrl: 'https://hooks.example/' }),
  'extras.EventRule': async (_plant, samples) => ({
    ...(await samples.plain('extras.EventRule')),
    ...TYPES,
    eventTypes: ['object_created'],
    actionObject: { webhook: { id: await samples.make('extras.Webhook') } },
  }),
  'users.ObjectPermission': more('users.ObjectPermission', { ...TYPES, actions: ['view'] }),
};
