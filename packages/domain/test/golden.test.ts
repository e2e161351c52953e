import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Desk } from './desk.ts';

/** Rewrites the files instead of comparing; the difference is reviewed like code. */
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';
const FOLDER = join(import.meta.dirname, 'golden');
const cases = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.replace('.graphql', ''));

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.withDemo();
  await define('cust_id', 'text');
  await define('lease_months', 'integer');
  await change();
});
afterAll(() => desk.close());

const define = (name: string, type: string): Promise<string> =>
  desk.plant.make('extras.CustomField', { name, type, objectTypes: ['dcim.Device'] });

const SERVERS = [1, 2, 3, 4, 5].map((n) => `ams1-r03-srv0${n}`);

/** Changes after the seed, each a request of its own: servers get custom fields, one loses its address. */
const change = async (): Promise<void> => {
  const { plant } = desk;
  const servers = (await plant.run((work) => work.read.rows('dcim.Device', { where: { name: SERVERS } }))).result ?? [];
  const ids = SERVERS.map((name) => servers.find((row) => row['name'] === name)?.['id']);
  const customFields = (n: number) => ({
    cust_id: `${n % 2 === 0 ? 'D' : 'E'}-${100 + n}`,
    lease_months: 12 * (n + 1),
  });
  const { errors } = await plant.writer.run({ ...plant.actor, requestId: 'lease' }, { reason: 'Leased' }, (work) =>
    work.update(
      'dcim.Device',
      ids.map((id, n) => ({ id, description: `Leased server ${n}`, customFields: customFields(n) })),
    ),
  );
  expect(errors).toEqual([]);
  expect((await plant.update('dcim.Device', { id: ids[0], primaryIp4: null })).errors).toEqual([]);
  await note(String(ids[1]));
};

/** Notes on objects of three types. */
const note = async (server: string): Promise<void> => {
  const { plant } = desk;
  const [site] = (await plant.run((work) => work.read.rows('dcim.Site', { where: { slug: ['fra1'] } }))).result ?? [];
  const provider = await plant.make('circuits.Provider', { name: 'Lakeline', slug: 'lakeline' });
  await plant.all('extras.JournalEntry', [
    { objectType: 'dcim.Device', objectId: server, kind: 'warning', comments: 'Fan replaced' },
    { objectType: 'dcim.Site', objectId: site?.['id'], comments: 'Keys at the desk' },
    { objectType: 'circuits.Provider', objectId: provider, kind: 'success', comments: 'Contract renewed' },
  ]);
};

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

/** Replaces what differs between runs: ids by their order of appearance, instants by a word. */
const settled = (text: string): string => {
  const ids = new Map<string, string>();
  const named = (id: string): string => ids.get(id) ?? (ids.set(id, `<id ${ids.size + 1}>`), ids.get(id) ?? '');
  return text.replace(UUID, named).replace(INSTANT, '<instant>');
};

const BREAK = / (?=(?:FROM|(?:LEFT |CROSS )?JOIN|WHERE|ORDER BY|GROUP BY|LIMIT) )/g;

const sqlText = (statements: readonly string[]): string =>
  `${statements.map((text) => text.replaceAll(BREAK, '\n  ')).join(';\n\n')};\n`;

const inAnyOrder = (sql: string): string[] => sql.trim().replace(/;$/, '').split(';\n\n').toSorted();

const kept = (file: string, text: string): string => {
  const path = join(FOLDER, file);
  if (isUpdate) writeFileSync(path, text);
  return readFileSync(path, 'utf8');
};

test('at least fourteen questions are kept', () => {
  expect(cases.length).toBeGreaterThanOrEqual(14);
});

test.each(cases)('the fast path answers %s as kept, with the kept SQL, and graphql-js alike', async (name) => {
  const question = readFileSync(join(FOLDER, `${name}.graphql`), 'utf8');
  const { data, statements } = await desk.ask(question);
  expect(JSON.stringify((await desk.execute(question)).data)).toBe(JSON.stringify(data));
  const answer = `${settled(JSON.stringify(data, null, 2))}\n`;
  expect(answer).toBe(kept(`${name}.json`, answer));
  // Statements of one level are sent side by side, so that only their number and text are fixed.
  const sql = sqlText(statements);
  expect(inAnyOrder(sql)).toEqual(inAnyOrder(kept(`${name}.sql`, sql)));
});
