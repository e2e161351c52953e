import { organizationPredicates } from '@plumbline/engine';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildNetwork, CASES, network, options } from './network.ts';
import { Studio } from './studio.ts';

const sources = readdirSync(CASES)
  .filter((file) => file.endsWith('.j2'))
  .map((file) => ({ name: file.replace('.j2', ''), source: readFileSync(join(CASES, file), 'utf8') }));
const names = sources.map(({ name }) => name).filter((name) => !name.startsWith('_'));
const recorded = Object.fromEntries(names.map((name) => [name, readFileSync(join(CASES, `${name}.txt`), 'utf8')]));

let studio: Studio;
let device: string;

beforeAll(async () => {
  studio = await Studio.open();
  device = await buildNetwork(studio.plant);
  await studio.plant.all(
    'extras.ConfigTemplate',
    sources.map(({ name, source }) => ({ name, templateCode: source, environmentParams: options[name] ?? null })),
  );
});
afterAll(() => studio.close());

interface Answer {
  readonly ok: boolean;
  readonly text: string | null;
  readonly errors: readonly { readonly kind: string; readonly message: string; readonly line: number | null }[];
  readonly stats: { readonly hostCalls: number; readonly rows: number; readonly steps: number };
  readonly reads: readonly string[];
  readonly inputHash: string;
  readonly textHash: string;
}

const RENDER = `query ($device: ID!, $template: TemplatePick, $source: String, $options: JSON, $extra: JSON) {
  configRender(device: { id: $device }, template: $template, source: $source, options: $options, extra: $extra) {
    ok text errors { kind message template line snippet } stats { ms steps hostCalls rows } reads inputHash textHash
  }
}`;

const render = async (variables: Readonly<Record<string, unknown>>): Promise<Answer> =>
  (await studio.ask(RENDER, { device, ...variables }))['configRender'] as Answer;

test.each(names)('the template %s gives what Jinja2 gives for the same network', async (name) => {
  const { text, errors } = await render({ template: { name }, extra: network.extra });
  expect(errors).toEqual([]);
  expect(text).toBe(recorded[name]);
});

/** What real Jinja2 renders now, or null where it is not installed. */
const liveTexts = (): Record<string, string> | null => {
  if (spawnSync('python3', ['-c', 'import jinja2']).status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-jinja-'));
  try {
    const { status, stderr } = spawnSync('python3', [join(CASES, 'record.py'), folder]);
    if (status !== 0) throw new Error(stderr.toString());
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, `${name}.txt`), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

test('the recorded texts are what Jinja2 renders', () => {
  expect(liveTexts() ?? recorded).toEqual(recorded);
});

let addresses = 0;

/** A device with few interfaces of all sorts that the large one has. */
const smallDevice = async (): Promise<string> => {
  const { plant } = studio;
  const { device: large, vlans } = (await studio.ask(
    `{ device(id: "${device}") { deviceType { id } site { id } role { id } } vlans { nodes { id } } }`,
  )) as {
    device: Record<'deviceType' | 'site' | 'role', { id: string }>;
    vlans: { nodes: { id: string }[] };
  };
  const vlanIds = vlans.nodes.map(({ id }) => id);
  const small = await plant.device(large.deviceType.id, { site: large.site.id, role: large.role.id });
  const lag = await plant.make('dcim.Interface', { device: small, name: 'Port-Channel1', type: 'lag' });
  const common = { device: small, type: '1000base-t' };
  const [, port] = await plant.all('dcim.Interface', [
    { ...common, name: 'Ethernet1', mode: 'access', untaggedVlan: vlanIds[0] },
    { ...common, name: 'Ethernet2', lag, mode: 'tagged', untaggedVlan: vlanIds[0], taggedVlans: vlanIds.slice(0, 1) },
  ]);
  addresses += 1;
  await plant.make('ipam.IpAddress', { address: `198.51.100.${addresses}/24`, assignedObject: { interface: port } });
  return small;
};

test('the number of statements does not depend on the number of interfaces', async () => {
  const count = async (id: string): Promise<number> => {
    const { ok, errors } = await render({ device: id, template: { name: 'switch' } });
    expect({ ok, errors }).toEqual({ ok: true, errors: [] });
    return studio.statements.length;
  };
  const [many, few] = [await count(device), await count(await smallDevice())];
  expect(many).toBe(few);
  expect(many).toBeLessThanOrEqual(15);
});

test('many devices take as many statements as one', async () => {
  const devices = [device, await smallDevice(), await smallDevice()];
  const ask = { template: { name: 'switch' }, source: null, options: null, extra: null };
  const count = async (ids: readonly string[]): Promise<number> => {
    studio.statements.length = 0;
    const renders = await studio.configs.renders({ actor: studio.actor }, ids, ask);
    expect(renders.map(({ ok }) => ok)).toEqual(ids.map(() => true));
    return studio.statements.length;
  };
  expect(await count(devices)).toBe(await count([device]));
});

test('equal input has one digest, whatever else is rendered with it; another input has another', async () => {
  const ask = { template: { name: 'switch' }, source: null, options: null, extra: null };
  const [alone] = await studio.configs.renders({ actor: studio.actor }, [device], ask);
  const together = await studio.configs.renders({ actor: studio.actor }, [await smallDevice(), device], ask);
  expect(together[1]?.inputHash).toBe(alone?.inputHash);
  const other = await studio.configs.render({ actor: studio.actor }, { id: device }, { ...ask, extra: { x: 1 } });
  expect(other.inputHash).not.toBe(alone?.inputHash);
  expect(other.textHash).toBe(alone?.textHash);
});

test('a failed device is a row like others', async () => {
  const { configRenders } = await studio.ask(
    '{ configRenders(template: { name: "bgp" }, extra: { release: "1" }) { totalCount nodes { device { name } ok text errors { kind template line } } } }',
  );
  const { nodes } = configRenders as { nodes: { device: { name: string }; ok: boolean; errors: object[] }[] };
  expect(nodes.find((node) => node.device.name === 'ams1-sw07')).toMatchObject({ ok: true, errors: [] });
  expect(nodes.filter(({ ok }) => !ok).map(({ errors }) => errors)).toContainEqual([
    { kind: 'UndefinedError', template: 'bgp', line: 2 },
  ]);
});

test('a saved query brings data, as the caller may see it', async () => {
  await studio.plant.make('extras.ConfigTemplate', {
    name: 'with data',
    templateCode: '{{ device.name }} {{ vlans.nodes | map(attribute="vid") | join(",") }} {{ data.mine.site.slug }}',
    dataQuery: 'query ($device: ID!) { vlans { nodes { vid } } mine: device(id: $device) { site { slug } } }',
  });
  const { text, errors } = await render({ template: { name: 'with data' } });
  expect(errors).toEqual([]);
  expect(text).toBe('ams1-sw07 10,11,12,99 ams1');
});

test('the nearest template is taken: of the device, its role, its platform', async () => {
  const { plant } = studio;
  const { device: found } = (await studio.ask(`{ device(id: "${device}") { role { id } platform { id } } }`)) as {
    device: Record<'role' | 'platform', { id: string }>;
  };
  const make = (name: string) => plant.make('extras.ConfigTemplate', { name, templateCode: name });
  const text = async () => (await render({})).text;
  expect((await render({})).errors).toMatchObject([{ kind: 'TemplateNotFound' }]);
  await plant.update('dcim.Platform', { id: found.platform.id, configTemplate: await make('of platform') });
  expect(await text()).toBe('of platform');
  await plant.update('dcim.DeviceRole', { id: found.role.id, configTemplate: await make('of role') });
  expect(await text()).toBe('of role');
  await plant.update('dcim.Device', { id: device, configTemplate: await make('of device') });
  expect(await text()).toBe('of device');
});

test('a source may stand in for a template and keeps its options', async () => {
  const source = '{% if true %}\n{% include "_banner" %}\n{% endif %}\n{{ "x" }}';
  const { text } = await render({ template: { name: 'switch' }, source });
  expect(text).toBe('banner Amsterdam 1 (netherlands), Acme SW-48x');
});

test('custom fields that name objects give records, as the caller may see them', async () => {
  const { plant } = studio;
  const objectTypes = ['dcim.Device'];
  await plant.all('extras.CustomField', [
    { name: 'backup_site', type: 'object', relatedObjectType: 'dcim.Site', objectTypes },
    { name: 'vlans', type: 'multiobject', relatedObjectType: 'ipam.Vlan', objectTypes },
  ]);
  const site = await plant.make('dcim.Site', { name: 'Backup', slug: 'backup' });
  const vlans = await plant.all('ipam.Vlan', [
    { vid: 501, name: 'a' },
    { vid: 502, name: 'b' },
  ]);
  const { errors } = await plant.update('dcim.Device', { id: device, customFields: { backup_site: site, vlans } });
  expect(errors).toEqual([]);
  const source =
    '{{ device.cf.backup_site.slug }} {{ device.cf.vlans | map(attribute="vid") | join(",") }} {{ device.custom_field_data.backup_site }}';
  expect(await render({ source })).toMatchObject({
    text: `backup 501,502 ${site}`,
    errors: [],
    reads: ['dcim.Device', 'dcim.Site', 'ipam.Vlan'],
  });
  studio.predicates = (model, actor) => {
    const own = organizationPredicates(model, actor);
    if (model.name !== 'dcim.Site' && model.name !== 'ipam.Vlan') return own;
    return { sql: (alias, params) => `${own?.sql(alias, params) ?? 'true'} AND ${alias}.name NOT IN ('Backup', 'a')` };
  };
  const hidden = '{{ device.cf.backup_site }} {{ device.cf.vlans | map(attribute="vid") | join(",") }}';
  expect((await render({ source: hidden })).text).toBe('None 502');
  studio.predicates = organizationPredicates;
});

test('what a render took is told, however little it was', async () => {
  const { stats } = await render({ source: '{{ device.name }}{% for i in [1, 2, 3] %}{{ i }}{% endfor %}' });
  expect(stats.steps).toBeGreaterThan(2);
  expect(stats).toMatchObject({ hostCalls: 1, rows: 1 });
});
