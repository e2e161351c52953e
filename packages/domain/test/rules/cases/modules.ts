import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { many, type Effect, type Refusal } from '../case.ts';
import { devicesAt } from './devices.ts';

const MODULE = 'dcim.Module';
const BAY = 'dcim.ModuleBay';
const TYPE = 'dcim.ModuleType';

const typesOf = async (plant: Plant, count: number, rest: InputRow = {}): Promise<string[]> => {
  const manufacturer = await plant.named('dcim.Manufacturer');
  return plant.all(
    TYPE,
    many(count, () => ({ model: plant.name('module'), manufacturer, ...rest })),
  );
};

const oneType = async (plant: Plant): Promise<string> => (await typesOf(plant, 1))[0] ?? '';

/** Bays of a device, numbered by their positions. */
const baysOf = (plant: Plant, device: string | undefined, count: number, rest: InputRow = {}): Promise<string[]> =>
  plant.all(
    BAY,
    many(count, (at) => ({ device, name: plant.name('bay'), position: `${at + 1}`, ...rest })),
  );

/** A device with modules in bays of its own, and free bays beside. */
const equipped = async (plant: Plant, count: number) => {
  const [device = ''] = await devicesAt(plant, 1);
  const [taken, free] = [await baysOf(plant, device, count), await baysOf(plant, device, count)];
  const moduleType = await oneType(plant);
  const modules = await plant.all(
    MODULE,
    taken.map((moduleBay) => ({ device, moduleBay, moduleType })),
  );
  return { device, moduleType, modules, taken, free };
};

const PARTS: readonly (readonly [model: string, rest: InputRow])[] = [
  ['dcim.Interface', { type: '1000base-t' }],
  ['dcim.ConsolePort', {}],
  ['dcim.ConsoleServerPort', {}],
  ['dcim.PowerPort', {}],
  ['dcim.PowerOutlet', {}],
  ['dcim.FrontPort', { type: 'lc' }],
  ['dcim.RearPort', { type: 'lc' }],
  [BAY, {}],
];

const ofOwnDevice = ([model, rest]: (typeof PARTS)[number]): Refusal => ({
  title: `a ${model} belongs to a module of its device`,
  proves: null,
  by: [`${model} dcim._component.module`],
  model,
  slots: async (plant) => {
    const [own, other] = [await equipped(plant, 1), await equipped(plant, 1)];
    return (_, fits) => ({
      device: own.device,
      name: plant.name('p'),
      ...rest,
      module: (fits ? own : other).modules[0],
    });
  },
  refused: ['module', 'DEVICE_MISMATCH'],
});

/** Module types, modules and their bays. */
export const moduleCases: readonly Refusal[] = [
  {
    title: 'the weight of a module type needs its unit',
    proves: '_all.6',
    by: ['dcim.ModuleType _all.6'],
    model: TYPE,
    slots: async (plant) => {
      const manufacturer = await plant.named('dcim.Manufacturer');
      return (_, fits) => ({
        model: plant.name('module'),
        manufacturer,
        weight: '2',
        weightUnit: fits ? 'kg' : null,
      });
    },
    refused: ['weightUnit', 'UNIT_REQUIRED'],
  },
  {
    title: 'the schema of a profile is a JSON Schema',
    proves: 'dcim.moduletypeprofile.1',
    by: ['dcim.ModuleTypeProfile dcim.moduletypeprofile.1'],
    model: 'dcim.ModuleTypeProfile',
    slots: async (plant) => (_, fits) => ({
      name: plant.name('profile'),
      schema: { type: fits ? 'object' : 'thing' },
    }),
    refused: ['schema', 'SCHEMA_INVALID'],
  },
  {
    title: 'attributes of a module type fit its profile',
    proves: 'dcim.moduletype.1',
    by: ['dcim.ModuleType dcim.moduletype.1'],
    model: TYPE,
    slots: async (plant) => {
      const manufacturer = await plant.named('dcim.Manufacturer');
      const schema = { type: 'object', properties: { cores: { type: 'integer' } } };
      const profile = await plant.make('dcim.ModuleTypeProfile', { name: plant.name('profile'), schema });
      return (_, fits) => ({
        model: plant.name('module'),
        manufacturer,
        profile,
        attributeData: { cores: fits ? 8 : 'eight' },
      });
    },
    refused: ['attributeData.cores', 'BAD_USER_INPUT'],
  },
  {
    title: 'a module sits in a bay of its device',
    proves: 'dcim.module.1',
    by: ['dcim.Module dcim.module.1'],
    model: MODULE,
    slots: async (plant, count) => {
      const [device, other] = await devicesAt(plant, 2);
      const [own, foreign] = [await baysOf(plant, device, count), await baysOf(plant, other, count)];
      const moduleType = await oneType(plant);
      return (at, fits) => ({ device, moduleType, moduleBay: (fits ? own : foreign)[at] });
    },
    refused: ['moduleBay', 'DEVICE_MISMATCH'],
  },
  {
    title: 'a disabled bay takes no module',
    proves: 'dcim.modulebay.2',
    by: ['dcim.Module dcim.module.1'],
    model: MODULE,
    slots: async (plant, count) => {
      const [device] = await devicesAt(plant, 1);
      const [open, shut] = [await baysOf(plant, device, count), await baysOf(plant, device, count, { enabled: false })];
      const moduleType = await oneType(plant);
      return (at, fits) => ({ device, moduleType, moduleBay: (fits ? open : shut)[at] });
    },
    refused: ['moduleBay', 'BAY_DISABLED'],
  },
  {
    title: 'a bay holds one module',
    proves: 'dcim.module.1',
    by: ['uq dcim.Module moduleBay'],
    model: MODULE,
    slots: async (plant, count) => {
      const { device, moduleType, taken, free } = await equipped(plant, count);
      return (at, fits) => ({ device, moduleType, moduleBay: (fits ? free : taken)[at] });
    },
    refused: ['moduleBay', 'DUPLICATE'],
    isHalving: true,
  },
  {
    title: 'a module with components stays on its device',
    proves: 'dcim.module.4',
    by: ['dcim.Module dcim.module.4.device'],
    model: MODULE,
    verb: 'update',
    slots: async (plant, count) => {
      const [bare, full] = [await equipped(plant, count), await equipped(plant, count)];
      await plant.all(
        'dcim.PowerPort',
        full.modules.map((module) => ({ device: full.device, module, name: plant.name('psu') })),
      );
      const [other] = await devicesAt(plant, 1);
      const bays = await baysOf(plant, other, count);
      return (at, fits) => ({ id: (fits ? bare : full).modules[at], device: other, moduleBay: bays[at] });
    },
    refused: ['device', 'IN_USE'],
  },
  {
    title: 'a module brings no name that the device has',
    proves: 'dcim.module.3',
    by: ['dcim.Module create'],
    model: MODULE,
    slots: async (plant, count) => {
      const [device = ''] = await devicesAt(plant, 1);
      const bays = await baysOf(plant, device, count);
      const moduleType = await oneType(plant);
      await plant.make('dcim.PowerPortTemplate', { moduleType, name: 'psu {module}' });
      await plant.all(
        'dcim.PowerPort',
        bays.map((_bay, at) => ({ device, name: `psu ${at + 1}` })),
      );
      return (at, fits) => ({ device, moduleType, moduleBay: bays[at], adoptComponents: fits });
    },
    refused: ['moduleType', 'TEMPLATE_CONFLICT'],
  },
  ...PARTS.map(ofOwnDevice),
];

/** What rules of modules and their types bring about. */
export const moduleEffects: readonly Effect[] = [
  {
    title: 'the weight of a module type is kept in grams as well',
    proves: '_all.6',
    by: 'dcim.ModuleType _all.6.grams',
    act: async (plant, count) => {
      const manufacturer = await plant.named('dcim.Manufacturer');
      const inputs = many(count, () => ({
        model: plant.name('module'),
        manufacturer,
        weight: '1.5',
        weightUnit: 'kg',
      }));
      return { model: TYPE, inputs, table: 'dcim_module_type', gives: () => ({ abs_weight_g: '1500' }) };
    },
  },
  {
    title: 'a module type without profile has no attributes',
    proves: 'dcim.moduletype.1',
    by: 'dcim.ModuleType dcim.moduletype.1.clear',
    act: async (plant, count) => {
      const manufacturer = await plant.named('dcim.Manufacturer');
      const inputs = many(count, () => ({ model: plant.name('module'), manufacturer, attributeData: { cores: 8 } }));
      return { model: TYPE, inputs, table: 'dcim_module_type', gives: () => ({ attribute_data: null }) };
    },
  },
  {
    title: 'a bay that a module brought lies in the bay of the module',
    proves: 'dcim.modulebay.1',
    by: 'dcim.ModuleBay dcim.modulebay.1',
    act: async (plant, count) => {
      const { device, modules, taken } = await equipped(plant, count);
      const inputs = modules.map((module) => ({ device, module, name: plant.name('sub') }));
      return { model: BAY, inputs, table: 'dcim_module_bay', gives: (at) => ({ parent_id: taken[at] }) };
    },
  },
  {
    title: 'bays that a module brought move with it',
    proves: 'dcim.module.4',
    by: 'dcim.Module dcim.module.4',
    act: async (plant, count) => {
      const { device, modules, free } = await equipped(plant, count);
      const ids = await plant.all(
        BAY,
        modules.map((module) => ({ device, module, name: plant.name('sub') })),
      );
      return {
        model: MODULE,
        verb: 'update',
        inputs: modules.map((id, at) => ({ id, moduleBay: free[at] })),
        table: 'dcim_module_bay',
        ids,
        gives: (at) => ({ parent_id: free[at] }),
      };
    },
  },
  {
    title: 'a module brings the components of its type',
    proves: 'dcim.module.2',
    by: 'dcim.Module create',
    act: async (plant, count) => {
      const [device] = await devicesAt(plant, 1);
      const bays = await baysOf(plant, device, count);
      const moduleType = await oneType(plant);
      await plant.make('dcim.InterfaceTemplate', { moduleType, name: 'e{module}', type: '1000base-t' });
      const inputs = bays.map((moduleBay) => ({ device, moduleType, moduleBay }));
      const gives = (at: number) => ({ name: `e${at + 1}`, device_id: device });
      return { model: MODULE, inputs, table: 'dcim_interface', column: 'module_id', gives };
    },
  },
];
