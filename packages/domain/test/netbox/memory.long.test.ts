import { tmpdir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { importNetbox, registry } from '../../src/index.ts';
import { Plant } from '../plant.ts';
import { removeDumps, row, typeId, writeDump } from './small-dump.ts';
import { deviceTables, virtualInterfaces } from './small-rows.ts';

jest.setTimeout(600_000);

const [FEW, MANY] = [20_000, 80_000];
/** An id in memory, of which 200,000 are kept, and its place in a table; a row on its way is twenty times that. */
const BYTES_PER_ROW = 600;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

afterAll(removeDumps);

const dumpOf = (count: number): string =>
  writeDump({
    ...deviceTables([{}]),
    dcim_interface: virtualInterfaces(count, (at) => ({ description: `port ${at} of the device` })),
    ipam_ipaddress: [
      row(1, {
        address: '10.0.0.1/24',
        status: 'active',
        assigned_object_type_id: typeId('dcim.interface'),
        assigned_object_id: 1,
        custom_field_data: '{}',
      }),
    ],
  });

/** Bytes that an import holds on to once it is through with so many interfaces, and still has others to do. */
const heldAfter = async (count: number): Promise<number> => {
  const plant = await Plant.open();
  const file = dumpOf(count);
  let held = 0;
  const onProgress = (_done: number, _total: number, table: string) => {
    if (table !== 'ipam_ipaddress') return;
    collectGarbage();
    held = process.memoryUsage().heapUsed;
  };
  try {
    const { writer, actor } = plant;
    const report = await importNetbox({ writer, registry, actor, file, temporaryFolder: tmpdir(), onProgress });
    expect(report.tables.find(({ table }) => table === 'dcim_interface')?.created).toBe(count);
  } finally {
    await plant.close();
  }
  return held;
};

test('the memory of an import does not grow with its rows', async () => {
  await heldAfter(10); // code is compiled and caches of the model are filled
  const few = await heldAfter(FEW);
  const many = await heldAfter(MANY);
  expect(few).toBeGreaterThan(0);
  expect((many - few) / (MANY - FEW)).toBeLessThan(BYTES_PER_ROW);
});
