import type { ImportReport } from '@plumbline/engine';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { importNetbox, registry } from '../../src/index.ts';
import { Plant } from '../plant.ts';
import { writeAsDumpdata } from './as-dumpdata.ts';

jest.setTimeout(300_000);

const shared = process.env['PLUMBLINE_SHARED'] ?? join(__dirname, '../../../../../shared');
const demo = join(shared, 'data/netbox-demo/netbox-demo-v4.2.sql');

let plant: Plant;
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'pl-dumpdata-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => void (plant = await Plant.open()));
afterEach(() => plant.close());

const load = (file: string): Promise<ImportReport> =>
  importNetbox({ writer: plant.writer, registry, actor: plant.actor, file, temporaryFolder: tmpdir() });

const loadObjects = (objects: readonly unknown[] | string): Promise<ImportReport> => {
  const file = join(folder, 'data.json');
  writeFileSync(file, typeof objects === 'string' ? objects : JSON.stringify(objects, null, 2));
  return load(file);
};

const all = (sql: string): Promise<unknown> => plant.dataSource.query(sql);

const STAMPS = { created: '2024-02-03T04:05:06.789Z', last_updated: '2024-02-03T04:05:06.789Z' };
const site = (fields: object = {}) => ({
  model: 'dcim.site',
  pk: 7,
  fields: {
    ...STAMPS,
    custom_field_data: {},
    name: 'Main',
    slug: 'main',
    status: 'active',
    description: '',
    ...fields,
  },
});
const user = { model: 'users.user', pk: 5, fields: { username: 'ann', is_active: true, date_joined: STAMPS.created } };

(existsSync(demo) ? test : test.skip)(
  'a dump and the JSON of the same database are the same to the import',
  async () => {
    const first = await load(demo);
    const file = await writeAsDumpdata(demo);
    const second = await load(file);
    rmSync(dirname(file), { recursive: true });
    const touched = second.tables.filter(({ created, updated, refused }) => created + updated + refused > 0);
    expect(touched.map(({ table, created, updated, refusals }) => ({ table, created, updated, refusals }))).toEqual([]);
    expect(second.totals).toMatchObject({ refused: 0, incomplete: 0, unchanged: first.totals.created });
  },
);

test('natural keys name types, users and groups', async () => {
  const report = await loadObjects([
    site(),
    user,
    { model: 'users.group', pk: 3, fields: { name: 'ops' } },
    { model: 'users.user', pk: 6, fields: { ...user.fields, username: 'bob', groups: [['ops']] } },
    {
      model: 'extras.journalentry',
      pk: 1,
      fields: {
        ...STAMPS,
        custom_field_data: {},
        assigned_object_type: ['dcim', 'site'],
        assigned_object_id: 7,
        created_by: ['ann'],
        kind: 'info',
        comments: 'Seen "{[" it.',
      },
    },
  ]);
  expect(report.totals).toMatchObject({ refused: 0, incomplete: 0, waiting: 0 });
  expect(
    await all(
      `SELECT j.comments, s.number, u.username FROM extras_journal_entry j JOIN dcim_site s ON s.id = j.object_id JOIN users_user u ON u.id = j.author_id`,
    ),
  ).toEqual([{ comments: 'Seen "{[" it.', number: 7, username: 'ann' }]);
});

test('lists, ranges and JSON keep their values', async () => {
  await loadObjects([
    { model: 'contenttypes.contenttype', pk: 11, fields: { app_label: 'dcim', model: 'site' } },
    {
      model: 'extras.customfieldchoiceset',
      pk: 1,
      fields: { ...STAMPS, name: 'Set', extra_choices: '["[\\"a\\", \\"A, first\\"]"]', order_alphabetically: false },
    },
    {
      model: 'ipam.vlangroup',
      pk: 1,
      fields: {
        ...STAMPS,
        custom_field_data: {},
        name: 'G',
        slug: 'g',
        vid_ranges: '["{\\"bounds\\": \\"[)\\", \\"lower\\": \\"5\\", \\"upper\\": \\"10\\"}"]',
        scope_type: 11,
        scope_id: 7,
      },
    },
    site({ custom_field_data: { gone: 1 }, latitude: '12.500000' }),
  ]);
  expect(await all('SELECT extra_choices FROM extras_custom_field_choice_set')).toEqual([
    { extra_choices: [['a', 'A, first']] },
  ]);
  expect(
    await all(
      'SELECT g.vid_ranges::text AS r, s.number FROM ipam_vlan_group g JOIN dcim_site s ON s.id = g.scope_site_id',
    ),
  ).toEqual([{ r: '{[5,10)}', number: 7 }]);
});

test('what is no complete file of that kind is refused with the way out', async () => {
  const refusal = (objects: readonly unknown[] | string): Promise<string> =>
    loadObjects(objects).then(
      () => 'read',
      (error: Error) => error.message,
    );
  expect(await refusal('[{"a": 1}]')).toContain('manage.py dumpdata');
  expect(await refusal([{ model: 'dcim.site', fields: {} }])).toContain('--natural-primary');
  expect(
    await refusal([{ model: 'extras.taggeditem', pk: 1, fields: { content_type: 4, object_id: 1, tag: 2 } }]),
  ).toContain('exclude contenttypes');
  expect(await refusal(JSON.stringify([site()]).slice(0, -1))).toContain('cut off');
  expect(await refusal('[{"model": "dcim.site", "pk": 1, "fields": {]}]')).toContain('cut off');
  expect(await refusal('[] x {}')).toContain('damaged');
});
