import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../plant.ts';

/** Rows that were made, by what they are. */
export interface Machines {
  readonly hosts: readonly string[];
  readonly machines: readonly string[];
  readonly interfaces: readonly string[];
  readonly cluster: string;
}

const MACHINE = 'virtualization.VirtualMachine';
/** Places of the primary addresses among all; some have an even number, others an odd one. */
const PRIMARY = [0, 4, 9, 12];
const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

const addServices = async (
  plant: Plant,
  machines: readonly string[],
  interfaces: readonly string[],
  addresses: readonly string[],
): Promise<void> => {
  await plant.all(
    'ipam.Service',
    times(4, (i) => ({
      name: `service ${i}`,
      parent: { virtualMachine: machines[i % machines.length] },
      protocol: 'tcp',
      ports: [80 + i],
      ipAddresses: [addresses[0]],
    })),
  );
  const l2vpn = await plant.named('vpn.L2vpn', { type: 'vxlan' });
  const tunnel = await plant.make('vpn.Tunnel', { name: 'tunnel', encapsulation: 'gre' });
  const group = await plant.make('ipam.FhrpGroup', { groupId: 1, protocol: 'vrrp2' });
  for (const [i, id] of interfaces.slice(0, 4).entries()) {
    const on = { vmInterface: id };
    await plant.make('vpn.L2vpnTermination', { l2vpn, assignedObject: on });
    await plant.make('vpn.TunnelTermination', {
      tunnel,
      termination: on,
      role: 'peer',
      outsideIp: addresses[PRIMARY[i < 2 ? 0 : 2] ?? 0],
    });
    await plant.make('ipam.FhrpGroupAssignment', { group, interface: on, priority: i + 1 });
  }
};

/** Stores hosts and machines of one cluster with interfaces, disks, addresses, services and what ends on them. */
export const buildMachines = async (plant: Plant, contact: string): Promise<Machines> => {
  const type = await plant.named('virtualization.ClusterType');
  const group = await plant.named('virtualization.ClusterGroup');
  const site = await plant.make('dcim.Site', { name: 'Hall 7', slug: 'hall7' });
  const tenant = await plant.named('tenancy.Tenant');
  const platform = await plant.named('dcim.Platform');
  const cluster = await plant.make('virtualization.Cluster', { name: 'compute', type, group, scope: { site }, tenant });
  await plant.make('virtualization.Cluster', { name: 'other', type, group });
  const deviceType = await plant.type();
  const hosts = await plant.all(
    'dcim.Device',
    await Promise.all(times(4, (i) => plant.deviceInput(deviceType, { name: `host${i}`, site, cluster }))),
  );
  const role = await plant.named('dcim.DeviceRole', { vmRole: true });
  const machineType = await plant.named('virtualization.VirtualMachineType');
  const tag = await plant.named('extras.Tag');
  const shared: InputRow = { cluster, platform, tenant, role, virtualMachineType: machineType, tags: [tag] };
  const machines = await plant.all(
    MACHINE,
    times(4, (i) => ({ ...shared, name: `vm${i}`, device: hosts[i], vcpus: '2.00', memory: 4096 })),
  );
  const vlan = await plant.make('ipam.Vlan', { vid: 70, name: 'servers' });
  const interfaces = await plant.all(
    'virtualization.VmInterface',
    machines.flatMap((virtualMachine) =>
      times(4, (i) => ({ virtualMachine, name: `eth${i}`, mode: 'access', untaggedVlan: vlan })),
    ),
  );
  await plant.all(
    'virtualization.VirtualDisk',
    machines.flatMap((virtualMachine) => times(2, (i) => ({ virtualMachine, name: `disk${i}`, size: 1000 }))),
  );
  const addresses = await plant.all(
    'ipam.IpAddress',
    interfaces.map((vmInterface, i) => ({ address: `203.0.113.${i + 1}/24`, assignedObject: { vmInterface } })),
  );
  const macs = await plant.all(
    'dcim.MacAddress',
    interfaces.map((vmInterface, i) => ({
      macAddress: `02:00:00:00:00:${String(i + 10)}`,
      assignedObject: { vmInterface },
    })),
  );
  await plant.update('virtualization.VmInterface', ...interfaces.map((id, i) => ({ id, primaryMacAddress: macs[i] })));
  await plant.update(MACHINE, ...machines.map((id, i) => ({ id, primaryIp4: addresses[PRIMARY[i] ?? 0] })));
  await addServices(plant, machines, interfaces, addresses);
  await plant.all(
    'tenancy.ContactAssignment',
    await Promise.all(
      machines.map(async (objectId) => ({
        objectType: MACHINE,
        objectId,
        contact,
        role: await plant.named('tenancy.ContactRole'),
      })),
    ),
  );
  return { hosts, machines, interfaces, cluster };
};
