import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { importNetbox } from '../../src/index.ts';
import { exportArchive } from '../../src/exchange/archive/export.ts';
import { importArchive } from '../../src/exchange/archive/import.ts';
import { ExchangeDesk } from '../exchange-desk.ts';
import { removeDumps, writeDump } from '../netbox/small-dump.ts';
import { deviceTables } from '../netbox/small-rows.ts';
import { contentOf, differences, type Content } from './content.ts';

jest.setTimeout(300_000);

const shared = process.env['PLUMBLINE_SHARED'] ?? join(__dirname, '../../../../../shared');
const demo = join(shared, 'data/netbox-demo/netbox-demo-v4.2.sql');

const DUMPS: readonly (readonly [name: string, file: () => string])[] = [
  ['three devices', () => writeDump(deviceTables([{}, {}, { name: 'd3' }]))],
  ...(existsSync(demo) ? ([["NetBox's demo", () => demo]] as const) : []),
];

let from: ExchangeDesk;
let to: ExchangeDesk;
beforeEach(async () => {
  from = await ExchangeDesk.open();
  to = await ExchangeDesk.open();
});
afterEach(async () => {
  await from.close();
  await to.close();
  removeDumps();
});

const content = ({ plant }: ExchangeDesk): Promise<Content> => contentOf(plant.dataSource, plant.actor.organizationId);

test.each(DUMPS)('%s from a dump go out and into another database without a difference', async (_name, file) => {
  const source = from.context(null, from.plant.actor);
  const dump = file();
  await importNetbox({ ...source, file: dump });
  const { file: archive, manifest } = await exportArchive(source);
  const target = to.context(null, to.plant.actor);
  const report = await importArchive({ ...target, content: from.files.read(archive) as Readable });
  expect(report.tables.flatMap(({ refusals }) => refusals)).toEqual([]);
  const rows = manifest.parts.reduce((sum, part) => sum + (part.kind === 'rows' ? part.rows : 0), 0);
  expect(report.totals).toMatchObject({ created: rows, refused: 0, incomplete: 0, waiting: 0 });
  const moved = await content(to);
  expect(differences(await content(from), moved)).toEqual([]);
  // NetBox's rows are known again where the archive went
  expect((await importNetbox({ ...target, file: dump })).totals).toMatchObject({
    created: 0,
    updated: 0,
    keptEdits: 0,
  });
  expect(differences(moved, await content(to))).toEqual([]);
});
