import type { ImportReport, TableReport } from '@plumbline/engine';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importNetbox, registry } from '../../src/index.ts';
import { isDerivedColumn } from '../../src/exchange/netbox/mapping.ts';
import { originsThrough } from '../../src/dcim/path/through.queries.ts';
import { tracePaths } from '../../src/dcim/path/trace.queries.ts';
import { NaiveWalk } from '../path/naive.ts';
import { ENDPOINTS, readRaw } from '../path/raw.ts';
import { nodesOf, storedPaths } from '../path/stored-paths.ts';
import { Plant } from '../plant.ts';
import { compareTable, filled } from './compare.ts';
import { ORIGINAL, restoreOriginal } from './original.ts';

jest.setTimeout(300_000);

const shared = process.env['PLUMBLINE_SHARED'] ?? join(__dirname, '../../../../../shared');
const file = join(shared, 'data/netbox-demo/netbox-demo-v4.2.sql');
const describeReal = existsSync(file) ? describe : describe.skip;

/** Columns that our derived fields stand for, or that became a type's name, a mapping, a list or the day a user was created. */
const TURNED = [
  'group_id',
  'cable_id',
  'cable_end',
  'related_object_type_id',
  'rear_port_id',
  'rear_port_position',
  'date_joined',
  'password',
];

const run = (
  plant: Plant,
  options: { dryRun?: boolean; signal?: AbortSignal; onProgress?: (done: number) => void } = {},
): Promise<ImportReport> =>
  importNetbox({ writer: plant.writer, registry, actor: plant.actor, file, temporaryFolder: tmpdir(), ...options });

const tableOf = (report: ImportReport, name: string): TableReport => {
  const found = report.tables.find(({ table }) => table === name);
  if (!found) throw new Error(`No report of ${name}.`);
  return found;
};

/** Rows of each COPY block of a dump, by nothing but its lines. */
const countCopiedRows = (text: string): Map<string, number> => {
  const counts = new Map<string, number>();
  let table: string | null = null;
  for (const line of text.split('\n')) {
    const begun = /^COPY public\.(\w+) /.exec(line)?.[1];
    if (table === null && begun !== undefined) counts.set((table = begun), 0);
    else if (line === '\\.') table = null;
    else if (table !== null) counts.set(table, (counts.get(table) ?? 0) + 1);
  }
  return counts;
};

const countRows = async (plant: Plant): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { table, handMade } of registry.models) {
    const [row] = (await plant.dataSource.query(`SELECT count(*)::int AS n FROM ${table}`)) as { n: number }[];
    if (!handMade && table !== 'core_organization') counts[table] = row?.n ?? 0;
  }
  return counts;
};

/** Everything a repeated import could touch. */
const stateOf = async (plant: Plant): Promise<unknown> => {
  const tables = [
    'core_raw_row',
    'core_provenance',
    'core_change_record',
    'core_outbox',
    'core_search',
    'core_number_counter',
    'core_import_finding',
    'users_membership',
  ];
  const sums = [...registry.models.filter(({ handMade }) => !handMade).map(({ table }) => table), ...tables].map(
    async (table) =>
      plant.dataSource.query(
        `SELECT '${table}' AS t, count(*)::int AS n, md5(string_agg(x::text, '|' ORDER BY x::text)) AS sum FROM ${table} x`,
      ),
  );
  return Promise.all(sums);
};

describeReal("the demo network of NetBox's own project", () => {
  let plant: Plant;
  let report: ImportReport;
  beforeAll(async () => {
    plant = await Plant.open();
    report = await run(plant);
    await restoreOriginal(plant.dataSource, file);
  });
  afterAll(() => plant.close());

  test('arrives whole: devices, interfaces, cables, prefixes, addresses, racks and all other rows of these entities', async () => {
    expect(await countRows(plant)).toMatchObject({
      dcim_device: 72,
      dcim_interface: 1586,
      dcim_cable: 108,
      dcim_cable_termination: 216,
      circuits_circuit: 29,
      virtualization_virtual_machine: 180,
      dcim_front_port: 912,
      dcim_rear_port: 630,
      dcim_port_mapping: 912,
      dcim_port_template_mapping: 120,
      dcim_rack: 42,
      ipam_prefix: 90,
      ipam_ip_address: 180,
      users_user: 6,
    });
    expect(report.totals).toMatchObject({ refused: 0, incomplete: 0, updated: 0 });
    for (const table of report.tables.filter(({ fate }) => fate === 'imported'))
      expect([table.table, table.created + table.waiting]).toEqual([table.table, table.read]);
  });

  test('keeps every value of every column, with numbers, timestamps, references, links and tags', async () => {
    for (const { table, entity } of report.tables) {
      if (entity === null || tableOf(report, table).fate !== 'imported' || table.includes('(')) continue;
      if (registry.model(entity).handMade) continue;
      const { pairs, differences, skipped } = await compareTable(plant.dataSource, entity);
      const { created, columns } = tableOf(report, table);
      const listed = new Set(columns.map(({ name }) => name));
      const isExpected = (name: string): boolean => isDerivedColumn(name) || TURNED.includes(name) || listed.has(name);
      expect({ table, pairs, differences }).toEqual({ table, pairs: created, differences: [] });
      const unlisted = skipped.filter((name) => !isExpected(name));
      expect({ table, lost: await filled(plant.dataSource, entity, unlisted) }).toEqual({ table, lost: [] });
    }
  });

  test.each([
    ['dcim_frontport', 'dcim_port_mapping', 'dcim_front_port', 'dcim_rear_port', 912],
    [
      'dcim_frontporttemplate',
      'dcim_port_template_mapping',
      'dcim_front_port_template',
      'dcim_rear_port_template',
      120,
    ],
  ])('each row of %s keeps its rear port and position, as a mapping', async (theirs, mapping, front, rear, count) => {
    const [kept] = (await plant.dataSource.query(
      `SELECT count(*)::int AS n FROM ${ORIGINAL}.${theirs} n JOIN ${front} f ON f.number = n.id
       JOIN ${mapping} m ON m.front_port_id = f.id AND m.front_port_position = 1 AND m.rear_port_position = n.rear_port_position
       JOIN ${rear} r ON r.id = m.rear_port_id AND r.number = n.rear_port_id`,
    )) as { n: number }[];
    expect(kept?.n).toBe(count);
  });

  test('finds a place for every row; what has no field stays encrypted beside its object', async () => {
    expect(report.totals).toMatchObject({ waiting: 0, refused: 0, incomplete: 0 });
    expect(tableOf(report, 'django_session')).toMatchObject({ fate: 'derived', read: 9 });
    const raw = report.tables.flatMap(({ table, columns }) =>
      columns.filter(({ fate }) => fate === 'raw').map(({ name, rows }) => ({ table, name, rows })),
    );
    expect(raw).toEqual([{ table: 'users_user', name: 'is_staff', rows: 6 }]);
    const compared = report.tables.flatMap(({ table, differences }) =>
      differences.map(({ column, rows }) => ({ table, column, rows })),
    );
    expect(compared).toEqual([]);
    const [kept] = (await plant.dataSource.query(
      `SELECT count(*)::int AS n, count(*) FILTER (WHERE encode(payload, 'escape') LIKE '%is_staff%')::int AS readable
       FROM core_raw_row`,
    )) as { n: number; readable: number }[];
    expect(kept).toEqual({ n: 6, readable: 0 });
  });

  test('contacts keep their group, as the first of a list', async () => {
    const [kept] = (await plant.dataSource.query(
      `SELECT count(*)::int AS n FROM ${ORIGINAL}.tenancy_contact n JOIN tenancy_contact c ON c.number = n.id
       JOIN tenancy_contact_groups l ON l.source_id = c.id JOIN tenancy_contact_group g ON g.id = l.target_id
       WHERE g.number = n.group_id`,
    )) as { n: number }[];
    expect(kept?.n).toBe(3);
  });

  test('brings users with the hash of their password, as members of the organization', async () => {
    const users = await plant.dataSource.query(
      `SELECT u.username, u.is_superuser FROM users_user u JOIN users_membership m ON m.user_id = u.id ORDER BY 1 LIMIT 2`,
    );
    expect(users).toEqual([
      { username: 'admin', is_superuser: true },
      { username: 'alice', is_superuser: false },
    ]);
    const kept = (await plant.dataSource.query(
      `SELECT count(*)::int AS n FROM ${ORIGINAL}.users_user n JOIN users_user u USING (username)
       WHERE n.password LIKE 'pbkdf2_sha256$%' AND u.password_hash = convert_to(n.password, 'UTF8')`,
    )) as unknown;
    expect(kept).toEqual([{ n: 6 }]);
    const joined = (await plant.dataSource.query(
      `SELECT count(*)::int AS n FROM ${ORIGINAL}.users_user n JOIN users_user u USING (username) WHERE u.created = n.date_joined`,
    )) as unknown;
    expect(joined).toEqual([{ n: 6 }]);
  });

  test('accounts for every row of every table of the file, counted apart', async () => {
    const counted = new Map(
      report.tables.filter(({ table }) => !table.includes('(')).map((each) => [each.table, each]),
    );
    const rows = countCopiedRows(readFileSync(file, 'utf8'));
    const filledTables = [...rows].filter(([, count]) => count > 0).map(([table]) => table);
    const reported = [...counted.values()].filter(({ read }) => read > 0).map(({ table }) => table);
    expect(reported.toSorted()).toEqual(filledTables.toSorted());
    for (const { table, read } of counted.values()) expect([table, read]).toEqual([table, rows.get(table)]);
    for (const { table, fate, read, created, updated, unchanged, waiting, refused } of report.tables) {
      const isBookkeeping = fate === 'derived' || fate === 'links';
      const fates = [created, updated, unchanged, waiting, refused].reduce((sum, count) => sum + count, 0);
      expect([table, fates]).toEqual([table, isBookkeeping ? 0 : read]);
    }
  });

  test('every stored path is found anew, with the same state, from each of its ends', async () => {
    const query = (sql: string, values: unknown[]) => plant.dataSource.query<unknown[]>(sql, values);
    const stored = await storedPaths(plant);
    expect(stored).toHaveLength(154);
    expect(stored.filter(({ isComplete }) => isComplete)).toHaveLength(141);
    const origins = stored.flatMap((path) => path.origins);
    const paths = await tracePaths(query, plant.actor.organizationId, origins);
    const far = [...paths.values()].flatMap(({ destinations }) => destinations);
    const back = await tracePaths(query, plant.actor.organizationId, far);
    let reversed = 0;
    for (const { origins: own, nodes, isComplete, isActive, isSplit } of stored)
      for (const origin of own) {
        const path = paths.get(origin.id);
        if (!path) throw new Error(`No path of ${origin.type} ${origin.id}.`);
        expect({ ...path, hops: nodesOf(path) }).toMatchObject({ hops: nodes, isComplete, isActive, isSplit });
        for (const { id } of path.destinations) {
          const other = back.get(id);
          if (!other) continue;
          expect(nodesOf(other).toReversed()).toEqual(nodes);
          reversed++;
        }
      }
    // all complete ones but the 13 that end in the network of a provider
    expect(reversed).toBe(128);
  });

  test('paths of all ports equal a walk over the raw tables, and lead from each end to the other', async () => {
    const query = (sql: string, values: unknown[]) => plant.dataSource.query<unknown[]>(sql, values);
    const tables = await readRaw(plant);
    const naive = new NaiveWalk(tables);
    const ports = naive.ports();
    const paths = await tracePaths(query, plant.actor.organizationId, ports);
    const wrong = ports.filter(
      ({ type, id }) => JSON.stringify(paths.get(id)) !== JSON.stringify(naive.path({ type, id })),
    );
    expect(wrong).toEqual([]);
    const cables = (tables.get('dcim.Cable') ?? []).map((row) => ({ type: 'dcim.Cable', id: String(row['id']) }));
    const through = await originsThrough(query, plant.actor.organizationId, cables);
    const cabled = ports.filter(({ id, type }) => ENDPOINTS.includes(type) && (paths.get(id)?.hops.length ?? 0) > 0);
    expect(through.map(({ id }) => id).toSorted()).toEqual(cabled.map(({ id }) => id).toSorted());
  });

  test('a dry run of what is imported already creates and updates nothing', async () => {
    const before = await stateOf(plant);
    const rehearsal = await run(plant, { dryRun: true });
    const touched = rehearsal.tables.filter(({ created, updated }) => created + updated > 0);
    expect(touched.map(({ table, created, updated }) => ({ table, created, updated }))).toEqual([]);
    expect(rehearsal.totals).toMatchObject({ refused: 0, incomplete: 0, unchanged: report.totals.created });
    expect(await stateOf(plant)).toEqual(before);
  });

  test('imported again, nothing changes', async () => {
    const before = await stateOf(plant);
    const again = await run(plant);
    expect(again.totals).toMatchObject({ created: 0, updated: 0, refused: 0, unchanged: report.totals.created });
    expect(await stateOf(plant)).toEqual(before);
  });
});

describeReal('an import that is cut off', () => {
  let plant: Plant;
  beforeAll(async () => void (plant = await Plant.open()));
  afterAll(() => plant.close());

  test('a dry run tells what would happen and leaves no trace', async () => {
    const before = await stateOf(plant);
    const rehearsal = await run(plant, { dryRun: true });
    expect(rehearsal.totals).toMatchObject({ refused: 0, updated: 0 });
    expect(await stateOf(plant)).toEqual(before);
  });

  test('is completed by running it again', async () => {
    const stop = new AbortController();
    const onProgress = (done: number) => void (done > 2_500 && stop.abort());
    await expect(run(plant, { signal: stop.signal, onProgress })).rejects.toThrow();
    const report = await run(plant);
    expect(report.totals.unchanged).toBeGreaterThan(0);
    expect(report.totals.created).toBeGreaterThan(0);
    expect(await countRows(plant)).toMatchObject({
      dcim_device: 72,
      dcim_interface: 1586,
      dcim_cable: 108,
      ipam_ip_address: 180,
    });
  });
});
