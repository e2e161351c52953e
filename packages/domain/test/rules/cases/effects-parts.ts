import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { many, type Effect } from '../case.ts';
import { stacks } from './chassis.ts';
import { devicesAt } from './devices.ts';
import { CARRIERS, itemsIn, macs, parentsAt } from './parts.ts';

const PLACED = [
  ['dcim.ModuleBay', 'dcim_module_bay'],
  ['dcim.DeviceBay', 'dcim_device_bay'],
  ['dcim.InventoryItem', 'dcim_inventory_item'],
] as const;

const takesPlace = ([model, table]: (typeof PLACED)[number]): Effect => ({
  title: `a ${model} is where its device is`,
  proves: 'dcim._component.2',
  by: `${model} dcim._component.2`,
  act: async (plant, count) => {
    const site = await plant.named('dcim.Site');
    const [device] = await parentsAt(plant, 1, { site });
    const inputs = many(count, () => ({ device, name: plant.name('p') }));
    return { model, inputs, table, gives: () => ({ site_id: site }) };
  },
});

/** Chassis devices with a child device in a bay of each. */
const housed = async (plant: Plant, count: number) => {
  const [parents, children] = [await parentsAt(plant, count), await devicesAt(plant, count)];
  await plant.all(
    'dcim.DeviceBay',
    parents.map((device, at) => ({ device, name: 'bay', installedDevice: children[at] })),
  );
  return { parents, children };
};

const bayEffects: readonly Effect[] = [
  {
    title: 'an installed device goes where its parent is',
    proves: 'dcim.device.10',
    by: 'dcim.DeviceBay dcim.device.10.install',
    act: async (plant, count) => {
      const site = await plant.named('dcim.Site');
      const [parents, ids] = [await parentsAt(plant, count, { site }), await devicesAt(plant, count)];
      const inputs = parents.map((device, at) => ({ device, name: 'bay', installedDevice: ids[at] }));
      return { model: 'dcim.DeviceBay', inputs, table: 'dcim_device', ids, gives: () => ({ site_id: site }) };
    },
  },
  {
    title: 'devices in bays follow their parent',
    proves: 'dcim.device.10',
    by: 'dcim.Device dcim.device.10',
    act: async (plant, count) => {
      const site = await plant.named('dcim.Site');
      const { parents, children } = await housed(plant, count);
      const inputs = parents.map((id) => ({ id, site }));
      const gives = () => ({ site_id: site });
      return { model: 'dcim.Device', verb: 'update', inputs, table: 'dcim_device', ids: children, gives };
    },
  },
  {
    title: 'an inventory item that goes to another device leaves its component',
    proves: 'dcim.inventoryitem.1',
    by: 'dcim.InventoryItem dcim.inventoryitem.1.drop',
    act: async (plant, count) => {
      const [from, to] = await devicesAt(plant, 2);
      const port = await plant.make('dcim.PowerPort', { device: from, name: 'psu' });
      const items = await itemsIn(
        plant,
        many(count, () => from ?? ''),
        { component: { powerPort: { id: port } } },
      );
      const inputs = items.map((id) => ({ id, device: to }));
      const gives = () => ({ device_id: to, component_power_port_id: null });
      return { model: 'dcim.InventoryItem', verb: 'update', inputs, table: 'dcim_inventory_item', gives };
    },
  },
];

const assigns = ({ arm, model, make }: (typeof CARRIERS)[number]): Effect => ({
  title: `a free MAC address that becomes primary is assigned to the ${model}`,
  proves: 'dcim.interface.6',
  by: `${model} dcim.interface.6.assign`,
  act: async (plant, count) => {
    const [at, ids] = [await make(plant, count), await macs(plant, count, arm)];
    const inputs = at.map((id, n) => ({ id, primaryMacAddress: ids[n] }));
    const column = `assigned_object_${arm === 'interface' ? 'interface' : 'vm_interface'}_id`;
    const gives = (n: number) => ({ [column]: at[n] });
    return { model, verb: 'update', inputs, table: 'dcim_mac_address', ids, gives };
  },
});

const chassisEffects: readonly Effect[] = [
  {
    title: 'the master of a new chassis is its member at position 1',
    proves: 'dcim.virtualchassis.1',
    by: 'dcim.VirtualChassis dcim.virtualchassis.1.join',
    act: async (plant, count) => {
      const ids = await devicesAt(plant, count);
      const inputs = ids.map((master) => ({ name: plant.name('vc'), master }));
      const gives = () => ({ virtual_chassis_id: expect.any(String) as unknown, vc_position: 1 });
      return { model: 'dcim.VirtualChassis', inputs, table: 'dcim_device', ids, gives };
    },
  },
  {
    title: 'members of a deleted chassis have neither position nor priority',
    proves: 'dcim.virtualchassis.1',
    by: 'dcim.Device dcim.device.8.leave',
    act: async (plant, count) => {
      const { ids, seconds } = await stacks(plant, count);
      await plant.update('dcim.Device', ...seconds.map((id) => ({ id, vcPriority: 10 })));
      const inputs: InputRow[] = ids.map((id) => ({ id }));
      return {
        model: 'dcim.VirtualChassis',
        verb: 'delete',
        inputs,
        table: 'dcim_device',
        ids: seconds,
        gives: () => ({ virtual_chassis_id: null, vc_position: null, vc_priority: null }),
      };
    },
  },
];

/** What rules of bays, inventory items, MAC addresses and chassis bring about. */
export const effectsOfParts: readonly Effect[] = [
  ...PLACED.map(takesPlace),
  ...bayEffects,
  ...CARRIERS.map(assigns),
  ...chassisEffects,
];
