import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { many, type Refusal } from '../case.ts';
import { devicesAt, reachable } from './devices.ts';

const CHASSIS = 'dcim.VirtualChassis';
const DEVICE = 'dcim.Device';
const CONTEXT = 'dcim.VirtualDeviceContext';

const chassis = (plant: Plant, count: number, rest: InputRow = {}): Promise<string[]> =>
  plant.all(
    CHASSIS,
    many(count, () => ({ name: plant.name('vc'), ...rest })),
  );

/** Chassis with their masters at position 1 and a second member each. */
export const stacks = async (plant: Plant, count: number) => {
  const [masters, seconds] = [await devicesAt(plant, count), await devicesAt(plant, count)];
  const ids = await plant.all(
    CHASSIS,
    masters.map((master) => ({ name: plant.name('vc'), master })),
  );
  const joining = seconds.map((id, at) => ({ id, virtualChassis: ids[at], vcPosition: 2 }));
  expect((await plant.update(DEVICE, ...joining)).errors).toEqual([]);
  return { ids, masters, seconds };
};

const memberCases: readonly Refusal[] = [
  {
    title: 'the master of a chassis is one of its members',
    proves: 'dcim.virtualchassis.1',
    by: ['dcim.VirtualChassis dcim.virtualchassis.1'],
    model: CHASSIS,
    verb: 'update',
    slots: async (plant, count) => {
      const [{ ids, seconds }, alone] = [await stacks(plant, count), await devicesAt(plant, count)];
      return (at, fits) => ({ id: ids[at], master: (fits ? seconds : alone)[at] });
    },
    refused: ['master', 'NOT_A_MEMBER'],
  },
  {
    title: 'the master of a new chassis is in no other',
    proves: 'dcim.virtualchassis.1',
    by: ['dcim.VirtualChassis dcim.virtualchassis.1'],
    model: CHASSIS,
    slots: async (plant, count) => {
      const [{ seconds }, alone] = [await stacks(plant, count), await devicesAt(plant, count)];
      return (at, fits) => ({ name: plant.name('vc'), master: (fits ? alone : seconds)[at] });
    },
    refused: ['master', 'NOT_A_MEMBER'],
  },
  {
    title: 'a device is the master of one chassis',
    proves: 'dcim.virtualchassis.1',
    by: ['dcim.VirtualChassis dcim.virtualchassis.1', 'uq dcim.VirtualChassis master'],
    model: CHASSIS,
    verb: 'update',
    slots: async (plant, count) => {
      const [mine, theirs] = [await stacks(plant, count), await stacks(plant, count)];
      return (at, fits) => ({ id: mine.ids[at], master: fits ? mine.seconds[at] : theirs.masters[at] });
    },
    refused: ['master', 'NOT_A_MEMBER'],
  },
  {
    title: 'a chassis with a LAG across members is not deleted',
    proves: 'dcim.virtualchassis.1',
    by: ['dcim.VirtualChassis dcim.virtualchassis.1.lag'],
    model: CHASSIS,
    verb: 'delete',
    slots: async (plant, count) => {
      const [plain, { ids, masters, seconds }] = [await stacks(plant, count), await stacks(plant, count)];
      const lags = await plant.all(
        'dcim.Interface',
        masters.map((device) => ({ device, name: 'po1', type: 'lag' })),
      );
      await plant.all(
        'dcim.Interface',
        seconds.map((device, at) => ({ device, name: 'e1', type: '1000base-t', lag: lags[at] })),
      );
      return (at, fits) => ({ id: (fits ? plain.ids : ids)[at] });
    },
    refused: ['', 'IN_USE'],
  },
  {
    title: 'a member of a chassis has a position',
    proves: 'dcim.device.8',
    by: ['dcim.Device dcim.device.8'],
    model: DEVICE,
    slots: async (plant, count) => {
      const ids = await chassis(plant, count);
      const device = await plant.deviceInput(await plant.type(), { site: await plant.named('dcim.Site') });
      return (at, fits) => ({
        ...device,
        name: plant.name('dev'),
        virtualChassis: ids[at],
        vcPosition: fits ? 3 : null,
      });
    },
    refused: ['vcPosition', 'REQUIRED'],
  },
  {
    title: 'the master does not leave its chassis',
    proves: 'dcim.device.8',
    by: ['dcim.Device dcim.device.8.master'],
    model: DEVICE,
    verb: 'update',
    slots: async (plant, count) => {
      const { masters, seconds } = await stacks(plant, count);
      return (at, fits) => ({ id: (fits ? seconds : masters)[at], virtualChassis: null });
    },
    refused: ['virtualChassis', 'IN_USE'],
  },
  {
    title: 'a LAG has members on other devices of the chassis only',
    proves: 'dcim.interface.2',
    by: ['dcim.Interface dcim.interface.2'],
    model: 'dcim.Interface',
    slots: async (plant) => {
      const [mine, theirs] = [await stacks(plant, 1), await stacks(plant, 1)];
      const lags = await plant.all(
        'dcim.Interface',
        [mine, theirs].map(({ masters }) => ({ device: masters[0], name: 'po1', type: 'lag' })),
      );
      return (_, fits) => ({
        device: mine.seconds[0],
        name: plant.name('e'),
        type: '1000base-t',
        lag: lags[fits ? 0 : 1],
      });
    },
    refused: ['lag', 'DEVICE_MISMATCH'],
  },
];

const clusterAt = async (plant: Plant, scope: InputRow): Promise<string> =>
  plant.make('virtualization.Cluster', {
    name: plant.name('cluster'),
    type: await plant.named('virtualization.ClusterType'),
    scope,
  });

const clusterCases: readonly Refusal[] = [
  {
    title: 'a device is at the site of its cluster',
    proves: 'dcim.device.7',
    by: ['dcim.Device dcim.device.7'],
    model: DEVICE,
    slots: async (plant) => {
      const [site, other] = [await plant.named('dcim.Site'), await plant.named('dcim.Site')];
      const here = await clusterAt(plant, { site: { id: site } });
      const there = await clusterAt(plant, { site: { id: other } });
      const device = await plant.deviceInput(await plant.type(), { site });
      return (_, fits) => ({ ...device, name: plant.name('dev'), cluster: fits ? here : there });
    },
    refused: ['cluster', 'SITE_MISMATCH'],
  },
  {
    title: 'a device is in the location of its cluster',
    proves: 'dcim.device.7',
    by: ['dcim.Device dcim.device.7'],
    model: DEVICE,
    slots: async (plant) => {
      const site = await plant.named('dcim.Site');
      const [location, other] = [
        await plant.named('dcim.Location', { site }),
        await plant.named('dcim.Location', { site }),
      ];
      const cluster = await clusterAt(plant, { location: { id: location } });
      const device = await plant.deviceInput(await plant.type(), { site, cluster });
      return (_, fits) => ({ ...device, name: plant.name('dev'), location: fits ? location : other });
    },
    refused: ['cluster', 'LOCATION_MISMATCH'],
  },
];

let sixes = 0;

const contextCases: readonly Refusal[] = [
  {
    title: 'the primary address of a context is on its device',
    proves: 'dcim.virtualdevicecontext.1',
    by: ['dcim.VirtualDeviceContext dcim.virtualdevicecontext.1'],
    model: CONTEXT,
    slots: async (plant, count) => {
      const { devices, addresses } = await reachable(plant, count);
      return (at, fits) => ({
        name: plant.name('vdc'),
        status: 'active',
        device: devices[at],
        primaryIp4: addresses[fits ? at : (at + 1) % count],
      });
    },
    refused: ['primaryIp4', 'ADDRESS_NOT_ON_DEVICE'],
  },
  ...(['primaryIp4', 'primaryIp6'] as const).map(
    (slot): Refusal => ({
      title: `an address is the ${slot} of one context`,
      proves: 'dcim.virtualdevicecontext.1',
      by: [`uq dcim.VirtualDeviceContext ${slot}`],
      model: CONTEXT,
      slots: async (plant, count) => {
        const { devices, interfaces, addresses } = await reachable(plant, count);
        const six = await plant.all(
          'ipam.IpAddress',
          interfaces.map((id) => ({
            address: `2001:db8:7:${(++sixes).toString(16)}::1/64`,
            assignedObject: { interface: { id } },
          })),
        );
        const used = slot === 'primaryIp4' ? addresses : six;
        const context = (at: number, rest: InputRow) => ({
          name: plant.name('vdc'),
          status: 'active',
          device: devices[at],
          ...rest,
        });
        await plant.all(
          CONTEXT,
          devices.map((_device, at) => context(at, { [slot]: used[at] })),
        );
        return (at, fits) => context(at, fits ? {} : { [slot]: used[at] });
      },
      refused: [slot, 'DUPLICATE'],
      isHalving: true,
    }),
  ),
];

/** Virtual chassis, clusters and contexts of devices. */
export const chassisCases: readonly Refusal[] = [...memberCases, ...clusterCases, ...contextCases];
