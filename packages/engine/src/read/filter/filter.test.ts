import { labActor, openLab, organizations, rowId, type Lab } from '../../../test/lab/index.ts';
import { holds, operandFor } from '../../../test/lab/naive.ts';

const ROWS = 15;
let lab: Lab;

beforeAll(async () => {
  lab = await openLab({ rows: ROWS });
  await lab.dataSource.query(`UPDATE lab_sample SET text = '50%_off\\now' WHERE number = 6`);
  await lab.dataSource.query(
    `INSERT INTO extras_choice (organization_id, choice_set, value, label, color) VALUES ('${organizations[0]}', 'lab.status', 'parked', 'Parked', 'teal')`,
  );
  await lab.dataSource.query(`UPDATE lab_device SET status = 'parked' WHERE number = 2`);
});
afterAll(() => lab.close());

type Nodes = { nodes: Record<string, unknown>[] };

const numbers = async (list: string, filter: unknown, type: string, actor = labActor()): Promise<number[]> => {
  const { data } = await lab.ask(
    `query Q($f: ${type}Filter) { ${list}(filter: $f, first: 1000, orderBy: [{ field: "number" }]) { nodes { number } } }`,
    { f: filter },
    { actor },
  );
  return (data[list] as Nodes).nodes.map((node) => Number(node['number']));
};

const refusals = async (filter: unknown, type = 'Device', list = 'devices'): Promise<string> =>
  numbers(list, filter, type).then(
    () => 'accepted',
    (error: Error) => error.message,
  );

test('every operator of every kind selects what its meaning says', async () => {
  const sample = lab.registry.model('lab.Sample');
  const fields = [...sample.scalars.values()].filter((f) => f.spec.filter !== false && f.spec.kind !== 'json');
  const { data } = await lab.ask(
    `{ samples(first: 1000, orderBy: [{ field: "number" }]) { nodes { number ${fields.map((f) => f.name).join(' ')} } } }`,
  );
  const rows = (data['samples'] as Nodes).nodes;
  const wrong: string[] = [];
  let selective = 0;
  for (const field of fields)
    for (const operator of field.type.operators) {
      const values = rows.map((row) => row[field.name]).filter((value) => value !== null);
      const operand = operandFor(field.spec.kind, operator, values[1], values[4]);
      const expected = rows
        .filter((row) => holds(field.spec.kind, operator, row[field.name], operand))
        .map((row) => row['number']);
      const found = await numbers('samples', { [field.name]: { [operator]: operand } }, 'Sample').catch(
        (error: unknown) => {
          throw new Error(`${field.name} ${operator} ${JSON.stringify(operand)}: ${String(error)}`);
        },
      );
      const complement = await numbers('samples', { not: { [field.name]: { [operator]: operand } } }, 'Sample');
      if (JSON.stringify(found) !== JSON.stringify(expected))
        wrong.push(`${field.name} ${operator} ${JSON.stringify(operand)}: ${found} instead of ${expected}`);
      if (found.length + complement.length !== ROWS)
        wrong.push(`not ${field.name} ${operator}: ${complement} beside ${found}`);
      if (found.length > 0 && found.length < ROWS) selective += 1;
    }
  expect(wrong).toEqual([]);
  expect(selective).toBeGreaterThan(100);
});

test('wildcards and backslashes in text are taken literally', async () => {
  expect(await numbers('samples', { text: { contains: '%_o' } }, 'Sample')).toEqual([6]);
  expect(await numbers('samples', { text: { icontains: 'OFF\\N' } }, 'Sample')).toEqual([6]);
  expect(await numbers('samples', { text: { contains: '_' } }, 'Sample')).toEqual([6]);
});

test('an empty list matches nothing, and its complement everything', async () => {
  expect(await numbers('devices', { number: { in: [] } }, 'Device')).toEqual([]);
  expect(await numbers('devices', { number: { notIn: [] } }, 'Device')).toHaveLength(ROWS);
});

test('numbers beyond the column are bounds like others', async () => {
  expect(await numbers('samples', { bigint: { lt: '99999999999999999999999' } }, 'Sample')).toHaveLength(12);
  expect(await numbers('samples', { decimal: { gt: '0.123456789' } }, 'Sample')).not.toHaveLength(0);
});

test('conditions reach over references, unions and sets', async () => {
  const device = (n: number) => rowId(lab.registry, 'lab.Device', 0, n);
  expect(await numbers('ports', { device: { id: { eq: device(2) } } }, 'Port')).toEqual([5, 6]);
  expect(await numbers('devices', { ports: { some: { number: { in: [5, 7] } } } }, 'Device')).toEqual([3, 4]);
  expect(await numbers('devices', { ports: { none: { number: { gt: 4 } } } }, 'Device')).toEqual([
    1, 2, 9, 10, 11, 12, 13, 14, 15,
  ]);
  expect(await numbers('devices', { ports: { every: { number: { lt: 6 } } } }, 'Device')).toEqual([
    1, 2, 9, 10, 11, 12, 13, 14, 15,
  ]);
  expect(await numbers('devices', { ports: { count: { gte: 1 } } }, 'Device')).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(
    await numbers('addresses', { assignedObject: { port: { device: { number: { eq: 1 } } } } }, 'Address'),
  ).toEqual([1, 3]);
  expect(await numbers('addresses', { assignedObject: { isNull: true } }, 'Address')).toEqual([5, 10, 15]);
  expect(await numbers('addresses', { assignedObject: { group: { isNull: false } } }, 'Address')).toEqual([
    2, 4, 6, 8, 12, 14,
  ]);
  expect(await numbers('devices', { primaryAddress: { isNull: true } }, 'Device')).toEqual([4, 8, 12]);
  expect(await numbers('sites', { tags: { some: { number: { eq: 2 } } } }, 'Site')).toEqual([1, 2]);
  expect(await numbers('sites', { providers: { every: { number: { lte: 3 } } } }, 'Site')).toEqual([1, 2]);
  expect(await numbers('providers', { sites: { some: { number: { eq: 4 } } } }, 'Provider')).toEqual([4, 5]);
});

test('trees are searched below a row and one level down', async () => {
  expect(await numbers('regions', { inTreeOf: { number: 2 } }, 'Region')).toEqual([2, 5, 10, 11]);
  expect(await numbers('regions', { childOf: { number: 2 } }, 'Region')).toEqual([5]);
  expect(await numbers('sites', { region: { inTreeOf: { slug: 'slug-1' } } }, 'Site')).toEqual([3, 9, 10]);
  expect(await numbers('regions', { inTreeOf: { slug: 'none' } }, 'Region')).toEqual([]);
});

test('custom fields and documents are compared in place', async () => {
  expect(await numbers('devices', { customField: [{ name: 'cust_id', eq: 'D3' }] }, 'Device')).toEqual([4]);
  expect(await numbers('devices', { customField: [{ name: 'size', gte: 3, lt: 5 }] }, 'Device')).toEqual([4, 5]);
  expect(
    await numbers(
      'devices',
      {
        customField: [
          { name: 'size', in: [1, 2] },
          { name: 'cust_id', ne: 'D1' },
        ],
      },
      'Device',
    ),
  ).toEqual([3]);
  expect(await numbers('devices', { customField: [{ name: 'cust_id', startsWith: 'D1' }] }, 'Device')).toEqual([
    2, 11, 12, 13, 14, 15,
  ]);
  expect(await numbers('devices', { customField: [{ name: 'flags', has: 'f4' }] }, 'Device')).toEqual([5]);
  expect(
    await numbers(
      'devices',
      {
        customField: [
          { name: 'none', isNull: true },
          { name: 'size', lt: 1 },
        ],
      },
      'Device',
    ),
  ).toEqual([1]);
  expect(await numbers('devices', { customField: [{ name: 'none', exists: false }] }, 'Device')).toEqual([]);
  expect(
    await numbers(
      'samples',
      {
        json: {
          path: [
            { path: 'nested.yes', eq: true },
            { path: 'key', between: [1, 2] },
          ],
        },
      },
      'Sample',
    ),
  ).toEqual([2, 3]);
  expect(await numbers('samples', { json: { path: [{ path: 'list.0', eq: 3 }] } }, 'Sample')).toEqual([4]);
  expect(await numbers('samples', { json: { path: [{ path: 'list', eq: [3, 'a'] }] } }, 'Sample')).toEqual([4]);
});

test('groups combine, and a variable that was not given is no condition', async () => {
  expect(
    await numbers(
      'devices',
      { or: [{ number: { eq: 1 } }, { number: { eq: 3 } }], not: { number: { gt: 2 } } },
      'Device',
    ),
  ).toEqual([1]);
  expect(await refusals({ status: {} })).toContain('is empty');
  expect(await refusals({ and: [] })).toContain('is empty');
  expect(await refusals({ ports: {} })).toContain('is empty');
  expect(await refusals({ ports: { some: {} } })).toContain('is empty');
  expect(await refusals({})).toContain('is empty');
  expect(await refusals({ site: {} })).toContain('is empty');
  expect(await refusals({ not: {} })).toContain('is empty');
  expect(await refusals(null)).toContain('must not be null');
  expect(await refusals({ status: null })).toContain('isNull');
  expect(await refusals({ name: { eq: null } })).toContain('isNull');
});

test('choices are checked against what the product and the organization know', async () => {
  expect(await refusals({ status: { eq: 'actve' } })).toContain('Did you mean "active"?');
  expect(await numbers('devices', { status: { eq: 'parked' } }, 'Device')).toEqual([2]);
  expect(await refusals({ face: { eq: 'parked' } })).toContain('no value of face');
  await expect(numbers('devices', { status: { eq: 'parked' } }, 'Device', labActor(1))).rejects.toThrow(
    'no value of status',
  );
});

test('values of the wrong shape are refused with the path and a reason', async () => {
  await expect(numbers('addresses', { address: { within: 'nonsense' } }, 'Address')).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [{ path: 'addresses.filter.address.within' }],
  });
  expect(await refusals({ name: { regex: '(?=x)' } })).toContain('look-around');
  expect(await refusals({ name: { regex: '(' } })).toContain('brackets');
});

test('stored filters are validated with the nearest name', async () => {
  const { compileFilter } = await import('./sql.ts');
  const { newParams } = await import('../../actor.ts');
  const { organizationPredicates } = await import('../../permissions.ts');
  const device = lab.registry.model('lab.Device');
  const options = { predicates: organizationPredicates, actor: labActor() };
  const compile = (filter: unknown) => compileFilter(lab.registry, device, filter, 'd', newParams(), options);
  expect(() => compile({ nmae: { eq: 'x' } })).toThrow('Did you mean "name"?');
  expect(() => compile({ name: { conatins: 'x' } })).toThrow('Did you mean "contains"?');
  expect(() => compile({ ports: { any: { name: { eq: 'x' } } } })).toThrow('some, every, none or count');
  expect(() => compile({ password: { eq: 'x' } })).toThrow("can't be filtered");
  expect(() => compile(undefined)).toThrow('is empty');
  expect(() => compile({ weight: { eq: 'heavy' } })).toThrow('must be a number');
  const params = newParams();
  const sql = compileFilter(
    lab.registry,
    device,
    { site: { slug: { eq: 'fra1' } }, weight: { gt: 5 } },
    'd',
    params,
    options,
  );
  expect(sql).toBe(
    '(EXISTS (SELECT 1 FROM "lab_site" f0 WHERE f0.id = d."site_id" AND f0.organization_id = $1::uuid AND f0."slug" = $2::text) AND d."weight" > $3::int8)',
  );
  expect(params.values).toEqual([organizations[0], 'fra1', '5']);
});

test('short queries combine words', async () => {
  const found = async (query: string) => {
    const { data } = await lab.ask(
      'query Q($q: String) { devices(query: $q, orderBy: [{ field: "number" }]) { nodes { number } } }',
      { q: query },
    );
    return (data['devices'] as Nodes).nodes.map((node) => node['number']);
  };
  expect(await found('"name 2"')).toEqual([3]);
  expect(await found('NAME "serial 2"')).toEqual([3]);
  expect(await found('"name 2" | "name 5"')).toEqual([3, 6]);
  expect(await found('("name 2" | "name 5") -"serial 5"')).toEqual([3]);
  expect(await found('4')).toContain(4);
  expect(await found('  ')).toHaveLength(ROWS);
  await expect(found('(name')).rejects.toThrow('open parenthesis');
  await expect(found('name |')).rejects.toThrow('without a word');
});
