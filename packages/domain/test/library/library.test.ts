import { libraryExportJob } from '../../src/exchange/library/export.job.ts';
import { libraryImportJob, type LibraryReport } from '../../src/exchange/library/import.job.ts';
import { gzipSync } from 'node:zlib';
import { normalDocument } from './normal.ts';
import { filesOf, Shelf, tarOf, type Files } from './shelf.ts';

let shelf: Shelf;
beforeAll(async () => {
  shelf = await Shelf.open();
});
afterAll(() => shelf?.close());

const SWITCH = `---
manufacturer: Example Networks
model: EX-2 24T
slug: ex-2-24t
part_number: EX2
u_height: 1.5
is_full_depth: false
airflow: front-to-rear
weight: 4.25
weight_unit: kg
is_powered: false
comments: "[Data sheet](https://example.com)"
console-ports:
  - name: Con 0
    type: rj-45
    poe: true
power-ports:
  - name: PS1
    type: iec-60320-c14
    maximum_draw: 350
power-outlets:
  - name: Out 1
    type: iec-60320-c13
    power_port: PS1
    feed_leg: A
interfaces:
  - name: br0
    type: bridge
  - name: eth1
    type: 1000base-t
    bridge: br0
    poe_mode: pse
    poe_type: type2-ieee802.3at
  - name: 7
    type: 1000base-t
    mgmt_only: true
rear-ports:
  - name: Rear 1
    type: mpo
    positions: 4
front-ports:
  - name: F1
    type: lc
    rear_port: Rear 1
  - name: F2
    type: lc
    rear_port: Rear 1
    rear_port_position: 2
module-bays:
  - name: Slot 1
    position: "1"
device-bays:
  - name: Bay 1
subdevice_role: parent
inventory-items:
  - name: Fan tray
    manufacturer: Fans Inc
    part_id: FT1
`;
const CARD = `---
manufacturer: Example Networks
model: EX-CARD
part_number: CARD
interfaces:
  - name: Te{module}/1
    type: 10gbase-x-sfpp
module-bays:
  - name: Sub 1
    position: "{module}/1"
`;
const RACK = `---
manufacturer: Racks
model: R-42
slug: r-42
form_factor: 4-post-cabinet
u_height: 48
width: 19
outer_width: 600
outer_unit: mm
`;
const LIBRARY: Files = {
  'lib/device-types/Example Networks/EX-2-24T.yaml': SWITCH,
  'lib/module-types/Example Networks/EX-CARD.yml': CARD,
  'lib/rack-types/Racks/R-42.yaml': RACK,
  'lib/elevation-images/Example Networks/ex-2-24t.front.png': Buffer.from('not really a picture'),
  'lib/README.md': 'Read me',
};

const put = async (files: Files, input: object = {}): Promise<LibraryReport> => {
  const fileId = await shelf.store('library.tar.gz', gzipSync(await tarOf(files)));
  return shelf.run<LibraryReport>(libraryImportJob, { fileId, ...input });
};

const putText = async (text: string, name = 'type.yaml'): Promise<LibraryReport> =>
  shelf.run<LibraryReport>(libraryImportJob, { fileId: await shelf.store(name, text) });

const counts = async (): Promise<unknown> =>
  (await shelf.desk.ask('{ deviceTypes { totalCount } interfaceTemplates { totalCount } }')).data;

test('a dry run reports and keeps nothing', async () => {
  expect(await put(LIBRARY, { dryRun: true })).toMatchObject({ files: 3, deviceTypes: 1, errors: [], dryRun: true });
  expect(await counts()).toEqual({ deviceTypes: { totalCount: 0 }, interfaceTemplates: { totalCount: 0 } });
});

test('nothing of a broken archive is stored', async () => {
  const packed = gzipSync(await tarOf(LIBRARY));
  const fileId = await shelf.store('library.tar.gz', packed.subarray(0, packed.length - 20));
  await expect(shelf.run(libraryImportJob, { fileId })).rejects.toThrow('library.tar.gz ends too soon');
  expect(await counts()).toEqual({ deviceTypes: { totalCount: 0 }, interfaceTemplates: { totalCount: 0 } });
});

test('a packed folder goes in with all kinds of parts and its picture', async () => {
  const report = await put(LIBRARY);
  expect(report).toMatchObject({ files: 3, deviceTypes: 1, moduleTypes: 1, rackTypes: 1, pictures: 1, errors: [] });
  expect(report.remarks.map(({ key }) => key)).toEqual(['is_powered', 'poe']);
  const { data } = await shelf.desk.ask(`{ deviceTypes { nodes {
    slug uHeight weight frontImage { name contentType }
    interfaceTemplates { nodes { name bridge { name } poeMode mgmtOnly } }
    powerOutletTemplates { nodes { feedLeg powerPort { name } } }
    frontPortTemplates { nodes { name mappings { nodes { rearPortPosition rearPort { name } } } } }
    inventoryItemTemplates { nodes { name manufacturer { slug } partId } }
    moduleBayTemplates { nodes { name position } } deviceBayTemplates { nodes { name } } } }
    moduleTypes { nodes { interfaceTemplates { nodes { name } } moduleBayTemplates { nodes { position } } } } }`);
  expect(data).toMatchSnapshot();
});

test('the same files change nothing', async () => {
  expect(await put(LIBRARY)).toMatchObject({ created: 0, updated: 0, pictures: 0, errorCount: 0 });
});

test('files come out as they went in, with keys that have no field', async () => {
  const { fileId } = await shelf.run<{ fileId: string }>(libraryExportJob, {});
  const files = await filesOf(await shelf.content(fileId));
  const text = (name: string): string => files[name]?.toString() ?? '';
  const device = 'device-types/Example Networks/EX-2 24T.yaml';
  expect(normalDocument(text(device))).toEqual({ ...normalDocument(SWITCH), front_image: true });
  expect(normalDocument(text('module-types/Example Networks/EX-CARD.yaml'))).toEqual(normalDocument(CARD));
  expect(normalDocument(text('rack-types/Racks/R-42.yaml'))).toEqual({ ...normalDocument(RACK), width: undefined });
  expect(files['elevation-images/Example Networks/ex-2-24t.front.png']).toEqual(Buffer.from('not really a picture'));
});

test('an export takes filters by kind', async () => {
  const input = { moduleTypes: { model: { eq: 'EX-CARD' } } };
  expect(await shelf.run(libraryExportJob, input)).toMatchObject({ types: 1 });
  await expect(shelf.run(libraryExportJob, { devices: {} })).rejects.toThrow('Give a filter under deviceTypes');
});

test('a changed file changes what it names and leaves the rest', async () => {
  const changed = SWITCH.replace('part_number: EX2', 'part_number: EX2B').replace(
    'name: PS1\n    type: iec-60320-c14',
    'name: PS1\n    type: iec-60320-c20',
  );
  expect(await putText(changed)).toMatchObject({ created: 0, updated: 2, errorCount: 0 });
});

test.each([
  [
    'a name that no part has',
    SWITCH.replace('power_port: PS1', 'power_port: PS2'),
    22,
    'power-ports has no "PS2". Did you mean "PS1"?',
  ],
  ['an unknown choice', SWITCH.replace('type: rj-45', 'type: rj45'), 14, 'rj-45'],
  ['a part without a name', CARD.replace('- name: Te{module}/1\n    type', '- type'), 6, 'needs a name'],
  ['no manufacturer', CARD.replace('manufacturer: Example Networks\n', ''), 2, 'Give the manufacturer'],
  ['a list that is none', CARD.replace('interfaces:', 'interfaces: 3\nothers:'), 5, 'interfaces is a list.'],
  ['broken YAML', 'manufacturer: [', 1, 'Flow sequence'],
  ['an empty file', '', null, 'holds no type'],
])('%s is refused with file and line', async (_, text, line, message) => {
  const report = await putText(text, 'bad.yaml');
  expect(report.errors[0]).toMatchObject({ file: 'bad.yaml', line, message: expect.stringContaining(message) });
  expect(report).toMatchObject({ created: 0, updated: 0, skippedFiles: 1 });
});

test('a file with an error is left out as a whole, the others are stored', async () => {
  const report = await put({
    'device-types/A/bad.yaml': SWITCH.replace('EX-2 24T', 'Bad one')
      .replace('ex-2-24t', 'bad-one')
      .replace('type: mpo', 'type: nonsense'),
    'module-types/A/good.yaml': CARD.replace('EX-CARD', 'EX-GOOD'),
  });
  expect(report).toMatchObject({ files: 2, deviceTypes: 0, moduleTypes: 1, skippedFiles: 1 });
  const { data } = await shelf.desk.ask(
    '{ moduleTypes(filter: { model: { eq: "EX-GOOD" } }) { totalCount } deviceTypes { totalCount } }',
  );
  expect(data).toEqual({ moduleTypes: { totalCount: 1 }, deviceTypes: { totalCount: 1 } });
});

test('a type that two files describe is taken from the first', async () => {
  const other = CARD.replace('EX-CARD', 'EX-TWICE');
  const report = await put({ 'module-types/A/a.yaml': other, 'module-types/A/b.yaml': other });
  expect(report).toMatchObject({ moduleTypes: 1, skippedFiles: 1 });
  expect(report.errors).toEqual([
    expect.objectContaining({
      file: 'module-types/A/b.yaml',
      line: 2,
      message: expect.stringContaining('a.yaml describes'),
    }),
  ]);
});

test('the number of statements does not grow with the number of types', async () => {
  const many = (n: number) =>
    Object.fromEntries(
      Array.from({ length: n }, (_, i) => [`module-types/M/${n}-${i}.yaml`, CARD.replace('EX-CARD', `C${n}-${i}`)]),
    );
  const { dataSource } = shelf.desk.plant;
  const spied = jest.spyOn(shelf.desk.plant.writer, 'run');
  await put(many(3));
  await put(many(60));
  const [few, most] = await Promise.all(
    spied.mock.results.slice(0, 2).map(({ value }) => value as Promise<{ statements: number }>),
  );
  spied.mockRestore();
  expect(dataSource.isInitialized).toBe(true);
  expect((most?.statements ?? 0) - (few?.statements ?? 0)).toBeLessThanOrEqual(2);
});

test('pictures go in some dozens at a time, front and rear of one type together', async () => {
  const slugs = Array.from({ length: 30 }, (_, at) => `pic-${at}`);
  const type = (slug: string) => `manufacturer: Pictures\nmodel: ${slug}\nslug: ${slug}\nu_height: 1\n`;
  const files: Record<string, string> = {};
  for (const slug of slugs) {
    files[`device-types/P/${slug}.yaml`] = type(slug);
    for (const face of ['front', 'rear']) files[`elevation-images/P/${slug}.${face}.png`] = `${slug} ${face}`;
  }
  files['elevation-images/P/of-no-type.front.png'] = 'nobody';
  const run = jest.spyOn(shelf.desk.plant.writer, 'run');
  expect(await put(files)).toMatchObject({ deviceTypes: 30, pictures: 60, errorCount: 0 });
  const transactions = run.mock.calls.length;
  run.mockRestore();
  expect(transactions).toBe(5); // one for the types, two for each batch of fifty
  const { data } = await shelf.desk.ask(
    '{ deviceTypes(filter: { slug: { eq: "pic-29" } }) { nodes { frontImage { name } rearImage { name } } } }',
  );
  const [frontImage, rearImage] = [{ name: 'pic-29.front.png' }, { name: 'pic-29.rear.png' }];
  expect(data).toEqual({ deviceTypes: { nodes: [{ frontImage, rearImage }] } });
  const changed = { ...files, 'elevation-images/P/pic-3.rear.png': 'another view' };
  expect(await put(changed)).toMatchObject({ created: 0, updated: 0, pictures: 1 });
});
