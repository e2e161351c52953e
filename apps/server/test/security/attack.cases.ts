import { connect } from 'node:net';
import { expectForeseen, signIn, type Desk } from './_desk.ts';

/** Numbers that look random and are the same each time. Source: Steele and Vigna, SplitMix, 2014 (mulberry32 form). */
const random = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  9_007_199_254_740_993n.toString(),
  '',
  ' ',
  '\0',
  '\ud800',
  '\u202e',
  "'; DROP TABLE dcim_site; --",
  '%_\\',
  '$user',
  '{{ 7 * 7 }}',
  '(((((((((((((((((((((((a+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+$',
  '[',
  'x'.repeat(20_000),
  [],
  [[]],
  [null],
  {},
  { eq: {} },
  { __proto__: null, constructor: { prototype: 1 } },
  '2026-13-45',
  '999.999.999.999/99',
  '::1%eth0',
];

const OPERATORS = [
  'eq',
  'ne',
  'in',
  'contains',
  'regex',
  'iregex',
  'gt',
  'between',
  'isNull',
  'within',
  'path',
  'nope',
];
const FIELDS = [
  'name',
  'status',
  'id',
  'number',
  'created',
  'tenant',
  'region',
  'tags',
  'customFields',
  'latitude',
  'nope',
];
const FILTERS = 'query ($f: SiteFilter) { sites(filter: $f, first: 2) { totalCount nodes { id } } }';

/** A value nested at random, as a careless or hostile client would send it. */
const oddValue = (next: () => number, depth = 0): unknown => {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(next() * list.length)];
  if (depth > 3 || next() < 0.4) return pick(ODD);
  const key = pick(next() < 0.3 ? ['and', 'or', 'not'] : depth === 0 ? FIELDS : OPERATORS) ?? 'and';
  const value = oddValue(next, depth + 1);
  return { [key]: next() < 0.2 ? [value, value] : value };
};

/** Brute force, code in names, and input that nobody foresaw. */
export const attackCases = (desk: () => Desk): void => {
  describe('passwords tried out in masses', () => {
    test('the API has no field that signs in, so that aliases gain nothing', async () => {
      const { ask, admin } = desk();
      const { data } = await ask(admin, '{ __schema { mutationType { fields { name } } } }');
      const names = data?.['__schema'].mutationType.fields.map(({ name }: { name: string }) => name) as string[];
      expect(
        names.filter((name) => /^(login|logIn|signIn|authenticate|sessionCreate|sessionStart)/i.test(name)),
      ).toEqual([]);
      expect(names).toContain('passwordChange');
    });

    test("a password of one's own is not guessed by aliases in one request", async () => {
      const { server, ask, make, admin } = desk();
      await make(admin, 'userCreate', { username: 'gus', password: 'the right password' });
      const answer = await signIn(server, 'gus', 'the right password');
      const who = { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '', 'x-plumbline-csrf': '1' };
      const guess = (at: number) =>
        `g${at}: passwordChange(current: "guess number ${at}", password: "taken over by me") { userErrors { code } }`;
      const guesses = await ask(who, `mutation { ${Array.from({ length: 190 }, (_, at) => guess(at)).join(' ')} }`);
      expect(JSON.stringify(guesses.data ?? guesses.errors)).not.toContain('"userErrors":[]');
      expect((await signIn(server, 'gus', 'taken over by me')).status).not.toBe(200);
    });

    test('documents with more aliases, and lists of documents, are refused before they run', async () => {
      const { ask, admin, server } = desk();
      const many = Array.from({ length: 300 }, (_, at) => `a${at}: viewer { name }`).join(' ');
      expect((await ask(admin, `{ ${many} }`)).errors?.[0]?.extensions['code']).toBe('QUERY_TOO_EXPENSIVE');
      const batch = JSON.stringify([{ query: '{ viewer { name } }' }, { query: '{ viewer { name } }' }]);
      const headers = { ...admin, 'content-type': 'application/json' };
      const answer = await server.fetch('graphql', { method: 'POST', headers, body: batch });
      expect(answer.status).toBe(400);
    });

    test('a name is locked after some failures, also for the right password', async () => {
      const { server, make, admin } = desk();
      await make(admin, 'userCreate', { username: 'lou', password: 'the right password' });
      const from = { 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.7' };
      const attempt = (password: string) =>
        server.fetch('auth/login', {
          method: 'POST',
          headers: from,
          body: JSON.stringify({ username: 'lou', password }),
        });
      for (let i = 0; i < 6; i++) expectForeseen((await attempt(`guess ${i}`)).status, '');
      expect((await attempt('the right password')).status).toBe(429);
    });
  });

  describe('code inside names, links and texts', () => {
    const CODE = '<img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }}';

    test('is kept as the text it is, and no answer is a page', async () => {
      const { ask, admin, make, server } = desk();
      const id = await make(admin, 'siteCreate', {
        name: CODE,
        slug: 'code',
        comments: `[x](javascript:alert(1)) ${CODE}`,
      });
      const answer = await server.fetch('graphql', {
        method: 'POST',
        headers: { ...admin, 'content-type': 'application/json' },
        body: JSON.stringify({ query: `{ site(id: "${id}") { name comments } }` }),
      });
      expect(answer.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/);
      expect(((await answer.json()) as { data: { site: { name: string } } }).data.site.name).toBe(CODE);
      const wrong = await ask(admin, `{ sites(filter: { name: { eq: 5 } }) { nodes { id } } }`);
      expect(wrong.text).not.toContain('<script>');
    });

    test.each([
      'javascript:alert(1)',
      ' JavaScript:alert(1)',
      'java\nscript:alert(1)',
      'java\tscript:x',
      '\u0001javascript:x',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
      'blob:x',
    ])('a custom link to %j is refused', async (linkUrl) => {
      const query = `mutation ($u: String!) {
          customLinkCreate(input: { name: "l", objectTypes: ["dcim.Site"], linkText: "go", linkUrl: $u }) { nodes { id } userErrors { path } }
        }`;
      const { data } = await desk().ask(desk().admin, query, { u: linkUrl });
      expect(data?.['customLinkCreate']).toEqual({ nodes: [], userErrors: [{ path: 'input.0.linkUrl' }] });
    });

    test('a custom link to the web is taken', async () => {
      const { make, admin } = desk();
      const link = {
        name: 'graphs',
        objectTypes: ['dcim.Site'],
        linkText: 'go',
        linkUrl: 'https://graphs.example/{{ object.name }}',
      };
      expect(await make(admin, 'customLinkCreate', link)).not.toBe('');
    });
  });

  describe('input that nobody foresaw', () => {
    test('filters at random are answered or refused, and never break', async () => {
      const { ask, admin } = desk();
      const next = random(20_261_121);
      const codes = new Set<unknown>();
      for (let i = 0; i < 150; i++) {
        const { errors } = await ask(admin, FILTERS, { f: oddValue(next) });
        codes.add(errors?.[0]?.extensions['code'] ?? 'answered');
      }
      expect([...codes]).toContain('BAD_USER_INPUT');
    });

    test('predicates of permissions at random are kept or refused, and never break who holds them', async () => {
      const { ask, admin, member } = desk();
      const next = random(7);
      const create = `mutation ($i: [ObjectPermissionCreateInput!]!) { objectPermissionCreate(input: $i) { nodes { id } userErrors { code } } }`;
      for (let i = 0; i < 25; i++) {
        const input = { name: `odd ${i}`, objectTypes: ['dcim.Site'], actions: ['view'], predicate: oddValue(next) };
        await ask(admin, create, { i: [input] });
      }
      expectForeseen((await ask(member, '{ sites { totalCount } }')).status, '');
    });

    test('bodies at random are refused', async () => {
      const { server, admin } = desk();
      const next = random(11);
      const bytes = (count: number) => Buffer.from(Array.from({ length: count }, () => Math.floor(next() * 256)));
      const bodies: (string | Buffer)[] = [
        '',
        '{',
        'null',
        '[]',
        '0',
        '"x"',
        '{"query":5}',
        '{"query":null}',
        '{"query":"{","variables":[]}',
        '{"query":"{a}","variables":"x"}',
        '{"query":"{ __typename }","operationName":5}',
        '{"query":"query Q { __typename }","operationName":"R"}',
        '{"query":"{ __typename }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}',
        `${'['.repeat(5_000)}`,
        `{"query":"${'{a'.repeat(3_000)}"}`,
        '{"__proto__":{"query":"x"}}',
        '\ufeff{}',
        ...Array.from({ length: 10 }, () => bytes(200)),
      ];
      const answers: (readonly [body: string, status: number, text: string])[] = [];
      for (const body of bodies) {
        const answer = await server.fetch('graphql', {
          method: 'POST',
          headers: { ...admin, 'content-type': 'application/json' },
          body,
        });
        answers.push([String(body).slice(0, 60), answer.status, await answer.text()]);
      }
      for (const body of [
        'null',
        '[]',
        '{"username":{}}',
        '{"username":"x","password":["y"]}',
        `{"username":"\\u0000","password":"x"}`,
        `{"username":"${'x'.repeat(5_000)}","password":"\\ud800"}`,
      ]) {
        const answer = await server.fetch('auth/login', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        answers.push([body.slice(0, 60), answer.status, await answer.text()]);
        expect(answer.status).not.toBe(200);
      }
      expect(answers.filter(([, status]) => status >= 500)).toEqual([]);
      for (const [, status, text] of answers) expectForeseen(status, text);
    });

    test('cookies, tokens and headers at random sign nobody in', async () => {
      const { server } = desk();
      const next = random(13);
      const text = (length: number) =>
        Array.from({ length }, () => String.fromCharCode(33 + Math.floor(next() * 94))).join('');
      const heads: Record<string, string>[] = [
        { cookie: 'plumbline_session' },
        { cookie: 'plumbline_session=' },
        { cookie: 'plumbline_session=%00; plumbline_session=x' },
        { cookie: `plumbline_session=${'x'.repeat(10_000)}` },
        { cookie: ';;;===;;;' },
        { authorization: 'Bearer' },
        { authorization: 'Bearer  ' },
        { authorization: `Bearer ${'x'.repeat(10_000)}` },
        { authorization: "Bearer ' OR 1=1 --" },
        { authorization: 'Basic YWRtaW46Y29ycmVjdCBob3JzZQ==' },
        { 'x-plumbline-organization': "' OR 1=1", cookie: 'plumbline_session=x' },
        { 'x-forwarded-for': 'nobody, ::1, 999.1.1.1' },
        { 'x-request-id': '<script>' },
        ...Array.from({ length: 15 }, () => ({ cookie: `plumbline_session=${text(40)}` })),
        ...Array.from({ length: 15 }, () => ({ authorization: `Bearer ${text(40)}` })),
      ];
      for (const headers of heads) {
        const answer = await server.fetch('graphql?query=%7B__typename%7D', { headers });
        expectForeseen(answer.status, await answer.text());
        expect([400, 401]).toContain(answer.status);
        expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]+$/);
      }
    });

    test.each([
      ['a head that is too large', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, '431'],
      ['no HTTP at all', 'SSH-2.0-x\r\n\r\n', '400'],
      [
        'two lengths',
        'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello',
        '400',
      ],
      [
        'a length and chunks',
        'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
        '400',
      ],
      ['a target that is no path', 'GET http://other/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', '400'],
    ])('%s is refused', async (_what, request, status) => {
      const { hostname, port } = new URL(desk().server.url);
      const text = await new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), hostname, () => socket.end(request));
        let read = '';
        socket.on('data', (part) => (read += part.toString())).on('error', reject);
        socket.on('close', () => resolve(read));
      });
      expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    });
  });
};
