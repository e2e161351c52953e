import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '../../../packages/testing/src/index.ts';
import { removeDumps, writeDump } from '../../../packages/domain/test/netbox/small-dump.ts';
import { deviceTables, virtualInterfaces } from '../../../packages/domain/test/netbox/small-rows.ts';
import { freePort, plumbline, startServerProcess, type ServerProcess } from './_run.ts';

const TOKEN = 'a-token-for-this-test-only';
const INTERFACES = 20_000;

let running: ServerProcess | null = null;
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'plumbline-kill-'))));
afterAll(async () => {
  await running?.kill();
  removeDumps();
  rmSync(folder, { recursive: true, force: true });
});

test('an import whose server is killed says so at the next start and is completed by running it again', async () => {
  const port = await freePort();
  const environment = {
    DATABASE_URL: (await testDatabase()).url,
    PLUMBLINE_DATA: folder,
    PLUMBLINE_ADMIN_TOKEN: TOKEN,
  };
  const cli = (...args: string[]) =>
    plumbline({ PLUMBLINE_URL: `http://127.0.0.1:${port}`, PLUMBLINE_TOKEN: TOKEN, PLUMBLINE_DATA: folder }, ...args);
  const stored = async (): Promise<number> => {
    const { out } = await cli('query', '{ interfaces { totalCount } }');
    return Number(/"totalCount": (\d+)/.exec(out)?.[1] ?? 0);
  };
  running = await startServerProcess(environment, port);
  const dump = writeDump({ ...deviceTables([{}]), dcim_interface: virtualInterfaces(INTERFACES) });
  const cutOff = cli('import', 'netbox', dump);
  while ((await stored()) === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  await running.kill();
  expect((await cutOff).code).toBe(2);

  running = await startServerProcess(environment, port);
  expect((await cli('job', 'list')).out).toMatch(/Import from NetBox +failed/);
  expect((await cli('job', 'show', '1')).out).toContain('Start the job again to go on.');
  const partly = await stored();
  expect(partly % 2_500).toBe(0);
  expect(partly).toBeLessThan(INTERFACES);
  expect((await cli('job', 'retry', '1')).code).toBe(0);
  expect(await stored()).toBe(INTERFACES);
});
