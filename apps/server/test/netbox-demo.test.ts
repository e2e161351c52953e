import type { ImportReport } from '@plumbline/engine';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openServer, type TestServer } from './_server.ts';
import { addressCases } from './netbox-demo/addresses.cases.ts';
import { cableCases } from './netbox-demo/cables.cases.ts';
import type { Case, Loose } from './netbox-demo/case.ts';
import { circuitCases } from './netbox-demo/circuits.cases.ts';
import { deviceCases } from './netbox-demo/devices.cases.ts';
import { machineCases } from './netbox-demo/machines.cases.ts';
import { otherCases, WAITING_PARTS } from './netbox-demo/others.cases.ts';
import { pathCases } from './netbox-demo/paths.cases.ts';
import { placeCases } from './netbox-demo/places.cases.ts';
import { netboxPower } from './netbox-demo/power.ts';

jest.setTimeout(300_000);

interface Assertion {
  readonly id: string;
  readonly question: string;
  readonly expected: unknown;
}

const shared = process.env['PLUMBLINE_SHARED'] ?? join(__dirname, '../../../../shared');
const dump = join(shared, 'data/netbox-demo/netbox-demo-v4.2.sql');
const list = join(shared, 'data/demo-v4.2-assertions.json');
const isHere = existsSync(dump) && existsSync(list);

const cases: Readonly<Record<string, Case>> = {
  ...placeCases,
  ...deviceCases,
  ...cableCases,
  ...addressCases,
  ...circuitCases,
  ...machineCases,
  ...pathCases,
  ...otherCases,
};
const assertions = (isHere ? JSON.parse(readFileSync(list, 'utf8')) : []) as readonly Assertion[];
const asked = assertions
  .filter(({ id }) => cases[id])
  .map(({ id, question, expected }) => [id, question, expected] as const);

(isHere ? describe : describe.skip)('the demo network of NetBox, imported and asked through the API', () => {
  let server: TestServer;
  let fileId: string;
  beforeAll(async () => {
    server = await openServer();
    const headers = { authorization: `Bearer ${server.adminToken}` };
    const uploaded = await server.fetch('files?name=demo.sql', { method: 'PUT', body: readFileSync(dump), headers });
    fileId = ((await uploaded.json()) as { id: string }).id;
    await runImport(false);
  });
  afterAll(() => server.stop());

  const runImport = async (dryRun: boolean): Promise<ImportReport> => {
    const { data } = await server.ask(
      'mutation ($input: JSON) { jobStart(name: "importNetbox", input: $input) { id } }',
      { input: { fileId, dryRun } },
    );
    return reportOf(data?.['jobStart'].id as string);
  };

  const reportOf = async (id: string): Promise<ImportReport> => {
    for (;;) {
      const { data } = await server.ask('query ($id: ID) { job(id: $id) { status error result } }', { id });
      if (data?.['job'].status === 'completed') return data['job'].result as ImportReport;
      if (data?.['job'].status === 'failed') throw new Error(data['job'].error as string);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };

  test.each(asked)('%s: %s', async (id, _question, expected) => {
    const { query, answer, part = (all: unknown) => all } = cases[id] as Case;
    const { data, errors } = await server.ask(query);
    expect(errors).toBeUndefined();
    expect(answer(data)).toEqual(part(expected));
  });

  test('power draws, available power and utilization are those that the formulas of NetBox give', async () => {
    const { ports, feeds, racks } = netboxPower(readFileSync(dump, 'utf8'));
    const { data } = await server.ask(`{
      ports: powerPorts(first: 1000) { nodes { number totalAllocatedDraw totalMaximumDraw } }
      feeds: powerFeeds(first: 1000) { nodes { number availablePower } }
      racks(first: 1000) { nodes { number powerUtilization } }
    }`);
    const of = (list: string): Loose[] => (data as Loose)[list].nodes as Loose[];
    expect(new Map(of('ports').map((row) => [row.number, [row.totalAllocatedDraw, row.totalMaximumDraw]]))).toEqual(
      ports,
    );
    expect(new Map(of('feeds').map((row) => [row.number, row.availablePower]))).toEqual(feeds);
    expect(new Map(of('racks').map((row) => [row.number, Number(row.powerUtilization)]))).toEqual(racks);
    expect([
      ports.size,
      [...ports.values()].filter(([, most]) => most > 0).length > 10,
      feeds.size,
      racks.size,
    ]).toEqual([75, true, 48, 42]);
  });

  test.each([true, false])(
    'once more, by a server that had its own administrator, nothing changes (dry run: %s)',
    async (dryRun) => {
      const { tables, totals } = await runImport(dryRun);
      const touched = tables.filter(({ created, updated }) => created + updated > 0);
      expect(touched.map(({ table, created, updated }) => ({ table, created, updated }))).toEqual([]);
      expect(totals).toMatchObject({ refused: 0, incomplete: 0 });
    },
  );

  test('every assertion is asked, or a part of it listed with what it waits for', () => {
    expect(assertions.map(({ id }) => id).filter((id) => !(id in cases))).toEqual([]);
    expect(
      Object.keys(cases)
        .filter((id) => (cases[id] as Case).part)
        .toSorted(),
    ).toEqual(Object.keys(WAITING_PARTS).toSorted());
    expect(assertions).toHaveLength(102);
  });
});
