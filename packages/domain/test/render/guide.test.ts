import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry, templateNamesPage } from '../../src/index.ts';
import { DEVICE, MACHINE } from '../../src/render/subject.ts';
import type { Plant } from '../plant.ts';
import { buildNetwork } from './network.ts';
import { Studio } from './studio.ts';

const GUIDES = join(import.meta.dirname, '../../../../docs/guides');
const guide = readFileSync(join(GUIDES, 'templates.md'), 'utf8');

const EXAMPLE = /```jinja( virtual-machine)?\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g;
const examples = [...guide.matchAll(EXAMPLE)].map(([, isMachine, source = '', text = '']) => ({
  subject: isMachine ? { of: MACHINE, name: 'web1' } : { of: DEVICE, name: 'ams1-sw07' },
  title: source.trim().replaceAll(/\s+/g, ' ').slice(0, 60),
  source,
  text,
}));
const documents = [...guide.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text = '']) => text);

/** Two virtual machines on the switch of the network, which its cluster shares. */
const addMachines = async (plant: Plant, host: string): Promise<void> => {
  const type = await plant.make('virtualization.ClusterType', { name: 'Bare metal', slug: 'bare-metal' });
  const { site_id: site } = await plant.row('dcim_device', host);
  const cluster = await plant.make('virtualization.Cluster', { name: 'edge', type, scope: { site } });
  await plant.update('dcim.Device', { id: host, cluster });
  const [web1 = ''] = await plant.all(
    'virtualization.VirtualMachine',
    ['web1', 'web2'].map((name) => ({ name, cluster, device: host, vcpus: '2.00', memory: 4096 })),
  );
  const [vlan] = (await plant.dataSource.query('SELECT id FROM ipam_vlan WHERE vid = 12')) as { id: string }[];
  const port = { virtualMachine: web1, name: 'eth0', mode: 'access', untaggedVlan: vlan?.id };
  const vmInterface = await plant.make('virtualization.VmInterface', port);
  await plant.make('ipam.IpAddress', { address: '10.12.0.10/24', assignedObject: { vmInterface } });
  await plant.make('ipam.Service', { name: 'http', parent: { virtualMachine: web1 }, protocol: 'tcp', ports: [80] });
};

let studio: Studio;

beforeAll(async () => {
  studio = await Studio.open();
  await addMachines(studio.plant, await buildNetwork(studio.plant));
  await studio.plant.make('extras.ConfigTemplate', { name: 'hostname', templateCode: 'hostname {{ device.name }}\n' });
});
afterAll(() => studio.close());

test('the guide has examples', () => {
  expect([examples.length, documents.length]).toEqual([5, 4]);
});

test.each(examples)('the example $title gives the text beside it', async ({ subject: { of, name }, source, text }) => {
  const options = { undefined: 'strict', trim_blocks: true, lstrip_blocks: true, keep_trailing_newline: true };
  const ask = { of, template: null, source, options, extra: null };
  const render = await studio.configs.render({ actor: studio.actor }, { name }, ask);
  expect(render.errors).toEqual([]);
  expect(render.text).toBe(text);
});

test('the requests of the guide are answered', async () => {
  const [check = '', query = '', machines = '', mutation = ''] = documents;
  expect(await studio.ask(check)).toEqual({
    templateValidate: {
      ok: false,
      usesTypes: ['dcim.Device'],
      errors: [
        {
          kind: 'UndefinedError',
          message: "unknown field 'nmae' of device or virtual machine, line 1, did you mean 'name'?",
          line: 1,
          snippet: '{{ device.nmae }}',
        },
      ],
    },
    configTemplates: { nodes: [{ name: 'hostname' }] },
  });
  expect(await studio.ask(query)).toMatchObject({
    configRender: { ok: true, text: 'hostname ams1-sw07', errors: [], reads: ['dcim.Device'] },
    configRenders: { totalCount: 1, nodes: [{ device: { name: 'ams1-sw07' }, ok: true, text: 'hostname ams1-sw07' }] },
  });
  expect(await studio.ask(machines)).toEqual({
    configRender: { text: 'hostname web1', device: null, virtualMachine: { name: 'web1' } },
    virtualMachineConfigRenders: {
      totalCount: 2,
      nodes: ['web1', 'web2'].map((name) => ({ virtualMachine: { name }, ok: true, text: `hostname ${name}` })),
    },
  });
  expect(await studio.ask(mutation)).toEqual({ configArtefactRender: { stored: true, render: { ok: true } } });
  expect(await studio.ask(mutation)).toEqual({ configArtefactRender: { stored: false, render: { ok: true } } });
});

test('the contract names types, globals, filters and tests', async () => {
  const { templateContract } = await studio.ask('{ templateContract }');
  expect(templateContract).toMatchObject({
    version: 1,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    globals: {
      device: 'dcim.Device',
      obj: 'dcim.Device',
      interfaces: 'dcim.Interface',
      ip_addresses: 'ipam.IpAddress',
      vm: 'virtualization.VirtualMachine',
    },
    subjects: {
      'virtualization.VirtualMachine': {
        device: 'virtualization.VirtualMachine',
        interfaces: 'virtualization.VmInterface',
        ip_addresses: 'ipam.IpAddress',
      },
    },
    types: { 'dcim.Interface': { fields: { untagged_vlan: { kind: 'one', target: 'ipam.Vlan' } } } },
    filters: expect.arrayContaining(['join', 'regex_replace']),
    tests: expect.arrayContaining(['defined', 'match']),
    options: expect.arrayContaining(['trim_blocks']),
  });
});

test('the page of names is what the model says', () => {
  expect(readFileSync(join(GUIDES, 'template-names.md'), 'utf8')).toBe(templateNamesPage(registry));
});
