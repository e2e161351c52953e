import type { Actor, InputRow, Outcome, Work } from '@plumbline/engine';
import { randomUUID } from 'node:crypto';
import { passwordFits } from '../../src/index.ts';
import { codes } from '../plant.ts';
import { Office, PERMISSION, type Place } from './office.ts';

let office: Office;
let [here, there]: Place[] = [];
/** Administrator of a site, and the permission that may be passed on. */
let boss: string;
let held: string;
/** A permission of others that may be passed on as well. */
let foreign: string;

const FIELDS = ['name', 'serial', 'comments'];
const at = (place: Place | undefined) => ({ site: { id: { eq: place?.site } } });

beforeAll(async () => {
  office = await Office.open();
  [here, there] = [await office.place(), await office.place()];
  boss = await office.user();
  const types = ['dcim.Device', 'dcim.Rack'];
  const both = { objectTypes: types, actions: ['view', 'change'], fields: FIELDS, delegable: true };
  held = await office.permission({ ...both, name: 'Site here', predicate: at(here), users: [boss] });
  foreign = await office.permission({ ...both, name: 'Site there', predicate: at(there) });
});
afterAll(() => office?.close());

const own = (rest: InputRow = {}): InputRow => ({
  name: office.plant.name('passed on'),
  parent: { id: held },
  objectTypes: ['dcim.Device'],
  actions: ['view'],
  ...rest,
});

const asBoss = () => office.as(boss);

/** What the boss passes on, as the boss writes it. */
const passOn = async (rest: InputRow = {}): Promise<string> => {
  const made = await office.write(await asBoss(), (work) => work.create(PERMISSION, [own(rest)]));
  expect(made.errors).toEqual([]);
  return made.result?.[0] ?? '';
};

const attempt = async <T>(body: (work: Work) => Promise<T>, actor?: Actor): Promise<Outcome<T>> =>
  office.write(actor ?? (await asBoss()), body);

/** A guest with one permission below the boss's. */
const guestWith = async (rest: InputRow = {}) => {
  const { parent, ...row } = own(rest);
  const { user, userErrors, permissions } = await office.invite(await asBoss(), {
    permissions: [{ ...row, parent: (parent as { id: string }).id }],
  });
  expect(userErrors).toEqual([]);
  return { user: user ?? '', permission: permissions[0] ?? '' };
};

test('an invited person sees the devices of the site and nothing else', async () => {
  const answer = await office.invite(await asBoss(), {
    username: 'viewer',
    email: 'viewer@example.org',
    firstName: 'Vera',
    permissions: [{ name: 'Look here', parent: held, objectTypes: ['dcim.Device'], actions: ['view'] }],
  });
  expect(answer).toMatchObject({ userErrors: [], password: expect.stringMatching(/^\S{18,}$/) });
  const viewer = await office.as(answer.user ?? '');
  expect(await office.seen(viewer)).toEqual(here?.devices.toSorted());
  for (const list of ['sites', 'racks', 'users', 'objectPermissions'])
    expect(await office.seen(viewer, list)).toEqual([]);
  expect(await office.seen(await asBoss(), 'users')).toEqual([answer.user]);

  const stored = await office.plant.row('users_user', answer.user ?? '');
  expect(stored).toMatchObject({ username: 'viewer', must_change_password: true, is_superuser: false });
  expect(await passwordFits(String(stored['password_hash']), answer.password ?? '')).toBe(true);
  const log = await office.plant.dataSource.query<{ kind: string; subject: string }[]>(
    'SELECT kind, subject FROM users_security_event WHERE actor_user_id = $1',
    [boss],
  );
  expect(log.map(({ kind, subject }) => `${kind} ${subject}`).toSorted()).toEqual([
    'grantChanged Look here',
    'invited viewer',
    'userCreated viewer',
  ]);
});

test.each<[string, () => InputRow]>([
  ['no condition', () => ({})],
  ['another site', () => ({ predicate: at(there) })],
  ['either site', () => ({ predicate: { or: [at(here), at(there)] } })],
  ['what is not here', () => ({ predicate: { not: at(here) } })],
  ['everything', () => ({ predicate: { number: { gt: 0 } } })],
  ['being passed on', () => ({ delegable: true })],
])('nothing beyond the site is given by naming %s', async (_what, rest) => {
  const { user } = await guestWith(rest());
  const seen = await office.seen(await office.as(user));
  expect(seen.filter((id) => !here?.devices.includes(id))).toEqual([]);
});

test('no field is given to change that is not in the list above', async () => {
  const { user } = await guestWith({ actions: ['view', 'change'] });
  const [device] = here?.devices ?? [];
  const change = async (row: InputRow) =>
    codes(await attempt((work) => work.update('dcim.Device', [{ id: device, ...row }]), await office.as(user)));
  expect(await change({ serial: 'A-1' })).toEqual([]);
  expect(await change({ assetTag: 'A-1', airflow: 'passive' })).toEqual([
    'input.0.assetTag FORBIDDEN',
    'input.0.airflow FORBIDDEN',
  ]);
});

test('what the permission above does not name is refused, all at once, with what would work', async () => {
  const wide = { objectTypes: ['dcim.*', 'dcim.Rack'], actions: ['view', 'delete', '*'], fields: ['serial', 'role'] };
  const { errors } = await attempt((work) => work.create(PERMISSION, [own(wide)]));
  expect(errors).toEqual([
    {
      path: 'input.0.objectTypes',
      code: 'BAD_USER_INPUT',
      message: '"dcim.*": "Site here" is for dcim.Device, dcim.Rack only; name some of these.',
    },
    {
      path: 'input.0.actions',
      code: 'BAD_USER_INPUT',
      message: '"delete", "*": "Site here" allows view, change only; name some of these.',
    },
    {
      path: 'input.0.fields',
      code: 'BAD_USER_INPUT',
      message: '"role": "Site here" is limited to name, serial, comments; name some of these, or none for all of them.',
    },
  ]);
});

describe('a delegate writes below what is passed on, and nothing else', () => {
  let passed: string;
  let team: string;
  let token: string;

  beforeAll(async () => {
    const { plant } = office;
    passed = await passOn({ name: 'Passed on' });
    team = await plant.make('users.Group', { name: plant.name('team'), users: [boss] });
    token = await plant.make('users.ApiToken', {
      user: await office.user(),
      secret: plant.name('long-enough-for-a-token'),
    });
    await office.permission({ objectTypes: ['users.*'], users: [boss], predicate: { number: { gt: 0 } } });
  });

  const update = (id: () => string, row: () => InputRow) => (work: Work) =>
    work.update(PERMISSION, [{ id: id(), ...row() }]);
  const create = (row: () => InputRow) => (work: Work) => work.create(PERMISSION, [row()]);
  const upsert = (row: () => InputRow) => (work: Work) => work.upsert(PERMISSION, [row()]);

  const refused: [string, (work: Work) => Promise<unknown>, string[]][] = [
    [
      'its own, wider',
      update(
        () => held,
        () => ({ predicate: null }),
      ),
      ['input.0 FORBIDDEN'],
    ],
    ['its own by name', upsert(() => ({ name: 'Site here', predicate: null })), ['input.0 FORBIDDEN']],
    [
      'its own by filter',
      (work) => work.updateWhere(PERMISSION, { name: { eq: 'Site here' } }, { fields: null }, 1),
      ['set FORBIDDEN'],
    ],
    ['its own, gone', (work) => work.delete(PERMISSION, { ids: [held] }), ['ids.0 FORBIDDEN']],
    [
      'one of others',
      update(
        () => foreign,
        () => ({ users: [boss] }),
      ),
      ['input.0 FORBIDDEN', 'input.0.users FORBIDDEN'],
    ],
    ['a new one of its own', create(() => ({ ...own(), parent: null })), ['input.0.parent REQUIRED']],
    ['a new one that is found by no name', upsert(() => ({ ...own(), parent: null })), ['input.0.parent REQUIRED']],
    ['a new one below one of others', create(() => own({ parent: { id: foreign } })), ['input.0 OUT_OF_SCOPE']],
    [
      'to the top',
      update(
        () => passed,
        () => ({ parent: null }),
      ),
      ['input.0.parent REQUIRED'],
    ],
    [
      'below one of others',
      update(
        () => passed,
        () => ({ parent: { id: foreign } }),
      ),
      ['input.0 OUT_OF_SCOPE'],
    ],
    [
      'into itself',
      update(
        () => passed,
        () => ({ parent: { id: passed } }),
      ),
      ['input.0.parent TREE_CYCLE'],
    ],
    [
      'to oneself',
      update(
        () => passed,
        () => ({ users: [boss] }),
      ),
      ['input.0.users FORBIDDEN'],
    ],
    [
      'to a group one is in',
      update(
        () => passed,
        () => ({ groups: [team] }),
      ),
      ['input.0.groups FORBIDDEN'],
    ],
    [
      'to tokens of others',
      update(
        () => passed,
        () => ({ tokens: [token] }),
      ),
      ['input.0.tokens FORBIDDEN'],
    ],
    [
      'in steps',
      (work) => work.applyChanges([{ type: PERMISSION, action: 'create', ref: 'p', input: own({ parent: null }) }]),
      ['operations.0.parent REQUIRED'],
    ],
  ];

  test.each(refused)('%s', async (_what, body, expected) => {
    const actor = await asBoss();
    for (const options of [{}, { dryRun: true }])
      expect(codes(await office.write(actor, body, options))).toEqual(expected);
    expect(await office.seen(await asBoss())).toEqual(here?.devices.toSorted());
  });

  test('what decides about rights besides', async () => {
    await expect(attempt((work) => work.create('users.MemberScope', [{ user: boss }]))).rejects.toThrow(
      'You may not add',
    );
    await expect(attempt((work) => work.update('users.Group', [{ id: team, name: 'x' }]))).rejects.toThrow(
      'You may not',
    );
    await expect(attempt((work) => work.update('users.User', [{ id: boss, isSuperuser: true }]))).rejects.toThrow();
  });
});

test('a delegate changes, moves and deletes what is below, by id, name and filter', async () => {
  const second = await office.permission({ delegable: true, users: [boss], predicate: at(here) });
  const [one, two] = [await passOn({ name: 'First below' }), await passOn({ name: 'Second below' })];
  const third = own({ parent: { id: two }, name: 'Third below' });
  const early = await attempt((work) => work.create(PERMISSION, [third]));
  expect(early.errors).toMatchObject([
    { path: 'input.0.parent', message: expect.stringContaining('"Second below" may not be passed on') },
  ]);
  const done = await attempt(async (work) => {
    await work.update(PERMISSION, [{ id: one, enabled: false }]);
    await work.upsert(PERMISSION, [{ name: 'Second below', parent: { id: second }, delegable: true }]);
    await work.updateWhere(PERMISSION, { name: { endsWith: 'below' } }, { description: 'ours' }, 2);
    await work.create(PERMISSION, [third]);
  });
  expect(codes(done)).toEqual([]);
  expect(await office.plant.row('users_object_permission', two)).toMatchObject({
    parent_id: second,
    description: 'ours',
  });
  const gone = await attempt((work) => work.delete(PERMISSION, { ids: [two] }));
  expect(gone.changes.map(({ action, display }) => `${action} ${display}`).toSorted()).toEqual([
    'delete Second below',
    'delete Third below',
  ]);
});

describe('who was invited loses it with the next request when the one above', () => {
  const cases: [string, InputRow, boolean][] = [
    ['is switched off', { enabled: false }, false],
    ['may not be passed on any more', { delegable: false }, false],
    ['is for other rows', { predicate: { number: { lt: 0 } } }, false],
    ['is for other types', { objectTypes: ['dcim.Rack'] }, false],
    ['allows other actions', { actions: ['change'] }, false],
    ['reaches others', { users: [] }, true],
  ];

  test.each(cases)('%s', async (_what, change, stays) => {
    const root = await office.permission({ delegable: true, users: [boss], predicate: at(here) });
    const middle = await passOn({ parent: { id: root }, delegable: true });
    const { user } = await guestWith({ parent: { id: middle } });
    expect(await office.seen(await office.as(user))).toHaveLength(2);
    expect(codes(await office.plant.update(PERMISSION, { id: root, ...change }))).toEqual([]);
    expect(await office.seen(await office.as(user))).toHaveLength(stays ? 2 : 0);
  });

  test('is gone', async () => {
    const root = await office.permission({ delegable: true, users: [boss], predicate: at(here) });
    const middle = await passOn({ parent: { id: root }, delegable: true });
    const { user, permission } = await guestWith({ parent: { id: middle } });
    expect(codes(await office.plant.remove(PERMISSION, root))).toEqual([]);
    expect(await office.seen(await office.as(user))).toEqual([]);
    expect(await office.plant.row('users_object_permission', permission)).toEqual({});
  });
});

test('a token that is narrower than its user passes on nothing', async () => {
  const { plant } = office;
  const [wide, narrow] = [
    await plant.make('users.ApiToken', { user: boss, secret: plant.name('long-enough-for-a-token') }),
    await plant.make('users.ApiToken', { user: boss, secret: plant.name('long-enough-for-a-token') }),
  ];
  await office.permission({ objectTypes: ['*'], actions: ['*'], tokens: [narrow] });
  const body = (work: Work) => work.create(PERMISSION, [own()]);
  expect(codes(await attempt(body, await office.as(boss, { tokenId: wide })))).toEqual([]);
  const narrowed = await office.as(boss, { tokenId: narrow });
  await expect(attempt(body, narrowed)).rejects.toThrow('You may not add');
  await expect(office.invite(narrowed, {})).rejects.toThrow('no permission that you may pass on');
});

test('eight permissions may be passed on one from the other, and a chain without an end grants nothing', async () => {
  const links = [await office.permission({ delegable: true })];
  const below = (parent: string | undefined) => ({ ...own(), parent: { id: parent }, delegable: true });
  for (let n = 2; n <= 8; n++) links.push(await office.plant.make(PERMISSION, below(links.at(-1))));
  const { user } = await guestWith();
  const last = links.at(-1) ?? '';
  await office.plant.update(PERMISSION, { id: last, users: [user] });
  expect((await office.as(user)).grants.map(({ within = [] }) => within.length)).toContain(7);
  expect(codes(await office.plant.create(PERMISSION, below(last)))).toEqual(['input.0.parent BAD_USER_INPUT']);
  const top = await office.permission({ delegable: true });
  expect(codes(await office.plant.update(PERMISSION, { id: links[0], parent: { id: top } }))).toEqual([
    'input.0.parent BAD_USER_INPUT',
  ]);
  await office.plant.dataSource.query('UPDATE users_object_permission SET parent_id = $1 WHERE id = $2', [
    last,
    links[0],
  ]);
  expect((await office.as(user)).grants.map(({ within = [] }) => within.length)).not.toContain(7);
});

test('where delegation is switched off, what was passed on stays and nothing is passed on', async () => {
  const { user } = await guestWith();
  const passed = await passOn();
  const turn = (value: boolean) => office.plant.run((work) => work.changeSetting('users.delegation', value));
  await turn(false);
  const bodies = [
    (work: Work) => work.create(PERMISSION, [own()]),
    (work: Work) => work.update(PERMISSION, [{ id: passed, enabled: false }]),
    (work: Work) => work.delete(PERMISSION, { ids: [passed] }),
  ];
  for (const body of bodies)
    expect(codes(await attempt<unknown>(body))).toEqual([expect.stringMatching(/ FORBIDDEN$/)]);
  await expect(office.invite(await asBoss(), {})).rejects.toThrow('switched off');
  expect(await office.seen(await office.as(user))).toHaveLength(2);
  await turn(true);
  expect(codes(await attempt((work) => work.delete(PERMISSION, { ids: [passed] })))).toEqual([]);
});

describe('two organizations', () => {
  let elsewhere: string;
  const account = async (email: string, over: { superuser?: boolean; active?: boolean } = {}) => {
    const { superuser = false, active = true } = over;
    const id = await office.user();
    const username = office.plant.name('elsewhere');
    await office.plant.dataSource.query(
      'UPDATE users_user SET username = $2, email = $3, is_superuser = $4, is_active = $5 WHERE id = $1',
      [id, username, email, superuser, active],
    );
    await office.plant.dataSource.query('UPDATE users_membership SET organization_id = $2 WHERE user_id = $1', [
      id,
      elsewhere,
    ]);
    return { id, username };
  };
  const to = () => ({ permissions: [{ ...own(), parent: held }] });
  const memberships = async (id: string) => {
    const rows = await office.plant.dataSource.query<unknown[]>('SELECT 1 FROM users_membership WHERE user_id = $1', [
      id,
    ]);
    return rows.length;
  };

  beforeAll(async () => {
    elsewhere = randomUUID();
    await office.plant.dataSource.query(
      "INSERT INTO core_organization (id, number, name, slug) VALUES ($1, 2, 'Other', 'other')",
      [elsewhere],
    );
  });

  test('who has an account is let in by name and address together, and keeps the password', async () => {
    const { id, username } = await account('Ann@example.org');
    const actor = await asBoss();
    const wrong = await office.invite(actor, { username, email: 'ann@example.net', ...to() });
    expect(wrong).toEqual({
      user: null,
      password: null,
      permissions: [],
      userErrors: [
        {
          path: 'input.username',
          code: 'NOT_FOUND',
          message: expect.stringContaining('by this name and address together'),
        },
      ],
    });
    expect(await memberships(id)).toBe(1);
    const right = await office.invite(actor, { username: username.toUpperCase(), email: 'ann@example.org', ...to() });
    expect(right).toMatchObject({ user: id, password: null, userErrors: [] });
    expect(await office.seen(await office.as(id))).toHaveLength(2);
    expect((await office.as(id, { organizationId: elsewhere })).grants).toEqual([]);
  });

  test.each([{ superuser: true }, { active: false }])('%j accounts are not let in, in the same words', async (over) => {
    const { id, username } = await account('root@example.org', over);
    const refused = await office.invite(await asBoss(), { username, email: 'root@example.org', ...to() });
    expect(refused.userErrors).toMatchObject([{ path: 'input.username', code: 'NOT_FOUND' }]);
    expect(await memberships(id)).toBe(1);
  });

  test('nothing is passed on across', async () => {
    await office.plant.dataSource.query('INSERT INTO users_membership (user_id, organization_id) VALUES ($1, $2)', [
      boss,
      elsewhere,
    ]);
    const actor = await office.as(boss, { organizationId: elsewhere });
    await expect(attempt((work) => work.create(PERMISSION, [own()]), actor)).rejects.toThrow('You may not add');
    const administrator = { ...office.plant.actor, organizationId: elsewhere };
    const made = await attempt((work) => work.create(PERMISSION, [own()]), administrator);
    expect(codes(made)).toEqual(['input.0.parent NOT_FOUND']);
  });
});

test('an invitation says what the person may do, below what is one’s own, or nothing is kept', async () => {
  const actor = await asBoss();
  const before = await office.seen(office.plant.actor, 'users');
  const row = { name: 'x', objectTypes: ['dcim.Device'], actions: ['view'] };
  const errors = async (rest: object) =>
    (await office.invite(actor, rest)).userErrors.map(({ path, code }) => `${path} ${code}`);
  expect(await errors({})).toEqual(['input.permissions REQUIRED']);
  expect(await errors({ username: ' ', email: '', permissions: [row] })).toEqual([
    'input.username REQUIRED',
    'input.email REQUIRED',
  ]);
  expect(await errors({ permissions: [row] })).toEqual(['input.permissions.0.parent REQUIRED']);
  expect(await errors({ permissions: [{ ...row, parent: randomUUID() }] })).toEqual([
    'input.permissions.0.parent NOT_FOUND',
  ]);
  expect(await errors({ permissions: [{ ...row, parent: held, actions: ['delete'] }] })).toEqual([
    'input.permissions.0.actions BAD_USER_INPUT',
  ]);
  expect(await errors({ existing: [held] })).toEqual(['input.existing.0 FORBIDDEN']);
  expect(await office.seen(office.plant.actor, 'users')).toEqual(before);
  await expect(office.invite(await office.as(await office.user()), {})).rejects.toThrow('no permission');

  const passed = await passOn({ users: [] });
  const joined = await office.invite(actor, { existing: [passed] });
  expect(joined).toMatchObject({ userErrors: [], permissions: [passed] });
  expect(await office.seen(await office.as(joined.user ?? ''))).toHaveLength(2);
  const plain = await office.invite(office.plant.actor, {});
  expect(plain).toMatchObject({ userErrors: [], permissions: [], password: expect.any(String) });
});
