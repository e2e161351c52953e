import { organizationPredicates } from '@plumbline/engine';
import type { ConfigService } from '../../src/index.ts';
import type { ConfigAsk } from '../../src/render/config-service.queries.ts';
import type { RenderedConfig } from '../../src/render/run/rendered.ts';
import { Studio } from './studio.ts';

const SOURCE = `{{ device.name }} in {{ device.site.name }}, ntp {{ ntp }}
{% for i in device.interfaces %}{{ i.name }} {{ i.mtu }} {{ i.untagged_vlan.vid if i.untagged_vlan }}
{% for ip in i.ip_addresses %}{{ ip.address }}{% endfor %}{% endfor %}{% include "_foot" %}`;

let studio: Studio;
let ask: ConfigAsk;
const made: Record<string, string> = {};
const devices: string[] = [];

beforeAll(async () => {
  studio = await Studio.open();
  const { plant } = studio;
  made['site'] = await plant.named('dcim.Site');
  made['vlan'] = await plant.make('ipam.Vlan', { vid: 10, name: 'ten' });
  const type = await plant.type();
  made['context'] = await plant.make('extras.ConfigContext', { name: 'ntp', data: { ntp: '10.0.0.1' } });
  made['foot'] = await plant.make('extras.ConfigTemplate', { name: '_foot', templateCode: 'end' });
  made['template'] = await plant.make('extras.ConfigTemplate', { name: 'switch', templateCode: SOURCE });
  for (const name of ['sw1', 'sw2', 'sw3']) {
    const device = await plant.device(type, { name, site: made['site'] });
    devices.push(device);
    const ports = ['e1', 'e2'].map((port) => ({ device, name: port, type: '1000base-t', mode: 'access' }));
    const [e1 = ''] = await plant.all('dcim.Interface', ports);
    await plant.update('dcim.Interface', { id: e1, untaggedVlan: made['vlan'] });
    made[`${name} port`] = e1;
    const address = `192.0.2.${devices.length}/24`;
    made[`${name} address`] = await plant.make('ipam.IpAddress', { address, assignedObject: { interface: e1 } });
  }
  ask = { template: { id: made['template'] }, source: null, options: null, extra: null, reuse: true };
});
afterAll(() => studio.close());

/** Renders the devices and keeps what changed; gives the devices for which a template was run. */
const round = async (configs: ConfigService = studio.configs, more: Partial<ConfigAsk> = {}): Promise<string[]> => {
  const caller = { actor: studio.actor };
  const run = jest.spyOn(studio.renders, 'render');
  const renders = await configs.renders(caller, devices, { ...ask, ...more });
  const runs = run.mock.calls.map(([{ roots }]) => roots['device']);
  run.mockRestore();
  expect(renders.flatMap(({ errors }) => errors)).toEqual([]);
  await configs.store(studio.plant.writer, caller, renders, more.extra ?? null);
  const rendered = renders.filter(({ reused }) => !reused).map(({ subject }) => subject);
  expect(runs.map((root) => root && 'id' in root && root.id)).toEqual(rendered.map(({ id }) => id));
  await sameAsRendered(renders, more);
  return rendered.map(({ name }) => name);
};

/** Reused or not, a text is what a render gives now. */
const sameAsRendered = async (renders: readonly RenderedConfig[], more: Partial<ConfigAsk>): Promise<void> => {
  const anew = await studio.freshService().renders({ actor: studio.actor }, devices, { ...ask, ...more, reuse: false });
  const told = ({ text, textHash, inputHash, reads, template }: RenderedConfig) => [
    text,
    textHash,
    inputHash,
    reads,
    template,
  ];
  expect(renders.map(told)).toEqual(anew.map(told));
};

const ALL = ['sw1', 'sw2', 'sw3'];

test('nothing is rendered twice while nothing changes', async () => {
  expect(await round()).toEqual(ALL);
  expect(await round()).toEqual([]);
  expect(await round()).toEqual([]);
});

/** Changes the row behind a name in `made`. */
const update = (model: string, name: string, values: object) => async (): Promise<void> => {
  const { errors } = await studio.plant.update(model, { id: made[name] ?? '', ...values });
  expect(errors).toEqual([]);
};

const create = (model: string, values: () => object) => async (): Promise<void> => {
  await studio.plant.make(model, values() as never);
};

test.each<[string, () => Promise<void>, string[]]>([
  ['a field that is read', update('dcim.Interface', 'sw1 port', { mtu: 9000 }), ['sw1']],
  ['a field that is not read', update('dcim.Interface', 'sw1 port', { label: 'left' }), []],
  ['a field of the device that is not read', update('dcim.Site', 'site', { facility: 'B' }), []],
  ['a row that all read', update('dcim.Site', 'site', { name: 'Moved' }), ALL],
  ['a row behind a reference', update('ipam.Vlan', 'vlan', { vid: 11 }), ALL],
  [
    'a new row in a set',
    create('dcim.Interface', () => ({ device: devices[1], name: 'e3', type: '1000base-t' })),
    ['sw2'],
  ],
  ['a new row elsewhere', create('ipam.IpAddress', () => ({ address: '198.51.100.1/24' })), []],
  [
    'a row that leaves a set',
    async () => void (await studio.plant.remove('ipam.IpAddress', made['sw3 address'] ?? '')),
    ['sw3'],
  ],
  ['a reference that is taken away', update('dcim.Interface', 'sw2 port', { untaggedVlan: null }), ['sw2']],
  ['a context', update('extras.ConfigContext', 'context', { data: { ntp: '10.0.0.2' } }), ALL],
  [
    'a context of somebody else',
    async () => {
      const site = await studio.plant.named('dcim.Site');
      await studio.plant.make('extras.ConfigContext', { name: 'far', sites: [site], data: { ntp: 'far' } });
    },
    [],
  ],
  ['an included template', update('extras.ConfigTemplate', 'foot', { templateCode: 'the end' }), ALL],
  ['the template', update('extras.ConfigTemplate', 'template', { templateCode: `${SOURCE}.` }), ALL],
  ['another template', create('extras.ConfigTemplate', () => ({ name: 'other', templateCode: 'x' })), []],
])('%s changes', async (_what, change, expected) => {
  await change();
  expect(await round()).toEqual(expected);
  expect(await round()).toEqual([]);
});

test('each extra data has artefacts of its own', async () => {
  expect(await round(studio.configs, { extra: { ntp: 'own' } })).toEqual(ALL);
  expect(await round(studio.configs, { extra: { ntp: 'own' } })).toEqual([]);
  expect(await round()).toEqual([]);
});

test('who sees less gets another text, not the stored one', async () => {
  studio.predicates = (model, actor) => {
    const own = organizationPredicates(model, actor);
    if (model.name !== 'ipam.IpAddress') return own;
    return { sql: (alias, params) => `${own?.sql(alias, params) ?? 'true'} AND host(${alias}.address) <> '192.0.2.1'` };
  };
  expect(await round()).toEqual(['sw1']);
  studio.predicates = organizationPredicates;
  expect(await round()).toEqual(['sw1']);
  expect(await round()).toEqual([]);
});

test('a service that starts anew looks at one device and knows the others', async () => {
  expect(await round(studio.freshService())).toEqual(['sw1']);
});
