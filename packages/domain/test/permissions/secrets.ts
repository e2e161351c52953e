import type { Actor, InputRow } from '@plumbline/engine';
import type { Plant } from '../plant.ts';
import type { Typed } from './viewers.ts';

/** Stands in every name and text of hidden rows. */
export const HIDDEN = 'veiled';

/** Stands in every text of a hidden field. */
export const MASKED = 'masked-text';

/** What was planted. */
export interface Secrets {
  readonly hidden: readonly Typed[];
  /** Fields that are seen of types of which some are hidden. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** A device that is seen, with references to hidden rows of every kind. */
  readonly device: string;
  readonly deviceType: string;
  /** Where both devices are. */
  readonly site: string;
  /** A hidden device in the same site. */
  readonly hiddenDevice: string;
  readonly organizationId: string;
}

/** A small network of which half is to be hidden; alike wherever it is planted, with a word of its own in every name. */
export const plantSecrets = async (plant: Plant, actor: Actor, word: string): Promise<Secrets> => {
  const hidden: Typed[] = [];
  const make = async (type: string, input: InputRow): Promise<string> => {
    const outcome = await plant.writer.run(actor, {}, (work) => work.create(type, [input]));
    const [id] = outcome.result ?? [];
    if (!id) throw new Error(`${type}: ${JSON.stringify(outcome.errors)}`);
    return id;
  };
  const veil = async (type: string, input: InputRow): Promise<string> => {
    const id = await make(type, input);
    hidden.push({ type, id });
    return id;
  };
  const named = (name: string): InputRow => ({ name, slug: name });
  const site = await make('dcim.Site', named(`${word}-site`));
  const region = await veil('dcim.Region', named(`${HIDDEN}-${word}-region`));
  const farSite = await veil('dcim.Site', { ...named(`${HIDDEN}-${word}-site`), region });
  await veil('dcim.Site', named(`${HIDDEN}-${word}-far-site`));
  const tenant = await veil('tenancy.Tenant', named(`${HIDDEN}-${word}-tenant`));
  const tag = await veil('extras.Tag', named(`${HIDDEN}-${word}-tag`));
  const openTag = await make('extras.Tag', named(`${word}-tag`));
  const role = await make('dcim.DeviceRole', named(`${word}-role`));
  const platform = await veil('dcim.Platform', named(`${HIDDEN}-${word}-platform`));
  const manufacturer = await make('dcim.Manufacturer', named(`${word}-maker`));
  const deviceType = await make('dcim.DeviceType', {
    manufacturer,
    model: `${word}-model`,
    slug: `${word}-model`,
    comments: `${MASKED} ${word}`,
  });
  const custom = { objectTypes: ['dcim.Device'], relatedObjectType: 'dcim.Site' };
  await make('extras.CustomField', { name: 'home', type: 'object', ...custom });
  await make('extras.CustomField', { name: 'homes', type: 'multiobject', ...custom });
  await make('extras.CustomField', {
    name: 'note',
    type: 'object',
    objectTypes: ['dcim.Device'],
    relatedObjectType: 'extras.JournalEntry',
  });
  await veil('extras.ConfigContext', {
    name: `${HIDDEN}-${word}-context`,
    data: { [HIDDEN]: `${HIDDEN}-${word}-data` },
  });
  const parts = { deviceType, role, site };
  const device = await make('dcim.Device', {
    ...parts,
    name: `${word}-device`,
    tenant,
    platform,
    tags: [tag, openTag],
    customFields: { home: farSite, homes: [site, farSite] },
  });
  const hiddenDevice = await veil('dcim.Device', {
    ...parts,
    name: `${HIDDEN}-${word}-device`,
    serial: `${HIDDEN}-${word}-serial`,
  });
  const port = { name: `${word}-port`, type: '1000base-t' };
  const near = await make('dcim.Interface', { ...port, device });
  const lag = await veil('dcim.Interface', { name: `${HIDDEN}-${word}-lag`, type: 'lag', device });
  await plant.writer.run(actor, {}, (work) => work.update('dcim.Interface', [{ id: near, lag }]));
  await veil('ipam.IpAddress', {
    address: '192.0.2.77/24',
    assignedObject: { interface: near },
    description: `${HIDDEN} ${word} address`,
  });
  await make('ipam.IpAddress', { address: '192.0.2.10/24', assignedObject: { interface: near } });
  await make('extras.JournalEntry', {
    objectType: 'dcim.Device',
    objectId: hiddenDevice,
    comments: `${HIDDEN} ${word} note`,
  });
  const fields = { 'dcim.DeviceType': ['manufacturer', 'model', 'slug'] };
  return { hidden, fields, device, deviceType, site, hiddenDevice, organizationId: actor.organizationId };
};
