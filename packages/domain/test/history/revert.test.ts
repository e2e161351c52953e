import { revertChangeSet, type Outcome } from '@plumbline/engine';
import { Rig } from '../cabling/rig.ts';
import type { Plant } from '../plant.ts';
import { contentsOf, differences } from './contents.ts';

let rig: Rig;
let plant: Plant;
beforeAll(async () => {
  rig = await Rig.open();
  plant = rig.desk.plant;
});
afterAll(() => rig?.close());

const setOf = ({ changeSetId, errors }: Pick<Outcome<unknown>, 'changeSetId' | 'errors'>): string => {
  if (changeSetId === null) throw new Error(`Nothing was changed: ${JSON.stringify(errors, null, 1)}`);
  return changeSetId;
};

const latest = async (): Promise<string> => {
  const rows = await plant.dataSource.query<{ id: string }[]>(
    'SELECT id FROM core_change_set ORDER BY number DESC LIMIT 1',
  );
  return rows[0]?.id ?? '';
};

const revert = async (id: string): Promise<string> => setOf(await revertChangeSet(plant.writer, plant.actor, id));

/** Undo, redo and undo again: every table is as it was each time, what the product derives included. */
const backAndForth = async (change: () => Promise<unknown>): Promise<void> => {
  const before = await contentsOf(plant);
  const first = await latest();
  const answer = await change();
  const set = await latest();
  if (set === first) throw new Error(`Nothing was changed: ${JSON.stringify(answer)}`);
  const after = await contentsOf(plant);
  const undone = await revert(set);
  expect(differences(before, await contentsOf(plant))).toEqual([]);
  const redone = await revert(undone);
  expect(differences(after, await contentsOf(plant))).toEqual([]);
  await revert(redone);
  expect(differences(before, await contentsOf(plant))).toEqual([]);
};

describe('undo and redo leave nothing behind', () => {
  test('a device with the components of its type, tags and custom fields', async () => {
    const type = await plant.type({ uHeight: '2', subdeviceRole: 'parent' });
    await plant.all(
      'dcim.InterfaceTemplate',
      [1, 2, 3].map((n) => ({ deviceType: type, name: `eth${n}`, type: '1000base-t' })),
    );
    await plant.make('dcim.RearPortTemplate', { deviceType: type, name: 'r1', type: '8p8c' });
    await plant.make('dcim.DeviceBayTemplate', { deviceType: type, name: 'bay' });
    const rack = await plant.rack(rig.site, { uHeight: 42 });
    const tag = await plant.named('extras.Tag');
    const input = await plant.deviceInput(type, {
      site: rig.site,
      rack,
      position: '10',
      face: 'front',
      tags: [{ id: tag }],
    });
    await backAndForth(() => plant.create('dcim.Device', input));
  });

  test('a deleted device with interfaces, addresses, cables and a primary address', async () => {
    const [a, b] = [
      await rig.device('a', { 'dcim.Interface': ['e1', 'e2'] }),
      await rig.device('b', { 'dcim.Interface': ['e1'] }),
    ];
    const [port] = await plant.dataSource.query<{ id: string }[]>(
      'SELECT id FROM dcim_interface WHERE device_id = $1 ORDER BY name',
      [a.id],
    );
    const [far] = await plant.dataSource.query<{ id: string }[]>('SELECT id FROM dcim_interface WHERE device_id = $1', [
      b.id,
    ]);
    await plant.make('dcim.Cable', {
      aTerminations: [{ interface: { id: port?.id } }],
      bTerminations: [{ interface: { id: far?.id } }],
    });
    await plant.make('ipam.Prefix', { prefix: '10.9.0.0/16' });
    const address = await plant.make('ipam.IpAddress', {
      address: '10.9.1.1/24',
      assignedObject: { interface: { id: port?.id } },
    });
    setOf(await plant.update('dcim.Device', { id: a.id, primaryIp4: { id: address } }));
    await plant.make('extras.JournalEntry', {
      objectType: 'dcim.Device',
      objectId: a.id,
      kind: 'info',
      comments: 'hello',
    });
    await backAndForth(() => plant.remove('dcim.Device', a.id));
  });

  test('cables that are plugged, moved and pulled', async () => {
    const a = await rig.device('p', { 'dcim.FrontPort': [], 'dcim.Interface': ['e1', 'e2', 'e3', 'e4'] });
    const b = await rig.device('q', { 'dcim.Interface': ['e1', 'e2', 'e3', 'e4'] });
    const ids = async (device: string) =>
      (
        await plant.dataSource.query<{ id: string }[]>(
          'SELECT id FROM dcim_interface WHERE device_id = $1 ORDER BY name',
          [device],
        )
      ).map(({ id }) => ({ interface: { id } }));
    const [near, far] = [await ids(a.id), await ids(b.id)];
    const cable = await plant.make('dcim.Cable', { aTerminations: [near[0]], bTerminations: [far[0]] });
    await backAndForth(() =>
      plant.create('dcim.Cable', { aTerminations: [near[1]], bTerminations: [far[1]], length: '2.5', lengthUnit: 'm' }),
    );
    await backAndForth(() => plant.update('dcim.Cable', { id: cable, bTerminations: [far[2]], color: 'ff0000' }));
    await backAndForth(() => plant.remove('dcim.Cable', cable));
    const ends = { a: { deviceNames: [a.name], names: ['e[3-4]'] }, b: { deviceNames: [b.name], names: ['e[3-4]'] } };
    await backAndForth(() => rig.connect({ ...ends, firstLabel: 'P-1' }));
    await rig.connect({ ...ends, firstLabel: 'P-1' });
    await backAndForth(() => rig.disconnect({ labels: 'P-1' }));
  });

  test('a site tree with prefixes that hang together', async () => {
    const vrf = await plant.make('ipam.Vrf', { name: plant.name('vrf') });
    const [, middle = ''] = await plant.all(
      'ipam.Prefix',
      ['10.20.0.0/16', '10.20.1.0/24', '10.20.1.0/26'].map((prefix) => ({ prefix, vrf: { id: vrf } })),
    );
    await plant.make('ipam.IpAddress', { address: '10.20.1.5/24', vrf: { id: vrf } });
    await backAndForth(() => plant.remove('ipam.Prefix', middle));
    await backAndForth(() => plant.update('ipam.Prefix', { id: middle, prefix: '10.21.0.0/24', status: 'container' }));
    const region = await plant.named('dcim.Region');
    await plant.all(
      'dcim.Region',
      ['x', 'y'].map((name) => ({ name, slug: plant.name(name), parent: { id: region } })),
    );
    await backAndForth(() => plant.remove('dcim.Region', region));
  });

  test('a virtual chassis with its members', async () => {
    const type = await plant.type();
    const [one, two] = [await plant.device(type, { site: rig.site }), await plant.device(type, { site: rig.site })];
    const chassis = await plant.make('dcim.VirtualChassis', { name: plant.name('stack') });
    setOf(
      await plant.update(
        'dcim.Device',
        { id: one, virtualChassis: { id: chassis }, vcPosition: 1 },
        { id: two, virtualChassis: { id: chassis }, vcPosition: 2 },
      ),
    );
    setOf(await plant.update('dcim.VirtualChassis', { id: chassis, master: { id: one } }));
    await backAndForth(() => plant.run((work) => work.delete('dcim.Device', { ids: [two] })));
    await backAndForth(() =>
      plant.run(async (work) => {
        await work.update('dcim.VirtualChassis', [{ id: chassis, master: null }]);
        return work.delete('dcim.VirtualChassis', { ids: [chassis] });
      }),
    );
  });

  test('a cluster with machines, disks and a site that moves', async () => {
    const type = await plant.named('virtualization.ClusterType');
    const cluster = await plant.make('virtualization.Cluster', {
      name: plant.name('c'),
      type: { id: type },
      scope: { site: { id: rig.site } },
    });
    const machine = await plant.make('virtualization.VirtualMachine', {
      name: plant.name('vm'),
      cluster: { id: cluster },
    });
    await plant.make('virtualization.VirtualDisk', { name: 'd1', size: 10, virtualMachine: { id: machine } });
    const other = await plant.named('dcim.Site');
    await backAndForth(() => plant.update('virtualization.Cluster', { id: cluster, scope: { site: { id: other } } }));
    await backAndForth(() => plant.remove('virtualization.VirtualMachine', machine));
  });
});
