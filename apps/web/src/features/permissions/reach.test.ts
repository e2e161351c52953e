import { sampleCatalogue, sampleEntity } from '../../catalogue/sample.fixture.ts';
import { idleReasons } from './permission-state.tsx';
import { byCount, samplesText } from './preview.ts';
import { fieldOptions, passableOf, typeOption, typeOptions, typesNamed, verbsOf } from './reach.ts';

const catalogue = sampleCatalogue();
const device = sampleEntity(catalogue, 'dcim.Device');
const site = sampleEntity(catalogue, 'dcim.Site');

test('names of a permission stand for a type, a part of the product, or all', () => {
  const named = (...names: string[]) => typesNamed(catalogue, names).map(({ name }) => name);
  expect(named('dcim.Device', 'dcim.Gone')).toEqual(['dcim.Device']);
  expect(named('dcim.*', 'dcim.Site')).toEqual(['dcim.Region', 'dcim.Site', 'dcim.Device', 'dcim.Interface']);
  expect(named('*')).toHaveLength(catalogue.entities.length);
  expect(
    typeOptions(catalogue)
      .slice(0, 2)
      .map(({ label }) => label),
  ).toEqual(['All types', 'All of Addresses and VLANs']);
  expect(typeOption(catalogue, 'dcim.Gone').label).toBe('dcim.Gone');
});

test('verbs are the four, those of the types, and those that are stored', () => {
  const names = (...args: Parameters<typeof verbsOf>) => verbsOf(...args).map(({ name }) => name);
  expect(names([site], [])).toEqual(['view', 'add', 'change', 'delete', '*']);
  expect(names([device], [])).toEqual(['view', 'add', 'change', 'delete', 'reveal', '*']);
  expect(names([{ ...site, actions: ['survey'] }], ['view', 'approve'])).toEqual([
    'view',
    'add',
    'change',
    'delete',
    'survey',
    'approve',
    '*',
  ]);
});

test('a permission is passed on with types and verbs of its own', () => {
  const passed = (...names: string[]) => {
    const { types, verbs } = passableOf(catalogue, { objectTypes: names, actions: ['view', 'change'] });
    return [types.map(({ value }) => value), verbs.map(({ name }) => name)];
  };
  expect(passed('dcim.Site', 'dcim.Device')).toEqual([
    ['dcim.Device', 'dcim.Site'],
    ['view', 'change'],
  ]);
  expect(passed('dcim.*')[0]).toEqual(['dcim.*', 'dcim.Device', 'dcim.Interface', 'dcim.Region', 'dcim.Site']);
  expect(passableOf(catalogue, { objectTypes: ['*'], actions: ['*'] }).verbs.map(({ name }) => name)).toContain(
    'delete',
  );
});

test('fields of several types stand once, with the types that have them', () => {
  const found = new Map(fieldOptions([site, device]).map(({ value, context }) => [value, context]));
  expect(found.get('name')).toBe('site, device');
  expect(found.get('position')).toBe('device');
  expect(found.has('created')).toBe(false);
});

test('a permission that grants nothing says why', () => {
  const row = { id: 'x', number: 1, display: 'p', enabled: true, users: [{ id: 'u', number: 1, display: 'ann' }] };
  expect(idleReasons(row)).toEqual([]);
  expect(idleReasons({ ...row, enabled: false, problem: 'Site has no field "a".' })).toEqual([
    'It is switched off.',
    'Its imported conditions have no counterpart: Site has no field "a".',
  ]);
  expect(idleReasons({ ...row, users: [] })).toEqual(['It names no user, no group and no token.']);
});

test('a preview starts with what is seen most, and counts what is not named', () => {
  const preview = (type: string, count: number, ...samples: string[]) => ({ type, count, samples, actions: ['view'] });
  const types = [preview('dcim.Site', 0), preview('dcim.Device', 1_204, 'a', 'b'), preview('dcim.Rack', 1, 'c')];
  expect(byCount(types).map(({ type }) => type)).toEqual(['dcim.Device', 'dcim.Rack', 'dcim.Site']);
  expect(types.map(samplesText)).toEqual(['', 'a, b, 1,202 more', 'c']);
});
