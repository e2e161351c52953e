import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry, templateNamesPage } from '../../src/index.ts';
import { buildNetwork } from './network.ts';
import { Studio } from './studio.ts';

const GUIDES = join(import.meta.dirname, '../../../../docs/guides');
const guide = readFileSync(join(GUIDES, 'templates.md'), 'utf8');

const EXAMPLE = /```jinja\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g;
const examples = [...guide.matchAll(EXAMPLE)].map(([, source = '', text = '']) => ({
  title: source.trim().replaceAll(/\s+/g, ' ').slice(0, 60),
  source,
  text,
}));
const documents = [...guide.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text = '']) => text);

let studio: Studio;

beforeAll(async () => {
  studio = await Studio.open();
  await buildNetwork(studio.plant);
  await studio.plant.make('extras.ConfigTemplate', { name: 'hostname', templateCode: 'hostname {{ device.name }}\n' });
}, 120_000);
afterAll(() => studio.close());

test('the guide has examples', () => {
  expect([examples.length, documents.length]).toEqual([4, 3]);
});

test.each(examples)('the example $title gives the text beside it', async ({ source, text }) => {
  const options = { undefined: 'strict', trim_blocks: true, lstrip_blocks: true, keep_trailing_newline: true };
  const ask = { template: null, source, options, extra: null };
  const render = await studio.configs.render({ actor: studio.actor }, { name: 'ams1-sw07' }, ask);
  expect(render.errors).toEqual([]);
  expect(render.text).toBe(text);
});

test('the requests of the guide are answered', async () => {
  const [check = '', query = '', mutation = ''] = documents;
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
