import { createEnvironment, HOOK_EVERY, render, TemplateError } from '../src/index.ts';

/** Templates that ask for far too much: time, memory, depth. Each must end in an error, not in a large result. */
const BOMBS: Record<string, string> = {
  'nested loops': '{% for a in range(9999) %}{% for b in range(9999) %}{{ a }}{% endfor %}{% endfor %}',
  'loops without output': '{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}',
  'a loop over a growing list': '{% set l = [1] %}{% for x in l %}{% do l.append(x) %}{% endfor %}',
  'a wide range': '{{ range(10 ** 12) | list }}',
  'many ranges': '{% for i in range(99999) %}{{ range(99999) | list | length }}{% endfor %}',
  'a repeated string': "{{ 'x' * 999999999 }}",
  'a repeated list': '{{ [0] * 999999999 }}',
  'a repeated tuple': '{{ (1, 2) * 999999999 }}',
  'doubling a string':
    "{% set ns = namespace(s='xxxxxxxx') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
  'doubling a string by adding':
    "{% set ns = namespace(s='xxxxxxxx') %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
  'doubling a list':
    '{% set ns = namespace(l=[1, 2]) %}{% for i in range(99) %}{% set ns.l = ns.l + ns.l %}{% endfor %}',
  'a list that extends itself': '{% set l = [1, 2] %}{% for i in range(99) %}{% do l.extend(l) %}{% endfor %}',
  'a huge power': '{{ 9 ** (9 ** 9) }}',
  'a tower of squares': '{% set ns = namespace(n=9) %}{% for i in range(99) %}{% set ns.n = ns.n * ns.n %}{% endfor %}',
  'a format width': "{{ '%999999999d' % 1 }}",
  'a format width by star': "{{ '%*d' % (999999999, 1) }}",
  'a format precision': "{{ '%.999999999f' % 1.5 }}",
  'a brace format width': "{{ '{:999999999}'.format(1) }}",
  'the center filter': "{{ 'x' | center(999999999) }}",
  'the center method': "{{ 'x'.center(999999999) }}",
  'the ljust method': "{{ 'x'.ljust(999999999) }}",
  'the zfill method': "{{ 'x'.zfill(999999999) }}",
  'expanded tabs': "{{ ('\\t' * 99999).expandtabs(99999) }}",
  'a batch filled up': '{{ [1] | batch(999999999, 0) | list }}',
  'many slices': '{{ [1] | slice(999999999) | list }}',
  'a wide indent': "{{ ('a\\n' * 9999) | indent(99999) }}",
  'an indented JSON': '{{ [[[[[[1]]]]]] | tojson(indent=999999999) }}',
  'a replacement that grows': "{{ ('a' * 99999) | replace('a', 'b' * 9999) }}",
  'a joined list': "{{ (['x' * 9999] * 9999) | join }}",
  'a long separator': "{{ range(9999) | join('x' * 9999) }}",
  'a printed nest':
    '{% set ns = namespace(l=[1]) %}{% for i in range(40) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}',
  'a nest as JSON':
    '{% set ns = namespace(l=[1]) %}{% for i in range(40) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l | tojson }}',
  'a pretty nest':
    '{% set ns = namespace(l=[1]) %}{% for i in range(40) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l | pprint }}',
  'a compared nest':
    '{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(40) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}',
  'a macro that calls itself': '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}',
  'two macros in a ring': '{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}',
  'a template that includes itself': "{% include 'main' %}",
  'a template that imports itself': "{% import 'main' as m %}",
  'a template that extends itself': "{% extends 'main' %}",
  'a block that calls itself': '{% block b %}{{ self.b() }}{% endblock %}',
  'a recursive loop without end': '{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}',
  'a deep nest of brackets': `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`,
  'a deep nest of lists': `{{ ${'['.repeat(5000)}1${']'.repeat(5000)} }}`,
  'a deep nest of tags': `${'{% if 1 %}'.repeat(5000)}${'{% endif %}'.repeat(5000)}`,
  'a long chain of signs': `{{ ${'-'.repeat(9000)}1 }}`,
  'many strings kept': "{% set l = [] %}{% for i in range(9999) %}{% do l.append('x' * 999999) %}{% endfor %}",
  'output without end': "{% set s = 'x' * 999999 %}{% for i in range(9999) %}{{ s }}{% endfor %}",
  'a self-containing list as JSON': '{% set l = [] %}{% do l.append(l) %}{{ l | tojson }}',
  'two self-containing lists compared':
    '{% set a = [] %}{% set b = [] %}{% do a.append(b) %}{% do b.append(a) %}{{ a == b }}',
  'nested string formats': "{{ '{:{:{:{}}}}'.format(1, 2, 3, 4) }}",
  'a dict that grows':
    '{% set d = {} %}{% for i in range(99999) %}{% for j in range(99) %}{% do d.update({(i, j): 1}) %}{% endfor %}{% endfor %}',
  'the sum of lists': '{{ ([[1, 2, 3]] * 99999) | sum(start=[]) | length }}',
  'a wrapped text': "{{ ('a ' * 999999) | wordwrap(1, wrapstring='x' * 9999) }}",
};

const KINDS = ['LimitExceeded', 'RecursionError', 'OverflowError', 'ValueError', 'TypeError'];

const failure = (source: string): TemplateError => {
  try {
    render(source);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('It rendered.');
};

describe('a template that asks for too much is refused', () => {
  test.each(Object.entries(BOMBS))('%s', (_name, source) => {
    expect(KINDS).toContain(failure(source).kind);
  });
});

test('a list that contains itself prints like in Python', () => {
  expect(render('{% set l = [1] %}{% do l.append(l) %}{{ l }}')).toBe('[1, [...]]');
});

test('limits are numbers of each render', () => {
  const environment = createEnvironment({ limits: { steps: 100 } });
  const template = environment.compile('{% for i in range(50) %}{{ i }}{% endfor %}');
  expect(() => environment.render(template)).toThrow('more than 100 steps');
  expect(environment.render(template, {}, { limits: { steps: 1000 } })).toMatch(/^0123/);
  expect(() => environment.render(template, {}, { limits: { steps: 1000, output: 20 } })).toThrow('20 characters');
});

test('a host ends a render from the step hook', () => {
  const seen: number[] = [];
  const onStep = (steps: number): void => {
    seen.push(steps);
    if (steps > 3 * HOOK_EVERY) throw new TemplateError('LimitExceeded', 'The time is over.');
  };
  const source = '{% for i in range(9999) %}\n{{ i }}{% endfor %}';
  expect(() => render(source, {}, { onStep })).toThrow('The time is over.');
  expect(seen.length).toBeGreaterThan(2);
});

test('an ordinary device template stays far below the limits', () => {
  const source =
    '{% for i in interfaces %}interface {{ i.name }}\n{% if i.vlan %} vlan {{ i.vlan }}\n{% endif %}{% endfor %}';
  const interfaces = Array.from({ length: 48 }, (_, at) => ({ name: `Eth${at}`, vlan: at }));
  expect(render(source, { interfaces }, { limits: { steps: 1000 } }).split('\n').length).toBe(96);
});
