import { Callable, createEnvironment, render, TemplateError, type HostObject, type Value } from '../src/index.ts';
import { CHAINS } from './hostile.ts';

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
