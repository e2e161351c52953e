import { createWriter, buildSchemaFor, newMasterKey, type Writer } from '@plumbline/engine';
import { codes, Plant } from '../../../test/plant.ts';
import { domains, registry } from '../../index.ts';
import { templateQueryRules } from './config-template.rules.ts';

const TEMPLATE = 'extras.ConfigTemplate';
let plant: Plant;
let writer: Writer;

beforeAll(async () => {
  plant = await Plant.open();
  const rules = domains.flatMap((domain) => domain.rules);
  const schema = buildSchemaFor({ registry, rules, resolvers: domains.flatMap((domain) => domain.resolvers) });
  writer = createWriter({
    registry,
    rules: [...rules, ...templateQueryRules(schema)],
    dataSource: plant.dataSource,
    masterKeys: [newMasterKey()],
  });
});
afterAll(() => plant.close());

const template = (rest: object) => ({ name: plant.name('template'), templateCode: 'x', ...rest });
const params = async (id: string) => (await plant.row('extras_config_template', id))['environment_params'];

test('a template written here fails on unknown names, unless it says otherwise', async () => {
  expect(await params(await plant.make(TEMPLATE, template({})))).toEqual({ undefined: 'strict' });
  const given = { trim_blocks: true };
  const id = await plant.make(TEMPLATE, template({ environmentParams: given }));
  expect(await params(id)).toEqual({ trim_blocks: true, undefined: 'strict' });
  await plant.update(TEMPLATE, { id, environmentParams: { undefined: 'default' } });
  expect(await params(id)).toEqual({ undefined: 'default' });
  await plant.update(TEMPLATE, { id, environmentParams: { lstrip_blocks: true } });
  expect(await params(id)).toEqual({ lstrip_blocks: true, undefined: 'strict' });
});

test('an imported template keeps its options', async () => {
  const { result } = await plant.import(TEMPLATE, template({}), template({ environmentParams: { trim_blocks: true } }));
  const [bare, trimmed] = await Promise.all((result ?? []).map((id) => params(id ?? '')));
  expect(bare ?? null).toBeNull();
  expect(trimmed).toEqual({ trim_blocks: true });
});

test('options that do not exist are refused by name', async () => {
  const outcome = await plant.create(TEMPLATE, template({ environmentParams: { trim_block: true, autoescape: true } }));
  expect(codes(outcome)).toEqual([
    'input.0.environmentParams.trim_block BAD_USER_INPUT',
    'input.0.environmentParams.autoescape BAD_USER_INPUT',
  ]);
  expect(outcome.errors[0]?.message).toContain('Did you mean "trim_blocks"?');
  expect(codes(await plant.create(TEMPLATE, template({ environmentParams: [] })))).toEqual([
    'input.0.environmentParams BAD_USER_INPUT',
  ]);
});

test.each<[string, string | null]>([
  ['query ($device: ID!) { device(id: $device) { name } }', null],
  ['{ vlans { nodes { vid } } }', null],
  ['{ vlanz { nodes { vid } } }', 'Cannot query field "vlanz"'],
  ['{ vlans {', 'Syntax Error'],
  ['mutation { tagDelete(ids: []) { dryRun } }', 'exactly one query'],
  ['query A { viewer { name } } query B { viewer { name } }', 'exactly one query'],
  [
    'query ($site: ID!) { site(id: $site) { name } }',
    'Only $device, or $virtualMachine, is filled in; $site needs a default.',
  ],
  [`{ ${'a'.repeat(20_000)} }`, 'at most 20000 characters'],
])('the saved query %s is accepted or refused by the schema', async (dataQuery, problem) => {
  const { errors } = await writer.run(plant.actor, {}, (work) => work.create(TEMPLATE, [template({ dataQuery })]));
  expect(errors.map(({ path, code }) => `${path} ${code}`)).toEqual(
    problem === null ? [] : ['input.0.dataQuery TEMPLATE_QUERY_INVALID'],
  );
  expect(errors.map(({ message }) => message).join('')).toContain(problem ?? '');
});

const refusals = async (rest: object): Promise<string[]> =>
  (await plant.create(TEMPLATE, template(rest))).errors.map(({ code, message }) => `${code} ${message}`);

test('a source the language refuses is refused with its line', async () => {
  expect(await refusals({ templateCode: 'a\r\n{% if %}' })).toEqual([
    expect.stringMatching(/^TEMPLATE_INVALID .*line 2$/),
  ]);
  expect(await refusals({ templateCode: '{{ x | nope }}', environmentParams: { undefined: 'default' } })).toHaveLength(
    1,
  );
});

test('a strict template may not read what no record has, a lenient one may', async () => {
  const templateCode = 'x\n{{ device.nmae }} {{ devce.name }}';
  expect(await refusals({ templateCode })).toEqual([
    "TEMPLATE_INVALID unknown field 'nmae' of device or virtual machine, line 2, did you mean 'name'?",
    "TEMPLATE_INVALID unknown field 'devce', line 2, did you mean 'device'?",
  ]);
  expect(await refusals({ templateCode, environmentParams: { undefined: 'default' } })).toEqual([]);
  await plant.make('extras.ConfigContext', { name: 'keys', data: { devce: { name: 'x' } } });
  expect(await refusals({ templateCode: '{{ devce.name }}' })).toEqual([]);
});

test('templates are found by the types they use', async () => {
  const templateCode = '{% for i in interfaces %}{{ i.untagged_vlan.vid }}{% endfor %}';
  const id = await plant.make(TEMPLATE, template({ templateCode }));
  const types = async () => (await plant.row('extras_config_template', id))['uses_types'];
  expect(await types()).toEqual(['dcim.Interface', 'ipam.Vlan']);
  await plant.update(TEMPLATE, { id, templateCode: '{{ device.site.name }}' });
  expect(await types()).toEqual(['dcim.Device', 'dcim.Site']);
});
