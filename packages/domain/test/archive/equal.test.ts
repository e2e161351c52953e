import { changeSettings, type Actor } from '@plumbline/engine';
import type { Readable } from 'node:stream';
import { registry } from '../../src/index.ts';
import { archivedModels } from '../../src/exchange/archive/contents.ts';
import { exportArchive, type ArchiveMade } from '../../src/exchange/archive/export.ts';
import { importArchive, type ArchiveImport, type ArchiveReport } from '../../src/exchange/archive/import.ts';
import { ExchangeDesk } from '../exchange-desk.ts';
import { contentOf, differences, type Content } from './content.ts';
import { FullSamples } from './full-samples.ts';

let from: ExchangeDesk;
let to: ExchangeDesk;
let unfilled: readonly string[];
let made: ArchiveMade;

beforeAll(async () => {
  [from, to] = [await ExchangeDesk.open(), await ExchangeDesk.open()];
  const samples = new FullSamples(from);
  await samples.make();
  unfilled = samples.unfilled;
  const { dataSource, actor } = from.plant;
  await dataSource.query(
    `INSERT INTO extras_choice (organization_id, choice_set, value, label, color)
     VALUES ($1, 'dcim.siteStatus', 'frozen', 'Frozen', '00aaff')`,
    [actor.organizationId],
  );
  const change = { key: 'ipam.enforceGlobalUnique', value: false, version: null };
  const how = { level: 'ORGANIZATION', reason: null, dryRun: false } as const;
  expect((await changeSettings(from.plant.writer, actor, [change], how)).errors).toEqual([]);
  made = await exportArchive(from.context(null, actor));
});
afterAll(async () => {
  await from.close();
  await to.close();
});

const bring = (
  target: ExchangeDesk,
  how: Partial<ArchiveImport> = {},
  actor: Actor = target.plant.actor,
): Promise<ArchiveReport> =>
  importArchive({ ...target.context(null, actor), actor, content: from.files.read(made.file) as Readable, ...how });

const content = ({ plant }: ExchangeDesk): Promise<Content> => contentOf(plant.dataSource, plant.actor.organizationId);

const changeRecords = async ({ plant }: ExchangeDesk): Promise<number> => {
  const [row] = await plant.dataSource.query<{ n: number }[]>('SELECT count(*)::int AS n FROM core_change_record');
  return row?.n ?? -1;
};

/** What no sample can have: a part of a device type is of no module type, and a sample text is no address. */
const UNFILLED = /(Template\.moduleType|Contact\.email|IpAddress\.dnsName)$/;

test('an archive holds rows of every type with every field filled', () => {
  const held = made.manifest.parts.map(({ type }) => type);
  expect(archivedModels(registry).flatMap(({ name }) => (held.includes(name) ? [] : [name]))).toEqual([]);
  expect(unfilled.filter((field) => !UNFILLED.test(field))).toEqual([]);
  expect(made.manifest.files.count).toBeGreaterThan(1);
});

test('a dry run reports what an import would do and keeps nothing', async () => {
  const before = await content(to);
  const report = await bring(to, { dryRun: true });
  expect(report.tables.flatMap(({ refusals }) => refusals)).toEqual([]);
  expect(report.totals).toMatchObject({ refused: 0, incomplete: 0, created: report.totals.read });
  expect(differences(before, await content(to))).toEqual([]);
});

test('an empty organization that took an archive equals the one it was made of, secrets excepted', async () => {
  const report = await bring(to);
  expect(report.tables.flatMap(({ refusals }) => refusals)).toEqual([]);
  expect(report.totals).toMatchObject({ refused: 0, incomplete: 0 });
  expect(report.tables.filter(({ renumbered }) => renumbered > 0)).toEqual([]);
  expect(report).toMatchObject({ settings: ['ipam.enforceGlobalUnique'], refusedSettings: [] });
  expect(report.files).toBe(made.manifest.files.count);
  expect(differences(await content(from), await content(to))).toEqual([]);
});

test('the same archive again changes nothing and leaves no change record', async () => {
  const [before, records] = [await content(to), await changeRecords(to)];
  const report = await bring(to);
  expect(report.totals).toMatchObject({ created: 0, updated: 0, refused: 0, unchanged: report.totals.read });
  expect(differences(before, await content(to))).toEqual([]);
  expect(await changeRecords(to)).toBe(records);
});
