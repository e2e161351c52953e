import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { libraryExportJob } from '../../src/exchange/library/export.job.ts';
import { libraryImportJob, type LibraryReport } from '../../src/exchange/library/import.job.ts';
import { normalDocument } from './normal.ts';
import { filesOf, Shelf, tarOf, type Files } from './shelf.ts';

jest.setTimeout(300_000);

const shared = process.env['PLUMBLINE_SHARED'] ?? join(__dirname, '../../../../../shared');
const folder = join(shared, 'data/devicetype-library');
const isThere = existsSync(folder);
const describeReal = isThere ? describe : describe.skip;

const libraryFiles = async (): Promise<Files> => {
  const names = (await readdir(folder, { recursive: true })).filter((name) =>
    /^(device|module)-types\/.*\.ya?ml$/.test(name),
  );
  return Object.fromEntries(names.toSorted().map((name) => [name, readFileSync(join(folder, name))]));
};

let shelf: Shelf;
let files: Files;

beforeAll(async () => {
  if (!isThere) return;
  [shelf, files] = await Promise.all([Shelf.open(), libraryFiles()]);
});
afterAll(() => shelf?.close());

describeReal('the community library', () => {
  test('goes in whole, comes out equal, and changes nothing the second time', async () => {
    const fileId = await shelf.store('library.tar', await tarOf(files));
    const first = await shelf.run<LibraryReport>(libraryImportJob, { fileId });
    const repeated = Object.keys(files).filter((name, at, all) => keyIn(files, name) === keyIn(files, all[at - 1]));
    expect(first.errors.map(({ file }) => file)).toEqual(repeated);
    expect(first).toMatchObject({ files: Object.keys(files).length, skippedFiles: repeated.length, updated: 0 });
    const { fileId: exported } = await shelf.run<{ fileId: string }>(libraryExportJob, {});
    const printed = Object.values(await filesOf(await shelf.content(exported))).map((content) => content.toString());
    const out = new Map(printed.map((text) => [keyOf(normalDocument(text)), normalDocument(text)]));
    const differing = Object.entries(files).flatMap(([name, content]) => {
      if (repeated.includes(name)) return [];
      const wanted = normalDocument(content.toString());
      const found = out.get(keyOf(wanted));
      return JSON.stringify(found) === JSON.stringify(wanted) ? [] : [{ name, wanted, found }];
    });
    expect(differing.slice(0, 3)).toEqual([]);
    expect(differing).toHaveLength(0);
    const again = await shelf.run<LibraryReport>(libraryImportJob, { fileId });
    expect(again).toMatchObject({ created: 0, updated: 0, errorCount: repeated.length });
  });
});

const keyIn = (files: Files, name: string | undefined): string | null =>
  name === undefined ? null : keyOf(normalDocument(String(files[name])));

const keyOf = (document: Record<string, unknown>): string =>
  `${String(document['manufacturer'])}/${String(document['model'])}/${'u_height' in document || 'slug' in document}`;
