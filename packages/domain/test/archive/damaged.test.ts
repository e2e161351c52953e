import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { pack, extract } from 'tar-stream';
import { exportArchive } from '../../src/exchange/archive/export.ts';
import type { ArchiveManifest, ArchivePart } from '../../src/exchange/archive/format.ts';
import { importArchive, type ArchiveImport, type ArchiveReport } from '../../src/exchange/archive/import.ts';
import { ExchangeDesk } from '../exchange-desk.ts';
import { codes } from '../plant.ts';
import { contentOf, differences } from './content.ts';

type Entries = Map<string, string>;

let desk: ExchangeDesk;
let archive: Buffer;

const unpacked = async (bytes: Buffer): Promise<Entries> => {
  const entries: Entries = new Map();
  const tar = extract();
  Readable.from([gunzipSync(bytes)]).pipe(tar);
  for await (const entry of tar) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    entries.set(entry.header.name, Buffer.concat(chunks).toString('utf8'));
  }
  return entries;
};

const repacked = async (entries: Entries): Promise<Buffer> => {
  const tar = pack();
  for (const [name, text] of entries) tar.entry({ name }, text);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
};

type Change = (manifest: ArchiveManifest, entries: Entries) => void;

/** The archive with a change; parts are sealed again unless the change is about seals. */
const changed = async (change: Change, seal = true): Promise<Buffer> => {
  const entries = await unpacked(archive);
  const manifest = JSON.parse(entries.get('manifest.json') ?? '') as ArchiveManifest;
  change(manifest, entries);
  const sealed = (part: ArchivePart): ArchivePart => {
    const content = Buffer.from(entries.get(part.path) ?? '');
    return { ...part, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  };
  entries.set('manifest.json', JSON.stringify({ ...manifest, ...(seal && { parts: manifest.parts.map(sealed) }) }));
  return repacked(entries);
};

const partOf = ({ parts }: ArchiveManifest, type: string): { fields: string[]; rows: number; path: string } =>
  parts.find((part) => part.type === type) as unknown as { fields: string[]; rows: number; path: string };

const bring = (bytes: Buffer, actor = desk.plant.actor, how: Partial<ArchiveImport> = {}): Promise<ArchiveReport> =>
  importArchive({ ...desk.context(null, actor), actor, content: Readable.from([bytes]), ...how });

const SITES = 'types/dcim.Site.ndjson';

const editSite =
  (edit: (line: string) => string): Change =>
  (_manifest, entries) =>
    void entries.set(SITES, edit(entries.get(SITES) ?? ''));

beforeAll(async () => {
  desk = await ExchangeDesk.open();
  const region = await desk.plant.named('dcim.Region');
  await desk.plant.all('dcim.Site', [
    { name: 'One', slug: 'one', region },
    { name: 'Two', slug: 'two', region },
  ]);
  const { file } = await exportArchive(desk.context(null, desk.plant.actor));
  const chunks: Buffer[] = [];
  for await (const chunk of desk.files.read(file)) chunks.push(chunk as Buffer);
  archive = Buffer.concat(chunks);
});
afterAll(() => desk.close());

const DAMAGES: readonly (readonly [name: string, bytes: () => Promise<Buffer> | Buffer, message: RegExp])[] = [
  [
    'that is cut off',
    () => archive.subarray(0, archive.length - 300),
    /ends too soon, in (manifest\.json|types\/dcim\.\w+\.ndjson)/,
  ],
  ['with a flipped byte', () => flipped(archive), /damaged/],
  ['that is a dump', () => Buffer.from('COPY public.dcim_site'), /no archive of Plumbline: incorrect header check/],
  [
    'of another program',
    () => repacked(new Map([['readme.md', 'x']])),
    /begins with readme\.md, not with manifest\.json/,
  ],
  ['without a manifest that reads', () => repacked(new Map([['manifest.json', '{']])), /manifest\.json is no JSON/],
  [
    'of a later format',
    () => changed((manifest) => void Object.assign(manifest, { format: 2 })),
    /The archive has format 2; this version reads format 1/,
  ],
  [
    'with a changed row',
    () =>
      changed(
        editSite((text) => text.replace('"One"', '"Uno"')),
        false,
      ),
    /types\/dcim\.Site\.ndjson does not match its checksum/,
  ],
  [
    'without a part',
    () => changed((_manifest, entries) => void entries.delete(SITES), false),
    /lacks types\/dcim\.Site\.ndjson, which its manifest lists/,
  ],
  [
    'with an entry of its own',
    () => changed((_manifest, entries) => void entries.set('types/more.ndjson', ''), false),
    /holds types\/more\.ndjson, which its manifest does not list/,
  ],
  [
    'with a field that is unknown here',
    () => changed((manifest) => void partOf(manifest, 'dcim.Site').fields.push('stauts')),
    /types\/dcim\.Site\.ndjson: dcim\.Site has no field "stauts" here\. Did you mean "status"\?/,
  ],
  [
    'with a type that is unknown here',
    () => changed((manifest) => void Object.assign(partOf(manifest, 'dcim.Site'), { type: 'acme.Thing' })),
    /holds 2 rows of acme\.Thing, a type that this server does not import/,
  ],
  [
    'with a row that has a field of its own',
    () => changed(editSite((text) => text.replace(/\{(?=[^\n]*"Two")/, '{"extra":1,'))),
    /types\/dcim\.Site\.ndjson line 2 has a field "extra" that the manifest does not list/,
  ],
  [
    'with a row that is no JSON',
    () => changed(editSite((text) => text.replace('}\n', '\n'))),
    /types\/dcim\.Site\.ndjson line 1 is no JSON/,
  ],
  [
    'with a row too few',
    () => changed(editSite((text) => text.split('\n').slice(1).join('\n'))),
    /types\/dcim\.Site\.ndjson holds 1 rows where the manifest says 2/,
  ],
];

const flipped = (bytes: Buffer): Buffer => {
  const copy = Buffer.from(bytes);
  const at = copy.length >> 1;
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
};

test.each(DAMAGES)(
  'an archive %s is refused as a whole, and the error names the spot',
  async (_name, bytes, message) => {
    const actor = await desk.empty();
    const refusal = (await bring(await bytes(), actor).catch((error: unknown) => error)) as Error & { code: string };
    expect(refusal.message).toMatch(message);
    expect(refusal.message).toContain('Nothing was imported.');
    const content = await contentOf(desk.plant.dataSource, actor.organizationId);
    expect([...content.values()].flat()).toEqual([]);
  },
);

test('an organization with rows of its own is refused by name, and takes the archive when it merges', async () => {
  const actor = await desk.empty();
  const own = await desk.plant.writer.run(actor, {}, async (work) => {
    await work.create('dcim.Site', [
      { name: 'Mine', slug: 'one' },
      { name: 'Other', slug: 'three' },
    ]);
  });
  expect(codes(own)).toEqual([]);
  await expect(bring(archive, actor)).rejects.toThrow(
    /The organization holds rows that no archive brought: 2 sites\. Import into an empty organization, or merge/,
  );
  const { totals } = await bring(archive, actor, { merge: true });
  expect(totals).toMatchObject({ created: totals.read - 1, updated: 1, refused: 0 });
  const sites = await desk.plant.dataSource.query<{ slug: string; name: string }[]>(
    'SELECT slug, name FROM dcim_site WHERE organization_id = $1 ORDER BY slug',
    [actor.organizationId],
  );
  expect(sites.map(({ slug, name }) => [slug, name])).toEqual([
    ['one', 'One'],
    ['three', 'Other'],
    ['two', 'Two'],
  ]);
});

test('an organization of the same deployment takes an archive without sharing an object', async () => {
  const actor = await desk.empty();
  await bring(archive, actor);
  const { dataSource } = desk.plant;
  const contents = await Promise.all(
    [desk.plant.actor, actor].map(({ organizationId }) => contentOf(dataSource, organizationId)),
  );
  expect(differences(contents[0] ?? new Map(), contents[1] ?? new Map())).toEqual([]);
});

test('values that people changed since stay, and go when the archive is to overwrite them', async () => {
  const actor = await desk.empty();
  await bring(archive, actor);
  const name = async () => {
    const rows = await desk.plant.dataSource.query<{ name: string }[]>(
      `SELECT name FROM dcim_site WHERE organization_id = $1 AND slug = 'one'`,
      [actor.organizationId],
    );
    return rows[0]?.name;
  };
  const edit = await desk.plant.writer.run(actor, {}, (work) =>
    work.upsert('dcim.Site', [{ slug: 'one', name: 'Renamed' }]),
  );
  expect(codes(edit)).toEqual([]);
  expect((await bring(archive, actor)).totals).toMatchObject({ updated: 0, keptEdits: 1 });
  expect(await name()).toBe('Renamed');
  expect((await bring(archive, actor, { overwrite: true })).totals).toMatchObject({ updated: 1, keptEdits: 0 });
  expect(await name()).toBe('One');
});

test('only administrators export everything or import it', async () => {
  const actor = { ...desk.plant.actor, superuser: false };
  await expect(exportArchive({ ...desk.context(null, actor), actor })).rejects.toThrow('Only administrators');
  await expect(bring(archive, actor)).rejects.toThrow('Only administrators');
  await expect(bring(archive, { ...actor, superuser: true, readOnly: true })).rejects.toThrow('may only read');
});
