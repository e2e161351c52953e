import { csvColumns, type Actor } from '@plumbline/engine';
import { registry, seedDemo } from '../src/index.ts';
import { ExchangeDesk, type Exported, type Report } from './exchange-desk.ts';
import type { Plant } from './plant.ts';

let desk: ExchangeDesk;
let plant: Plant;
let empty: Actor;

beforeAll(async () => {
  desk = await ExchangeDesk.open();
  plant = desk.plant;
  const { errors } = await plant.run(seedDemo);
  expect(errors).toEqual([]);
  empty = await desk.empty();
});

afterAll(() => desk.close());

const exported = (type: string, columns: readonly string[] | null = null, actor = plant.actor): Promise<Exported> =>
  desk.export(type, { columns }, actor);

const imported = (type: string, text: string, options: object = {}, actor = plant.actor): Promise<Report> =>
  desk.import(type, text, options, actor);

test.each(['dcim.Site', 'dcim.Device', 'dcim.Interface', 'ipam.Prefix', 'ipam.IpAddress', 'dcim.Rack', 'extras.Tag'])(
  '%s: what was exported changes nothing when it comes back',
  async (type) => {
    const { text } = await exported(type);
    const report = await imported(type, text);
    expect(report.errors).toEqual([]);
    expect(report.rows).toBeGreaterThan(type === 'extras.Tag' ? -1 : 0);
    expect(report).toMatchObject({ created: 0, updated: 0, saved: true });
  },
  60_000,
);

test('sites with tags and custom fields go to an empty organization and look the same there', async () => {
  for (const actor of [plant.actor, empty]) {
    const made = await plant.writer.run(actor, {}, async (work) => {
      await work.create('extras.Tag', [
        { name: 'Core', slug: 'csv-core' },
        { name: 'Edge', slug: 'csv-edge' },
      ]);
      await work.create('extras.CustomField', [
        { name: 'csv_floor', type: 'integer', objectTypes: ['dcim.Site'] },
        { name: 'csv_note', type: 'text', objectTypes: ['dcim.Site'] },
      ]);
    });
    expect(made.errors).toEqual([]);
  }
  await plant.create('dcim.Site', {
    name: 'Quote "A", B',
    slug: 'csv-a',
    description: 'two\nlines',
    tags: [{ key: { slug: 'csv-edge' } }, { key: { slug: 'csv-core' } }],
    customFields: { csv_floor: 3, csv_note: '12' },
  });
  const columns = ['name', 'slug', 'status', 'description', 'tags', 'cf_csv_floor', 'cf_csv_note'];
  const { text } = await exported('dcim.Site', columns);
  expect(text).toContain('"Quote ""A"", B",csv-a,active,"two\nlines","csv-core,csv-edge",3,12\r\n');
  const report = await imported('dcim.Site', text, { mode: 'CREATE' }, empty);
  expect(report.errors).toEqual([]);
  expect(report.created).toBe(report.rows);
  const sorted = (lines: string) => lines.split('\r\n').toSorted();
  expect(sorted((await exported('dcim.Site', columns, empty)).text)).toEqual(sorted(text));
});

test('devices follow with all they refer to, by natural keys alone', async () => {
  const order: readonly (readonly [type: string, columns: readonly string[]])[] = [
    ['dcim.Manufacturer', ['name', 'slug']],
    ['dcim.DeviceType', ['manufacturer', 'model', 'slug', 'uHeight']],
    ['dcim.DeviceRole', ['name', 'slug']],
    ['dcim.Device', ['name', 'site', 'role', 'deviceType.manufacturer', 'deviceType.model', 'status']],
  ];
  for (const [type, columns] of order) {
    const { text } = await exported(type, columns);
    const report = await imported(type, text, {}, empty);
    expect([type, report.errors]).toEqual([type, []]);
    expect(report.created).toBe(report.rows);
    const sorted = (lines: string) => lines.split('\r\n').toSorted();
    expect(sorted((await exported(type, columns, empty)).text)).toEqual(sorted(text));
  }
});

test('a file from a spreadsheet: byte order mark, semicolons, CRLF; a dry run keeps nothing', async () => {
  const text = '\uFEFFslug;name;status\r\nsheet-1;Sheet 1;planned\r\n\r\nsheet-2;"Sheet; 2";\r\n';
  const dry = await imported('dcim.Site', text, { dryRun: true });
  expect(dry).toMatchObject({ rows: 2, created: 2, saved: false, errors: [] });
  expect(await imported('dcim.Site', text)).toMatchObject({ rows: 2, created: 2, saved: true, errors: [] });
  const changed = text.replace('planned', 'retired');
  expect(await imported('dcim.Site', changed)).toMatchObject({ created: 0, updated: 1 });
  const { text: now } = await exported('dcim.Site', ['slug', 'name', 'status']);
  expect(now).toContain('sheet-1,Sheet 1,retired\r\n');
  expect(now).toContain('sheet-2,Sheet; 2,active\r\n');
});

const WRONG = [
  'slug,name,status,latitude,region.number',
  'bad-1,Bad 1,nowhere,1,',
  'bad-2,Bad 2,active,north,x',
  'good-1,"Good\n1",active,,',
  'bad-3,,active,,',
  'bad-4,Bad 4',
].join('\n');

test('all errors come at once, with line and column, and nothing is saved', async () => {
  const report = await imported('dcim.Site', WRONG);
  const places = report.errors.map(({ line, column }) => `${line} ${column}`);
  expect(report).toMatchObject({ rows: 5, created: 0, saved: false });
  expect(places).toEqual(['2 status', '3 region.number', '3 latitude', '6 name', '7 null']);
  expect((await exported('dcim.Site', ['slug'])).text).not.toContain('good-1');
});

test('perRow keeps the lines that are fine', async () => {
  const report = await imported('dcim.Site', WRONG, { perRow: true });
  expect(report).toMatchObject({ created: 1, saved: true });
  const { text } = await exported('dcim.Site', ['slug']);
  expect(text).toContain('good-1\r\n');
  expect(text).not.toMatch(/bad-\d/);
});

test('unknown and repeated columns are refused with the nearest name', async () => {
  const { errors } = await imported('dcim.Site', 'slug,nmae,slug\na,b,c\n');
  expect(errors.map(({ line, message }) => [line, message])).toEqual([
    [1, 'dcim.Site has no column "nmae". Did you mean "name"?'],
    [1, 'The column "slug" stands there twice; keep one.'],
  ]);
  await expect(exported('dcim.Site', ['slgu'])).rejects.toThrow('Did you mean "slug"?');
  await expect(exported('dcim.Sites')).rejects.toThrow('Did you mean "dcim.Site"?');
});

test('what is worked out on reading is exported when it is named, and not imported', async () => {
  const { text } = await exported('dcim.Device', ['name', 'primaryIp.address', 'totalWeightKg'], plant.actor);
  expect(text.split('\r\n')[0]).toBe('name,primaryIp.address,totalWeightKg');
  expect(text).toMatch(/\r\nams1-[^,]+,10\.\d+\.10\.\d+\/24,\d/);
  expect((await exported('dcim.Rack')).text).not.toContain('utilization');
  const { errors } = await imported('dcim.Rack', 'number,utilization\n1,5\n');
  expect(errors.map(({ message }) => message)).toEqual([
    'The column "utilization" is worked out by the product; leave it out.',
  ]);
});

test('accounts and what the product keeps are not imported', async () => {
  for (const type of ['users.User', 'users.ApiToken', 'core.Organization', 'core.ChangeRecord'])
    await expect(imported(type, 'number\n1\n')).rejects.toThrow();
});

test('every entity has columns with names of their own, and none that holds a secret', () => {
  for (const model of registry.models) {
    const columns = csvColumns(registry, model);
    const names = columns.map(({ name }) => name);
    expect([model.name, names.filter((name, at) => names.indexOf(name) < at)]).toEqual([model.name, []]);
    expect(columns.filter((column) => column.kind === 'scalar' && column.scalar.spec.secret)).toEqual([]);
    expect(names).toContain('number');
  }
});
