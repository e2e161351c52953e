import type { ImportReport } from '@plumbline/engine';
import { tmpdir } from 'node:os';
import { importNetbox, registry, type NetboxImport } from '../../src/index.ts';
import { Plant } from '../plant.ts';
import { named, removeDumps, row, typeId, writeDump } from './small-dump.ts';
import { deviceTables, interfaceRow } from './small-rows.ts';

/** Four batches of interfaces in the long run, one otherwise. */
const INTERFACES = process.env['PLUMBLINE_FULL'] === '1' ? 15_100 : 60;

class Killed extends Error {}

const plants: Plant[] = [];
afterAll(async () => {
  await Promise.all(plants.map((plant) => plant.close()));
  removeDumps();
});

const interfaces = Array.from({ length: INTERFACES }, (_, i) =>
  interfaceRow(i + 1, `e${i}`, {
    device_id: 1 + (i % 2),
    type: i < 2 ? 'lag' : '1000base-t',
    lag_id: i > INTERFACES - 4 ? 1 + (i % 2) : null,
  }),
);

const addresses = [1, 2].map((n) =>
  row(n, {
    address: `10.0.0.${n}/24`,
    status: 'active',
    assigned_object_type_id: typeId('dcim.interface'),
    assigned_object_id: n,
    custom_field_data: '{}',
  }),
);

const file = writeDump({
  ...deviceTables([{ primary_ip4_id: 1 }, { primary_ip4_id: 2, asset_tag: 'twice' }, { asset_tag: 'twice' }]),
  dcim_region: [named(1, 'North'), named(2, 'Coast', { parent_id: 1 })],
  dcim_interface: interfaces,
  ipam_ipaddress: addresses,
  acme_widget: [{ id: 1, name: 'kept' }],
});

const open = async (): Promise<Plant> => {
  const plant = await Plant.open();
  plants.push(plant);
  return plant;
};

const load = ({ writer, actor }: Plant, over: Partial<NetboxImport> = {}): Promise<ImportReport> =>
  importNetbox({ writer, registry, actor, file, temporaryFolder: tmpdir(), digest: 'the same file', ...over });

/** Starts again and again, killed each time once something new was stored, until a start gets through. */
const loadWithKills = async (plant: Plant): Promise<{ report: ImportReport; kills: number; lines: string[] }> => {
  const lines: string[] = [];
  const stored = async (): Promise<number> =>
    Number((await plant.dataSource.query('SELECT count(*) AS n FROM core_import_checkpoint'))[0].n);
  for (let kills = 0; ; kills++) {
    const before = await stored();
    const onProgress = async () => {
      if ((await stored()) > before) throw new Killed();
    };
    try {
      return { report: await load(plant, { onProgress, log: (line) => void lines.push(line) }), kills, lines };
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }
};

/** What was stored, by numbers in place of ids. */
const contentOf = async ({ dataSource }: Plant): Promise<unknown> => ({
  interfaces: await dataSource.query(
    `SELECT i.number, i.name, i.type, d.number AS device, l.number AS lag, i.row_version AS version,
       (SELECT count(*)::int FROM core_change_record r WHERE r.object_id = i.id) AS changes,
       (SELECT count(*)::int FROM core_search s WHERE s.object_id = i.id) AS found
     FROM dcim_interface i JOIN dcim_device d ON d.id = i.device_id LEFT JOIN dcim_interface l ON l.id = i.lag_id
     ORDER BY i.number`,
  ),
  devices: await dataSource.query(
    `SELECT d.number, d.name, d.asset_tag, a.address::text FROM dcim_device d
     LEFT JOIN ipam_ip_address a ON a.id = d.primary_ip4_id ORDER BY d.number`,
  ),
  regions: await dataSource.query(
    'SELECT number, name, cardinality(tree_path) AS depth FROM dcim_region ORDER BY number',
  ),
  provenance: await dataSource.query(
    'SELECT source_type, source_id, length(brought) AS brought FROM core_provenance ORDER BY source_type, source_id',
  ),
  raw: await dataSource.query('SELECT source_type, source_id, object_type FROM core_raw_row ORDER BY 1, 2'),
  left: await dataSource.query('SELECT * FROM core_import_checkpoint'),
});

test('an import that is killed after every batch ends as one that was left alone, report included', async () => {
  const [whole, cut] = [await open(), await open()];
  const report = await load(whole);
  const { report: last, kills, lines } = await loadWithKills(cut);
  expect(kills).toBeGreaterThan(8);
  const goesOn = lines.filter((line) => line.startsWith('Goes on')).map((line) => Number(/\d+/.exec(line)?.[0]));
  expect(goesOn).toHaveLength(kills);
  expect(goesOn.at(-1)).toBeGreaterThan(INTERFACES);
  expect(last.totals).toEqual(report.totals);
  expect(last.tables).toEqual(report.tables);
  expect(last.findings).toEqual(report.findings);
  expect(await contentOf(cut)).toEqual(await contentOf(whole));
});

test('another file, or the same with other options, starts anew', async () => {
  const plant = await open();
  const onProgress = () => {
    throw new Killed();
  };
  await expect(load(plant, { onProgress })).rejects.toThrow(Killed);
  const lines: string[] = [];
  await load(plant, { overwrite: true, log: (line) => void lines.push(line) });
  expect(lines.join('\n')).not.toContain('Goes on');
  expect(await plant.dataSource.query('SELECT * FROM core_import_checkpoint')).toEqual([]);
});
