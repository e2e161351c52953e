import { createEnvironment, HOOK_EVERY, render, TemplateError } from '../src/index.ts';
import { BOMBS } from './hostile.ts';

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

test('a host learns the steps of every render, also of one that fails', () => {
  const ends: number[] = [];
  const onEnd = (steps: number): void => void ends.push(steps);
  const environment = createEnvironment();
  environment.render(environment.compile('{% for i in range(5) %}{{ i }}{% endfor %}'), {}, { onEnd });
  const failing = environment.compile('{% for i in range(50) %}{{ i }}{% endfor %}{{ x.y }}');
  expect(() => environment.render(failing, {}, { onEnd })).toThrow('undefined');
  expect(ends).toHaveLength(2);
  expect(ends[0]).toBeGreaterThan(4);
  expect(ends[1]).toBeGreaterThan(49);
});
