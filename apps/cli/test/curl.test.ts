import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { testDatabase } from '../../../packages/testing/src/index.ts';
import { freePort, startServerProcess, type ServerProcess } from './_run.ts';

const TOKEN = 'a-token-for-this-test-only';
const guide = readFileSync(join(__dirname, '../../../docs/guides/templates.md'), 'utf8');
const [, command = ''] = /```sh\n(curl [\s\S]*?)```/.exec(guide) ?? [];

/** Stands in for jq where it is not installed: the one thing the guide asks of it. */
const JQ = `#!${process.execPath}
let text = '';
process.stdin.on('data', (part) => (text += part)).on('end', () => {
  if (text === '') process.exit(4);
  const value = process.argv[3].split('.').filter(Boolean).reduce((at, key) => at?.[key] ?? null, JSON.parse(text));
  console.log(value === null ? 'null' : value);
  process.exit(value === null || value === false ? 1 : 0);
});
`;

let server: ServerProcess;
let folder: string;
let url: string;

const SETUP = `mutation {
  siteCreate(input: { name: "Ams", slug: "ams" }) { userErrors { message } }
  manufacturerCreate(input: { name: "Acme", slug: "acme" }) { userErrors { message } }
  deviceTypeCreate(input: { model: "S", slug: "s", manufacturer: { key: { slug: "acme" } } }) { userErrors { message } }
  configTemplateCreate(input: [
    { name: "good", templateCode: "hostname {{ device.name }}\\nend" }
    { name: "bad", templateCode: "asn {{ device.cf.asn.x }}" }
  ]) { userErrors { message } }
  deviceRoleCreate(input: [
    { name: "Leaf", slug: "leaf", configTemplate: { key: { name: "good" } } }
    { name: "Odd", slug: "odd", configTemplate: { key: { name: "bad" } } }
  ]) { userErrors { message } }
  deviceCreate(input: [
    { name: "ams1-sw07", site: { key: { slug: "ams" } }, role: { key: { slug: "leaf", parent: null } }, deviceType: { key: { manufacturer: { key: { slug: "acme" } }, model: "S" } } }
    { name: "odd", site: { key: { slug: "ams" } }, role: { key: { slug: "odd", parent: null } }, deviceType: { key: { manufacturer: { key: { slug: "acme" } }, model: "S" } } }
  ]) { userErrors { message path } }
}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-curl-'));
  const port = await freePort();
  const environment = {
    DATABASE_URL: (await testDatabase()).url,
    PLUMBLINE_DATA: folder,
    PLUMBLINE_ADMIN_TOKEN: TOKEN,
  };
  server = await startServerProcess(environment, port);
  url = server.url;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ query: SETUP }),
  });
  const { data } = (await response.json()) as { data: Record<string, { userErrors: object[] }> };
  expect(Object.values(data).flatMap(({ userErrors }) => userErrors)).toEqual([]);
  if (spawnSync('jq', ['--version']).status === 0) return;
  writeFileSync(join(folder, 'jq'), JQ);
  chmodSync(join(folder, 'jq'), 0o755);
});
afterAll(async () => {
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the lines of the guide as a pipeline would. */
const pipeline = async (text: string, token = TOKEN): Promise<{ readonly code: number; readonly out: string }> => {
  const path = `${process.env['PATH'] ?? ''}${delimiter}${folder}`;
  const env = { PATH: path, PLUMBLINE_URL: url, PLUMBLINE_TOKEN: token };
  const child = spawn('bash', ['-o', 'pipefail', '-c', text], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out };
};

test('the two lines of the guide print the configuration of a device', async () => {
  expect(command.trim().split('\n')).toHaveLength(2);
  expect(await pipeline(command)).toEqual({ code: 0, out: 'hostname ams1-sw07\nend\n' });
});

test('they fail when the render does, for an unknown device, and without a valid token', async () => {
  const failed = await pipeline(command.replaceAll('ams1-sw07', 'odd'));
  expect(failed).toEqual({ code: 1, out: 'null\n' });
  expect((await pipeline(command.replaceAll('ams1-sw07', 'nobody'))).code).not.toBe(0);
  expect((await pipeline(command, 'wrong')).code).not.toBe(0);
});
