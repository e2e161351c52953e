import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventsOf, makeUser, PASSWORD, signIn } from '../_people.ts';
import type { Who } from './_desk.ts';
import { BUDGET, openShareDesk, type ShareDesk } from './_share-desk.ts';

let desk: ShareDesk;
/** A member who sees two sites and the regions, and no tenants. */
let mia: Who;
let miaId: string;
let permission: string;
let site: string;

const MARKUP = '<img src=x onerror=alert(1)>';
const UNKNOWN = 'A'.repeat(43);

const update = async (type: string, input: Readonly<Record<string, unknown>>): Promise<void> => {
  const field = `${type.charAt(0).toLowerCase()}${type.slice(1)}Update`;
  const text = `mutation ($i: [${type}UpdateInput!]!) { ${field}(input: $i) { userErrors { message } } }`;
  expect((await desk.server.ask(text, { i: [input] })).data).toEqual({ [field]: { userErrors: [] } });
};

const setting = async (value: boolean, key = 'users.shareLinks'): Promise<void> => {
  const text = 'mutation ($i: [SettingInput!]!) { settingsUpdate(input: $i) { userErrors { message } } }';
  const { data } = await desk.server.ask(text, { i: [{ key, value }] });
  expect(data).toEqual({ settingsUpdate: { userErrors: [] } });
};

const revoke = async (who: Who, ids: readonly string[]) => {
  const text = 'mutation ($ids: [ID!]!) { shareLinkRevoke(ids: $ids) { revoked userErrors { code path } } }';
  return (await desk.server.ask(text, { ids }, who)).data?.['shareLinkRevoke'];
};

const linkOf = async (name: string): Promise<{ id: string; timesOpened: number }> => {
  const text = '{ shareLinks(first: 1000) { nodes { id name timesOpened sharer { username } } } }';
  const { data } = await desk.server.ask(text);
  return data?.['shareLinks'].nodes.find((link: { name: string }) => link.name === name);
};

beforeAll(async () => {
  desk = await openShareDesk();
  const { make } = desk;
  const tenant = await make('tenantCreate', { name: 'Hidden tenant', slug: 'hidden' });
  const region = await make('regionCreate', { name: 'Seen region', slug: 'seen' });
  const refs = { tenant: { id: tenant }, region: { id: region } };
  site = await make('siteCreate', { name: MARKUP, slug: 'fra1', facility: 'Hall 4', ...refs });
  await make('siteCreate', { name: 'Berlin', slug: 'ber1', ...refs });
  await make('siteCreate', { name: 'Secret place', slug: 'secret' });
  miaId = await makeUser(desk.server, 'mia');
  permission = await make('objectPermissionCreate', {
    name: 'Two sites',
    objectTypes: ['dcim.Site'],
    actions: ['view'],
    predicate: { slug: { in: ['fra1', 'ber1'] } },
    users: [{ id: miaId }],
  });
  await make('objectPermissionCreate', {
    name: 'Regions and tags',
    objectTypes: ['dcim.Region', 'extras.Tag'],
    actions: ['view'],
    users: [{ id: miaId }],
  });
  mia = (await signIn(desk.server, 'mia', PASSWORD)).headers;
});
afterAll(() => desk?.stop());

describe('a link shows', () => {
  test('one object to whoever has it, without the names of what its sharer does not see', async () => {
    const token = await desk.share(mia, { name: 'One site', type: 'dcim.Site', id: site });
    const { status, body, text, headers } = await desk.open(token);
    expect([status, body.kind, body.type, body.title]).toEqual([200, 'object', 'site', MARKUP]);
    const values = Object.fromEntries(
      body.fields.map((field: { name: string; value: unknown }) => [field.name, field.value]),
    );
    expect(values).toMatchObject({
      status: 'Active',
      region: 'Seen region',
      tenant: null,
      facility: 'Hall 4',
      tags: [],
    });
    expect(text).not.toContain('Hidden tenant');
    expect(headers.get('content-type')).toContain('application/json');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('the chosen fields of a list and nothing of others, not even in names, sort and number of rows', async () => {
    const wish = {
      name: 'States',
      type: 'dcim.Site',
      fields: ['status', 'region'],
      filter: { status: { eq: 'active' } },
    };
    const { body, text } = await desk.open(await desk.share(mia, wish));
    expect(body).toMatchObject({
      kind: 'list',
      title: 'States',
      total: 2,
      columns: [{ name: 'status' }, { name: 'region' }],
    });
    expect(body.rows.map(({ values }: { values: unknown }) => values)).toEqual([
      ['Active', 'Seen region'],
      ['Active', 'Seen region'],
    ]);
    expect(body.rows[0].title).toMatch(/^Site \d+$/);
    expect(text).not.toMatch(/onerror|Berlin|fra1|ber1|Hall 4/);
  });

  test('rows that a filter finds through what the sharer sees, and none through what is hidden', async () => {
    const by = async (filter: object) =>
      (await desk.open(await desk.share(mia, { type: 'dcim.Site', filter, fields: ['slug'] }))).body.total;
    expect(await by({ region: { slug: { eq: 'seen' } } })).toBe(2);
    expect(await by({ tenant: { slug: { eq: 'hidden' } } })).toBe(0);
  });

  test('500 rows a page, and the rest on further pages', async () => {
    const tags = Array.from({ length: 501 }, (_, n) => ({ name: `Tag ${n}`, slug: `tag-${n}` }));
    const made = await desk.server.ask(
      'mutation ($i: [TagCreateInput!]!) { tagCreate(input: $i) { userErrors { message } } }',
      { i: tags },
    );
    expect(made.data).toEqual({ tagCreate: { userErrors: [] } });
    const token = await desk.share(mia, { name: 'Tags', type: 'extras.Tag', fields: ['name'], orderBy: ['-name'] });
    const [first, second] = [await desk.open(token), await desk.open(token, '192.0.2.1', '?offset=500&first=10000')];
    expect([first.body.total, first.body.rows.length, second.body.rows.length]).toEqual([501, 500, 1]);
    expect([first.body.rows[0].title, second.body.rows[0].title]).toEqual(['Tag 500', 'Tag 0']);
    for (const odd of ['-1', 'x', '1e3', '99999999']) {
      const refused = await desk.open(token, '192.0.2.1', `?offset=${odd}`);
      expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    }
  });

  test('an administrator shares what administrators see, as it is read and no more', async () => {
    const token = await desk.share(desk.admin, { type: 'dcim.Site', id: site, fields: ['name', 'tenant'] });
    const { body } = await desk.open(token);
    expect(body.fields.map(({ value }: { value: unknown }) => value)).toEqual([MARKUP, 'Hidden tenant']);
  });

  test('the page that shows it is for browsers, holds nothing of what is shared and takes no other method', async () => {
    const token = await desk.share(mia, { type: 'dcim.Site', id: site });
    const posted = await desk.server.fetch(`share/${token}`, { method: 'POST', body: '{}' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET']);
    const page = await desk.server.fetch(`share/${token}`, { headers: { accept: 'text/html' } });
    expect(await page.text()).not.toContain('onerror');
    expect([page.headers.get('cache-control'), page.headers.get('referrer-policy')]).toEqual([
      'no-store',
      'no-referrer',
    ]);
  });
});

describe('a link shows nothing, and does not say why,', () => {
  let token: string;
  let nothing: readonly [number, string];

  const outcome = async (one = token): Promise<readonly [number, string]> => {
    const { status, text } = await desk.open(one, '192.0.2.9');
    return [status, text];
  };

  beforeAll(async () => {
    token = await desk.share(mia, { name: 'Ends', type: 'dcim.Site', id: site });
    nothing = await outcome(UNKNOWN);
    expect(nothing[0]).toBe(404);
  });

  /** Holds that the link shows nothing after a change, and shows something again once it is taken back. */
  const goneWhile = async (change: () => Promise<unknown>, back: () => Promise<unknown>): Promise<void> => {
    expect((await outcome())[0]).toBe(200);
    await change();
    expect(await outcome()).toEqual(nothing);
    await back();
    expect((await outcome())[0]).toBe(200);
  };

  test.each(['', 'x', `${UNKNOWN}A`, '..%2f..%2fetc', '%00', "'--", UNKNOWN.replace('A', '%C3%A4')])(
    'for the token %j',
    async (odd) => expect(await outcome(odd)).toEqual(nothing),
  );

  test('once it has expired', () =>
    goneWhile(
      () => desk.sql("UPDATE users_share_link SET expires = now() - interval '1 second' WHERE name = 'Ends'"),
      () => desk.sql("UPDATE users_share_link SET expires = now() + interval '1 hour' WHERE name = 'Ends'"),
    ));

  test('while its sharer is switched off', () =>
    goneWhile(
      () => update('User', { id: miaId, isActive: false }),
      () => update('User', { id: miaId, isActive: true }),
    ));

  test('while its sharer lacks the right', () =>
    goneWhile(
      () => update('ObjectPermission', { id: permission, enabled: false }),
      () => update('ObjectPermission', { id: permission, enabled: true }),
    ));

  test('while sharing is switched off, which also keeps people from making links', () =>
    goneWhile(
      async () => {
        await setting(false);
        const { errors } = await desk.tryShare(mia, { type: 'dcim.Site', id: site });
        expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
      },
      () => setting(true),
    ));

  test('while its organization is switched off', () =>
    goneWhile(
      () => desk.sql('UPDATE core_organization SET is_active = false'),
      () => desk.sql('UPDATE core_organization SET is_active = true'),
    ));

  test('once its sharer has left, also after coming back', async () => {
    await goneWhile(
      () => desk.sql('DELETE FROM users_membership WHERE user_id = $1', [miaId]),
      () =>
        desk.sql(
          "INSERT INTO users_membership (user_id, organization_id, created) SELECT $1::uuid, id, '2020-01-01'::timestamptz FROM core_organization",
          [miaId],
        ),
    );
    await desk.sql('UPDATE users_membership SET created = now() WHERE user_id = $1', [miaId]);
    expect(await outcome()).toEqual(nothing);
    await desk.sql("UPDATE users_membership SET created = '2020-01-01' WHERE user_id = $1", [miaId]);
  });

  test('once its object is deleted', async () => {
    const tag = await desk.make('tagCreate', { name: 'Short-lived', slug: 'short-lived' });
    const link = await desk.share(mia, { type: 'extras.Tag', id: tag });
    expect((await outcome(link))[0]).toBe(200);
    await desk.server.ask('mutation ($id: ID!) { tagDelete(ids: [$id]) { userErrors { message } } }', { id: tag });
    expect(await outcome(link)).toEqual(nothing);
  });

  test('once its sharer is deleted', async () => {
    const id = await makeUser(desk.server, 'leaver', { isSuperuser: true });
    const link = await desk.share((await signIn(desk.server, 'leaver', PASSWORD)).headers, {
      type: 'dcim.Site',
      id: site,
    });
    expect((await outcome(link))[0]).toBe(200);
    const text = 'mutation ($id: ID!) { userDelete(ids: [$id]) { userErrors { message } } }';
    expect((await desk.server.ask(text, { id })).data).toEqual({ userDelete: { userErrors: [] } });
    expect(await outcome(link)).toEqual(nothing);
  });

  test('once it is revoked, which its sharer and administrators may do and others not', async () => {
    const jo = await makeUser(desk.server, 'jo').then(() => signIn(desk.server, 'jo', PASSWORD));
    const { id } = await linkOf('Ends');
    const refused = { revoked: 0, userErrors: [{ code: 'NOT_FOUND', path: 'ids.0' }] };
    expect(await revoke(jo.headers, [id])).toEqual(refused);
    expect((await outcome())[0]).toBe(200);
    expect(await revoke(mia, [id])).toEqual({ revoked: 1, userErrors: [] });
    expect(await outcome()).toEqual(nothing);
    const other = await desk.share(mia, { name: 'Theirs', type: 'dcim.Site', id: site });
    expect(await revoke(desk.admin, [(await linkOf('Theirs')).id])).toEqual({ revoked: 1, userErrors: [] });
    expect(await outcome(other)).toEqual(nothing);
    expect((await eventsOf(desk.server, 'Ends')).map(({ kind }) => kind)).toContain('shareRevoked');
  });
});

describe('making a link', () => {
  const refusalsOf = async (who: Who, wish: Readonly<Record<string, unknown>>) => {
    const { data, errors } = await desk.tryShare(who, wish);
    const refusals = data?.['shareLinkCreate'].userErrors ?? errors?.map(({ extensions }) => extensions);
    return refusals.map(({ path = '', code }: { path?: string; code: string }) => `${path} ${code}`.trim());
  };

  test('takes a right to see the object, which an id of another organization is not', async () => {
    const { data } = await desk.server.ask('{ sites(filter: { slug: { eq: "secret" } }) { nodes { id } } }');
    expect(await refusalsOf(mia, { type: 'dcim.Site', id: data?.['sites'].nodes[0].id })).toEqual(['id NOT_FOUND']);
    await desk.make('organizationCreate', { name: 'Other', slug: 'other' });
    const admin = await signIn(desk.server, 'admin', 'correct horse');
    const elsewhere = { ...admin.headers, 'x-plumbline-organization': 'other' };
    const made = await desk.server.ask(
      'mutation { siteCreate(input: { name: "Theirs", slug: "theirs" }) { nodes { id } } }',
      {},
      elsewhere,
    );
    const theirs = String(made.data?.['siteCreate'].nodes[0].id);
    expect(await refusalsOf(desk.admin, { type: 'dcim.Site', id: theirs })).toEqual(['id NOT_FOUND']);
    const token = await desk.share(elsewhere, { name: 'Of others', type: 'dcim.Site', id: theirs });
    expect((await desk.open(token)).body.title).toBe('Theirs');
    expect(await linkOf('Of others')).toBeUndefined();
  });

  test('tells all that is wrong at once', async () => {
    const wish = {
      name: ' ',
      type: 'dcim.Site',
      fields: ['nme', 'status'],
      orderBy: ['name'],
      expires: '2001-01-01T00:00:00Z',
    };
    expect(await refusalsOf(mia, wish)).toEqual([
      'name BAD_USER_INPUT',
      'expires BAD_USER_INPUT',
      'fields.0 BAD_USER_INPUT',
      'orderBy BAD_USER_INPUT',
    ]);
    const inTwoYears = new Date(Date.now() + 63_072_000_000).toISOString();
    expect(await refusalsOf(mia, { type: 'dcim.Site', id: site, expires: inTwoYears })).toEqual([
      'expires BAD_USER_INPUT',
    ]);
    expect(await refusalsOf(mia, { type: 'dcim.Site', filter: { nme: { eq: 'x' } } })).toEqual([
      'filter BAD_USER_INPUT',
    ]);
    expect(await refusalsOf(mia, { type: 'users.User' })).toEqual(['BAD_USER_INPUT']);
    expect(await refusalsOf(desk.admin, { type: 'users.ApiToken' })).toEqual(['BAD_USER_INPUT']);
  });

  test('works as the guide shows it', async () => {
    const guide = readFileSync(join(__dirname, '../../../../docs/guides/sharing.md'), 'utf8');
    const [, example = ''] = /```graphql\n([\s\S]*?)```/.exec(guide) ?? [];
    const made = (await desk.server.ask(example)).data?.['shareLinkCreate'];
    expect(made.userErrors).toEqual([]);
    const { body } = await desk.open(made.token);
    expect([body.title, body.columns.length]).toEqual(['Sites for the audit', 3]);
    const days = (Date.parse(made.expires) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
  });

  test('is for administrators alone during maintenance, and ending one for everybody', async () => {
    await desk.share(mia, { name: 'Ended in maintenance', type: 'dcim.Site', id: site });
    await setting(true, 'core.maintenanceMode');
    expect(await refusalsOf(mia, { type: 'dcim.Site', id: site })).toEqual(['MAINTENANCE']);
    await desk.share(desk.admin, { type: 'dcim.Site', id: site });
    expect((await revoke(mia, [(await linkOf('Ended in maintenance')).id])).revoked).toBe(1);
    await setting(false, 'core.maintenanceMode');
  });

  test('is not for tokens that only read, nor for those that may do less than their user', async () => {
    const tokenFor = async (more: string): Promise<Who> => {
      const { data } = await desk.server.ask(
        `mutation { tokenCreate(${more}) { token userErrors { message } } }`,
        {},
        mia,
      );
      return { authorization: `Bearer ${data?.['tokenCreate'].token}` };
    };
    const narrow = await tokenFor(`permissions: ["${permission}"]`);
    const reading = await tokenFor('writeEnabled: false');
    for (const who of [narrow, reading])
      expect(await refusalsOf(who, { type: 'dcim.Site', id: site })).toEqual(['FORBIDDEN']);
  });

  test('leaves its token nowhere: in no table, no log and no change record', async () => {
    const token = await desk.share(mia, { name: 'Nowhere', type: 'dcim.Site', id: site });
    await desk.open(token);
    await desk.open(`${token.slice(0, -1)}!`);
    const tables = await desk.sql<{ name: string }>(
      "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    const holds = tables.map(
      ({ name }) => `SELECT '${name}' AS name FROM ${name} t WHERE t::text LIKE '%' || $1 || '%'`,
    );
    expect(await desk.sql(holds.join(' UNION ALL '), [token.slice(0, 20)])).toEqual([]);
    expect(desk.log()).toContain('"route":"share"');
    expect(desk.log()).not.toContain(token.slice(0, 20));
    const change = `{ changeRecords(filter: { objectType: { eq: "users.ShareLink" } }, first: 1000) { nodes { action actorName fields } } }`;
    const records = JSON.stringify((await desk.server.ask(change)).data);
    expect(records).toContain('"action":"create","actorName":"mia"');
    expect(records).not.toMatch(/digest|keyId/);
  });
});

describe('opening a link', () => {
  test('is logged once for each address and day, and counted each time', async () => {
    const token = await desk.share(mia, { name: 'Watched', type: 'dcim.Site', id: site });
    await Promise.all(Array.from({ length: 4 }, () => desk.open(token, '192.0.2.20')));
    await desk.open(token, '192.0.2.21');
    const events = await eventsOf(desk.server, 'Watched');
    expect(events.map(({ kind, address }) => [kind, address])).toEqual([
      ['shared', '127.0.0.1'],
      ['shareOpened', '192.0.2.20'],
      ['shareOpened', '192.0.2.21'],
    ]);
    expect(events[1]).toMatchObject({ actorUserId: null, details: { sharer: 'mia', type: 'dcim.Site' } });
    expect((await linkOf('Watched')).timesOpened).toBe(5);
    const own = await desk.server.ask('{ ownShareLinks { name timesOpened type rowId } }', {}, mia);
    expect(own.data?.['ownShareLinks']).toContainEqual({
      name: 'Watched',
      timesOpened: 5,
      type: 'dcim.Site',
      rowId: site,
    });
    expect((await desk.server.ask('{ shareLinks { totalCount } }', {}, mia)).data).toEqual({
      shareLinks: { totalCount: 0 },
    });
  });

  test('writes its log and its counters, and nothing else', async () => {
    const token = await desk.share(mia, { name: 'Quiet', type: 'dcim.Site' });
    const tables = await desk.sql<{ name: string }>(
      "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('core_outbox', 'core_worker', 'core_consumer')",
    );
    const digests = tables.map(
      ({ name }) =>
        `SELECT '${name}' AS name, md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) AS digest FROM ${name} t`,
    );
    const state = async () =>
      new Map(
        (await desk.sql<{ name: string; digest: string }>(digests.join(' UNION ALL '))).map(({ name, digest }) => [
          name,
          digest,
        ]),
      );
    const before = await state();
    expect((await desk.open(token, '192.0.2.30')).status).toBe(200);
    const after = await state();
    const changed = [...after].flatMap(([name, digest]) => (before.get(name) === digest ? [] : [name]));
    expect(changed.toSorted()).toEqual(['users_security_event', 'users_share_link']);
  });

  test('is limited by address, so that tokens are not guessed in masses, and leaves others alone', async () => {
    const statuses: number[] = [];
    while (statuses.length < 10 * BUDGET && statuses.at(-1) !== 429) {
      const guess = UNKNOWN.replace(/A{4}$/, String(statuses.length).padStart(4, '0'));
      statuses.push((await desk.open(guess, '198.51.100.7')).status);
    }
    expect(statuses.length).toBeGreaterThan(BUDGET);
    expect([new Set(statuses.slice(0, -1)), statuses.at(-1)]).toEqual([new Set([404]), 429]);
    const refused = await desk.open(UNKNOWN, '198.51.100.7');
    expect([refused.body.errors[0].extensions.code, Number(refused.headers.get('retry-after')) > 0]).toEqual([
      'RATE_LIMITED',
      true,
    ]);
    expect((await desk.open(UNKNOWN, '198.51.100.8')).status).toBe(404);
  });
});
