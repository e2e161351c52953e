import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { many, type Refusal } from '../case.ts';
import { devicesAt } from './devices.ts';

const ITEM = 'dcim.InventoryItem';
const BAY = 'dcim.DeviceBay';

/** Devices of a type that takes child devices. */
export const parentsAt = async (plant: Plant, count: number, rest: InputRow = {}): Promise<string[]> =>
  devicesAt(plant, count, { deviceType: await plant.type({ subdeviceRole: 'parent' }), ...rest });

/** Inventory items, one in each device. */
export const itemsIn = (plant: Plant, devices: readonly string[], rest: InputRow = {}): Promise<string[]> =>
  plant.all(
    ITEM,
    devices.map((device) => ({ device, name: plant.name('item'), ...rest })),
  );

const bayCases: readonly Refusal[] = [
  {
    title: 'a device bay is in a device that takes child devices',
    proves: 'dcim.devicebay.1',
    by: ['dcim.DeviceBay dcim.devicebay.1'],
    model: BAY,
    slots: async (plant) => {
      const [[parent], [plain]] = [await parentsAt(plant, 1), await devicesAt(plant, 1)];
      return (_, fits) => ({ device: fits ? parent : plain, name: plant.name('bay') });
    },
    refused: ['device', 'BAD_USER_INPUT'],
  },
  {
    title: 'a device is not installed in itself',
    proves: 'dcim.devicebay.1',
    by: ['dcim.DeviceBay dcim.devicebay.1'],
    model: BAY,
    slots: async (plant, count) => {
      const [parents, children] = [await parentsAt(plant, count), await devicesAt(plant, count)];
      return (at, fits) => ({
        device: parents[at],
        name: plant.name('bay'),
        installedDevice: (fits ? children : parents)[at],
      });
    },
    refused: ['installedDevice', 'BAD_USER_INPUT'],
  },
  {
    title: 'a disabled bay takes no device',
    proves: 'dcim.devicebay.1',
    by: ['dcim.DeviceBay dcim.devicebay.1'],
    model: BAY,
    slots: async (plant, count) => {
      const [[device], children] = [await parentsAt(plant, 1), await devicesAt(plant, count)];
      return (at, fits) => ({ device, name: plant.name('bay'), enabled: fits, installedDevice: children[at] });
    },
    refused: ['installedDevice', 'BAY_DISABLED'],
  },
  {
    title: 'only parent types have templates of device bays',
    proves: 'dcim._template.1',
    by: ['dcim.DeviceBayTemplate dcim._template.1.bay'],
    model: 'dcim.DeviceBayTemplate',
    slots: async (plant) => {
      const [parent, plain] = [await plant.type({ subdeviceRole: 'parent' }), await plant.type()];
      return (_, fits) => ({ deviceType: fits ? parent : plain, name: plant.name('bay') });
    },
    refused: ['deviceType', 'BAD_USER_INPUT'],
  },
  {
    title: 'a type with templates of device bays remains a parent',
    proves: 'dcim.devicetype.3',
    by: ['dcim.DeviceType dcim.devicetype.3.parent'],
    model: 'dcim.DeviceType',
    verb: 'update',
    slots: async (plant, count) => {
      const manufacturer = await plant.named('dcim.Manufacturer');
      const types = await plant.all(
        'dcim.DeviceType',
        many(count * 2, () => {
          const model = plant.name('type');
          return { manufacturer, model, slug: model, subdeviceRole: 'parent' };
        }),
      );
      await plant.all(
        'dcim.DeviceBayTemplate',
        types.slice(count).map((deviceType) => ({ deviceType, name: 'bay' })),
      );
      return (at, fits) => ({ id: types[fits ? at : at + count], subdeviceRole: null });
    },
    refused: ['subdeviceRole', 'IN_USE'],
  },
];

const itemCases: readonly Refusal[] = [
  {
    title: 'an inventory item lies in one of the same device',
    proves: 'dcim.inventoryitem.1',
    by: ['dcim.InventoryItem dcim.inventoryitem.1'],
    model: ITEM,
    slots: async (plant) => {
      const devices = await devicesAt(plant, 2);
      const items = await itemsIn(plant, devices);
      return (_, fits) => ({ device: devices[0], name: plant.name('item'), parent: items[fits ? 0 : 1] });
    },
    refused: ['parent', 'DEVICE_MISMATCH'],
  },
  {
    title: 'an inventory item is a part of a component of the same device',
    proves: 'dcim.inventoryitem.1',
    by: ['dcim.InventoryItem dcim.inventoryitem.1'],
    model: ITEM,
    slots: async (plant) => {
      const devices = await devicesAt(plant, 2);
      const ports = await plant.all(
        'dcim.PowerPort',
        devices.map((device) => ({ device, name: 'psu' })),
      );
      return (_, fits) => ({
        device: devices[0],
        name: plant.name('item'),
        component: { powerPort: { id: ports[fits ? 0 : 1] } },
      });
    },
    refused: ['component', 'DEVICE_MISMATCH'],
  },
  {
    title: 'an item template is a part of a component template of the same type',
    proves: 'dcim._template.1',
    by: ['dcim.InventoryItemTemplate dcim._template.1.item'],
    model: 'dcim.InventoryItemTemplate',
    slots: async (plant) => {
      const types = [await plant.type(), await plant.type()];
      const ports = await plant.all(
        'dcim.PowerPortTemplate',
        types.map((deviceType) => ({ deviceType, name: 'psu' })),
      );
      return (_, fits) => ({
        deviceType: types[0],
        name: plant.name('item'),
        component: { powerPortTemplate: { id: ports[fits ? 0 : 1] } },
      });
    },
    refused: ['component', 'DEVICE_MISMATCH'],
  },
  {
    title: 'an inventory item does not leave what is in it behind',
    proves: 'dcim.inventoryitem.1',
    by: ['dcim.InventoryItem dcim.inventoryitem.1.children'],
    model: ITEM,
    verb: 'update',
    slots: async (plant, count) => {
      const [[device = ''], [other]] = [await devicesAt(plant, 1), await devicesAt(plant, 1)];
      const [outer, plain] = [
        await itemsIn(
          plant,
          many(count, () => device),
        ),
        await itemsIn(
          plant,
          many(count, () => device),
        ),
      ];
      await plant.all(
        ITEM,
        outer.map((parent) => ({ device, parent, name: 'inside' })),
      );
      return (at, fits) => ({ id: (fits ? plain : outer)[at], device: other });
    },
    refused: ['device', 'IN_USE'],
  },
];

/** Interfaces of a kind and free MAC addresses, one for each. */
export const CARRIERS = [
  {
    arm: 'interface',
    model: 'dcim.Interface',
    table: 'dcim_interface',
    make: async (plant: Plant, count: number): Promise<string[]> => {
      const [device] = await devicesAt(plant, 1);
      return plant.all(
        'dcim.Interface',
        many(count, () => ({ device, name: plant.name('e'), type: '1000base-t' })),
      );
    },
  },
  {
    arm: 'vmInterface',
    model: 'virtualization.VmInterface',
    table: 'virtualization_vm_interface',
    make: async (plant: Plant, count: number): Promise<string[]> => {
      const virtualMachine = await plant.make('virtualization.VirtualMachine', {
        name: plant.name('vm'),
        site: await plant.named('dcim.Site'),
      });
      return plant.all(
        'virtualization.VmInterface',
        many(count, () => ({ virtualMachine, name: plant.name('e') })),
      );
    },
  },
] as const;

let station = 0;

/** MAC addresses, assigned to the interfaces where they are given. */
export const macs = (plant: Plant, count: number, arm: string, at?: readonly string[]): Promise<string[]> =>
  plant.all(
    'dcim.MacAddress',
    many(count, (n) => ({
      macAddress: `02:00:00:${(++station + 0x1000000)
        .toString(16)
        .slice(1)
        .replace(/(..)(?=.)/g, '$1:')}`,
      ...(at && { assignedObject: { [arm]: { id: at[n] } } }),
    })),
  );

const macCases: readonly Refusal[] = CARRIERS.flatMap(({ arm, model, make }): Refusal[] => [
  {
    title: `the primary MAC address of a ${model} belongs to no other`,
    proves: 'dcim.interface.6',
    by: [`${model} dcim.interface.6`],
    model,
    verb: 'update',
    slots: async (plant, count) => {
      const [mine, theirs] = [await make(plant, count), await make(plant, count)];
      const [own, foreign] = [await macs(plant, count, arm, mine), await macs(plant, count, arm, theirs)];
      return (at, fits) => ({ id: mine[at], primaryMacAddress: (fits ? own : foreign)[at] });
    },
    refused: ['primaryMacAddress', 'ADDRESS_IN_USE'],
  },
  {
    title: `a MAC address is the primary one of one ${model}`,
    proves: 'dcim.interface.6',
    by: [`${model} dcim.interface.6`, `uq ${model} primaryMacAddress`],
    model,
    verb: 'update',
    slots: async (plant, count) => {
      const [mine, theirs] = [await make(plant, count), await make(plant, count)];
      const [free, taken] = [await macs(plant, count, arm), await macs(plant, count, arm)];
      const rows = theirs.map((id, at) => ({ id, primaryMacAddress: taken[at] }));
      expect((await plant.update(model, ...rows)).errors).toEqual([]);
      return (at, fits) => ({ id: mine[at], primaryMacAddress: (fits ? free : taken)[at] });
    },
    refused: ['primaryMacAddress', 'ADDRESS_IN_USE'],
  },
  {
    title: `a MAC address stays at the ${model} whose primary one it is`,
    proves: 'dcim.macaddress.1',
    by: ['dcim.MacAddress dcim.macaddress.1'],
    model: 'dcim.MacAddress',
    verb: 'update',
    slots: async (plant, count) => {
      const at = await make(plant, count);
      const [primary, further] = [await macs(plant, count, arm, at), await macs(plant, count, arm, at)];
      const rows = at.map((id, n) => ({ id, primaryMacAddress: primary[n] }));
      expect((await plant.update(model, ...rows)).errors).toEqual([]);
      return (n, fits) => ({ id: (fits ? further : primary)[n], assignedObject: null });
    },
    refused: ['assignedObject', 'ADDRESS_IN_USE'],
  },
]);

/** Device bays, inventory items and MAC addresses. */
export const partCases: readonly Refusal[] = [...bayCases, ...itemCases, ...macCases];
