import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { block, many, type Refusal } from '../case.ts';
import { devicesAt } from './devices.ts';

const CLUSTER = 'virtualization.Cluster';
const MACHINE = 'virtualization.VirtualMachine';
const INTERFACE = 'virtualization.VmInterface';
const DISK = 'virtualization.VirtualDisk';

/** Clusters of one type. */
export const clustersOf = async (plant: Plant, count: number, rest: InputRow = {}): Promise<string[]> => {
  const type = await plant.named('virtualization.ClusterType');
  return plant.all(
    CLUSTER,
    many(count, () => ({ name: plant.name('cluster'), type, ...rest })),
  );
};

/** Virtual machines at a site of their own, unless told otherwise. */
export const machinesAt = async (plant: Plant, count: number, rest: InputRow = {}): Promise<string[]> => {
  const site = rest['site'] === undefined ? await plant.named('dcim.Site') : rest['site'];
  return plant.all(
    MACHINE,
    many(count, () => ({ name: plant.name('vm'), ...rest, site })),
  );
};

const at = (arm: string, id: string): InputRow => ({ scope: { [arm]: { id } } });

const clusterCases: readonly Refusal[] = (['site', 'location'] as const).map(
  (arm): Refusal => ({
    title: `a cluster is at the ${arm} of its hosts`,
    proves: 'virtualization.cluster.1',
    by: ['virtualization.Cluster virtualization.cluster.1'],
    model: CLUSTER,
    verb: 'update',
    slots: async (plant, count) => {
      const site = await plant.named('dcim.Site');
      const [here, there] = [
        await plant.named('dcim.Location', { site }),
        await plant.named('dcim.Location', { site: arm === 'site' ? await plant.named('dcim.Site') : site }),
      ];
      const clusters = await clustersOf(plant, count);
      const base = await plant.deviceInput(await plant.type(), { site, location: here });
      await plant.all(
        'dcim.Device',
        clusters.map((cluster) => ({ ...base, name: plant.name('host'), cluster })),
      );
      const elsewhere = arm === 'site' ? await plant.named('dcim.Site') : there;
      return (n, fits) => ({ id: clusters[n], ...at(arm, fits ? (arm === 'site' ? site : here) : elsewhere) });
    },
    refused: ['scope', arm === 'site' ? 'SITE_MISMATCH' : 'LOCATION_MISMATCH'],
  }),
);

const machine = (
  title: string,
  refused: Refusal['refused'],
  make: (plant: Plant) => Promise<(fits: boolean) => InputRow>,
): Refusal => ({
  title,
  proves: 'virtualization.virtualmachine.1',
  by: ['virtualization.VirtualMachine virtualization.virtualmachine.1'],
  model: MACHINE,
  slots: async (plant) => {
    const rest = await make(plant);
    return (_, fits) => ({ name: plant.name('vm'), ...rest(fits) });
  },
  refused,
});

const machineCases: readonly Refusal[] = [
  machine('a virtual machine is somewhere', ['site', 'REQUIRED'], async (plant) => {
    const site = await plant.named('dcim.Site');
    return (fits) => ({ site: fits ? site : null });
  }),
  machine('a virtual machine is at the site of its cluster', ['cluster', 'SITE_MISMATCH'], async (plant) => {
    const [site, other] = [await plant.named('dcim.Site'), await plant.named('dcim.Site')];
    const [cluster] = await clustersOf(plant, 1, at('site', site));
    return (fits) => ({ cluster, site: fits ? site : other });
  }),
  machine('a virtual machine is at the site of its device', ['device', 'SITE_MISMATCH'], async (plant) => {
    const [site, other] = [await plant.named('dcim.Site'), await plant.named('dcim.Site')];
    const [device] = await devicesAt(plant, 1, { site });
    return (fits) => ({ device, site: fits ? site : other });
  }),
  machine('a virtual machine is in the cluster of its host', ['device', 'CLUSTER_MISMATCH'], async (plant) => {
    const [cluster, other] = await clustersOf(plant, 2);
    const [device] = await devicesAt(plant, 1, { cluster });
    return (fits) => ({ device, cluster: fits ? cluster : other });
  }),
  machine('only hosts of a cluster run its machines', ['device', 'CLUSTER_MISMATCH'], async (plant) => {
    const [cluster] = await clustersOf(plant, 1);
    const [device] = await devicesAt(plant, 1);
    return (fits) => ({ device, cluster: fits ? null : cluster });
  }),
  {
    title: 'a device keeps its cluster while machines are bound to it',
    proves: 'virtualization.virtualmachine.1',
    by: ['dcim.Device virtualization.virtualmachine.1.host'],
    model: 'dcim.Device',
    verb: 'update',
    slots: async (plant, count) => {
      const [cluster, other] = await clustersOf(plant, 2);
      const devices = await devicesAt(plant, count * 2, { cluster });
      const site = (await plant.row('dcim_device', devices[0] ?? ''))['site_id'];
      await plant.all(
        MACHINE,
        devices.slice(0, count).map((device) => ({ name: plant.name('vm'), device, cluster, site })),
      );
      return (n, fits) => ({ id: devices[fits ? count + n : n], cluster: other });
    },
    refused: ['cluster', 'CLUSTER_MISMATCH'],
  },
  {
    title: 'the disk of a machine is the sum of its virtual disks',
    proves: 'virtualization.virtualmachine.3',
    by: ['virtualization.VirtualMachine virtualization.virtualmachine.3'],
    model: MACHINE,
    verb: 'update',
    slots: async (plant, count) => {
      const machines = await machinesAt(plant, count * 2);
      await plant.all(
        DISK,
        machines.slice(0, count).map((virtualMachine) => ({ virtualMachine, name: 'sda', size: 500 })),
      );
      return (n, fits) => ({ id: machines[fits ? count + n : n], disk: 400 });
    },
    refused: ['disk', 'DISK_MISMATCH'],
  },
  {
    title: 'local context data of a machine is an object',
    proves: 'extras.configcontext.1',
    by: ['virtualization.VirtualMachine extras.configcontext.1'],
    model: MACHINE,
    slots: async (plant) => {
      const site = await plant.named('dcim.Site');
      return (_, fits) => ({ name: plant.name('vm'), site, localContextData: fits ? { a: 1 } : [1] });
    },
    refused: ['localContextData', 'BAD_USER_INPUT'],
  },
];

let blocks = 100;

/** Machines with an interface each and an address on it. */
const reachableMachines = async (plant: Plant, count: number) => {
  const first = ++blocks;
  const machines = await machinesAt(plant, count);
  const interfaces = await plant.all(
    INTERFACE,
    machines.map((virtualMachine) => ({ virtualMachine, name: 'eth0' })),
  );
  const addresses = await plant.all(
    'ipam.IpAddress',
    interfaces.map((id, n) => ({ address: `${block(first, n, 1)}/24`, assignedObject: { vmInterface: { id } } })),
  );
  return { machines, interfaces, addresses };
};

const sharedSlot = (slot: 'primaryIp4' | 'primaryIp6'): Refusal => ({
  title: `an address is the ${slot} of one machine`,
  proves: 'virtualization.virtualmachine.4',
  by: [`uq virtualization.VirtualMachine ${slot}`],
  model: MACHINE,
  verb: 'update',
  isHalving: true,
  slots: async (plant, count) => {
    const { machines, interfaces } = await reachableMachines(plant, count * 2);
    const host = (at: number) => (slot === 'primaryIp4' ? block(blocks + 100, at, 9) : `2001:db8:${blocks}::${at + 1}`);
    const addresses = await plant.all(
      'ipam.IpAddress',
      interfaces.map((id, at) => ({
        address: `${host(at)}/${slot === 'primaryIp4' ? 24 : 64}`,
        assignedObject: { vmInterface: { id } },
      })),
    );
    await plant.all(
      'ipam.IpAddressAssignment',
      addresses
        .slice(0, count)
        .map((ipAddress, at) => ({ ipAddress, assignedObject: { vmInterface: { id: interfaces[count + at] } } })),
    );
    await plant.update(MACHINE, ...machines.slice(0, count).map((id, at) => ({ id, [slot]: addresses[at] })));
    return (n, fits) => ({ id: machines[count + n], [slot]: addresses[fits ? count + n : n] });
  },
  refused: [slot, 'DUPLICATE'],
});

const addressCases: readonly Refusal[] = [
  sharedSlot('primaryIp4'),
  sharedSlot('primaryIp6'),
  {
    title: 'a primary address of a machine is on one of its interfaces',
    proves: 'virtualization.virtualmachine.4',
    by: ['virtualization.VirtualMachine virtualization.virtualmachine.4'],
    model: MACHINE,
    verb: 'update',
    slots: async (plant, count) => {
      const { machines, addresses } = await reachableMachines(plant, count * 2);
      return (n, fits) => ({ id: machines[n], primaryIp4: addresses[fits ? n : count + n] });
    },
    refused: ['primaryIp4', 'ADDRESS_NOT_ON_MACHINE'],
  },
  {
    title: 'a primary address of a machine is of its family',
    proves: 'virtualization.virtualmachine.4',
    by: ['virtualization.VirtualMachine virtualization.virtualmachine.4'],
    model: MACHINE,
    verb: 'update',
    slots: async (plant, count) => {
      const { machines, addresses } = await reachableMachines(plant, count);
      return (n, fits) => ({ id: machines[n], [fits ? 'primaryIp4' : 'primaryIp6']: addresses[n] });
    },
    refused: ['primaryIp6', 'BAD_USER_INPUT'],
  },
  {
    title: 'the primary address of a machine stays on that machine',
    proves: 'ipam.ipaddress.3',
    by: ['ipam.IpAddress ipam.ipaddress.3'],
    model: 'ipam.IpAddress',
    verb: 'update',
    slots: async (plant, count) => {
      const { machines, addresses, interfaces } = await reachableMachines(plant, count * 2);
      await plant.update(MACHINE, ...machines.slice(0, count).map((id, n) => ({ id, primaryIp4: addresses[n] })));
      const [elsewhere = ''] = interfaces.slice(-1);
      return (n, fits) => ({ id: addresses[fits ? count + n : n], assignedObject: { vmInterface: { id: elsewhere } } });
    },
    refused: ['assignedObject', 'ADDRESS_IN_USE'],
  },
];

const port = (
  title: string,
  name: string,
  refused: Refusal['refused'],
  make: (plant: Plant) => Promise<(fits: boolean) => InputRow>,
): Refusal => ({
  title,
  proves: 'virtualization.vminterface.1',
  by: [`${INTERFACE} ${name}`],
  model: INTERFACE,
  slots: async (plant) => {
    const rest = await make(plant);
    return (_, fits) => ({ name: plant.name('eth'), ...rest(fits) });
  },
  refused,
});

const otherInterface = (field: 'parent' | 'bridge'): Refusal =>
  port(
    `the ${field} of an interface is on the same machine`,
    'virtualization.vminterface.1',
    [field, 'MACHINE_MISMATCH'],
    async (plant) => {
      const [own, other] = await machinesAt(plant, 2);
      const [mine, theirs] = await plant.all(
        INTERFACE,
        [own, other].map((virtualMachine) => ({ virtualMachine, name: 'eth0' })),
      );
      return (fits) => ({ virtualMachine: own, [field]: fits ? mine : theirs });
    },
  );

const switched = (
  title: string,
  name: string,
  refused: Refusal['refused'],
  row: (vlans: { readonly here: string; readonly elsewhere: string }, fits: boolean) => InputRow,
): Refusal =>
  port(title, `virtualization.vminterface.1.${name}`, refused, async (plant) => {
    const [site, other] = [await plant.named('dcim.Site'), await plant.named('dcim.Site')];
    const [virtualMachine] = await machinesAt(plant, 1, { site });
    const [here = '', elsewhere = ''] = await plant.all(
      'ipam.Vlan',
      [site, other].map((place) => ({ name: plant.name('vlan'), vid: 9, site: place })),
    );
    return (fits) => ({ virtualMachine, ...row({ here, elsewhere }, fits) });
  });

const interfaceCases: readonly Refusal[] = [
  otherInterface('parent'),
  otherInterface('bridge'),
  {
    title: 'a parent of a machine does not lead back to the interface',
    proves: 'virtualization.vminterface.1',
    by: [`${INTERFACE} virtualization.vminterface.1.loop`],
    model: INTERFACE,
    verb: 'update',
    slots: async (plant, count) => {
      const machines = await machinesAt(plant, count);
      const parents = await plant.all(
        INTERFACE,
        machines.map((virtualMachine) => ({ virtualMachine, name: 'a' })),
      );
      const children = await plant.all(
        INTERFACE,
        machines.map((virtualMachine, n) => ({ virtualMachine, name: 'b', parent: parents[n] })),
      );
      const loose = await plant.all(
        INTERFACE,
        machines.map((virtualMachine) => ({ virtualMachine, name: 'c' })),
      );
      return (n, fits) => ({ id: parents[n], parent: fits ? loose[n] : children[n] });
    },
    refused: ['parent', 'BAD_USER_INPUT'],
  },
  switched(
    'an untagged VLAN of a machine needs a mode',
    'mode',
    ['untaggedVlan', 'BAD_USER_INPUT'],
    ({ here }, fits) => ({
      untaggedVlan: here,
      mode: fits ? 'access' : null,
    }),
  ),
  switched('a service VLAN of a machine needs q-in-q', 'svlan', ['qinqSvlan', 'BAD_USER_INPUT'], ({ here }, fits) => ({
    qinqSvlan: here,
    mode: fits ? 'q-in-q' : 'tagged',
  })),
  switched(
    'VLANs of a machine are of its site',
    'site',
    ['untaggedVlan', 'SITE_MISMATCH'],
    ({ here, elsewhere }, fits) => ({ untaggedVlan: fits ? here : elsewhere, mode: 'access' }),
  ),
];

/** Clusters, virtual machines, their interfaces and addresses. */
export const machineRefusals: readonly Refusal[] = [
  ...clusterCases,
  ...machineCases,
  ...addressCases,
  ...interfaceCases,
];
