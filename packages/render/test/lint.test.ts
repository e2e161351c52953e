import { lintTemplate, type Contract } from '../src/index.ts';

const value = { kind: 'value', value: 'text', empty: '' } as const;
const contract: Contract = {
  types: {
    'net.Switch': {
      name: 'net.Switch',
      label: 'switch',
      aliases: { cf: 'custom_field_data' },
      fields: {
        name: { ...value, field: 'name' },
        status: { ...value, field: 'status', choices: { active: 'Active' } },
        site: { kind: 'one', field: 'site', target: 'net.Site' },
        ports: { kind: 'many', field: 'ports', target: 'net.Port' },
        custom_field_data: { kind: 'value', field: 'customFields', value: 'customFields', empty: null },
      },
    },
    'net.Site': { name: 'net.Site', label: 'site', aliases: {}, fields: { name: { ...value, field: 'name' } } },
    'net.Port': {
      name: 'net.Port',
      label: 'port',
      aliases: {},
      fields: { name: { ...value, field: 'name' }, device: { kind: 'one', field: 'device', target: 'net.Switch' } },
    },
    'net.Machine': {
      name: 'net.Machine',
      label: 'machine',
      aliases: {},
      fields: {
        name: { ...value, field: 'name' },
        cores: { ...value, field: 'cores' },
        ports: { kind: 'many', field: 'ports', target: 'net.Card' },
        place: { kind: 'arc', field: 'place', targets: { site: 'net.Site', host: 'net.Switch' } },
      },
    },
    'net.Card': {
      name: 'net.Card',
      label: 'card',
      aliases: {},
      fields: {
        speed: { ...value, field: 'speed' },
        machine: { kind: 'one', field: 'machine', target: 'net.Machine' },
      },
    },
  },
};

const look = (source: string) =>
  lintTemplate({
    name: 'main',
    source,
    options: {},
    contract,
    roots: {
      device: { kind: 'record', type: 'net.Switch' },
      ports: { kind: 'set', type: 'net.Port' },
      subject: { kind: 'record', type: 'net.Switch', others: ['net.Machine'] },
      vm: { kind: 'record', type: 'net.Machine' },
    },
    names: ['config_context'],
  });
const said = (source: string): string[] => {
  const { refused, fields, names } = look(source);
  return [...refused, ...fields, ...names].map(({ message }) => message);
};

test.each([
  ['{{ device.nmae }}', "unknown field 'nmae' of switch, line 1, did you mean 'name'?"],
  ['\n\n{{ devce.name }}', "unknown field 'devce', line 3, did you mean 'device'?"],
  ['{% for p in device.ports.all() %}\n{{ p.mane }}{% endfor %}', "unknown field 'mane' of port, line 2"],
  ['{% set s = device.site %}{{ s.nam }}', "unknown field 'nam' of site, line 1, did you mean 'name'?"],
  ['{{ device.ports.filter(nama="x").first().name }}', "unknown field 'nama' of port, line 1, did you mean 'name'?"],
  ['{{ ports.filter(device__site__nam="x") }}', "unknown field 'nam' of site, line 1, did you mean 'name'?"],
  ['{{ (ports | sort(attribute="name") | first).zzz }}', "unknown field 'zzz' of port, line 1"],
  ['{{ device.ports[0].dvice }}', "unknown field 'dvice' of port, line 1, did you mean 'device'?"],
  [
    '{% macro m() %}{{ device.sites.name }}{% endmacro %}',
    "unknown field 'sites' of switch, line 1, did you mean 'site'?",
  ],
])('%j is told', (source, expected) => {
  expect(said(source)).toEqual([expect.stringContaining(expected)]);
});

test.each([
  '{{ device.name }}{{ device.get_status_display() }}{{ device.get_config_context().x.y }}{{ device.cf.any.thing }}',
  '{{ device.rack.name | default("none") }}{% if device.rack is defined %}x{% endif %}',
  '{% for p in ports if p.name %}{{ loop.index }}{{ p.device.site.name }}{% endfor %}',
  '{% macro line(devce) %}{{ devce.nmae }}{% endmacro %}{{ line(device) }}',
  '{% import "x" as devic %}{{ devic.f() }}{% from "y" import p as prts %}{{ prts }}',
  '{{ ntp.servers | join }}{{ anything.at.all }}{{ config_context["x"] }}{{ devices | length }}',
  '{{ ports.filter(name__in=["a"]).exclude(device__isnull=True).count() }}',
  '{% set ns = namespace(x=1) %}{% set ns.x = 2 %}{{ ns.x }}{% with a = device.site %}{{ a.name }}{% endwith %}',
])('nothing is said of %s', (source) => {
  expect(said(source)).toEqual([]);
});

test('what the language refuses comes alone, with its line', () => {
  expect(look('{{ device.nmae }}\n{% if %}')).toMatchObject({
    refused: [{ kind: 'TemplateSyntaxError', line: 2, snippet: '{% if %}' }],
    fields: [],
  });
  expect(look('{{ device.name | nofilter }}').refused).toMatchObject([{ kind: 'TemplateAssertionError', line: 1 }]);
});

test('the types that a source uses are named', () => {
  expect(look('{{ device.name }}').types).toEqual(['net.Switch']);
  expect(look('{% for p in device.ports.filter(device__site__name="x") %}{{ p }}{% endfor %}').types).toEqual([
    'net.Port',
    'net.Site',
    'net.Switch',
  ]);
  expect(look('hello').types).toEqual([]);
});

describe('a name that holds rows of several types', () => {
  test('has the fields of each of them, and what they lead to', () => {
    expect(said('{{ subject.name }} {{ subject.cores }} {{ subject.status }}')).toEqual([]);
    expect(said('{% for p in subject.ports %}{{ p.name }} {{ p.speed }} {{ p.machine.cores }}{% endfor %}')).toEqual(
      [],
    );
    expect(said('{{ subject.coers }} {{ (subject.ports | first).sped }}')).toEqual([
      "unknown field 'coers' of switch or machine, line 1, did you mean 'cores'?",
      "unknown field 'sped' of port or card, line 1, did you mean 'speed'?",
    ]);
  });

  test('counts as the first type that has the field', () => {
    expect(look('{{ subject.site.name }}').types).toEqual(['net.Site', 'net.Switch']);
    expect(look('{{ subject.place.name }}').types).toEqual(['net.Machine', 'net.Site', 'net.Switch']);
    expect(look('{{ vm.name }}').types).toEqual(['net.Machine']);
  });

  test('is what a reference to several types holds too', () => {
    expect(said('{{ vm.place.site.name }} {{ vm.place.nmae }}')).toEqual([
      "unknown field 'nmae' of site or switch, line 1, did you mean 'name'?",
    ]);
  });
});
