import { Callable, createEnvironment, render, TemplateError, type HostObject, type Value } from '../src/index.ts';

/** What a template gives: its text, or the kind of its error. */
const outcome = (source: string, context: object = {}): string => {
  try {
    return `text:${render(source, context)}`;
  } catch (error) {
    if (error instanceof TemplateError) return error.kind;
    throw error;
  }
};

class Device implements HostObject {
  readonly typeName = 'Device';
  readonly secret = 'hunter2';
  private readonly _key = 'k';

  getAttribute(name: string): Value | undefined {
    if (name === 'name') return 'sw1';
    return name === '_key' ? this._key : undefined;
  }
}

/** Ways from a template to code or memory of the host: none may print anything or run. */
const CHAINS: readonly string[] = [
  "{{ range.constructor('return process')() }}",
  "{{ ''.constructor.constructor('return 1')() }}",
  "{{ [].constructor.constructor('return 1')() }}",
  "{{ {}.constructor.constructor('return 1')() }}",
  "{{ (1).constructor.constructor('return 1')() }}",
  "{{ [].map.constructor('return 1')() }}",
  "{{ ''['constructor']['constructor']('return 1')() }}",
  "{{ ('' | attr('constructor'))('x') }}",
  "{{ cycler.__init__.__globals__.os.popen('id') }}",
  "{{ ''.__class__.__mro__[1].__subclasses__() }}",
  "{{ ''['__class__']['__base__']['__subclasses__']() }}",
  "{{ ('' | attr('__class__')).__mro__ }}",
  "{{ '{0.__class__.__mro__}'.format('') }}",
  '{{ namespace.__init__.__globals__ }}',
  '{{ joiner.__init__.__globals__.os }}',
  '{{ self.__init__.__globals__ }}',
  "{{ lipsum.__globals__.os.popen('id').read() }}",
  "{{ device.constructor('x') }}",
  "{{ device.getAttribute('name') }}",
  '{{ device.__proto__.polluted }}',
  '{{ process.env.HOME }}',
  '{{ globalThis.process.exit() }}',
  "{{ require('fs').readFileSync('/etc/passwd') }}",
  "{{ __import__('os').system('id') }}",
  '{% macro m() %}{% endmacro %}{{ m.__globals__.os }}',
  "{% macro m() %}{% endmacro %}{{ m.constructor('return 1')() }}",
  "{{ {}.update.constructor('return 1')() }}",
  "{{ loop.constructor.constructor('return 1')() }}",
  "{% for i in [1] %}{{ loop.constructor('return 1')() }}{% endfor %}",
  '{{ (x for x in []) }}',
];

test.each(CHAINS)('%s ends in an error', (source) => {
  expect(outcome(source, { device: new Device() })).toMatch(/Error$/);
});

const HARMLESS: readonly (readonly [string, string])[] = [
  ["{{ ''.constructor }}|{{ [].length }}|{{ {}.toString }}", '||'],
  ['{{ device.secret }}|{{ device._key }}|{{ device.typeName }}', '||'],
  ["{{ device['secret'] }}|{{ device['_key'] }}|{{ device | attr('_key') }}", '||'],
  ["{{ '{0._key}{0.secret}'.format(device) }}", ''],
  ["{{ [device] | map(attribute='secret') | join }}", ''],
  ["{{ [device] | map(attribute='__class__') | join }}", ''],
  ["{{ [device] | groupby('secret') | length }}", '1'],
  ["{{ ({'a': 1})['__proto__'] is defined }}", 'False'],
  ["{% set d = {'__proto__': {'polluted': 1}} %}{{ d.polluted is defined }}{{ {}.polluted is defined }}", 'FalseFalse'],
  ['{% set ns = namespace() %}{% set ns.__proto__ = 1 %}{{ {}.polluted is defined }}', 'False'],
  ["{{ dict(constructor=1).constructor }}{{ dict(hasOwnProperty=2)['hasOwnProperty'] }}", '12'],
  ["{{ 'constructor' in {} }}{{ 'length' in [] }}", 'FalseFalse'],
];

test.each(HARMLESS)('%s prints %j', (source, text) => {
  expect(outcome(source, { device: new Device() })).toBe(`text:${text}`);
});

test('an unsafe attribute is a SecurityError once it is used', () => {
  expect(outcome("{{ ''.__class__ }}")).toBe('text:');
  expect(outcome("{{ ''.__class__.__mro__ }}")).toBe('SecurityError');
});

test('filters with catastrophic patterns run in linear time, and look-around is refused by name', () => {
  expect(outcome("{{ ('a' * 5000) | regex_search('(a+)+$') | length }}")).toBe('text:5000');
  expect(() => render("{{ 'a' | regex_search('(?=a)') }}")).toThrow('look-around is not supported');
  expect(() => render("{{ 'aa' | regex_search('(a)\\\\1') }}")).toThrow('back-references are not supported');
});

test('a throwing host filter ends the render and the environment goes on', () => {
  const environment = createEnvironment({
    filters: {
      broken: () => {
        throw new Error('lost');
      },
    },
    globals: { answer: new Callable('answer', () => 42) },
  });
  expect(() => environment.render(environment.compile('{{ 1 | broken }}', 'a'))).toThrow('lost');
  expect(environment.render(environment.compile('{{ answer() }}', 'b'))).toBe('42');
});
