import { FileStore, type StoredFile } from '@plumbline/engine';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { pack } from 'tar-stream';
import { createGzip } from 'node:zlib';
import type { NetboxImportReport } from '../../src/index.ts';
import { importDesk, type Tables } from './import-desk.ts';
import { named, row, typeId } from './small-dump.ts';
import { deviceTypeRow } from './small-rows.ts';

const desk = importDesk();
const { all } = desk;

let pool: Pool;
let files: FileStore;
let folder: string;
beforeEach(async () => {
  pool = new Pool({ connectionString: desk.plant.url, max: 2 });
  folder = mkdtempSync(join(tmpdir(), 'plumbline-media-'));
  files = new FileStore(folder, pool);
});
afterEach(async () => {
  await pool.end();
  rmSync(folder, { recursive: true, force: true });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

const uploaded = async (content: AsyncIterable<Uint8Array>): Promise<StoredFile> => {
  const { organizationId } = desk.plant.actor;
  const file = await files.create({ organizationId, userId: null, name: 'media.tar.gz' });
  return files.complete(await files.append(file, 0, content));
};

const archive = (entries: Readonly<Record<string, string>>): Promise<StoredFile> => {
  const tar = pack();
  for (const [name, content] of Object.entries(entries)) tar.entry({ name }, content);
  tar.finalize();
  return uploaded(tar.pipe(createGzip()));
};

const load = (tables: Tables, archives: readonly StoredFile[], over: object = {}): Promise<NetboxImportReport> =>
  desk.load(tables, { media: { files, archives }, ...over });

const tables = {
  dcim_site: [named(7, 'Main site', { status: 'active' })],
  dcim_manufacturer: [named(3, 'Maker')],
  dcim_devicetype: [
    deviceTypeRow({ front_image: 'devicetype-images/m1.png', rear_image: 'devicetype-images/gone.png' }),
  ],
  extras_imageattachment: [
    row(1, {
      object_type_id: typeId('dcim.site'),
      object_id: 7,
      image: 'image-attachments/door_1.jpg',
      image_height: 10,
      image_width: 20,
      name: 'Door',
    }),
  ],
  core_datasource: [
    row(1, { name: 'Git', type: 'git', source_url: 'https://example.net', status: 'new', enabled: 't' }),
  ],
  core_datafile: [row(9, { path: 'a.txt', size: 5, hash: 'f00', data: '\\x68656c6c6f', source_id: 1 })],
};

const entries = {
  'media/devicetype-images/m1.png': 'front of M1',
  'media/image-attachments/door_1.jpg': 'a door',
  'media/documents/contract.pdf': 'signed',
  'media/cache/ab/cd.jpg': 'thumbnail',
  'media/.gitkeep': 'x',
};

const pictures = `SELECT t.rear_image_id AS rear, f.name, f.content_type AS type, f.size_bytes::int AS size FROM dcim_device_type t JOIN core_file f ON f.id = t.front_image_id
  UNION ALL SELECT NULL, f.name, f.content_type, f.size_bytes::int FROM extras_image_attachment a JOIN core_file f ON f.id = a.image_id
  UNION ALL SELECT NULL, f.name, f.content_type, f.size_bytes::int FROM core_data_file d JOIN core_file f ON f.id = d.content_id`;

test('pictures, attachments and files of data sources lie in the file store; what is missing is named', async () => {
  const report = await load(tables, [await archive(entries)]);
  expect(report.totals).toMatchObject({ refused: 0, incomplete: 0 });
  expect(report.media).toEqual({
    read: 3,
    stored: 4,
    unchanged: 0,
    unnamed: 1,
    missing: ['devicetype-images/gone.png'],
  });
  expect(await all(pictures)).toEqual([
    { rear: null, name: 'm1.png', type: 'image/png', size: 11 },
    { rear: null, name: 'door_1.jpg', type: 'image/jpeg', size: 6 },
    { rear: null, name: '9', type: 'application/octet-stream', size: 5 },
  ]);
  expect(report.tables.find(({ table }) => table === 'dcim_devicetype')?.columns).toContainEqual({
    name: 'rear_image',
    fate: 'raw',
    rows: 1,
  });
  expect(await all("SELECT name FROM core_file WHERE name LIKE '%.pdf'")).toEqual([{ name: 'contract.pdf' }]);
});

test('brought again, nothing changes; another picture of the same name takes its place, and a missing one comes late', async () => {
  await load(tables, [await archive(entries)]);
  const before = await all(pictures);
  const again = await load(tables, [await archive(entries)]);
  expect(again.media).toMatchObject({ stored: 0, unchanged: 4 });
  expect(again.totals).toMatchObject({ created: 0, updated: 0 });
  const bare = await load(tables, []);
  expect(bare.totals).toMatchObject({ created: 0, updated: 0 });
  expect(await all(pictures)).toEqual(before);
  const late = await load(tables, [
    await archive({ 'm/devicetype-images/m1.png': 'new', 'devicetype-images/gone.png': 'back' }),
  ]);
  expect(late.media).toMatchObject({ read: 2, stored: 2, unchanged: 1, missing: [] });
  expect(late.totals).toMatchObject({ created: 0, updated: 1 });
  expect(await all("SELECT count(*)::int AS n FROM core_raw_row WHERE source_type = 'dcim.devicetype'")).toEqual([
    { n: 0 },
  ]);
  expect(
    await all(
      'SELECT f.size_bytes::int AS front, r.name AS rear FROM dcim_device_type t JOIN core_file f ON f.id = t.front_image_id JOIN core_file r ON r.id = t.rear_image_id',
    ),
  ).toEqual([{ front: 3, rear: 'gone.png' }]);
});

test('a dry run keeps no file, and says the same', async () => {
  const media = [await archive(entries)];
  const rehearsal = await load(tables, media, { dryRun: true });
  expect(await all('SELECT count(*)::int AS n FROM core_file')).toEqual([{ n: 1 }]);
  const report = await load(tables, media);
  expect(report.media).toEqual(rehearsal.media);
  expect(report.totals).toEqual(rehearsal.totals);
});

test('a damaged archive is refused with what to do', async () => {
  const file = await uploaded(once(Buffer.from('this is no tar, '.repeat(100))));
  await expect(load(tables, [file])).rejects.toThrow('pack the folder anew');
});
