import { openServer, type TestServer } from '../../server/test/_server.ts';
import { plumbline, type Ended } from './_run.ts';

let server: TestServer;

const made = (root: string, inputs: readonly string[]): string =>
  `${root}Create(input: [${inputs.join(' ')}]) { userErrors { path message } }`;

const device = (name: string): string =>
  `{ name: "${name}", site: { number: 1 }, role: { number: 1 }, deviceType: { number: 1 } }`;

const SETUP = `mutation {
  ${made('site', ['{ name: "Lab", slug: "lab" }'])}
  ${made('manufacturer', ['{ name: "Acme", slug: "acme" }'])}
  ${made('deviceRole', ['{ name: "Any", slug: "any" }'])}
  ${made('deviceType', ['{ manufacturer: { number: 1 }, model: "Box", slug: "box" }'])}
  ${made('device', ['sw1', 'pp1'].map(device))}
  ${made(
    'interface',
    [1, 2, 3].map((n) => `{ device: { number: 1 }, name: "e${n}", type: "1000base-t" }`),
  )}
  ${made(
    'frontPort',
    [1, 2, 3, 4].map((n) => `{ device: { number: 2 }, name: "F${n}", type: "8p8c" }`),
  )}
}`;

beforeAll(async () => {
  server = await openServer();
  const { data, errors } = await server.ask(SETUP);
  expect(errors).toBeUndefined();
  expect(Object.values(data ?? {}).flatMap((root) => (root as { userErrors: object[] }).userErrors)).toEqual([]);
});
afterAll(() => server.stop());

const cable = (...args: string[]): Promise<Ended> =>
  plumbline({ PLUMBLINE_URL: server.url, PLUMBLINE_TOKEN: server.adminToken }, 'cable', ...args);

test('a range is tried, joined, moved and taken out again', async () => {
  const ranges = ['sw1:e[1-2]', 'pp1:F[1-2]', '--label', 'P-[01-02]', '--type', 'cat6a', '--length', '2.5m'];
  const tried = await cable('connect', ...ranges, '--dry-run');
  expect([tried.code, tried.out]).toEqual([
    0,
    'P-01  sw1:e1 -> pp1:F1\nP-02  sw1:e2 -> pp1:F2\n2 cables would be made; nothing is stored.\n',
  ]);
  expect((await cable('connect', ...ranges)).out).toContain('2 cables made.');
  const moved = await cable('move', '#2:F[1-2]', 'pp1:F[2-3]');
  expect([moved.code, moved.out]).toEqual([0, 'P-01  pp1:F1 -> pp1:F2\nP-02  pp1:F2 -> pp1:F3\n2 cables moved.\n']);
  const gone = await cable('disconnect', 'sw1:e[1-3]');
  expect([gone.code, gone.out]).toEqual([0, 'P-01  sw1:e1 -> pp1:F2\nP-02  sw1:e2 -> pp1:F3\n2 cables deleted.\n']);
  expect(gone.err).toContain('Without a cable: sw1:e3');
});

test('what is refused is listed with its reason and ends with exit code 1', async () => {
  const refused = await cable('connect', 'sw1:e[1-4]', 'pp1:F[1-4]');
  expect([refused.code, refused.out]).toEqual([
    1,
    'sw1:e1 -> pp1:F1\nsw1:e2 -> pp1:F2\nsw1:e3 -> pp1:F3\nsw1:e4 -> pp1:F4\n' +
      '    refused: sw1 has no port "e4". Nearest: "e1", "e2", "e3".\nNothing is stored.\n',
  ]);
  const partly = await cable('connect', 'sw1:e[1-4]', 'pp1:F[1-4]', '--partial', '--label', 'Q-1');
  expect([partly.code, partly.out.split('\n').at(-2)]).toEqual([1, '3 cables made.']);
  const lost = await cable('connect', 'sw9:e1', 'pp1:F4');
  expect(lost.out).toContain('refused: input.a.deviceNames: There is no device called "sw9".');
});

test('what names no ports or length is not sent', async () => {
  expect(await cable('connect', 'sw1', 'pp1:F4')).toMatchObject({
    code: 2,
    err: '"sw1" names no ports; write DEVICE:PORTS, such as ams1-sw1:Gi1/0/[1-24].\n',
  });
  expect((await cable('connect', 'sw1:e1', 'pp1:F4', '--length', 'long')).err).toContain('"long" is no length');
});
