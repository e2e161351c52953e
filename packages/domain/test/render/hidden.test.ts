import { organizationPredicates, type RowPredicates } from '@plumbline/engine';
import { registry, seedDemo } from '../../src/index.ts';
import type { ContractField } from '@plumbline/render';
import { contractOf } from '../../src/render/contract/contract.ts';
import { DEVICE, MACHINE } from '../../src/render/subject.ts';
import { buildMachines } from './machines.ts';
import { Studio } from './studio.ts';

/** Rows with an even number are hidden, besides those of other organizations. */
const oddOnly: RowPredicates = (model, actor) => {
  const organization = organizationPredicates(model, actor);
  return { sql: (alias, params) => `${organization?.sql(alias, params) ?? 'true'} AND ${alias}.number % 2 = 1` };
};

const { types } = contractOf(registry);

interface Step {
  readonly name: string;
  readonly field: ContractField;
}

const targetsOf = (field: ContractField): string[] => {
  if (field.kind === 'one' || field.kind === 'many') return [field.target];
  return field.kind === 'arc' ? Object.values(field.targets) : [];
};

/** The shortest way from a type to each type that can be reached. */
const paths = (from: string): Map<string, readonly Step[]> => {
  const found = new Map<string, readonly Step[]>([[from, []]]);
  for (const [type, path] of found)
    for (const [name, field] of Object.entries(types[type]?.fields ?? {}))
      for (const target of targetsOf(field)) if (!found.has(target)) found.set(target, [...path, { name, field }]);
  return found;
};

/** Types that stand around machines. */
const MANY = [
  'virtualization.VirtualMachine',
  'virtualization.VmInterface',
  'virtualization.VirtualDisk',
  'virtualization.Cluster',
  'virtualization.ClusterGroup',
  'virtualization.ClusterType',
  'virtualization.VirtualMachineType',
  'dcim.Device',
  'dcim.MacAddress',
  'ipam.IpAddress',
  'ipam.Service',
  'ipam.FhrpGroupAssignment',
  'vpn.L2vpnTermination',
  'vpn.TunnelTermination',
  'tenancy.ContactAssignment',
];

/** Rows that a walk takes of each set on its way; what is hidden lies among the first ones too. */
const EACH = 4;

/** A template that walks a path and prints the number and the references of every record at its end. */
const walker = (type: string, path: readonly Step[]): string => {
  const open = path.map(({ name, field }, i) => {
    const next = `r${i}.${name}`;
    return field.kind === 'many'
      ? `{% for r${i + 1} in ${next}.all()[:${EACH}] %}`
      : `{% if ${next} %}{% set r${i + 1} = ${next} %}`;
  });
  const close = path.map(({ field }) => (field.kind === 'many' ? '{% endfor %}' : '{% endif %}')).toReversed();
  const last = `r${path.length}`;
  const ones = Object.entries(types[type]?.fields ?? {}).map(([name, field]) => {
    if (field.kind === 'one' || field.kind === 'arc')
      return `{% if ${last}.${name} %} {{ ${last}.${name}.number }}{% endif %}`;
    if (field.kind === 'path' && field.targets.length > 0) {
      const rows = field.isOne ? `[${last}.${name}]` : `${last}.${name}`;
      return `{% for x in ${rows} %}{% if x %} {{ x.number }}{% endif %}{% endfor %}`;
    }
    if (field.kind !== 'many') return '';
    const set = `${last}.${name}`; // a reference to several types may lead to one without it
    return `{% if ${set} is defined %}{% for x in ${set} %} {{ x.number }}{% endfor %}{% if ${set}.count() != ${set}.all() | list | length %} 0{% endif %}{% endif %}`;
  });
  return `{% set r0 = device %}${open.join('')} {{ ${last}.number }}${ones.join('')}${close.join('')}`;
};

let studio: Studio;
let devices: string[];
let machines: string[];

beforeAll(async () => {
  studio = await Studio.open();
  const { errors } = await studio.plant.run(seedDemo);
  expect(errors).toEqual([]);
  const { devices: found } = await studio.ask('{ devices(first: 200) { nodes { id number } } }');
  devices = (found as { nodes: { id: string; number: number }[] }).nodes
    .filter(({ number }) => number % 2 === 1)
    .slice(0, 12)
    .map(({ id }) => id);
  const contact = await studio.plant.make('tenancy.Contact', { name: 'Ops' });
  const scene = await buildMachines(studio.plant, contact);
  devices.push(...scene.hosts);
  machines = [...scene.machines];
});
afterAll(() => studio.close());

const numbers = async (source: string, of = DEVICE): Promise<number[]> => {
  const ask = { of, template: null, source, options: { undefined: 'default' }, extra: null };
  const ids = of === DEVICE ? devices : machines;
  const renders = await studio.configs.renders({ actor: studio.actor }, ids, ask);
  expect(renders.flatMap(({ errors }) => errors)).toEqual([]);
  return renders.flatMap(({ text }) => (text ?? '').split(/\s+/).filter(Boolean).map(Number));
};

describe('templates never see hidden rows', () => {
  afterEach(() => {
    studio.predicates = organizationPredicates;
  });

  let seen = 0;

  test.each([...paths(DEVICE.type)])('of %s', async (type, path) => {
    studio.predicates = oddOnly;
    const limited = await numbers(walker(type, path));
    seen += limited.length;
    expect(limited.filter((number) => number % 2 === 0)).toEqual([]);
  });

  const near = [...paths(MACHINE.type)].filter(([, path]) => path.length <= 2);

  test.each(near)('of %s, from a machine', async (type, path) => {
    studio.predicates = oddOnly;
    const limited = await numbers(walker(type, path), MACHINE);
    expect(limited.filter((number) => number % 2 === 0)).toEqual([]);
  });

  test.each(MANY)('of %s there are some to see and some to hide', async (type) => {
    const source = walker(type, paths(MACHINE.type).get(type) ?? []);
    const open = await numbers(source, MACHINE);
    studio.predicates = oddOnly;
    const limited = await numbers(source, MACHINE);
    expect(limited.length).toBeGreaterThan(0);
    expect(open.length).toBeGreaterThan(limited.length);
  });

  test('of which there are many, and as many more to hide', async () => {
    const open = await numbers(walker('dcim.Interface', paths(DEVICE.type).get('dcim.Interface') ?? []));
    expect(open.filter((number) => number % 2 === 0).length).toBeGreaterThan(10);
    expect(seen).toBeGreaterThan(open.length);
  });

  test('through conditions, counts and orders of sets', async () => {
    const source = `{% for i in device.interfaces.filter(untagged_vlan__isnull=False) %} {{ i.untagged_vlan.number }}{% endfor %}
      {% for i in device.interfaces.order_by("untagged_vlan__vid") %} {{ i.number }}{% endfor %}
      {% for i in device.interfaces.values_list("number", "lag__number") %}{% for n in i if n is not none %} {{ n }}{% endfor %}{% endfor %}
      {% set all = device.interfaces.count() %}{{ 1 if all == device.interfaces.all() | list | length else 0 }}`;
    studio.predicates = oddOnly;
    expect((await numbers(source)).filter((number) => number % 2 === 0)).toEqual([]);
  });

  test('a hidden device is no device', async () => {
    studio.predicates = oddOnly;
    const { data, errors } = await studio.execute('{ configRender(device: { number: 2 }, source: "x") { ok } }');
    expect([data ?? null, errors?.map(({ message }) => message)]).toEqual([null, ['There is no such device.']]);
  });
});
