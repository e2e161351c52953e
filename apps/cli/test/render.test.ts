import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServer, type TestServer } from '../../server/test/_server.ts';
import { plumbline, type Ended } from './_run.ts';

let server: TestServer;
let folder: string;

const SETUP = `mutation {
  siteCreate(input: { name: "Ams", slug: "ams" }) { userErrors { message } }
  manufacturerCreate(input: { name: "Acme", slug: "acme" }) { userErrors { message } }
  deviceTypeCreate(input: { model: "S", slug: "s", manufacturer: { key: { slug: "acme" } } }) { userErrors { message } }
  configTemplateCreate(input: [
    { name: "good", templateCode: "hostname {{ device.name }}\\nrelease {{ release | default('none') }}\\n", fileExtension: "conf" }
    { name: "bad", templateCode: "hostname {{ device.name }}\\nasn {{ device.cf.asn.x }}\\n" }
  ]) { userErrors { message } }
  deviceRoleCreate(input: [
    { name: "Leaf", slug: "leaf", configTemplate: { key: { name: "good" } } }
    { name: "Odd", slug: "odd", configTemplate: { key: { name: "bad" } } }
  ]) { userErrors { message } }
  virtualMachineCreate(input: [
    { name: "web1", site: { key: { slug: "ams" } }, role: { key: { slug: "leaf", parent: null } } }
    { name: "web2", site: { key: { slug: "ams" } }, role: { key: { slug: "odd", parent: null } } }
  ]) { userErrors { message path } }
  deviceCreate(input: [
    { name: "leaf1", site: { key: { slug: "ams" } }, role: { key: { slug: "leaf", parent: null } }, deviceType: { key: { manufacturer: { key: { slug: "acme" } }, model: "S" } } }
    { name: "leaf2", site: { key: { slug: "ams" } }, role: { key: { slug: "leaf", parent: null } }, deviceType: { key: { manufacturer: { key: { slug: "acme" } }, model: "S" } } }
    { name: "../odd", site: { key: { slug: "ams" } }, role: { key: { slug: "odd", parent: null } }, deviceType: { key: { manufacturer: { key: { slug: "acme" } }, model: "S" } } }
  ]) { userErrors { message path } }
}`;

beforeAll(async () => {
  server = await openServer();
  folder = mkdtempSync(join(tmpdir(), 'plumbline-render-'));
  const { data, errors } = await server.ask(SETUP);
  expect(errors).toBeUndefined();
  expect(Object.values(data ?? {}).flatMap((root) => (root as { userErrors: object[] }).userErrors)).toEqual([]);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const render = (...args: string[]): Promise<Ended> =>
  plumbline(
    { PLUMBLINE_URL: server.url, PLUMBLINE_TOKEN: server.adminToken, PLUMBLINE_DATA: folder },
    'render',
    ...args,
  );

const LEAVES = '{"role": {"slug": {"eq": "leaf"}}}';

test('one device goes to standard output', async () => {
  expect(await render('leaf1')).toEqual({ code: 0, out: 'hostname leaf1\nrelease none', err: '' });
  expect((await render('#2', '--extra', '{"release": "7"}')).out).toBe('hostname leaf2\nrelease 7');
});

test('many go to files, which a check compares without writing', async () => {
  const out = join(folder, 'configs');
  expect(await render('--filter', LEAVES, '--out', out)).toMatchObject({
    code: 0,
    err: '2 rendered, 2 written, 0 failed.\n',
  });
  expect(readFileSync(join(out, 'leaf1.conf'), 'utf8')).toBe('hostname leaf1\nrelease none');
  expect(await render('--filter', LEAVES, '--out', out, '--check')).toMatchObject({ code: 0, out: '' });
  writeFileSync(join(out, 'leaf1.conf'), 'hostname other');
  rmSync(join(out, 'leaf2.conf'));
  const { code, out: said } = await render('--filter', LEAVES, '--out', out, '--check');
  expect([code, said]).toEqual([3, `differs ${join(out, 'leaf1.conf')}\nmissing ${join(out, 'leaf2.conf')}\n`]);
  expect(existsSync(join(out, 'leaf2.conf'))).toBe(false);
});

test('a failed render names its line, and other devices are rendered', async () => {
  const out = join(folder, 'some');
  const { code, err } = await render('leaf1', '../odd', '--out', out);
  expect(code).toBe(1);
  expect(err).toMatch(/^\.\.\/odd: UndefinedError: .*asn.*\(bad, line 2\)$/m);
  expect(readdirSync(out)).toEqual(['leaf1.conf']);
});

test('virtual machines are rendered as devices are', async () => {
  const out = join(folder, 'machines');
  expect(await render('--virtual-machines', 'web1')).toEqual({ code: 0, out: 'hostname web1\nrelease none', err: '' });
  expect(await render('--virtual-machines', '--filter', LEAVES, '--out', out)).toMatchObject({ code: 0 });
  expect(readdirSync(out)).toEqual(['web1.conf']);
  writeFileSync(join(out, 'web1.conf'), 'hostname other');
  expect(await render('--virtual-machines', 'web1', '--out', out, '--check')).toMatchObject({
    code: 3,
    out: `differs ${join(out, 'web1.conf')}\n`,
  });
  expect(await render('--virtual-machines', 'web2')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^web2: UndefinedError: .*\(bad, line 2\)/),
  });
  expect(await render('--virtual-machines', 'leaf1')).toMatchObject({
    code: 1,
    err: 'leaf1: there is no such virtual machine, or you may not render it.\n',
  });
});

test('an unknown device fails, a template that fits no name too', async () => {
  expect(await render('leaf9', 'leaf1', '--out', join(folder, 'x'))).toMatchObject({
    code: 1,
    err: expect.stringContaining('leaf9: there is no such device, or you may not render it.'),
  });
  expect(await render('leaf1', '--template', 'none')).toMatchObject({ code: 2, err: 'There is no such template.\n' });
});

test('names of devices never lead out of the folder', async () => {
  const out = join(folder, 'deep');
  const { code } = await render('../odd', '--template', 'good', '--out', out);
  expect([code, readdirSync(out)]).toEqual([0, ['_odd.conf']]);
});

test('a wrong call is told from a failed render', async () => {
  for (const args of [
    [],
    ['leaf1', '--check'],
    ['leaf1', 'leaf2'],
    ['leaf1', '--filter', LEAVES],
    ['leaf1', '--extra', '['],
  ])
    expect((await render(...args)).code).toBe(2);
});

test('a job renders all devices and keeps what changed', async () => {
  const start = async (input: object | null = null) => {
    const text = 'mutation ($input: JSON) { jobStart(name: "renderConfigs", input: $input) { id } }';
    const { data } = await server.ask(text, { input });
    const { id } = (data as { jobStart: { id: string } }).jobStart;
    for (;;) {
      const { data: polled } = await server.ask('query ($id: ID!) { job(id: $id) { status result error } }', { id });
      const job = polled?.['job'] as { status: string; result: unknown; error: string | null };
      if (job.status === 'completed' || job.status === 'failed') return job;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  expect(await start()).toMatchObject({
    status: 'completed',
    result: {
      rendered: 2,
      stored: 2,
      unchanged: 0,
      failed: 1,
      failures: [{ device: '../odd', kind: 'UndefinedError', line: 2 }],
    },
  });
  expect(await start()).toMatchObject({ result: { rendered: 2, stored: 0, unchanged: 2, failed: 1 } });
  const { data } = await server.ask(
    '{ configArtefacts { totalCount nodes { device { name } text textHash templateVersion reads } } }',
  );
  expect(data?.['configArtefacts']).toMatchObject({
    totalCount: 2,
    nodes: expect.arrayContaining([
      expect.objectContaining({ device: { name: 'leaf1' }, text: 'hostname leaf1\nrelease none', templateVersion: 1 }),
    ]),
  });
  const type = 'virtualization.VirtualMachine';
  const filter = { name: { startsWith: 'web' } };
  expect(await start({ type, filter })).toMatchObject({
    status: 'completed',
    result: { rendered: 1, stored: 1, failed: 1, failures: [{ virtualMachine: 'web2', line: 2 }] },
  });
  expect(await start({ type, filter })).toMatchObject({ result: { rendered: 1, stored: 0, reused: 1, failed: 1 } });
  const artefacts = 'configArtefacts { nodes { text device { name } virtualMachine { name } } }';
  const { data: kept } = await server.ask(`{ virtualMachine(number: 1) { ${artefacts} } }`);
  expect(kept?.['virtualMachine']).toEqual({
    configArtefacts: {
      nodes: [{ text: 'hostname web1\nrelease none', device: null, virtualMachine: { name: 'web1' } }],
    },
  });
  const { errors } = await server.ask(
    'mutation { jobStart(name: "renderConfigs", input: { type: "dcim.Rack" }) { id } }',
  );
  expect(errors?.map(({ message }) => message)).toEqual(['The type is dcim.Device or virtualization.VirtualMachine.']);
});
