import { labActor, openLab, organizations, type Lab } from '../../test/lab/index.ts';
import { labComputed } from '../../test/lab/computed.ts';
import { labClasses } from '../../test/lab/model.ts';
import type { RowPredicates } from '../actor.ts';
import { organizationPredicates } from '../permissions.ts';
import { buildRegistry } from '../registry/build.ts';
import { computed } from '../registry/computed.ts';

let lab: Lab;

beforeAll(async () => {
  lab = await openLab({ rows: 8 });
  const device = `(SELECT id FROM lab_device WHERE organization_id = $1 AND number = 2)`;
  for (const organization of organizations)
    await lab.dataSource.query(
      `UPDATE lab_port SET device_id = ${device}, enabled = number % 4 = 1, mtu = number * 10, name = 'p' || number
       WHERE organization_id = $1`,
      [organization],
    );
});
afterAll(() => lab.close());

const device = async (selection: string, by: Parameters<Lab['ask']>[2] = {}): Promise<unknown> => {
  const { data } = await lab.ask(`{ device(number: 2) { ${selection} } }`, {}, by);
  return data['device'];
};

test('a computed value counts the rows below its own and takes arguments', async () => {
  expect(await device('portCount on: portCount(enabled: true) wide: portCount(mtuFrom: 50)')).toEqual({
    portCount: 8,
    on: 2,
    wide: 4,
  });
  const { data } = await lab.ask('{ devices(orderBy: [{ field: "number" }]) { nodes { portCount portNames } } }');
  const { nodes } = data['devices'] as { nodes: { portCount: number; portNames: string[] | null }[] };
  expect(nodes.map(({ portCount }) => portCount)).toEqual([0, 8, 0, 0, 0, 0, 0, 0]);
  expect(nodes[1]?.portNames).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8']);
  expect(nodes[0]?.portNames).toBeNull();
});

test('an argument outside its limits is refused by name', async () => {
  await expect(device('portCount(mtuFrom: 0)')).rejects.toMatchObject({
    problems: [{ path: 'device.portCount.mtuFrom', code: 'BAD_USER_INPUT' }],
  });
});

test('a computed reference is an object of its type', async () => {
  expect(await device('firstPort { name device { number } }')).toEqual({
    firstPort: { name: 'p1', device: { number: 2 } },
  });
});

test('rows that the caller may not see count for nothing', async () => {
  const oddPorts: RowPredicates = (model, actor) => {
    const organization = organizationPredicates(model, actor);
    const odd = (alias: string) =>
      model.name === 'lab.Port' ? ` AND ${alias}.number % 2 = 1 AND ${alias}.number > 1` : '';
    return { sql: (alias, params) => `${organization?.sql(alias, params) ?? 'true'}${odd(alias)}` };
  };
  const reader = lab.with({ predicates: oddPorts });
  expect(await device('portCount portNames firstPort { name }', { reader })).toEqual({
    portCount: 3,
    portNames: ['p3', 'p5', 'p7'],
    firstPort: { name: 'p3' },
  });
});

test('a computed reference to a hidden row reads as null', async () => {
  const reader = lab.with({
    predicates: (model, actor) => {
      let seen = 0;
      const organization = organizationPredicates(model, actor);
      // The level that loads ports hides them all; the computed field still finds one.
      return {
        sql: (alias, params) =>
          `${organization?.sql(alias, params) ?? 'true'}${model.name === 'lab.Port' && alias === 't' ? ` AND ${seen++} > 9` : ''}`,
      };
    },
  });
  expect(await device('firstPort { name }', { reader })).toEqual({ firstPort: null });
});

test('a setting of the organization comes before that of the deployment', async () => {
  const insert = 'INSERT INTO core_setting (id, organization_id, key, value) VALUES (gen_random_uuid(), $1, $2, $3)';
  expect(await device('motto')).toEqual({ motto: null });
  await lab.dataSource.query(insert, [null, 'lab.motto', '{"a": 1}']);
  await lab.dataSource.query(insert, [organizations[1], 'lab.motto', '"own"']);
  expect(await device('motto')).toEqual({ motto: { a: 1 } });
  expect(await device('motto', { actor: labActor(1) })).toEqual({ motto: 'own' });
});

test('computed values take no statement of their own, and references one however many rows there are', async () => {
  const query = (first: number, what: string) => `{ devices(first: ${first}) { nodes { name ${what} } } }`;
  const count = async (first: number, what: string) => (await lab.ask(query(first, what))).statements.length;
  expect([await count(1, 'portCount portNames motto'), await count(8, 'portCount portNames motto')]).toEqual([1, 1]);
  expect([await count(2, 'firstPort { name }'), await count(8, 'firstPort { name }')]).toEqual([2, 2]);
});

test('what is not selected is not worked out, and equal selections are worked out once', async () => {
  const plain = await lab.ask('{ devices { nodes { name } } }');
  expect(plain.statements[0]).not.toContain('lab_port');
  const twice = await lab.ask('{ devices { nodes { a: portCount b: portCount c: portCount(enabled: false) } } }');
  expect(twice.statements[0]?.split('"lab_port"')).toHaveLength(3);
});

test('each computed value costs as much as an object', async () => {
  const reader = lab.with({ limits: { cost: 149 } });
  await expect(lab.ask('{ devices(first: 50) { nodes { portCount portNames } } }', {}, { reader })).rejects.toThrow(
    'may return 150 objects',
  );
});

test('a field that requires an absent entity is absent', () => {
  expect([...lab.registry.model('lab.Site').computed.keys()]).toEqual([]);
  expect([...lab.registry.model('lab.Device').computed.keys()]).toContain('portCount');
});

test('declarations that do not fit the model are named at once', () => {
  const wrong = [
    computed('lab.Devise', {}),
    computed('lab.Device', {
      statusChoice: { kind: 'int', help: '', sql: () => '1' },
      ports: { kind: 'inte', help: '', sql: () => '1' },
      nearest: { kind: 'ref', target: 'lab.Prt', help: '', sql: () => 'NULL' },
    }),
  ];
  expect(() => buildRegistry(labClasses, [...labComputed, ...wrong])).toThrow(
    [
      'The model does not hold together:',
      '- Computed fields are declared for unknown entity "lab.Devise". Did you mean "lab.Device"?',
      '- lab.Device.statusChoice: the name of this computed field is taken.',
      '- lab.Device.ports: the name of this computed field is taken.',
      '- lab.Device.ports has the unknown kind "inte". Did you mean "int"?',
      '- lab.Device.nearest refers to unknown entity "lab.Prt". Did you mean "lab.Port"?',
    ].join('\n'),
  );
});
