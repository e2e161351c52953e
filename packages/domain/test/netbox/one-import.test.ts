import type { ImportReport } from '@plumbline/engine';
import { tmpdir } from 'node:os';
import { importNetbox, registry, type NetboxImport } from '../../src/index.ts';
import { Plant } from '../plant.ts';
import { removeDumps, writeDump } from './small-dump.ts';
import { deviceTables } from './small-rows.ts';

let plant: Plant;
let file: string;
beforeAll(async () => {
  plant = await Plant.open();
  file = writeDump(deviceTables([{}]));
});
afterAll(async () => {
  await plant.close();
  removeDumps();
});

const load = (more: Partial<NetboxImport> = {}): Promise<ImportReport> =>
  importNetbox({ writer: plant.writer, registry, actor: plant.actor, file, temporaryFolder: tmpdir(), ...more });

const BUSY = { code: 'IMPORT_RUNNING', message: expect.stringContaining('Another import is writing') };

test.each([false, true])(
  'a second import is refused while one runs (dry run: %s), and not after it',
  async (dryRun) => {
    const refusals: unknown[] = [];
    const onProgress = async (): Promise<void> => {
      refusals.push(await load({ dryRun }).catch((error: unknown) => error));
    };
    expect((await load({ onProgress })).totals).toMatchObject({ refused: 0 });
    expect(refusals).toHaveLength(5);
    for (const refusal of refusals) expect(refusal).toMatchObject(BUSY);
    expect((await load({ dryRun })).totals).toMatchObject({ created: 0, unchanged: 5 });
  },
);

test('an import that failed leaves the place to the next', async () => {
  await expect(load({ file: __filename })).rejects.toThrow('no COPY block');
  await expect(load({ signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
  expect((await load()).totals).toMatchObject({ refused: 0 });
});

test('another organization imports at the same time', async () => {
  const organizationId = '00000000-0000-4000-8000-000000000002';
  await plant.dataSource.query(
    "INSERT INTO core_organization (id, number, name, slug) VALUES ($1, 2, 'Two', 'two') ON CONFLICT DO NOTHING",
    [organizationId],
  );
  let other: ImportReport | undefined;
  const onProgress = async (): Promise<void> => {
    other ??= await load({ actor: { ...plant.actor, organizationId } });
  };
  await load({ onProgress });
  expect(other?.totals).toMatchObject({ created: 5, refused: 0 });
});

test('an import whose place is lost with its connection stops between two batches', async () => {
  const onProgress = async (): Promise<void> => {
    await plant.dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    await new Promise((resolve) => setTimeout(resolve, 600));
  };
  await expect(load({ onProgress })).rejects.toMatchObject({ code: 'IMPORT_INTERRUPTED' });
  expect((await load()).totals).toMatchObject({ refused: 0, unchanged: 5 });
});
