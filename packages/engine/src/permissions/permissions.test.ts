import { labActor, openLab, rowId, type Lab } from '../../test/lab/index.ts';
import type { Actor, Bindings, Grant } from '../actor.ts';
import type { Reader } from '../read/reader.ts';
import { boundFilter, NOBODY } from './bindings.ts';
import { actionPredicate, grantPredicates } from './predicates.ts';
import { changeableFields, isFullyVisible, mayAct, seenFields } from './rights.ts';

const ROWS = 8;
let lab: Lab;
let reader: Reader;

beforeAll(async () => {
  lab = await openLab({ rows: ROWS });
  reader = lab.with({ predicates: grantPredicates(lab.registry) });
});
afterAll(() => lab.close());

const grant = (objectTypes: string | string[], over: Partial<Grant> = {}): Grant => ({
  objectTypes: typeof objectTypes === 'string' ? [objectTypes] : objectTypes,
  actions: ['view'],
  predicate: null,
  fields: null,
  ...over,
});

const actorWith = (grants: readonly Grant[], over: Partial<Actor> = {}): Actor => labActor(0, { grants, ...over });

const siteId = (n: number) => rowId(lab.registry, 'lab.Site', 0, n);

const numbers = async (actor: Actor, list = 'devices'): Promise<number[]> => {
  const { data } = await lab.ask(`{ ${list}(first: 100) { totalCount nodes { number } } }`, {}, { reader, actor });
  const found = data[list] as { totalCount: number; nodes: { number: number }[] };
  expect(found.totalCount).toBe(found.nodes.length);
  return found.nodes.map(({ number }) => number).toSorted((a, b) => a - b);
};

const all = Array.from({ length: ROWS }, (_, n) => n + 1);
const named = (...n: number[]) => ({ predicate: { number: { in: n } } });

test('nothing is seen without a grant, everything of the organization by an administrator', async () => {
  expect(await numbers(actorWith([]))).toEqual([]);
  expect(await numbers(actorWith([], { superuser: true }))).toEqual(all);
});

test('grants add up, and other actions give no view', async () => {
  expect(await numbers(actorWith([grant('lab.Device', named(1, 2)), grant('lab.Device', named(2, 5))]))).toEqual([
    1, 2, 5,
  ]);
  expect(await numbers(actorWith([grant('lab.Device', { actions: ['add', 'change', 'delete'] })]))).toEqual([]);
  expect(await numbers(actorWith([grant('lab.Site')]))).toEqual([]);
});

test('a grant may name a domain, all types and all actions', async () => {
  for (const types of ['lab.*', '*']) expect(await numbers(actorWith([grant(types)]))).toEqual(all);
  expect(await numbers(actorWith([grant('lab.Device', { actions: ['*'] })]))).toEqual(all);
  expect(await numbers(actorWith([grant('lab.De*')]))).toEqual([]);
});

test('a condition on a relation needs no right to see what it leads to', async () => {
  const actor = actorWith([grant('lab.Device', { predicate: { site: { number: { eq: 3 } } } })]);
  expect(await numbers(actor)).toEqual([5, 6]);
  const { data } = await lab.ask(
    '{ devices(filter: { ports: { none: { number: { eq: 99 } } } }, orderBy: [{ field: "number" }]) { nodes { number site { number } ports { totalCount } } } }',
    {},
    { reader, actor },
  );
  expect(data).toEqual({
    devices: { nodes: [5, 6].map((number) => ({ number, site: null, ports: { totalCount: 0 } })) },
  });
});

test('a condition keeps its meaning inside filters that follow the same relations', async () => {
  const inSite = (number: number) => ({ site: { devices: { some: { site: { number: { eq: number } } } } } });
  const limited = actorWith([grant('lab.Site'), grant('lab.Device', { predicate: inSite(3) })]);
  const ask = async (actor: Actor, filter: string) => {
    const { data } = await lab.ask(`{ sites(filter: ${filter}) { nodes { number } } }`, {}, { reader, actor });
    return (data['sites'] as { nodes: { number: number }[] }).nodes.map(({ number }) => number);
  };
  const filter = '{ devices: { some: { site: { devices: { some: { number: { gt: 0 } } } } } } }';
  expect((await ask(limited, '{ number: { gt: 0 } }')).length).toBe(ROWS);
  expect(await ask(limited, filter)).toEqual([3]);
  expect(await ask(actorWith([grant('*')]), filter)).toContain(1);
});

test('statements of full grants are those of an administrator', async () => {
  const query =
    '{ devices(filter: { site: { isNull: false } }, orderBy: [{ field: "name" }]) { totalCount nodes { name site { name } ports { nodes { name } } } } }';
  const asked = async (actor: Actor) => lab.ask(query, {}, { reader, actor });
  const admin = await asked(actorWith([], { superuser: true }));
  expect(await asked(actorWith([grant('*')]))).toEqual(admin);
  const some = await asked(
    actorWith([grant('*', { objectTypes: ['lab.Device', 'lab.Port'] }), grant('lab.Site', named(1))]),
  );
  expect(some.statements).toHaveLength(admin.statements.length);
  expect(some.data).not.toEqual(admin.data);
});

test('one document asked by turns gives each actor what is theirs', async () => {
  const actors = [
    actorWith([grant('lab.Device', named(1))]),
    actorWith([grant('lab.Device', named(2, 3))]),
    actorWith([]),
  ];
  for (let turn = 0; turn < 2; turn++)
    expect([
      await numbers(actors[0] as Actor),
      await numbers(actors[1] as Actor),
      await numbers(actors[2] as Actor),
    ]).toEqual([[1], [2, 3], []]);
});

test('names in conditions stand for ids of the actor', async () => {
  const bindings: Bindings = {
    user: rowId(lab.registry, 'lab.Device', 0, 7),
    tenants: [],
    sites: [siteId(0), siteId(2)],
  };
  const seen = (predicate: object, over: Partial<Actor> = { bindings }) =>
    numbers(actorWith([grant('lab.Device', { predicate: predicate as Grant['predicate'] })], over));
  expect(await seen({ site: { id: { in: '$site' } } })).toEqual([1, 2, 5, 6]);
  expect(await seen({ site: { id: { eq: '$site' } } })).toEqual([1, 2, 5, 6]);
  expect(await seen({ id: { in: ['$user'] } })).toEqual([8]);
  expect(await seen({ or: [{ site: { id: { in: '$tenant' } } }, { id: { eq: '$user' } }] })).toEqual([8]);
  expect(await seen({ site: { id: { in: '$tenant' } } })).toEqual([]);
  expect(await seen({ not: { site: { id: { in: '$tenant' } } } })).toEqual([]);
  expect(await seen({ site: { id: { in: '$site' } } }, {})).toEqual([]);
});

test('ids stand in the statement itself, and the row behind a key is not read', async () => {
  const actor = actorWith([grant('lab.Device', { predicate: { site: { id: { in: '$site' } } } })], {
    bindings: { ...NOBODY, sites: [siteId(0)] },
  });
  const { statements } = await lab.ask('{ devices { nodes { number } } }', {}, { reader, actor });
  expect(statements).toHaveLength(1);
  expect(statements[0]).toContain(`'{${siteId(0)}}'::uuid[]`);
  expect(statements[0]).not.toContain('lab_site');
});

test('a condition that does not fit the type grants nothing', async () => {
  const odd = [
    { nothing: { eq: 1 } },
    { number: { like: 1 } },
    {},
    { site: { id: { eq: '$nobody' } } },
    { site: { id: { eq: '$site', in: [] } } },
  ];
  for (const predicate of odd) expect(await numbers(actorWith([grant('lab.Device', { predicate })]))).toEqual([]);
  expect(
    await numbers(
      actorWith([
        grant('lab.Device', { predicate: odd[0] as object as Grant['predicate'] }),
        grant('lab.Device', named(4)),
      ]),
    ),
  ).toEqual([4]);
});

test("a token with grants of its own gives what both the user's and its own give", async () => {
  const grants = [grant('*', named(1, 2, 3))];
  expect(await numbers(actorWith(grants, { tokenGrants: [grant('lab.Device', named(2, 3, 4))] }))).toEqual([2, 3]);
  expect(await numbers(actorWith(grants, { tokenGrants: [grant('lab.Site')] }))).toEqual([]);
  expect(await numbers(actorWith(grants, { tokenGrants: null }))).toEqual([1, 2, 3]);
});

describe('a grant that was passed on', () => {
  const above = grant('*', { actions: ['view', 'change'], ...named(1, 2, 3) });
  const within = (own: Partial<Grant>, ...chain: Grant[]) =>
    actorWith([grant('lab.Device', { ...own, within: chain })]);

  test('gives the rows that it and all above it match', async () => {
    expect(await numbers(within(named(2, 3, 4), above))).toEqual([2, 3]);
    expect(await numbers(within({}, above))).toEqual([1, 2, 3]);
    expect(await numbers(within(named(2, 3, 4), grant('lab.*', named(3, 5)), above))).toEqual([3]);
    expect(await numbers(within({ predicate: { or: [{ number: { gt: 0 } }] } }, above))).toEqual([1, 2, 3]);
    expect(await numbers(within(named(1), grant('lab.Device', { predicate: { nothing: { eq: 1 } } })))).toEqual([]);
  });

  test('is for the types and actions that all name', () => {
    const device = lab.registry.model('lab.Device');
    const site = lab.registry.model('lab.Site');
    const wide = actorWith([grant('*', { actions: ['*'], within: [grant('lab.Device', { actions: ['view'] })] })]);
    expect([mayAct(wide, device, 'view'), mayAct(wide, device, 'change'), mayAct(wide, site, 'view')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(isFullyVisible(wide, device)).toBe(true);
    expect(isFullyVisible(within({}, above), device)).toBe(false);
  });

  test('shows and changes no field that one above keeps, whichever rows it is narrowed to', () => {
    const device = lab.registry.model('lab.Device');
    const only = (...fields: string[]) => grant('lab.Device', { actions: ['*'], fields });
    const seen = (actor: Actor) => ['serial', 'weight'].filter((name) => seenFields(actor, device)?.has(name) ?? true);
    expect(seen(within({}, only('serial')))).toEqual(['serial']);
    expect(seen(within(named(1), only('serial')))).toEqual(['serial']);
    expect(seen(within({ ...named(1), fields: ['serial'] }, above))).toEqual(['serial', 'weight']);
    const both = [grant('lab.Device', { ...named(1), within: [only('serial')] }), grant('lab.Device', named(2))];
    expect(seen(actorWith(both))).toEqual(['serial']);
    expect(seen(actorWith([...both, grant('lab.Device')]))).toEqual(['serial', 'weight']);
    const change = (own: Partial<Grant>) =>
      changeableFields(within({ actions: ['change'], ...own }, only('serial')), device);
    expect(change({ fields: ['serial', 'weight'] })).toEqual(new Set(['serial']));
    expect(change({})).toEqual(new Set(['serial']));
  });

  test('names stand for ids of who asks in the whole chain', async () => {
    const own = (site: number) =>
      actorWith(
        [
          grant('lab.Device', {
            ...named(1, 3, 5),
            within: [grant('lab.Device', { predicate: { site: { id: { in: '$site' } } } })],
          }),
        ],
        { bindings: { ...NOBODY, sites: [siteId(site)] } },
      );
    expect([await numbers(own(0)), await numbers(own(2))]).toEqual([[1], [5]]);
  });
});

test('what nobody wrote adds up with grants, and is lost with a token of grants of its own', async () => {
  const delegated = [grant('lab.Device', named(5))];
  expect(await numbers(actorWith([grant('lab.Device', named(1))], { delegated }))).toEqual([1, 5]);
  const tokenGrants = [grant('*')];
  expect(await numbers(actorWith([grant('lab.Device', named(1))], { delegated, tokenGrants }))).toEqual([1]);
});

test('other organizations stay hidden whatever is granted', async () => {
  const foreign = rowId(lab.registry, 'lab.Device', 1, 0);
  const actor = actorWith([grant('*', { predicate: { id: { in: [foreign] } } })]);
  expect(await numbers(actor)).toEqual([]);
});

describe('what may be done at all', () => {
  const device = () => lab.registry.model('lab.Device');

  test('verbs are those of grants on the type, in each list', () => {
    const actor = actorWith([grant('lab.Device', { actions: ['view', 'connect'] })]);
    expect(['view', 'connect', 'change'].map((action) => mayAct(actor, device(), action))).toEqual([true, true, false]);
    expect(mayAct({ ...actor, superuser: true }, device(), 'change')).toBe(true);
    expect(mayAct({ ...actor, tokenGrants: [grant('lab.Device')] }, device(), 'connect')).toBe(false);
    expect(mayAct(actor, lab.registry.model('lab.Site'), 'view')).toBe(false);
  });

  test('a type is wholly visible by a grant without condition in each list', () => {
    expect(isFullyVisible(actorWith([grant('lab.Device', named(1)), grant('lab.*')]), device())).toBe(true);
    expect(isFullyVisible(actorWith([grant('lab.Device', named(1))]), device())).toBe(false);
    expect(isFullyVisible(actorWith([grant('*')], { tokenGrants: [grant('lab.Device', named(1))] }), device())).toBe(
      false,
    );
    expect(isFullyVisible(actorWith([]), device())).toBe(false);
  });

  test('conditions of another action are those of its grants', () => {
    const actor = actorWith([grant('lab.Device', { actions: ['change'], predicate: { name: { eq: 'x' } } })]);
    const values: unknown[] = [];
    const params = { values, add: (value: unknown, type: string) => `$${values.push(value)}::${type}` };
    const sql = (action: string) => actionPredicate(lab.registry, device(), actor, action).sql('t', params);
    expect(sql('change')).toContain('"name" = ');
    expect(sql('delete')).toMatch(/ AND false$/);
  });

  test('a condition that is planned by its value says so', () => {
    const told = (predicate: Grant['predicate']) => {
      let isTold = false;
      const params = { values: [], add: () => '$1::text', unstable: () => (isTold = true) };
      actionPredicate(lab.registry, device(), actorWith([grant('lab.Device', { predicate })]), 'view').sql('t', params);
      return isTold;
    };
    expect([told({ name: { eq: 'x' } }), told({ name: { contains: 'x' } })]).toEqual([false, true]);
  });

  test('fields are limited by grants on every row only, unless one of them sets no limit', () => {
    const some = grant('lab.Device', { fields: ['serial'] });
    const seen = (grants: Grant[], over: Partial<Actor> = {}) => {
      const fields = seenFields(actorWith(grants, over), device());
      return fields && ['id', 'display', 'name', 'serial', 'weight'].filter((name) => fields.has(name));
    };
    expect(seen([some])).toEqual(['id', 'display', 'name', 'serial']);
    expect(seen([some, grant('lab.Device', { fields: ['weight'] })])).toEqual([
      'id',
      'display',
      'name',
      'serial',
      'weight',
    ]);
    expect(seen([some, grant('lab.*')])).toBeNull();
    expect(seen([some, grant('lab.Device', named(1))])).toEqual(['id', 'display', 'name', 'serial']);
    expect(seen([grant('lab.Device', { ...named(1), fields: ['serial'] })])).toBeNull();
    expect(seen([some], { superuser: true })).toBeNull();
    expect(seen([grant('*')], { tokenGrants: [some] })).toEqual(['id', 'display', 'name', 'serial']);
  });

  test('fields that may be changed add up over grants for changes', () => {
    const change = (fields: string[] | null) => grant('lab.Device', { actions: ['change'], fields });
    expect(changeableFields(actorWith([change(['name']), change(['serial'])]), device())).toEqual(
      new Set(['name', 'serial']),
    );
    expect(changeableFields(actorWith([change(['name']), change(null)]), device())).toBeNull();
    expect(changeableFields(actorWith([grant('lab.Device')]), device())).toEqual(new Set());
  });
});

test('names are replaced wherever a list of ids may stand', () => {
  const bindings: Bindings = { user: 'u', tenants: ['a', 'b'], sites: [] };
  expect(boundFilter({ tenant: { id: { eq: '$tenant' } }, owner: { id: { ne: '$user' } } }, bindings)).toEqual({
    tenant: { id: { in: ['a', 'b'] } },
    owner: { id: { notIn: ['u'] } },
  });
  expect(boundFilter({ name: { eq: '$usernames' } }, bindings)).toEqual({ name: { eq: '$usernames' } });
  expect(boundFilter({ site: { id: { in: ['x', '$site'] } } }, bindings)).toEqual({ site: { id: { in: ['x'] } } });
  expect(boundFilter({ sites: { none: { id: { in: '$site' } } } }, bindings)).toBeNull();
  expect(boundFilter({ site: { id: { notIn: ['$site'] } } }, bindings)).toBeNull();
});
