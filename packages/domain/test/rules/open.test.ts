import { Plant, codes } from '../plant.ts';
import { many } from './case.ts';
import { devicesAt } from './cases/devices.ts';
import { machinesAt } from './cases/machines.ts';

let plant: Plant;

beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

const count = async (table: string, objectId: string): Promise<number> => {
  const [row] = await plant.dataSource.query<{ n: number }[]>(
    `SELECT count(*)::integer AS n FROM ${table} WHERE object_id = $1`,
    [objectId],
  );
  return row?.n ?? -1;
};

/** Input of a row of each kind that belongs to an object. */
const attachments = async (objectId: string, objectType = 'dcim.Site') => {
  const at = { objectType, objectId };
  const user = await plant.user();
  const role = await plant.named('tenancy.ContactRole');
  const contact = await plant.make('tenancy.Contact', { name: plant.name('contact') });
  return [
    ['extras.JournalEntry', 'extras_journal_entry', { ...at, comments: 'Seen' }],
    ['tenancy.ContactAssignment', 'tenancy_contact_assignment', { ...at, role, contact }],
    ['extras.ImageAttachment', 'extras_image_attachment', { ...at, imageHeight: 1, imageWidth: 1 }],
    ['extras.Bookmark', 'extras_bookmark', { ...at, user }],
    ['extras.ObjectSubscription', 'extras_object_subscription', { ...at, user }],
    ['extras.Notification', 'extras_notification', { ...at, user, objectRepr: 'Site', eventType: 'object_updated' }],
  ] as const;
};

test('what belongs to an object goes with it, on record', async () => {
  const site = await plant.named('dcim.Site');
  const rows = await attachments(site);
  for (const [model, , row] of rows) await plant.make(model, row);
  const { errors, changes } = await plant.remove('dcim.Site', site);
  expect(errors).toEqual([]);
  expect(changes.map(({ type, action }) => `${type} ${action}`).toSorted()).toEqual(
    ['dcim.Site', ...rows.map(([model]) => model)].map((model) => `${model} delete`).toSorted(),
  );
  for (const [, table] of rows) expect([table, await count(table, site)]).toEqual([table, 0]);
});

test('what belongs to an object goes with it, and never stays behind', async () => {
  for (const [at, [model, table]] of (await attachments('')).entries()) {
    const site = await plant.named('dcim.Site');
    const [, , row = {}] = (await attachments(site))[at] ?? [];
    await Promise.all([plant.remove('dcim.Site', site), plant.create(model, row)]);
    expect([model, await plant.row('dcim_site', site), await count(table, site)]).toEqual([model, {}, 0]);
  }
});

test('what belongs to an object stays with it', async () => {
  const [site, other] = [await plant.named('dcim.Site'), await plant.named('dcim.Site')];
  const id = await plant.make('extras.JournalEntry', { objectType: 'dcim.Site', objectId: site, comments: 'Seen' });
  expect(codes(await plant.update('extras.JournalEntry', { id, objectId: other }))).toEqual([
    'input.0.objectId IMMUTABLE',
  ]);
});

test('a note is by who writes it', async () => {
  const userId = await plant.user();
  const row = { objectType: 'dcim.Site', objectId: await plant.named('dcim.Site'), comments: 'Seen' };
  const outcome = await plant.writer.run({ ...plant.actor, userId }, {}, (work) =>
    work.create('extras.JournalEntry', [row, { ...row, author: null }]),
  );
  const rows = await Promise.all((outcome.result ?? []).map((id) => plant.row('extras_journal_entry', String(id))));
  expect(rows.map((entry) => entry['author_id'])).toEqual([userId, null]);
});

test('a type written in another case is told its name', async () => {
  const objectId = await plant.named('dcim.Site');
  const { errors } = await plant.create('extras.JournalEntry', { objectType: 'DCIM.site', objectId, comments: 'Seen' });
  expect(errors).toMatchObject([{ message: 'There is no type "DCIM.site". Did you mean "dcim.Site"?' }]);
});

test('objects of another organization are not there', async () => {
  const id = await plant.named('dcim.Site');
  const other = '00000000-0000-7000-8000-00000000beef';
  await plant.dataSource.query(
    "INSERT INTO core_organization (id, number, name, slug) VALUES ($1, 2, 'Other', 'other')",
    [other],
  );
  const outcome = await plant.writer.run({ ...plant.actor, organizationId: other }, {}, (work) =>
    work.create('extras.JournalEntry', [{ objectType: 'dcim.Site', objectId: id, comments: 'Seen' }]),
  );
  expect(codes(outcome)).toEqual(['input.0.objectId NOT_FOUND']);
});

test('an owner stays while something is owned', async () => {
  const owner = await plant.make('users.Owner', { name: plant.name('owner') });
  const site = await plant.named('dcim.Site', { owner });
  expect(codes(await plant.remove('users.Owner', owner))).toEqual(['ids.0 IN_USE']);
  await plant.update('dcim.Site', { id: site, owner: null });
  expect(codes(await plant.remove('users.Owner', owner))).toEqual([]);
});

test('a contact is in any number of groups and shares its name', async () => {
  const groups = [await plant.named('tenancy.ContactGroup'), await plant.named('tenancy.ContactGroup')];
  const ids = await plant.all('tenancy.Contact', [
    { name: 'Duty', groups },
    { name: 'Duty', groups: [] },
  ]);
  const rows = await plant.run((work) => work.read.rows('tenancy.Contact', { where: { id: ids }, fields: ['groups'] }));
  const sizes = new Map((rows.result ?? []).map((row) => [row['id'], (row['groups'] as string[]).length]));
  expect(ids.map((id) => sizes.get(id))).toEqual([2, 0]);
});

test('groups of contacts at the top may share name and slug', async () => {
  const twin = { name: 'On call', slug: 'on-call' };
  expect(codes(await plant.create('tenancy.ContactGroup', twin, twin))).toEqual([]);
});

test('the disk of a machine follows its disks as they change and go', async () => {
  const [virtualMachine = ''] = await machinesAt(plant, 1);
  const disk = async () => (await plant.row('virtualization_virtual_machine', virtualMachine))['disk'];
  const [sda = '', sdb = ''] = await plant.all(
    'virtualization.VirtualDisk',
    ['sda', 'sdb'].map((name) => ({ virtualMachine, name, size: 100 })),
  );
  await plant.update('virtualization.VirtualDisk', { id: sdb, size: 50 });
  expect(await disk()).toBe(150);
  await plant.remove('virtualization.VirtualDisk', sda);
  expect(await disk()).toBe(50);
  expect(codes(await plant.remove('virtualization.VirtualMachine', virtualMachine))).toEqual([]);
});

test('a radio shows the link that is left', async () => {
  const [device] = await devicesAt(plant, 1);
  const [a = '', b, c] = await plant.all(
    'dcim.Interface',
    many(3, (at) => ({ device, name: `w${at}`, type: 'ieee802.11ax' })),
  );
  const shown = async () => (await plant.row('dcim_interface', a))['wireless_link_id'];
  const older = await plant.make('wireless.WirelessLink', { interfaceA: a, interfaceB: b });
  const newer = await plant.make('wireless.WirelessLink', { interfaceA: c, interfaceB: a });
  expect(await shown()).toBe(newer);
  await plant.remove('wireless.WirelessLink', newer);
  expect(await shown()).toBe(older);
  await plant.remove('wireless.WirelessLink', older);
  expect(await shown()).toBeNull();
});

test('ends of a circuit show on it until they go', async () => {
  const [provider, type] = [await plant.named('circuits.Provider'), await plant.named('circuits.CircuitType')];
  const [first = '', second = ''] = await plant.all(
    'circuits.Circuit',
    many(2, () => ({ cid: plant.name('cid'), provider, type })),
  );
  const termination = { site: { id: await plant.named('dcim.Site') } };
  const end = await plant.make('circuits.CircuitTermination', { circuit: first, termSide: 'A', termination });
  await plant.update('circuits.CircuitTermination', { id: end, circuit: second, termSide: 'Z' });
  expect(await plant.row('circuits_circuit', first)).toMatchObject({ termination_a_id: null });
  expect(await plant.row('circuits_circuit', second)).toMatchObject({ termination_z_id: end });
  expect(codes(await plant.remove('circuits.CircuitTermination', end))).toEqual([]);
  expect(await plant.row('circuits_circuit', second)).toMatchObject({ termination_z_id: null });
});

test('members of a chassis answer for each other, except by ports for management', async () => {
  const chassis = await plant.make('dcim.VirtualChassis', { name: plant.name('vc') });
  const [one, two] = await devicesAt(plant, 2);
  await plant.update(
    'dcim.Device',
    { id: one, virtualChassis: chassis, vcPosition: 1 },
    { id: two, virtualChassis: chassis, vcPosition: 2 },
  );
  const [plain, management] = await plant.all('dcim.Interface', [
    { device: two, name: 'e1', type: '1000base-t' },
    { device: two, name: 'mgmt', type: '1000base-t', mgmtOnly: true },
  ]);
  const [first, second] = await plant.all(
    'ipam.IpAddress',
    [plain, management].map((id, at) => ({ address: `203.0.113.${at + 1}/24`, assignedObject: { interface: { id } } })),
  );
  const claim = async (address: string | undefined) =>
    codes(await plant.update('dcim.Device', { id: one, primaryIp4: address }));
  expect(await claim(second)).toEqual(['input.0.primaryIp4 ADDRESS_NOT_ON_DEVICE']);
  expect(await claim(first)).toEqual([]);
  expect(codes(await plant.update('dcim.Device', { id: one, virtualChassis: null, vcPosition: null }))).toEqual([
    'input.0.primaryIp4 ADDRESS_NOT_ON_DEVICE',
  ]);
});

test('a range moves with its VRF into another address space', async () => {
  const addressSpace = await plant.named('ipam.AddressSpace');
  const vrf = await plant.make('ipam.Vrf', { name: plant.name('vrf') });
  const ends = { startAddress: '192.0.2.1/24', endAddress: '192.0.2.9/24' };
  const id = await plant.make('ipam.IpRange', { ...ends, vrf });
  expect(codes(await plant.update('ipam.Vrf', { id: vrf, addressSpace }))).toEqual([]);
  expect(await plant.row('ipam_ip_range', id)).toMatchObject({ address_space_id: addressSpace, size: '9' });
});
