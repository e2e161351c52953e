import type { InputRow, Model, Registry, ScalarField } from '@plumbline/engine';
import type { Plant } from './plant.ts';
import { SERVICE_SAMPLES } from './samples-services.ts';

type Special = (plant: Plant, samples: Samples) => Promise<InputRow>;

const twoPorts = async (samples: Samples, model: string): Promise<readonly [string, string]> => [
  await samples.make(model),
  await samples.make(model),
];

const panel = async (
  plant: Plant,
  samples: Samples,
  kinds: readonly [string, string],
  holder: string,
): Promise<InputRow> => {
  const owner = await samples.make(holder === 'device' ? 'dcim.Device' : 'dcim.DeviceType');
  const [front, rear] = [
    await plant.make(kinds[0], { ...(await samples.input(kinds[0])), [holder]: owner }),
    await plant.make(kinds[1], { ...(await samples.input(kinds[1])), [holder]: owner }),
  ];
  return { frontPort: front, rearPort: rear };
};

/** Entities whose smallest valid row needs more than its required fields. */
const SPECIAL: Readonly<Record<string, Special>> = {
  'dcim.Cable': async (_plant, samples) => {
    const [a, b] = await twoPorts(samples, 'dcim.Interface');
    return { aTerminations: [{ interface: { id: a } }], bTerminations: [{ interface: { id: b } }] };
  },
  'dcim.CableTermination': async (_plant, samples) => ({
    cable: await samples.make('dcim.Cable'),
    cableEnd: 'A',
    termination: { interface: { id: await samples.make('dcim.Interface') } },
  }),
  'dcim.DeviceBay': async (plant, samples) => {
    const deviceType = await plant.type({ subdeviceRole: 'parent' });
    const device = await plant.make('dcim.Device', { ...(await samples.plain('dcim.Device')), deviceType });
    return { ...(await samples.plain('dcim.DeviceBay')), device };
  },
  'dcim.DeviceBayTemplate': async (plant, samples) => ({
    ...(await samples.plain('dcim.DeviceBayTemplate')),
    deviceType: await plant.type({ subdeviceRole: 'parent' }),
  }),
  'dcim.Module': async (plant, samples) => {
    const device = await samples.make('dcim.Device');
    const moduleBay = await plant.make('dcim.ModuleBay', { device, name: plant.name('bay') });
    return { ...(await samples.plain('dcim.Module')), device, moduleBay };
  },
  'dcim.PortMapping': (plant, samples) => panel(plant, samples, ['dcim.FrontPort', 'dcim.RearPort'], 'device'),
  'dcim.PortTemplateMapping': (plant, samples) =>
    panel(plant, samples, ['dcim.FrontPortTemplate', 'dcim.RearPortTemplate'], 'deviceType'),
  ...Object.fromEntries(
    [
      'ConsolePortTemplate',
      'ConsoleServerPortTemplate',
      'FrontPortTemplate',
      'InterfaceTemplate',
      'ModuleBayTemplate',
      'PowerOutletTemplate',
      'PowerPortTemplate',
      'RearPortTemplate',
    ].map((type) => [
      `dcim.${type}`,
      async (_plant: Plant, samples: Samples) => ({
        ...(await samples.plain(`dcim.${type}`)),
        deviceType: await samples.make('dcim.DeviceType'),
      }),
    ]),
  ),
  'dcim.RackReservation': async (plant, samples) => ({
    rack: await samples.make('dcim.Rack'),
    units: [1, 2],
    user: await plant.user(),
    description: 'Held for a new row',
  }),
  'extras.Tag': async (plant) => ({ name: plant.name('tag'), slug: plant.name('tag') }),
  'dcim.Interface': async (_plant, samples) => ({ ...(await samples.plain('dcim.Interface')), type: '1000base-t' }),
  'extras.CustomField': async (plant) => ({
    name: plant.name('field').replace('-', '_'),
    type: 'text',
    objectTypes: ['dcim.Site'],
  }),
  'extras.CustomFieldChoiceSet': async (plant) => ({
    name: plant.name('set'),
    extraChoices: [
      ['a', 'A'],
      ['b', 'B'],
    ],
  }),
  'extras.ConfigContext': async (plant) => ({ name: plant.name('context'), data: { ntp: ['192.0.2.1'] } }),
  'users.ApiToken': async (plant) => ({ user: await plant.user() }),
  ...SERVICE_SAMPLES,
};

const isInputField = ({ system, spec }: ScalarField): boolean =>
  !system && !spec.derived && spec.generated === undefined;

/** Makes the smallest valid input of any entity, and what it refers to. */
export class Samples {
  #serial = 100;
  readonly #registry: Registry;
  readonly #plant: Plant;

  constructor(registry: Registry, plant: Plant) {
    this.#registry = registry;
    this.#plant = plant;
  }

  async make(name: string): Promise<string> {
    return this.#plant.make(name, await this.input(name));
  }

  input(name: string): Promise<InputRow> {
    const special = SPECIAL[name];
    return special ? special(this.#plant, this) : this.plain(name);
  }

  /** Required fields alone. */
  async plain(name: string): Promise<InputRow> {
    const model = this.#registry.model(name);
    return { ...this.#scalars(model), ...(await this.#edges(model)) };
  }

  #scalars(model: Model): InputRow {
    const n = ++this.#serial;
    const required = [...model.scalars.values()].filter(
      (field) =>
        isInputField(field) && !field.nullable && field.spec.default === undefined && field.name !== 'customFields',
    );
    return Object.fromEntries(required.map((field) => [field.name, field.type.sample(n, field.spec)]));
  }

  async #edges(model: Model): Promise<InputRow> {
    const row: Record<string, unknown> = {};
    for (const edge of model.edges.values()) {
      if (edge.kind === 'one' && !edge.nullable && !edge.spec.derived) row[edge.name] = await this.make(edge.target);
      const [arm] = edge.kind === 'arc' ? edge.arms : [];
      if (edge.kind === 'arc' && arm && !edge.nullable)
        row[edge.name] = { [arm.arm]: { id: await this.make(arm.target) } };
    }
    return row;
  }
}
