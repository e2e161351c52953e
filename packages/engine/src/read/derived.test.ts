import { labActor, openLab, organizations, rowId, type Lab } from '../../test/lab/index.ts';
import { labDerived } from '../../test/lab/derived.ts';
import { labClasses } from '../../test/lab/model.ts';
import type { RowPredicates } from '../actor.ts';
import { organizationPredicates } from '../permissions.ts';
import { buildRegistry } from '../registry/build.ts';
import { derived } from '../registry/derived.ts';

let lab: Lab;
let many: Lab;

/** Devices 1 and 2 share a site; ports 1 to 3 are in device 1, all others in device 4. */
const arrange = async ({ dataSource }: Lab): Promise<void> => {
  const device = (number: number) => `(SELECT id FROM lab_device WHERE organization_id = $1 AND number = ${number})`;
  for (const organization of organizations) {
    await dataSource.query(
      `UPDATE lab_port SET device_id = CASE WHEN number < 4 THEN ${device(1)} ELSE ${device(4)} END, name = 'p' || number WHERE organization_id = $1`,
      [organization],
    );
    await dataSource.query(
      `UPDATE lab_device d SET primary_address_id = CASE WHEN number = 1 THEN (SELECT id FROM lab_address WHERE organization_id = $1 AND number = 1) END,
         site_id = (SELECT id FROM lab_site s WHERE s.organization_id = $1 AND s.number = greatest(d.number, 2)) WHERE organization_id = $1`,
      [organization],
    );
  }
};

beforeAll(async () => {
  lab = await openLab({ rows: 5 });
  many = await openLab({ rows: 50 });
  await arrange(lab);
});
afterAll(async () => {
  await lab.close();
  await many.close();
});

const FIELDS =
  'busy roomName around { __typename ... on Port { name device { number } } ... on Device { number busy } ... on Address { assignedObject { __typename } } }';

const device = async (number: number, by: Parameters<Lab['ask']>[2] = {}): Promise<Record<string, unknown>> => {
  const { data } = await lab.ask(`{ device(number: ${number}) { ${FIELDS} } }`, {}, by);
  return data['device'] as Record<string, unknown>;
};

test('an edge lists what its loader found, in order and by fragments', async () => {
  const one = await device(1);
  expect(one).toMatchObject({
    busy: true,
    roomName: '"3"\n',
    around: [
      { __typename: 'Port', name: 'p1', device: { number: 1 } },
      { __typename: 'Port', name: 'p2', device: { number: 1 } },
      { __typename: 'Port', name: 'p3', device: { number: 1 } },
      { __typename: 'Device', number: 2, busy: false },
      { __typename: 'Address' },
    ],
  });
  expect((await device(3)).around).toEqual([]);
});

test('text and graphql-js answer alike', async () => {
  const query = `{ devices { nodes { number ${FIELDS} a: around { ... on Node { id } } b: busy @skip(if: true) } } site(number: 2) { devices { nodes { around { ... on Port { mtu } } } } } }`;
  const slow = await lab.fallback(query);
  expect(slow.errors).toBeUndefined();
  expect((await lab.ask(query)).text).toBe(JSON.stringify(slow.data));
});

test('hidden rows are missing, and another organization has its own', async () => {
  const odd: RowPredicates = (model, actor) => {
    const organization = organizationPredicates(model, actor);
    const more = (alias: string) => (model.name === 'lab.Port' ? ` AND ${alias}.number % 2 = 1` : '');
    return { sql: (alias, params) => `${organization?.sql(alias, params) ?? 'true'}${more(alias)}` };
  };
  const { around } = await device(1, { reader: lab.with({ predicates: odd }) });
  expect((around as { name?: string }[]).map(({ name }) => name)).toEqual(['p1', 'p3', undefined, undefined]);
  const query = '{ device(number: 1) { around { ... on Node { id } } } }';
  const { text } = await lab.ask(query, {}, { actor: labActor(1) });
  expect(text).toContain(rowId(lab.registry, 'lab.Port', 1, 1));
  expect(text).not.toContain(rowId(lab.registry, 'lab.Port', 0, 1));
});

test('statements do not grow with the rows, and fields of one loader share a run', async () => {
  const query = `{ devices(first: 50) { nodes { ${FIELDS} } } }`;
  const [few, lots] = [(await lab.ask(query)).statements, (await many.ask(query)).statements];
  // devices, two of the loader, a level for each of three entities, ports' devices, devices' loader again (2), arms of the arc (2)
  expect(few.length).toBeLessThanOrEqual(11);
  expect(lots.length).toBeLessThanOrEqual(11);
  const { statements } = await lab.ask('{ devices { nodes { busy roomName again: busy } } }');
  expect(statements).toHaveLength(3);
});

test('ids above the chunk size run the loader once more per chunk', async () => {
  const query = '{ devices(first: 50) { nodes { busy around { ... on Node { id } } } } }';
  const [chunked, whole] = [
    await many.ask(query, {}, { reader: many.with({ limits: { chunk: 20 } }) }),
    await many.ask(query),
  ];
  expect(chunked.text).toBe(whole.text);
  expect(chunked.statements.filter((text) => text.startsWith('WITH asked'))).toHaveLength(3);
});

test('what an edge usually has counts before it runs, what it has after', async () => {
  const query = '{ devices(first: 10) { nodes { around { ... on Node { id } } } } }';
  const refused = lab.ask(query, {}, { reader: lab.with({ limits: { cost: 39 } }) });
  await expect(refused).rejects.toThrow('40 objects up to devices.around');
  const one = '{ device(number: 4) { around { ... on Node { id } } } }';
  await expect(many.ask(one, {}, { reader: many.with({ limits: { cost: 5 } }) })).resolves.toBeDefined();
  await arrange(many);
  const over = many.ask(one, {}, { reader: many.with({ limits: { cost: 5 } }) });
  await expect(over).rejects.toThrow('around leads to more than 5 objects');
});

test('a declaration that does not fit is refused at once', () => {
  const load = () => Promise.resolve(new Map<string, never>());
  const edge = { union: 'U', help: 'h', of: () => [] };
  const build = () =>
    buildRegistry(
      labClasses,
      [],
      [
        ...labDerived,
        derived('lab.Moon', { load }),
        derived('lab.Site', { load, values: { name: { kind: 'bool', help: 'h', of: () => true } } }),
        derived('lab.Port', { load, values: { odd: { kind: 'bol', help: 'h', of: () => true } } }),
        derived('lab.Port', { load, edges: { a: { ...edge, targets: ['lab.Site'] }, b: { ...edge, targets: [] } } }),
      ],
    );
  expect(build).toThrow(/unknown entity "lab.Moon"/);
  expect(build).toThrow(/lab.Site.name: the name of this derived field is taken/);
  expect(build).toThrow(/lab.Port.odd has the unknown kind "bol"/);
  expect(build).toThrow(/lab.Port.b: the union "U" has no targets, or others elsewhere/);
});
