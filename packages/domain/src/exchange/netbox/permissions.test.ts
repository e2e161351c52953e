import { registry } from '../../index.ts';
import { withPredicate } from './permissions.ts';

const permission = (values: object) =>
  withPredicate(registry, {
    id: '1',
    number: 1,
    values: { name: 'x', objectTypes: ['dcim.Device'], ...values },
    refs: {},
    links: {},
    customRefs: [],
    rest: {},
  }).values;

test('the action of rendering goes by its name here, with and without constraints', () => {
  expect(permission({ actions: ['view', 'render_config'] })['actions']).toEqual(['view', 'render']);
  expect(permission({ actions: ['render_config'], constraints: { name: 'a' } })).toMatchObject({
    actions: ['render'],
    predicate: { name: { eq: 'a' } },
  });
  expect(permission({ actions: ['toString', 'run'] })['actions']).toEqual(['toString', 'run']);
});
