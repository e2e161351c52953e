import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { many, named, type Effect } from '../case.ts';
import { clustersOf, machinesAt } from './machines.ts';
import { devicesAt } from './devices.ts';

const CLUSTER = 'virtualization.Cluster';
const MACHINE = 'virtualization.VirtualMachine';
const INTERFACE = 'virtualization.VmInterface';
const DISK = 'virtualization.VirtualDisk';

const at = (arm: string, id: string): InputRow => ({ scope: { [arm]: { id } } });

const scoped = (model: string, table: string, rule: string, row: (plant: Plant) => Promise<InputRow>): Effect => ({
  title: `a ${model} of a site is in the region of that site`,
  proves: null,
  by: `${model} ${rule}`,
  act: async (plant, count) => {
    const region = await plant.named('dcim.Region');
    const site = await plant.named('dcim.Site', { region });
    const inputs: InputRow[] = [];
    for (const one of many(count, () => row)) inputs.push({ ...(await one(plant)), ...at('site', site) });
    return {
      model,
      inputs,
      table,
      gives: () => ({ site_id: site, region_id: region }),
    };
  },
});

/** Rows with a scope follow their site into a region, and their location to a site. */
const followers = (model: string, table: string, field: string, row: (plant: Plant) => Promise<InputRow>): Effect[] => [
  {
    title: `every ${model} follows its site into another region`,
    proves: 'dcim.site.2',
    by: `dcim.Site dcim.site.2.${model}`,
    act: async (plant, count) => {
      const region = await plant.named('dcim.Region');
      const sites = await plant.all(
        'dcim.Site',
        many(count, () => named(plant)),
      );
      const rows: InputRow[] = [];
      for (const id of sites) rows.push({ ...(await row(plant)), [field]: { site: { id } } });
      const ids = await plant.all(model, rows);
      return {
        model: 'dcim.Site',
        verb: 'update',
        inputs: sites.map((id) => ({ id, region })),
        table,
        ids,
        gives: () => ({ region_id: region }),
      };
    },
  },
  {
    title: `every ${model} follows its location to another site`,
    proves: 'dcim.location.3',
    by: `dcim.Location dcim.location.3.${model}`,
    act: async (plant, count) => {
      const [from, to] = [await plant.named('dcim.Site'), await plant.named('dcim.Site')];
      const locations = await plant.all(
        'dcim.Location',
        many(count, () => ({ ...named(plant), site: from })),
      );
      const rows: InputRow[] = [];
      for (const id of locations) rows.push({ ...(await row(plant)), [field]: { location: { id } } });
      const ids = await plant.all(model, rows);
      return {
        model: 'dcim.Location',
        verb: 'update',
        inputs: locations.map((id) => ({ id, site: to })),
        table,
        ids,
        gives: () => ({ site_id: to }),
      };
    },
  },
];

const types = new WeakMap<Plant, Promise<string>>();

const clusterRow = async (plant: Plant): Promise<InputRow> => {
  const type = types.get(plant) ?? plant.named('virtualization.ClusterType');
  types.set(plant, type);
  return { name: plant.name('cluster'), type: await type };
};

const lanRow = async (plant: Plant): Promise<InputRow> => ({ ssid: plant.name('ssid') });

const circuitEnd = async (plant: Plant): Promise<InputRow> => {
  const provider = await plant.named('circuits.Provider');
  const type = await plant.named('circuits.CircuitType');
  return { circuit: await plant.make('circuits.Circuit', { cid: plant.name('cid'), provider, type }), termSide: 'A' };
};

const moved = (
  title: string,
  by: string,
  make: (
    plant: Plant,
    count: number,
    from: string,
  ) => Promise<{
    readonly ids: string[];
    readonly machines: string[];
    readonly input: (id: string, to: string) => InputRow;
  }>,
): Effect => ({
  title,
  proves: by.includes('cluster') ? 'virtualization.cluster.1' : 'virtualization.virtualmachine.1',
  by,
  act: async (plant, count) => {
    const [from, to] = [await plant.named('dcim.Site'), await plant.named('dcim.Site')];
    const { ids, machines, input } = await make(plant, count, from);
    return {
      model: by.split(' ')[0] ?? '',
      verb: 'update',
      inputs: ids.map((id) => input(id, to)),
      table: 'virtualization_virtual_machine',
      ids: machines,
      gives: () => ({ site_id: to }),
    };
  },
});

const inClusters = (plant: Plant, clusters: readonly string[]): Promise<string[]> =>
  plant.all(
    MACHINE,
    clusters.map((cluster) => ({ name: plant.name('vm'), cluster })),
  );

const movedEffects: readonly Effect[] = [
  moved(
    'machines go with their cluster to another site',
    'virtualization.Cluster virtualization.cluster.1.machines',
    async (plant, count, from) => {
      const ids = await clustersOf(plant, count, at('site', from));
      return { ids, machines: await inClusters(plant, ids), input: (id, to) => ({ id, ...at('site', to) }) };
    },
  ),
  moved(
    'machines go with the location of their cluster to another site',
    'dcim.Location virtualization.cluster.1.location',
    async (plant, count, from) => {
      const ids = await plant.all(
        'dcim.Location',
        many(count, () => ({ ...named(plant), site: from })),
      );
      const type = await plant.named('virtualization.ClusterType');
      const clusters = await plant.all(
        CLUSTER,
        ids.map((id) => ({ name: plant.name('cluster'), type, ...at('location', id) })),
      );
      return { ids, machines: await inClusters(plant, clusters), input: (id, to) => ({ id, site: to }) };
    },
  ),
  moved(
    'machines go with their device to another site',
    'dcim.Device virtualization.virtualmachine.1.moved',
    async (plant, count, from) => {
      const ids = await devicesAt(plant, count, { site: from });
      const machines = await plant.all(
        MACHINE,
        ids.map((device) => ({ name: plant.name('vm'), device })),
      );
      return { ids, machines, input: (id, to) => ({ id, site: to }) };
    },
  ),
];

const diskEffects: readonly Effect[] = [
  {
    title: 'virtual disks add up to the disk of their machine',
    proves: 'virtualization.virtualmachine.3',
    by: `${DISK} virtualization.virtualmachine.3.disks`,
    act: async (plant, count) => {
      const machines = await machinesAt(plant, count);
      const inputs = machines.flatMap((virtualMachine) => [
        { virtualMachine, name: 'sda', size: 500 },
        { virtualMachine, name: 'sdb', size: 300 },
      ]);
      return {
        model: DISK,
        inputs,
        table: 'virtualization_virtual_machine',
        ids: machines,
        gives: () => ({ disk: 800 }),
      };
    },
  },
  {
    title: 'an emptied disk is the sum of the virtual disks again',
    proves: 'virtualization.virtualmachine.3',
    by: `${MACHINE} virtualization.virtualmachine.3.sum`,
    act: async (plant, count) => {
      const machines = await machinesAt(plant, count);
      await plant.all(
        DISK,
        machines.map((virtualMachine) => ({ virtualMachine, name: 'sda', size: 500 })),
      );
      return {
        model: MACHINE,
        verb: 'update',
        inputs: machines.map((id) => ({ id, disk: null })),
        table: 'virtualization_virtual_machine',
        gives: () => ({ disk: 500 }),
      };
    },
  },
];

const machineDefaults: readonly Effect[] = [
  {
    title: 'a machine is at the site of its cluster',
    proves: 'virtualization.virtualmachine.1',
    by: `${MACHINE} virtualization.virtualmachine.1.site`,
    act: async (plant, count) => {
      const site = await plant.named('dcim.Site');
      const [cluster] = await clustersOf(plant, 1, at('site', site));
      return {
        model: MACHINE,
        inputs: many(count, () => ({ name: plant.name('vm'), cluster })),
        table: 'virtualization_virtual_machine',
        gives: () => ({ site_id: site }),
      };
    },
  },
  {
    title: 'a new machine takes what its type says',
    proves: 'virtualization.virtualmachinetype.1',
    by: `${MACHINE} virtualization.virtualmachinetype.1`,
    act: async (plant, count) => {
      const [site, platform] = [await plant.named('dcim.Site'), await plant.named('dcim.Platform')];
      const virtualMachineType = await plant.named('virtualization.VirtualMachineType', {
        defaultPlatform: platform,
        defaultVcpus: '4',
        defaultMemory: 8192,
      });
      return {
        model: MACHINE,
        inputs: many(count, () => ({ name: plant.name('vm'), site, virtualMachineType, memory: 4096 })),
        table: 'virtualization_virtual_machine',
        gives: () => ({ platform_id: platform, vcpus: '4.00', memory: 4096 }),
      };
    },
  },
  {
    title: 'an interface of a machine has a key by which slots come before kinds',
    proves: null,
    by: `${INTERFACE} virtualization.vminterface.sortKey`,
    act: async (plant, count) => {
      const machines = await machinesAt(plant, count);
      return {
        model: INTERFACE,
        inputs: machines.map((virtualMachine) => ({ virtualMachine, name: 'eth1' })),
        table: 'virtualization_vm_interface',
        gives: () => ({ sort_key: expect.stringMatching(/eth/) as unknown }),
      };
    },
  },
  {
    title: 'an interface of a machine without mode carries no VLAN',
    proves: 'virtualization.vminterface.1',
    by: `${INTERFACE} virtualization.vminterface.1.clear`,
    act: async (plant, count) => {
      const machines = await machinesAt(plant, count);
      const vlan = await plant.make('ipam.Vlan', { name: plant.name('vlan'), vid: 7 });
      const ids = await plant.all(
        INTERFACE,
        machines.map((virtualMachine) => ({ virtualMachine, name: 'eth0', mode: 'access', untaggedVlan: vlan })),
      );
      return {
        model: INTERFACE,
        verb: 'update',
        inputs: ids.map((id) => ({ id, mode: null })),
        table: 'virtualization_vm_interface',
        gives: () => ({ untagged_vlan_id: null }),
      };
    },
  },
];

/** What the rules of clusters and machines bring about, and of all that has a scope. */
export const machineEffects: readonly Effect[] = [
  scoped(CLUSTER, 'virtualization_cluster', 'virtualization.cluster.scope', clusterRow),
  scoped('wireless.WirelessLan', 'wireless_wireless_lan', 'wireless.wirelesslan.scope', lanRow),
  ...followers(CLUSTER, 'virtualization_cluster', 'scope', clusterRow),
  ...followers('wireless.WirelessLan', 'wireless_wireless_lan', 'scope', lanRow),
  ...followers('circuits.CircuitTermination', 'circuits_circuit_termination', 'termination', circuitEnd),
  ...movedEffects,
  ...diskEffects,
  ...machineDefaults,
];
