import { expectForeseen, sessionOf, signIn, type Desk } from './_desk.ts';

const SITE = 'mutation { siteCreate(input: { name: "forged", slug: "forged" }) { nodes { id } } }';

/** CSRF, CORS, cookies, headers and uploaded files. */
export const browserCases = (desk: () => Desk): void => {
  describe('requests that another site makes a browser send', () => {
    const isForged = async () => {
      const { data } = await desk().ask(desk().admin, '{ sites(filter: { slug: { eq: "forged" } }) { totalCount } }');
      return data?.['sites'].totalCount > 0;
    };
    const cookie = async () => ({ cookie: (await sessionOf(desk().server, 'admin', 'correct horse'))['cookie'] ?? '' });

    test.each([
      ['a form', 'POST', 'application/x-www-form-urlencoded', `query=${encodeURIComponent(SITE)}`],
      ['a form with text', 'POST', 'text/plain', JSON.stringify({ query: SITE })],
      ['a multipart form', 'POST', 'multipart/form-data; boundary=x', '--x--'],
      ['a script without the header', 'POST', 'application/json', JSON.stringify({ query: SITE })],
    ])('%s changes nothing', async (_what, method, type, body) => {
      const headers = { ...(await cookie()), 'content-type': type, origin: 'https://evil.example' };
      const answer = await desk().server.fetch('graphql', { method, headers, body });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expectForeseen(answer.status, await answer.text());
      expect(await isForged()).toBe(false);
    });

    test('an address that is opened changes nothing, whatever it asks', async () => {
      const headers = { ...(await cookie()), origin: 'https://evil.example' };
      for (const extra of [{}, { 'x-plumbline-csrf': '1' }]) {
        const answer = await desk().server.fetch(`graphql?query=${encodeURIComponent(SITE)}`, {
          headers: { ...headers, ...extra },
        });
        expect(answer.status).toBeGreaterThanOrEqual(400);
      }
      expect(await isForged()).toBe(false);
    });

    test('an upload and a sign-out need the header as well', async () => {
      const headers = await cookie();
      const { server } = desk();
      expect((await server.fetch('files?name=x', { method: 'PUT', headers, body: 'x' })).status).toBe(403);
      expect((await server.fetch('auth/logout', { method: 'POST', headers })).status).toBe(403);
      expect((await server.fetch('auth/session', { headers })).status).toBe(200);
    });

    test('nobody is signed in by a form of another site', async () => {
      const body = new URLSearchParams({ username: 'admin', password: 'correct horse' });
      const answer = await desk().server.fetch('auth/login', { method: 'POST', body });
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([415, null]);
    });

    test.each(['https://evil.example', 'null', 'https://ui.example.evil.example', 'http://ui.example'])(
      'pages of %s may not read answers',
      async (origin) => {
        const { server, admin } = desk();
        const preflight = {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'x-plumbline-csrf',
        };
        const asked = await server.fetch('graphql', { method: 'OPTIONS', headers: preflight });
        const read = await server.fetch('auth/session', { headers: { ...admin, origin } });
        for (const { headers } of [asked, read]) {
          expect(headers.get('access-control-allow-origin')).toBeNull();
          expect(headers.get('access-control-allow-credentials')).toBeNull();
        }
      },
    );

    test('pages of the configured origin may', async () => {
      const { server, admin } = desk();
      const { headers } = await server.fetch('auth/session', { headers: { ...admin, origin: 'https://ui.example' } });
      expect(headers.get('access-control-allow-origin')).toBe('https://ui.example');
      expect(headers.get('vary')).toContain('origin');
    });
  });

  describe('what answers tell browsers', () => {
    test('the page runs its own scripts only, and lies in no frame', async () => {
      const answer = await desk().server.fetch('');
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy.replace(/style-src[^;]*/, '')).not.toMatch(/unsafe|\*|http:/);
      for (const part of ["default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'self'"])
        expect(policy).toContain(part);
      for (const [script] of (await answer.text()).matchAll(/<script[^>]*>[^<]*/g))
        expect(script).toMatch(/src="[^"]+"[^>]*>$/);
    });

    test('everything else is data, which runs nothing wherever it is opened', async () => {
      const { server, admin } = desk();
      for (const path of ['auth/session', 'healthz', 'nothing.js', 'graphql?query=%7B__typename%7D']) {
        const { headers } = await server.fetch(path, { headers: admin });
        expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('x-frame-options')).toBe('DENY');
      }
    });

    test('the cookie is out of reach of scripts, and travels encrypted where the proxy does', async () => {
      const { server } = desk();
      expect((await signIn(server, 'admin', 'correct horse')).headers.get('set-cookie')).toMatch(
        /HttpOnly; SameSite=(Lax|Strict)/,
      );
      const secure = await server.fetch('auth/login', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-proto': 'https' },
        body: JSON.stringify({ username: 'admin', password: 'correct horse' }),
      });
      expect(secure.headers.get('set-cookie')).toContain('; Secure');
      expect(secure.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    });
  });

  describe('uploaded files', () => {
    const put = async (name: string, type: string, body: string) => {
      const { server, admin } = desk();
      const answer = await server.fetch(`files?name=${encodeURIComponent(name)}`, {
        method: 'PUT',
        headers: { ...admin, 'content-type': type },
        body,
      });
      return { status: answer.status, file: (await answer.json()) as { id: string; name: string } };
    };

    test.each([
      ['a page', 'page.html', 'text/html', '<script>alert(1)</script>'],
      [
        'a picture that is a program',
        'logo.svg',
        'image/svg+xml',
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      ],
      ['a script', 'x.js', 'text/javascript', 'alert(1)'],
      ['a page that calls itself a picture', 'x.png', 'image/png', '<html><script>alert(1)</script>'],
      ['XML with a style sheet', 'x.xml', 'text/xml', '<?xml-stylesheet href="javascript:alert(1)"?><x/>'],
    ])('%s is downloaded, and never opened', async (_what, name, type, body) => {
      const { server, admin } = desk();
      const { file } = await put(name, type, body);
      const { headers } = await server.fetch(`files/${file.id}`, { headers: admin });
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toMatch(/^attachment; /);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
      expect((await server.fetch(`files/${file.id}`)).status).toBe(401);
    });

    test.each([
      ['../../../../tmp/evil', '........tmpevil'],
      ['..\\..\\evil.txt', '....evil.txt'],
      ['/etc/passwd', 'etcpasswd'],
      ['a\0b\r\nx-header: 1', 'abx-header: 1'],
      ['"; filename=evil.exe', '"; filename=evil.exe'],
    ])('the name %j stays a name', async (name, kept) => {
      const { server, admin } = desk();
      const { file } = await put(name, 'text/plain', 'x');
      expect(file.name).toBe(kept);
      const { headers } = await server.fetch(`files/${file.id}`, { headers: admin });
      expect(headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''${encodeURIComponent(kept)}`);
      expect(headers.get('x-header')).toBeNull();
    });

    test.each([
      '../master.key',
      '..%2fmaster.key',
      '%2e%2e/%2e%2e/etc/passwd',
      'x/../../admin.json',
      '....//master.key',
    ])('the address files/%s leads to no file', async (path) => {
      const { server, admin } = desk();
      const answer = await server.fetch(`files/${path}`, { headers: admin });
      const text = await answer.text();
      expect(text).not.toMatch(/root:|[A-Za-z0-9+/]{43}=/);
      expectForeseen(answer.status, text);
    });

    test.each([
      '..%2f..%2fpackage.json',
      '%2e%2e%2fserver%2fpackage.json',
      'assets/..%2f..%2f..%2fserver%2fpackage.json',
      '..%5c..%5cpackage.json',
      '%00',
    ])('the address %s leads to no file of the program', async (path) => {
      const answer = await desk().server.fetch(path);
      const text = await answer.text();
      expect(text).not.toContain('"dependencies"');
      expectForeseen(answer.status, text);
    });
  });
};
