import { buildSchemaFor, type Actor, type Grant, type Model } from '@plumbline/engine';
import { parse, validate } from 'graphql';
import { domains, registry } from '../../src/index.ts';
import { isShareable, sharedFields } from '../../src/users/share-fields.ts';
import {
  chosenFields,
  hasTitle,
  hiddenSteps,
  seenOf,
  sharedGrants,
  sharedQuestion,
  titleOf,
  type SharedContent,
} from '../../src/users/share-view.ts';

const everything: SharedContent = { type: '', rowId: null, filter: null, words: null, orderBy: null, fields: null };

const shared = registry.models.filter(isShareable);

const shownBy = (model: Model, content: SharedContent) => chosenFields(sharedFields(registry, model), model, content);

const questionOf = (type: string, content: Partial<SharedContent>) => {
  const model = registry.model(type);
  const whole = { ...everything, type, ...content };
  return sharedQuestion(model, whole, shownBy(model, whole), 0);
};

test('what is asked for a link fits the schema, for objects and lists of every type that can be shared', () => {
  const rules = domains.flatMap((domain) => domain.rules);
  const schema = buildSchemaFor({ registry, rules, resolvers: domains.flatMap((domain) => domain.resolvers) });
  const faults = shared.flatMap((model) =>
    [null, 'an id'].flatMap((rowId) => {
      const fields = sharedFields(registry, model).map(({ name }) => name);
      const { text } = questionOf(model.name, { rowId, fields });
      return validate(schema, parse(text)).map(({ message }) => `${model.name}: ${message}`);
    }),
  );
  expect(faults).toEqual([]);
  expect(shared.length).toBeGreaterThan(80);
});

test('no secret can be shared, nor a sum over other rows', () => {
  const odd = shared.flatMap((model) =>
    sharedFields(registry, model).flatMap(({ name }) => {
      const spec = model.scalars.get(name)?.spec;
      return spec?.secret === true || spec?.counts !== undefined || model.computed.has(name)
        ? [`${model.name}.${name}`]
        : [];
    }),
  );
  expect(odd).toEqual([]);
  expect(
    shownBy(registry.model('wireless.WirelessLan'), { ...everything, rowId: 'x' }).map(({ name }) => name),
  ).not.toContain('authPsk');
});

test('accounts, permissions, records of work and rows about others are not shared', () => {
  const types = [
    'users.User',
    'users.ApiToken',
    'users.ShareLink',
    'core.Job',
    'core.ChangeRecord',
    'core.File',
    'extras.JournalEntry',
  ];
  expect(types.filter((type) => isShareable(registry.model(type)))).toEqual([]);
});

describe('a mask', () => {
  test('selects the fields that were chosen and no others', () => {
    const { text } = questionOf('dcim.Site', { rowId: 'x', fields: ['status', 'region'] });
    expect(text).toBe('query ($id: ID!) { site(id: $id) { number statusChoice { label } region { display } } }');
  });

  test('hides the name of a row when it is made of a field that is not shown', () => {
    const site = registry.model('dcim.Site');
    expect(hasTitle(site, { ...everything, fields: ['status'] })).toBe(false);
    expect(hasTitle(site, { ...everything, fields: ['name'] })).toBe(true);
    expect(titleOf(site, { number: 7 })).toBe('Site 7');
  });

  test('lets the order of a list tell nothing of a field that is not shown', () => {
    const orderOf = (content: Partial<SharedContent>) => questionOf('dcim.Site', content).variables['orderBy'];
    expect(orderOf({ fields: ['status'] })).toEqual([{ field: 'number', direction: 'ASC' }]);
    expect(orderOf({ fields: ['status'], orderBy: ['name'] })).toEqual([{ field: 'number', direction: 'ASC' }]);
    expect(orderOf({ fields: ['status', 'name'], orderBy: ['-name'] })).toEqual([{ field: 'name', direction: 'DESC' }]);
    expect(orderOf({})).toBeUndefined();
    expect(
      hiddenSteps(['region.name', '-name'], shownBy(registry.model('dcim.Site'), { ...everything, fields: ['name'] })),
    ).toEqual(['region.name']);
  });

  test('gives way to what the sharer may not see any more', () => {
    const site = registry.model('dcim.Site');
    const grant: Grant = { objectTypes: ['dcim.Site'], actions: ['view'], predicate: null, fields: ['status'] };
    const actor = { superuser: false, grants: [grant] } as unknown as Actor;
    const names = seenOf(actor, site, sharedFields(registry, site)).map(({ name }) => name);
    expect(names).toContain('status');
    expect(names).not.toContain('facility');
  });
});

describe('a link reaches', () => {
  const grantsOf = (type: string, content: Partial<SharedContent>) => {
    const model = registry.model(type);
    const whole = { ...everything, type, ...content };
    return sharedGrants(registry, model, whole, shownBy(model, whole)).map(({ objectTypes, actions, predicate }) => [
      objectTypes,
      actions,
      predicate,
    ]);
  };

  test('its one object, and the types that fields name', () => {
    expect(grantsOf('dcim.Site', { rowId: 'x', fields: ['name', 'region'] })).toEqual([
      [['dcim.Site'], ['view'], { id: { eq: 'x' } }],
      [['dcim.Region'], ['view'], null],
    ]);
    expect(grantsOf('dcim.Site', { rowId: 'x', fields: ['name'] })).toHaveLength(1);
  });

  test('the types that filter and order of a list go through', () => {
    const filter = {
      or: [{ site: { region: { slug: { eq: 'emea' } } } }, { not: { tags: { some: { slug: { eq: 'core' } } } } }],
    };
    expect(grantsOf('dcim.Device', { filter, fields: ['name', 'role'], orderBy: ['-role.name'] })[1]).toEqual([
      ['dcim.DeviceRole', 'dcim.Region', 'dcim.Site', 'extras.Tag'],
      ['view'],
      null,
    ]);
  });

  test('through an arc the types of the arms that the filter names', () => {
    const filter = { assignedObject: { interface: { device: { name: { eq: 'fra1' } } } } };
    expect(grantsOf('ipam.IpAddress', { filter, fields: ['address'] })[1]).toEqual([
      ['dcim.Device', 'dcim.Interface'],
      ['view'],
      null,
    ]);
  });
});
