import type { Desk } from './_desk.ts';

/** IDOR, mass assignment and what strangers learn. */
export const accessCases = (desk: () => Desk): void => {
  describe('objects of others, by their id', () => {
    let site: string;
    let fileId: string;

    beforeAll(async () => {
      site = await desk().make(desk().elsewhere, 'siteCreate', { name: 'Their site', slug: 'theirs' });
      const { server, elsewhere } = desk();
      const made = await server.fetch('files?name=theirs.txt', { method: 'PUT', headers: elsewhere, body: 'theirs' });
      fileId = ((await made.json()) as { id: string }).id;
    });

    test('read as absent', async () => {
      const { ask, admin } = desk();
      expect((await ask(admin, '{ site(id: "' + site + '") { name } }')).data).toEqual({ site: null });
      const listed = await ask(admin, `{ sites(filter: { id: { in: ["${site}"] } }) { totalCount nodes { id } } }`);
      expect(listed.data).toEqual({ sites: { totalCount: 0, nodes: [] } });
    });

    test('are not found by a change, a delete or a reference', async () => {
      const { ask, admin, elsewhere } = desk();
      const changed = await ask(
        admin,
        `mutation { siteUpdate(input: { id: "${site}", name: "mine" }) { userErrors { code } } }`,
      );
      expect(changed.data?.['siteUpdate'].userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
      const deleted = await ask(admin, `mutation { siteDelete(ids: ["${site}"]) { userErrors { code } } }`);
      expect(JSON.stringify(deleted.data)).toContain('NOT_FOUND');
      const racked = await ask(
        admin,
        `mutation { rackCreate(input: { name: "r", site: { id: "${site}" } }) { nodes { id } userErrors { code } } }`,
      );
      expect(racked.data?.['rackCreate'].userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
      expect((await ask(elsewhere, `{ site(id: "${site}") { name } }`)).data).toEqual({ site: { name: 'Their site' } });
    });

    test('are not downloaded, nor written on', async () => {
      const { server, admin, elsewhere } = desk();
      for (const method of ['GET', 'HEAD', 'PUT']) {
        const init = { method, headers: admin, ...(method === 'PUT' && { body: 'mine' }) };
        expect((await server.fetch(`files/${fileId}`, init)).status).toBe(404);
      }
      expect(await (await server.fetch(`files/${fileId}`, { headers: elsewhere })).text()).toBe('theirs');
    });

    test('are downloaded by a plain link of members that names the organization, and of nobody else', async () => {
      const { server, admin, elsewhere, member } = desk();
      const { cookie = '' } = elsewhere;
      const get = (query: string, headers: Record<string, string>) =>
        server.fetch(`files/${fileId}${query}`, { headers });
      expect(await (await get('?organization=other', { cookie })).text()).toBe('theirs');
      expect((await get('', { cookie })).status).toBe(404);
      expect((await get('?organization=nowhere', { cookie })).status).toBe(401);
      expect((await get('?organization=other', { cookie: member['cookie'] ?? '' })).status).toBe(401);
      expect((await get('?organization=other', admin)).status).toBe(403);
      expect((await get('?organization=default', elsewhere)).status).toBe(403);
    });

    test('are not written on by an address that names the organization', async () => {
      const { server, elsewhere } = desk();
      const { cookie = '' } = elsewhere;
      const headers = { cookie, 'x-plumbline-csrf': '1' };
      const sent = await server.fetch(`files/${fileId}?organization=other`, { method: 'PUT', headers, body: 'x' });
      expect(sent.status).toBe(404);
    });
  });

  describe("fields that are not the caller's to set", () => {
    test.each([
      ['the organization', 'organizationId: "00000000-0000-4000-8000-000000000001"'],
      ['the organization, as an object', 'organization: { slug: "other" }'],
      ['who made it', 'createdBy: "00000000-0000-4000-8000-000000000001"'],
      ['when it was made', 'created: "2001-01-01T00:00:00Z"'],
      ['a column', 'row_version: 7'],
    ])('%s is no part of an input', async (_what, field) => {
      const { ask, admin } = desk();
      const { errors } = await ask(
        admin,
        `mutation { siteCreate(input: { name: "x", slug: "x", ${field} }) { nodes { id } } }`,
      );
      expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    });

    test('are no part of rows that a file brings either', async () => {
      const { ask, admin, elsewhere, server } = desk();
      const own = await ask(elsewhere, '{ organizations { nodes { id slug } } }');
      const found = (own.data?.['organizations'].nodes ?? []) as { id: string; slug: string }[];
      const theirs = found.find(({ slug }) => slug === 'other');
      expect(theirs).toBeDefined();
      const csv = `name,slug,organizationId\nSneaked,sneaked,${theirs?.id}\n`;
      const sent = await server.fetch('files?name=sites.csv', { method: 'PUT', headers: admin, body: csv });
      const { id: fileId } = (await sent.json()) as { id: string };
      const start = 'mutation ($input: JSON) { jobStart(name: "importRows", input: $input) { id } }';
      const started = await ask(admin, start, { input: { type: 'dcim.Site', fileId } });
      const id = started.data?.['jobStart'].id as string;
      const state = async () => (await ask(admin, `{ job(id: "${id}") { status result } }`)).data?.['job'];
      let job = await state();
      while (['queued', 'running'].includes(job.status as string)) job = await state();
      expect(JSON.stringify(job.result)).toContain('organizationId');
      const sneaked = '{ sites(filter: { slug: { eq: "sneaked" } }) { totalCount } }';
      expect((await ask(elsewhere, sneaked)).data).toEqual({ sites: { totalCount: 0 } });
    });

    test('nobody makes an administrator of the own account', async () => {
      const { ask, admin, member } = desk();
      const found = await ask(admin, '{ users(filter: { username: { eq: "mia" } }) { nodes { id } } }');
      const id = found.data?.['users'].nodes[0].id as string;
      const raised = await ask(
        member,
        `mutation { userUpdate(input: { id: "${id}", isSuperuser: true }) { nodes { id } userErrors { code } } }`,
      );
      expect(JSON.stringify(raised)).toMatch(/FORBIDDEN|NOT_FOUND/);
      const still = await ask(admin, `{ user(id: "${id}") { isSuperuser } }`);
      expect(still.data).toEqual({ user: { isSuperuser: false } });
    });

    test('a hash of a password or a digest of a token is set by nobody', async () => {
      const { ask, admin } = desk();
      for (const mutation of [
        'userCreate(input: { username: "eve", passwordHash: "x" })',
        'apiTokenCreate(input: { user: { number: 1 }, digest: "x" })',
      ]) {
        const { errors } = await ask(admin, `mutation { ${mutation} { changeSetId } }`);
        expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
      }
    });
  });

  describe('strangers', () => {
    test.each([
      '{ __schema { types { name } } }',
      '{ __type(name: "User") { fields { name } } }',
      '{ __typename }',
      '{ users { totalCount } }',
    ])('learn nothing from %s', async (query) => {
      const answer = await desk().ask({}, query);
      expect([answer.status, answer.data ?? null]).toEqual([401, null]);
      const byGet = await desk().server.fetch(`graphql?query=${encodeURIComponent(query)}`);
      expect(byGet.status).toBe(401);
    });

    test('do not learn which accounts there are', async () => {
      const { server } = desk();
      const answers = await Promise.all(
        ['mia', 'nobody-of-that-name'].map(async (username) => {
          const body = JSON.stringify({ username, password: 'a wrong password' });
          const answer = await server.fetch('auth/login', {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.20' },
            body,
          });
          return [answer.status, await answer.text()];
        }),
      );
      expect(answers[0]).toEqual(answers[1]);
    });
  });
};
