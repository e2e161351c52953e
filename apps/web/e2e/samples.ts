import type { RefValue, UiEntity, UiField } from '../src/catalogue/types.ts';
import type { Api } from './api.ts';

/** A reference of a sample: the row, and the arm when the field takes several types. */
export interface SampleRef {
  row: RefValue;
  arm?: string;
}

/** The smallest valid values of a form, by field. */
export type Sample = Record<string, string | number | boolean | unknown[] | Record<string, unknown> | SampleRef>;

/** Whether a value of a sample is a reference to a row. */
export function isRef(value: unknown): value is SampleRef {
  return typeof value === 'object' && value !== null && 'row' in value;
}

const byKind: Readonly<Record<string, (n: number, field: UiField) => Sample[string]>> = {
  asn: (n) => 64_600 + n,
  bigint: (n) => String(n),
  color: () => '2e6fd1',
  date: () => '2026-03-01',
  dateTime: () => '2026-03-01T10:00:00Z',
  decimal: () => '1',
  idRanges: (n) => `${n}-${n + 10}`,
  intRanges: (n) => `${n}-${n + 10}`,
  int: (n, field) => Math.min(Math.max(n, field.min ?? 0), field.max ?? 100_000),
  intList: () => [80, 443],
  ipCidr: (n) => `10.${n >> 8}.${n & 255}.0/24`,
  ipHost: (n) => `10.${100 + (n >> 8)}.${n & 255}.1/24`,
  json: () => ({ key: 'value' }),
  mac: (n) => `02:00:00:00:00:${(n & 255).toString(16).padStart(2, '0')}`,
  slug: (n, field) => `${field.name}-${n}`.toLowerCase(),
  text: (n, field) => (field.choices ? 'text' : `${field.name} ${n}`),
  textList: () => ['one', 'two'],
  url: (n) => `https://example.net/${n}`,
};

type Special = (samples: Samples, n: number) => Promise<Sample> | Sample;

const ofDeviceType: Special = async (samples) => ({ deviceType: await samples.shared('dcim.DeviceType') });
const onTypes: Special = () => ({ objectTypes: ['dcim.Site'] });
const onSite: Special = async (samples) => ({
  objectId: { arm: 'dcim.Site', row: (await samples.shared('dcim.Site')).row },
});
const chassis: Sample = { subdeviceRole: 'parent' };
const radio: Sample = { type: 'ieee802.11ac' };

/** What is needed beyond required fields, or what no kind can know. Types a server lacks are never asked for. */
const special: Readonly<Record<string, Special>> = {
  'core.DataSource': () => ({ type: 'git', sourceUrl: 'https://example.net/network.git' }),
  'dcim.Cable': async (samples) => ({
    aTerminations: { arm: 'interface', ...(await samples.fresh('dcim.Interface')) },
    bTerminations: { arm: 'interface', ...(await samples.fresh('dcim.Interface')) },
  }),
  'dcim.Interface': () => ({ type: '1000base-t' }),
  'dcim.DeviceBay': async (samples) => ({
    device: await samples.fresh('dcim.Device', { deviceType: await samples.fresh('dcim.DeviceType', chassis) }),
  }),
  'dcim.DeviceBayTemplate': async (samples) => ({ deviceType: await samples.fresh('dcim.DeviceType', chassis) }),
  'dcim.Module': async (samples) => ({ moduleBay: await samples.fresh('dcim.ModuleBay') }),
  'dcim.ConsolePortTemplate': ofDeviceType,
  'dcim.ConsoleServerPortTemplate': ofDeviceType,
  'dcim.FrontPortTemplate': ofDeviceType,
  'dcim.InterfaceTemplate': ofDeviceType,
  'dcim.ModuleBayTemplate': ofDeviceType,
  'dcim.PowerOutletTemplate': ofDeviceType,
  'dcim.PowerPortTemplate': ofDeviceType,
  'dcim.RearPortTemplate': ofDeviceType,
  'dcim.PortMapping': async (samples) => ({
    frontPort: await samples.fresh('dcim.FrontPort'),
    rearPort: await samples.fresh('dcim.RearPort'),
  }),
  'dcim.PortTemplateMapping': async (samples) => ({
    frontPort: await samples.fresh('dcim.FrontPortTemplate'),
    rearPort: await samples.fresh('dcim.RearPortTemplate'),
  }),
  'dcim.RackReservation': () => ({ units: [1, 2] }),
  'extras.Bookmark': onSite,
  'extras.CustomField': (_, n) => ({ name: `field_${n}`, objectTypes: ['dcim.Site'] }),
  'extras.CustomFieldChoiceSet': () => ({ extraChoices: [['a', 'A']] }),
  'extras.CustomLink': onTypes,
  'extras.EventRule': async (samples) => ({
    objectTypes: ['dcim.Site'],
    eventTypes: ['object_created'],
    actionObject: { arm: 'webhook', ...(await samples.shared('extras.Webhook')) },
  }),
  'extras.ExportTemplate': onTypes,
  'extras.ImageAttachment': onSite,
  'extras.JournalEntry': onSite,
  'extras.Notification': onSite,
  'extras.ObjectSubscription': onSite,
  'extras.SavedFilter': onTypes,
  'extras.TableConfig': () => ({ objectType: 'dcim.Site', columns: ['name'] }),
  'extras.Tag': (_, n) => ({ slug: `tag-${n}` }),
  'extras.Webhook': () => ({ payloadUrl: 'https://example.net/hook' }),
  'ipam.AsnRange': (_, n) => ({ start: 65_000 + n, end: 65_001 + n }),
  'ipam.IpRange': (_, n) => ({ startAddress: `10.200.${n}.10/24`, endAddress: `10.200.${n}.20/24` }),
  'ipam.RouteTarget': (_, n) => ({ name: `64512:${n}` }),
  'tenancy.ContactAssignment': onSite,
  'core.JobSchedule': () => ({ job: 'exportArchive', cron: '0 3 * * *' }),
  'users.ApiToken': (_, n) => ({ secret: `a secret of some length ${n}` }),
  'users.ObjectPermission': () => ({ objectTypes: ['dcim.Site'], actions: ['view'] }),
  'virtualization.VirtualMachine': async (samples) => ({ cluster: await samples.shared('virtualization.Cluster') }),
  'vpn.IpsecProposal': () => ({ encryptionAlgorithm: 'aes-256-gcm' }),
  'wireless.WirelessLink': async (samples) => ({
    interfaceA: await samples.fresh('dcim.Interface', radio),
    interfaceB: await samples.fresh('dcim.Interface', radio),
  }),
  'circuits.CircuitTermination': async (samples) => ({
    termination: { arm: 'site', ...(await samples.shared('dcim.Site')) },
  }),
  'circuits.VirtualCircuitTermination': async (samples) => ({
    interface: await samples.fresh('dcim.Interface', { type: 'virtual' }),
  }),
};

/** Fields without which a row is refused. */
function isNeeded(field: UiField): boolean {
  return field.input && field.required && (field.default === undefined || field.default === null);
}

/** A sample as the API takes it: references by id. */
export function inputOf(entity: UiEntity, sample: Sample): Record<string, unknown> {
  const fields = [...entity.fields, ...(entity.extraInputs ?? [])];
  const value = (name: string, given: Sample[string]): unknown => {
    if (!isRef(given)) return given;
    const pick = { id: given.row.id };
    const arm = given.arm ? { [given.arm]: pick } : pick;
    return fields.find((field) => field.name === name)?.kind === 'arcs' ? [arm] : arm;
  };
  return Object.fromEntries(
    Object.entries(sample).flatMap(([name, given]): [string, unknown][] => {
      const isAny = isRef(given) && fields.find((field) => field.name === name)?.kind === 'anyObject';
      const pair = isAny
        ? ([
            ['objectType', given.arm],
            ['objectId', given.row.id],
          ] as [string, unknown][])
        : null;
      return pair ?? [[name, value(name, given)]];
    }),
  );
}

/** Makes the smallest valid values of any type, and the rows these refer to. */
export class Samples {
  #serial = 10;
  readonly #shared = new Map<string, Promise<SampleRef>>();

  constructor(private readonly api: Api) {}

  /** Values for a new row of the type. */
  async of(name: string): Promise<Sample> {
    const entity = this.#entity(name);
    const n = ++this.#serial;
    const own = (await special[name]?.(this, n)) ?? {};
    const sample: Sample = { ...own };
    for (const field of this.#asked(entity)) {
      if (!(field.name in sample)) sample[field.name] = await this.#value(entity, field, n);
    }
    return sample;
  }

  /** A row of the type that nothing else refers to. */
  async fresh(name: string, values: Sample = {}): Promise<SampleRef> {
    const entity = this.#entity(name);
    return { row: await this.api.create(entity, inputOf(entity, { ...(await this.of(name)), ...values })) };
  }

  /** The one row of the type that samples share. */
  shared(name: string): Promise<SampleRef> {
    const known = this.#shared.get(name) ?? this.fresh(name);
    this.#shared.set(name, known);
    return known;
  }

  #entity(name: string): UiEntity {
    const entity = this.api.catalogue.byName.get(name);
    if (!entity) throw new Error(`There is no type ${name}`);
    return entity;
  }

  #asked(entity: UiEntity): UiField[] {
    const extra = (entity.extraInputs ?? []).filter((field) => field.verb === 'create' && field.required);
    return [...entity.fields.filter(isNeeded), ...extra.filter((field) => field.kind !== 'arcs')];
  }

  async #value(entity: UiEntity, field: UiField, n: number): Promise<Sample[string]> {
    const arm = field.targets?.[0];
    if (arm) return { arm: arm.arm, ...(await this.fresh(arm.target)) };
    const isUnique = entity.matchBy.includes(field.name) && entity.matchBy.length === 1;
    if (field.kind === 'ref') return isUnique ? this.fresh(field.target ?? '') : this.shared(field.target ?? '');
    if (field.choices?.[0]) return field.choices[0].value;
    return (byKind[field.kind] ?? ((serial) => `${field.name} ${serial}`))(n, field);
  }
}
