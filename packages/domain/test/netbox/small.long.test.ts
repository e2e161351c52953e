import { tmpdir } from 'node:os';
import { importNetbox, registry } from '../../src/index.ts';
import { importDesk, reportOf } from './import-desk.ts';
import { named, row, typeId, writeDump } from './small-dump.ts';
import { cableRow, customFieldRow, deviceTables, interfaceRow, PORT, rackRow, userRow } from './small-rows.ts';

const desk = importDesk();
const { load, all } = desk;

test('older front ports become mappings, and older cables become terminations', async () => {
  const report = await load({
    ...deviceTables([{}, {}]),
    dcim_rearport: [
      row(20, { name: 'R1', positions: 4, ...PORT }),
      row(21, { name: 'R2', positions: 1, ...PORT, device_id: 2 }),
    ],
    dcim_frontport: [
      row(11, { name: 'F1', rear_port_id: 20, rear_port_position: 3, ...PORT }),
      row(12, { name: 'F2', rear_port_id: 20, rear_port_position: 4, ...PORT }),
    ],
    dcim_cable: [
      cableRow(9, {
        termination_a_type_id: typeId('dcim.rearport'),
        termination_a_id: 20,
        termination_b_type_id: typeId('dcim.rearport'),
        termination_b_id: 21,
        label: 'x',
      }),
    ],
  });
  expect(report.totals).toMatchObject({ refused: 0, incomplete: 0 });
  expect(
    await all('SELECT number, front_port_position f, rear_port_position r FROM dcim_port_mapping ORDER BY 1'),
  ).toEqual([
    { number: 11, f: 1, r: 3 },
    { number: 12, f: 1, r: 4 },
  ]);
  expect(
    await all(
      'SELECT p.name, t.cable_end, p.cable_id = t.cable_id AS mirrored FROM dcim_cable_termination t JOIN dcim_rear_port p ON p.id = t.termination_rear_port_id ORDER BY 1',
    ),
  ).toEqual([
    { name: 'R1', cable_end: 'A', mirrored: true },
    { name: 'R2', cable_end: 'B', mirrored: true },
  ]);
});

test('a prefix with a site column and one with a scope end at the same place', async () => {
  const prefix = { status: 'active', is_pool: 'f', mark_utilized: 'f', description: '', custom_field_data: '{}' };
  await load({ ...deviceTables([]), ipam_prefix: [row(1, { prefix: '10.0.0.0/8', site_id: 7, ...prefix })] });
  await load({
    ...deviceTables([]),
    ipam_prefix: [row(2, { prefix: '10.1.0.0/16', scope_type_id: typeId('dcim.site'), scope_id: 7, ...prefix })],
  });
  expect(
    await all(
      'SELECT p.prefix::text, s.number FROM ipam_prefix p JOIN dcim_site s ON s.id = p.scope_site_id ORDER BY 1',
    ),
  ).toEqual([
    { prefix: '10.0.0.0/8', number: 7 },
    { prefix: '10.1.0.0/16', number: 7 },
  ]);
});

test('trees arrive parents first whatever the order of the rows', async () => {
  await load({
    dcim_region: [
      named(3, 'City', { parent_id: 2 }),
      named(2, 'Country', { parent_id: 1 }),
      named(1, 'Continent', { parent_id: null }),
    ],
  });
  expect(await all('SELECT number, cardinality(tree_path) AS depth FROM dcim_region ORDER BY number')).toEqual([
    { number: 1, depth: 1 },
    { number: 2, depth: 2 },
    { number: 3, depth: 3 },
  ]);
});

test('references in a circle are made once both ends are there, and a second run finds them so', async () => {
  const tables = {
    ...deviceTables([{ primary_ip4_id: 30 }]),
    dcim_interface: [
      interfaceRow(40, 'eth0', { lag_id: 41 }),
      interfaceRow(41, 'bond0', { type: 'lag', lag_id: null }),
    ],
    ipam_ipaddress: [
      row(30, {
        address: '192.0.2.1/24',
        status: 'active',
        assigned_object_type_id: typeId('dcim.interface'),
        assigned_object_id: 40,
        custom_field_data: '{}',
      }),
    ],
  };
  const report = await load(tables);
  expect(report.totals).toMatchObject({ created: 8, refused: 0, incomplete: 0 });
  expect(
    await all('SELECT a.number, d.last_updated FROM dcim_device d JOIN ipam_ip_address a ON a.id = d.primary_ip4_id'),
  ).toEqual([{ number: 30, last_updated: new Date('2024-02-03T04:05:06.789Z') }]);
  expect(await all('SELECT l.name FROM dcim_interface i JOIN dcim_interface l ON l.id = i.lag_id')).toEqual([
    { name: 'bond0' },
  ]);
  expect((await load(tables)).totals).toMatchObject({ created: 0, updated: 0, unchanged: 8 });
});

test('a value the source changed is updated, the rest of the row stays', async () => {
  await load(deviceTables([{ serial: 'A' }, { serial: 'B' }]));
  const report = await load(deviceTables([{ serial: 'A' }, { serial: 'C' }]));
  expect(reportOf(report, 'dcim_device')).toMatchObject({ updated: 1, unchanged: 1 });
});

test('objects made by hand with the same natural key are taken over, and a taken number gives way', async () => {
  await desk.plant.make('dcim.Site', { name: 'Main site', slug: 'main-site' });
  for (let i = 0; i < 7; i++) await desk.plant.named('dcim.Manufacturer');
  const report = await load(deviceTables([]));
  expect(reportOf(report, 'dcim_site')).toMatchObject({ created: 0, updated: 1 });
  expect(reportOf(report, 'dcim_manufacturer')).toMatchObject({ created: 1, renumbered: 1 });
  expect(await all('SELECT number, created FROM dcim_site')).toEqual([
    { number: 1, created: new Date('2024-02-03T04:05:06.789Z') },
  ]);
});

test('a row that a constraint refuses is listed with the reason and kept raw, and so is what needs it', async () => {
  const tables = deviceTables([
    { name: 'same', asset_tag: 'T' },
    { name: 'other', asset_tag: 'T' },
  ]);
  const interfaces = [1, 2].map((device) => interfaceRow(50 + device, 'e', { device_id: device, type: 'virtual' }));
  const report = await load({ ...tables, dcim_interface: interfaces });
  expect(reportOf(report, 'dcim_device')?.refusals).toMatchObject([{ id: '2', code: 'DUPLICATE', field: 'assetTag' }]);
  expect(reportOf(report, 'dcim_interface')).toMatchObject({
    created: 1,
    refused: 1,
    refusals: [{ id: '52', field: 'device', code: 'REFERENCE_MISSING' }],
  });
  expect(await all('SELECT source_type, source_id FROM core_raw_row ORDER BY 1, 2')).toEqual([
    { source_type: 'dcim.device', source_id: '2' },
    { source_type: 'dcim.interface', source_id: '52' },
  ]);
});

test('rules warn about rows that are stored all the same', async () => {
  const interfaces = [interfaceRow(1, 'v', { type: 'virtual', mark_connected: 't' })];
  const report = await load({ ...deviceTables([{}]), dcim_interface: interfaces });
  expect(reportOf(report, 'dcim_interface')).toMatchObject({ created: 1, refused: 0 });
  expect(report.findings).toMatchObject([{ entity: 'dcim.Interface', code: 'BAD_USER_INPUT', count: 1 }]);
});

test('devices that overlap in the source are stored and flagged', async () => {
  const racks = {
    dcim_rack: [rackRow()],
  };
  const place = { rack_id: 8, position: '5.0', face: 'front' };
  const report = await load({ ...deviceTables([place, place]), ...racks });
  expect(reportOf(report, 'dcim_device')).toMatchObject({ created: 2, refused: 0 });
  expect(await all('SELECT number, imported_conflict FROM dcim_device ORDER BY 1')).toEqual([
    { number: 1, imported_conflict: false },
    { number: 2, imported_conflict: true },
  ]);
});

test('custom fields keep their values: plain ones, blank ones and objects', async () => {
  const report = await load({
    extras_customfield: [
      customFieldRow(1, 'home', 'object', { related_object_type_id: typeId('dcim.site'), unique: 'f' }),
      customFieldRow(2, 'note', 'text', { related_object_type_id: null, unique: 'f' }),
    ],
    extras_customfield_object_types: [
      { id: 1, customfield_id: 1, objecttype_id: typeId('tenancy.tenant') },
      { id: 2, customfield_id: 2, objecttype_id: typeId('tenancy.tenant') },
      { id: 3, customfield_id: 2, objecttype_id: typeId('circuits.circuit') },
    ],
    dcim_site: [named(7, 'Main site', { status: 'active' })],
    tenancy_tenant: [named(1, 'T1', { custom_field_data: '{"home": 7, "note": "", "gone": 5}' })],
  });
  expect(report.totals).toMatchObject({ refused: 0, incomplete: 0 });
  expect(
    await all(
      `SELECT t.custom_fields->>'note' AS note, t.custom_fields ? 'gone' AS gone, s.number FROM tenancy_tenant t JOIN dcim_site s ON s.id = (t.custom_fields->>'home')::uuid`,
    ),
  ).toEqual([{ note: '', gone: false, number: 7 }]);
  expect(await all('SELECT name, related_object_type, object_types FROM extras_custom_field ORDER BY 1')).toEqual([
    { name: 'home', related_object_type: 'dcim.Site', object_types: ['tenancy.Tenant'] },
    { name: 'note', related_object_type: null, object_types: ['circuits.Circuit', 'tenancy.Tenant'] },
  ]);
  expect(reportOf(report, 'tenancy_tenant')?.columns).toContainEqual({
    name: 'custom_field_data',
    fate: 'raw',
    rows: 1,
  });
});

test('the query of a custom field for objects becomes a filter; one without a counterpart stays encrypted', async () => {
  const field = (id: number, name: string, query: string) =>
    customFieldRow(id, name, 'object', {
      related_object_type_id: typeId('dcim.site'),
      related_object_filter: query,
      unique: 'f',
    });
  const report = await load({
    extras_customfield: [
      field(1, 'a', '{"status": ["active", "planned"]}'),
      field(2, 'b', '{"q": "x"}'),
      field(3, 'c', '{}'),
    ],
    extras_customfield_object_types: [1, 2, 3].map((id) => ({
      id,
      customfield_id: id,
      contenttype_id: typeId('tenancy.tenant'),
    })),
  });
  expect(await all('SELECT name, related_object_filter AS filter FROM extras_custom_field ORDER BY 1')).toEqual([
    { name: 'a', filter: { status: { in: ['active', 'planned'] } } },
    { name: 'b', filter: null },
    { name: 'c', filter: null },
  ]);
  expect(reportOf(report, 'extras_customfield')?.columns).toEqual([
    { name: 'related_object_filter', fate: 'raw', rows: 1 },
  ]);
});

test('choice sets, tags with types and ranges of VLAN ids keep their lists', async () => {
  await load({
    extras_customfieldchoiceset: [
      row(1, { name: 'Set', extra_choices: '{{a,"A, first"},{b,B}}', order_alphabetically: 'f' }),
    ],
    extras_tag: [named(1, 'Core', { color: 'ff0000' })],
    extras_tag_object_types: [{ id: 1, tag_id: 1, objecttype_id: typeId('dcim.site') }],
    dcim_site: [named(7, 'Main site', { status: 'active' })],
    extras_taggeditem: [{ id: 1, object_id: 7, content_type_id: typeId('dcim.site'), tag_id: 1 }],
    ipam_vlangroup: [named(1, 'New', { vid_ranges: '{"[1,100)","[200,300)"}', scope_type_id: null, scope_id: null })],
  });
  await load({ ipam_vlangroup: [named(2, 'Old', { min_vid: 5, max_vid: 9 })] });
  expect(await all('SELECT extra_choices FROM extras_custom_field_choice_set')).toEqual([
    {
      extra_choices: [
        ['a', 'A, first'],
        ['b', 'B'],
      ],
    },
  ]);
  expect(await all('SELECT object_types FROM extras_tag')).toEqual([{ object_types: ['dcim.Site'] }]);
  expect(await all('SELECT name, vid_ranges::text AS ranges FROM ipam_vlan_group ORDER BY number')).toEqual([
    { name: 'New', ranges: '{[1,100),[200,300)}' },
    { name: 'Old', ranges: '{[5,10)}' },
  ]);
  expect(
    await all(
      'SELECT t.slug FROM extras_tagged_item x JOIN extras_tag t ON t.id = x.tag_id JOIN dcim_site s ON s.id = x.object_id',
    ),
  ).toEqual([{ slug: 'core' }]);
});

test('a table of a plugin and a column of a later release are kept raw and listed', async () => {
  const report = await load({
    acme_widget: [{ id: 1, name: 'w', password: 'hunter2' }],
    dcim_site: [named(7, 'Main site', { status: 'active', hologram: 'yes', _cached: 'x', device_count: 3 })],
  });
  expect(reportOf(report, 'acme_widget')).toMatchObject({
    fate: 'waiting',
    waiting: 1,
    note: 'A table of no known model.',
  });
  expect(reportOf(report, 'dcim_site')?.columns).toEqual([
    { name: 'hologram', fate: 'raw', rows: 1 },
    { name: '_cached', fate: 'derived', rows: 0 },
    { name: 'device_count', fate: 'derived', rows: 0 },
  ]);
  expect(
    await all(
      `SELECT source_type, object_type, encode(payload, 'escape') LIKE '%hunter2%' AS readable FROM core_raw_row ORDER BY 1`,
    ),
  ).toEqual([
    { source_type: 'acme_widget', object_type: null, readable: false },
    { source_type: 'dcim.site', object_type: 'dcim.Site', readable: false },
  ]);
});

test('users are made once, never changed, and gain no rights through somebody who has fewer', async () => {
  const users = [userRow(1, 'root', { is_superuser: 't', first_name: 'R' })];
  await load({ users_user: users }, desk.ordinary);
  await load({ users_user: users.map((user) => ({ ...user, first_name: 'Other' })) });
  expect(await all('SELECT username, is_superuser, first_name, created FROM users_user')).toEqual([
    { username: 'root', is_superuser: false, first_name: 'R', created: new Date('2020-01-02T03:04:05Z') },
  ]);
});

test('users bring the hash of their password, for accounts that are made and from administrators alone', async () => {
  const hash = `pbkdf2_sha256$600000$salt$${'A'.repeat(43)}=`;
  const user = (id: number, username: string, password = hash) => userRow(id, username, { password });
  await desk.plant.create('users.User', { username: 'here' });
  const report = await load({ users_user: [user(1, 'here'), user(2, 'ann'), user(3, 'locked', '!x')] });
  expect(reportOf(report, 'users_user')?.columns).toContainEqual({ name: 'password', fate: 'raw', rows: 1 });
  await load({ users_user: [user(4, 'bob')] }, desk.ordinary);
  expect(
    await all("SELECT username, convert_from(password_hash, 'UTF8') AS hash FROM users_user ORDER BY username"),
  ).toEqual([
    { username: 'ann', hash },
    { username: 'bob', hash: null },
    { username: 'here', hash: null },
    { username: 'locked', hash: null },
  ]);
  expect(await all("SELECT source_id FROM core_raw_row WHERE source_type = 'users.user' ORDER BY 1")).toEqual([
    { source_id: '3' },
    { source_id: '4' },
  ]);
});

test('a dump of another product is refused', async () => {
  const file = writeDump({});
  const options = { writer: desk.plant.writer, registry, actor: desk.plant.actor, temporaryFolder: tmpdir() };
  await expect(importNetbox({ ...options, file })).resolves.toBeDefined();
  await expect(importNetbox({ ...options, file: __filename })).rejects.toThrow('no COPY block');
  await expect(importNetbox({ ...options, actor: { ...desk.plant.actor, readOnly: true }, file })).rejects.toThrow(
    'may only read',
  );
});
