import {
  compile,
  createEnvironment,
  Dict,
  findAll,
  Float,
  fromValue,
  lint,
  parse,
  parseJson,
  render,
  TemplateError,
  walk,
} from '../src/index.ts';

const failure = (run: () => unknown): TemplateError => {
  try {
    run();
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('It rendered.');
};

test('a source is rendered with a plain object', () => {
  expect(render('hostname {{ device.name }}', { device: { name: 'sw1' } })).toBe('hostname sw1');
});

test('an environment compiles once and loads other templates by name', () => {
  const sources = new Map([['vlan.j2', 'vlan {{ vid }}\n']]);
  const environment = createEnvironment({ loader: (name) => sources.get(name), keep_trailing_newline: true });
  const template = environment.compile("{% for vid in vids %}{% include 'vlan.j2' %}{% endfor %}");
  expect(environment.compile(template.source)).toBe(template);
  expect(environment.render(template, { vids: [1, 2] })).toBe('vlan 1\nvlan 2\n');
  sources.set('vlan.j2', 'v{{ vid }} ');
  expect(environment.render(template, { vids: [1, 2] })).toBe('v1 v2 ');
  expect(environment.render('vlan.j2', { vid: 9 })).toBe('v9 ');
});

test('an error names its template, line, column and expression', () => {
  const templates = { 'common/ntp.j2': 'a\n  {{ ntp.servers.first }}\n' };
  const error = failure(() => render("x\n{% include 'common/ntp.j2' %}", {}, { templates }));
  expect(error.toJSON()).toEqual({
    kind: 'UndefinedError',
    message: "'ntp' is undefined",
    template: 'common/ntp.j2',
    line: 2,
    column: 6,
    expression: 'ntp.servers.first',
  });
});

test('lint tells what stops a source without rendering it', () => {
  expect(lint('{% if x %}ok{% endif %}')).toEqual([]);
  expect(lint('a\n{{ x | upcase }}')).toEqual([
    expect.objectContaining({ kind: 'TemplateAssertionError', message: "No filter named 'upcase'.", line: 2 }),
  ]);
  expect(lint('{% for x in %}')).toEqual([expect.objectContaining({ kind: 'TemplateSyntaxError', line: 1 })]);
});

test('the syntax tree has lines and can be walked', () => {
  const tree = parse('{{ device.name }}\n{% for i in device.interfaces %}{{ i.name | upper }}{% endfor %}');
  const names = findAll([tree], 'attribute').map(({ name, line, column }) => `${name} ${line}:${column}`);
  expect(names).toEqual(['name 1:4', 'interfaces 2:13', 'name 2:36']);
  const kinds: string[] = [];
  walk(tree, (node) => {
    kinds.push(node.kind);
    return node.kind !== 'for';
  });
  expect(kinds).toEqual(['template', 'print', 'attribute', 'name', 'text', 'for']);
  expect(compile('{{ x }}', 'a').ast.body[0]?.kind).toBe('print');
});

test('JSON keeps the order of keys and tells integers from floats', () => {
  const value = parseJson('{"10": 1, "2": 1.0, "a": [9007199254740993, -0, 1e2, "\\u00e9\\n"], "b": {}}');
  expect(render('{{ x }}', { x: value })).toBe(
    "{'10': 1, '2': 1.0, 'a': [9007199254740993, 0, 100.0, 'é\\n'], 'b': {}}",
  );
  expect(value).toBeInstanceOf(Dict);
  expect(fromValue(value)).toEqual(
    new Map<string, unknown>([
      ['10', 1],
      ['2', 1],
      ['a', [9007199254740993n, 0, 100, 'é\n']],
      ['b', new Map()],
    ]),
  );
});

test.each(['', '{', '[1,]', '{"a" 1}', '01', '1 2', '"\n"', 'nul', '{a:1}'])('broken JSON %j is refused', (text) => {
  expect(() => parseJson(text)).toThrow(SyntaxError);
});

test('host filters, tests and globals join the built-in ones', () => {
  const options = {
    filters: { shout: (value: unknown) => `${String(value)}!` },
    tests: { vlan: (value: unknown) => typeof value === 'number' && value < 4095 },
    globals: { site: { name: 'fra1' } },
  };
  expect(
    render("{{ 'a' | shout }} {{ 10 is vlan }} {{ ['x'] | map('shout') | join }} {{ site.name }}", {}, options),
  ).toBe('a! True x! fra1');
});

test('JavaScript values become Python values', () => {
  const context = {
    i: 1,
    f: 1.5,
    big: 2 ** 60,
    m: new Map([[1, 'x']]),
    s: new Set([1]),
    n: null,
    u: undefined,
    x: new Float(2),
  };
  expect(render('{{ i }} {{ f }} {{ big }} {{ m[1] }} {{ s }} {{ n }} {{ u is defined }} {{ x }}', context)).toBe(
    '1 1.5 1152921504606846976 x {1} None False 2.0',
  );
});

test('addresses, VLAN lists and patterns are at hand as filters', () => {
  expect(render("{{ '2001:db8::1/64' | ipaddr('network') }} {{ '10.0.0.9/30' | ipaddr('broadcast') }}")).toBe(
    '2001:db8:: 10.0.0.11',
  );
  expect(render("{{ '10.0.0.0/29' | ipaddr(1) }} {{ 'x' | ipaddr }} {{ '10.1.1.1' | ipaddr('version') }}")).toBe(
    '10.0.0.1/29 False 4',
  );
  expect(render("{{ [3, 1, 2, 2, '7'] | vlan_ranges }} [{{ [] | vlan_ranges }}]")).toBe('1-3,7 []');
  expect(render("{{ 'Gi1/0/24' | regex_replace('^Gi(\\\\d+)/(.*)$', 'slot \\\\1 port \\\\2') }}")).toBe(
    'slot 1 port 0/24',
  );
  expect(render("{{ 'a=1,b=2' | regex_findall('(\\\\w)=(\\\\d)') }}")).toBe("[('a', '1'), ('b', '2')]");
  expect(render("{{ 'vlan 10' | regex_search('(\\\\d+)', '\\\\1') }} {{ 'x' | regex_search('y') }}")).toBe(
    "['10'] None",
  );
});

test('all four ways to treat what is missing', () => {
  const source = '[{{ d.x }}]';
  expect(render(source, { d: {} })).toBe('[]');
  expect(render('[{{ d.x.y }}]', { d: {} }, { undefined: 'chainable' })).toBe('[]');
  expect(render(source, { d: {} }, { undefined: 'debug' })).toBe("[{{ no such element: dict object['x'] }}]");
  expect(failure(() => render(source, { d: {} }, { undefined: 'strict' })).kind).toBe('UndefinedError');
});
