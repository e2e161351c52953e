import type { Server } from 'node:net';
import { Client } from 'pg';
import { SMTPServer } from 'smtp-server';
import { makeUser, PASSWORD, signIn } from './_people.ts';
import { openServer, type TestServer } from './_server.ts';

/** A mail as the mail server of the test took it. */
interface Taken {
  readonly to: readonly string[];
  readonly user: string | null;
  readonly text: string;
}

let server: TestServer;
let database: Client;
let post: SMTPServer;
let port = 0;
let refusals = 0;
const taken: Taken[] = [];

const openPost = (): Promise<number> =>
  new Promise((resolve) => {
    post = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        password === 'sesame' ? done(null, { user: username ?? '' }) : done(new Error('wrong password')),
      onData: (stream, session, done) => {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
        stream.on('end', () => {
          if (refusals > 0) {
            refusals -= 1;
            done(new Error('try later'));
            return;
          }
          const to = session.envelope.rcptTo.map(({ address }) => address);
          taken.push({ to, user: session.user ?? null, text });
          done();
        });
      },
    });
    const listening: Server = post.listen(0, '127.0.0.1', () => {
      const place = listening.address();
      resolve(typeof place === 'object' && place !== null ? place.port : 0);
    });
  });

beforeAll(async () => {
  port = await openPost();
  process.env['MAIL_TEST_PASSWORD'] = 'sesame';
  server = await openServer({
    outgoingAllow: [`127.0.0.1:${port}`],
    secretsPrefix: 'MAIL_TEST_',
    publicUrl: 'https://net.example/plumb/',
  });
  database = new Client({ connectionString: server.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await server?.stop();
  await new Promise<void>((resolve) => {
    post.close(() => resolve());
  });
});

const set = async (values: Readonly<Record<string, unknown>>) => {
  const input = Object.entries(values).map(([key, value]) => ({ key, value }));
  const mutation = 'mutation ($input: [SettingInput!]!) { settingsUpdate(input: $input) { userErrors { message } } }';
  expect((await server.ask(mutation, { input })).data?.['settingsUpdate'].userErrors).toEqual([]);
};

const eventually = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It did not come to that in time.');
};

/** Lets mail that is planned go now, so that no test waits for a pause between tries; false when none is. */
const hurry = async (): Promise<boolean> =>
  ((await database.query('UPDATE extras_notification SET mail_due = now() WHERE mail_due IS NOT NULL')).rowCount ?? 0) >
  0;

/** Somebody who watches a site and wants mail at once, and whose site is renamed by the administrator. */
const news = async (username: string, more: object): Promise<string> => {
  await makeUser(server, username, { isSuperuser: true, ...more });
  const { headers } = await signIn(server, username, PASSWORD);
  const make = `mutation { siteCreate(input: [{ name: "${username}", slug: "${username}" }]) { nodes { id number } } }`;
  const site = (await server.ask(make)).data?.['siteCreate'].nodes[0];
  const wish = `mutation ($id: ID!) {
    preferencesSet(patch: { mail: "immediate" }) { userErrors { message } }
    objectWatch(type: "dcim.Site", ids: [$id]) { userErrors { message } }
  }`;
  expect(await server.ask(wish, { id: site.id }, headers)).not.toHaveProperty('errors');
  const rename = `mutation { siteUpdate(input: [{ id: "${site.id}", facility: "Hall\\n5" }]) { userErrors { message } } }`;
  expect(await server.ask(rename)).not.toHaveProperty('errors');
  await eventually(hurry);
  return `https://net.example/plumb/dcim/sites/${site.number}`;
};

test('news of a watched object go out by mail, with a link, through the server of the settings', async () => {
  await set({
    'core.smtpServer': '127.0.0.1',
    'core.smtpPort': port,
    'core.smtpFrom': 'plumbline@net.example',
    'core.smtpUsername': 'post',
    'core.smtpPassword': 'env:MAIL_TEST_PASSWORD',
  });
  const link = await news('anna', { email: 'anna@net.example' });
  await eventually(async () => taken.length > 0);
  const [mail] = taken.splice(0);
  expect(mail).toMatchObject({ to: ['anna@net.example'], user: 'post' });
  expect(mail?.text).toContain('Subject: [Plumbline] site anna changed by admin');
  expect(mail?.text).toContain(link);
  expect(await hurry()).toBe(false);
});

test('a mail that is refused is tried again, as the same mail', async () => {
  refusals = 1;
  await news('berta', { email: 'berta@net.example' });
  await eventually(async () => {
    const { rows } = await database.query('SELECT mail_error FROM extras_notification WHERE mail_tries = 1');
    return String(rows[0]?.mail_error).includes('try later');
  });
  expect(taken).toEqual([]);
  expect(await hurry()).toBe(true);
  await eventually(async () => taken.length > 0);
  expect(taken.splice(0)).toMatchObject([{ to: ['berta@net.example'] }]);
});

test('a mail server inside that the deployment does not allow is not asked', async () => {
  await set({ 'core.smtpServer': '127.0.0.2' });
  await news('clara', { email: 'clara@net.example' });
  await eventually(async () => {
    const { rows } = await database.query('SELECT mail_error FROM extras_notification WHERE mail_tries > 0');
    return rows.some(({ mail_error: error }) => /may not be asked/.test(String(error)));
  });
  expect(taken).toEqual([]);
});

describe('an administrator tries the mail server', () => {
  const mutation = 'mutation { mailTest { ok to error } }';
  const tried = async (headers?: Readonly<Record<string, string>>) =>
    (await server.ask(mutation, {}, headers)).data?.['mailTest'];

  test('by a mail to their own address, and is told what the other side said', async () => {
    await set({ 'core.smtpServer': '127.0.0.1' });
    await makeUser(server, 'dora', { isSuperuser: true, email: 'dora@net.example' });
    const { headers } = await signIn(server, 'dora', PASSWORD);
    expect(await tried(headers)).toEqual({ ok: true, to: 'dora@net.example', error: null });
    expect(taken.splice(0)).toMatchObject([{ to: ['dora@net.example'], user: 'post' }]);
    refusals = 1;
    expect(await tried(headers)).toMatchObject({ ok: false, error: expect.stringContaining('try later') });
    await set({ 'core.smtpServer': null });
    expect(await tried(headers)).toMatchObject({ ok: false, error: expect.stringContaining('no mail server') });
    expect(taken).toEqual([]);
  });

  test('and nobody else does', async () => {
    await makeUser(server, 'emil', { isSuperuser: false, email: 'emil@net.example' });
    const { headers } = await signIn(server, 'emil', PASSWORD);
    expect((await server.ask(mutation, {}, headers)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(taken).toEqual([]);
  });
});
