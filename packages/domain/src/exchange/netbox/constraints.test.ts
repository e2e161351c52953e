import { registry } from '../../index.ts';
import { translateConstraints } from './constraints.ts';

const translated = (types: string | readonly string[], constraints: unknown) =>
  translateConstraints(
    registry,
    [types].flat().map((type) => registry.model(type)),
    constraints,
  );

describe("NetBox's constraints as filters", () => {
  test.each([
    ['dcim.Site', { name: 'ams1' }, { name: { eq: 'ams1' } }],
    ['dcim.Site', { status__in: ['active', 'planned'] }, { status: { in: ['active', 'planned'] } }],
    [
      'dcim.Site',
      { name__istartswith: 'a', region__slug: 'emea' },
      { and: [{ name: { istartsWith: 'a' } }, { region: { slug: { eq: 'emea' } } }] },
    ],
    [
      'dcim.Device',
      [{ site__slug: 'a' }, { site__slug__in: ['b', 'c'] }],
      { or: [{ site: { slug: { eq: 'a' } } }, { site: { slug: { in: ['b', 'c'] } } }] },
    ],
    ['dcim.Device', { site: 5 }, { site: { number: { eq: 5 } } }],
    ['dcim.Device', { site_id: '5' }, { site: { number: { eq: 5 } } }],
    ['dcim.Device', { site__id__in: [5, 6] }, { site: { number: { in: [5, 6] } } }],
    [
      'dcim.Device',
      { tenant__group__parent__name__icontains: 'x' },
      { tenant: { group: { parent: { name: { icontains: 'x' } } } } },
    ],
    ['dcim.Device', { tenant__isnull: true }, { tenant: { isNull: true } }],
    ['dcim.Device', { rack: null }, { rack: { isNull: true } }],
    ['dcim.Device', { tags__name: 'core' }, { tags: { some: { name: { eq: 'core' } } } }],
    ['dcim.Device', { tags: 3 }, { tags: { some: { number: { eq: 3 } } } }],
    ['dcim.Device', { serial__isnull: false, pk: 7 }, { and: [{ serial: { isNull: false } }, { number: { eq: 7 } }] }],
    ['dcim.Device', { custom_field_data__owner: 'noc' }, { customField: [{ name: 'owner', eq: 'noc' }] }],
    [
      'dcim.Interface',
      { mtu__range: [1500, '9000'], enabled: 'true' },
      { and: [{ mtu: { between: [1500, 9000] } }, { enabled: { eq: true } }] },
    ],
    ['ipam.IpAddress', { address__net_host_contained: '10.0.0.0/8' }, { address: { withinOrEqual: '10.0.0.0/8' } }],
    ['ipam.Vlan', { vid__gte: 100, vid__lt: '200' }, { and: [{ vid: { gte: 100 } }, { vid: { lt: 200 } }] }],
    ['extras.Bookmark', { user: '$user' }, { user: { id: { eq: '$user' } } }],
    ['users.User', { id: '$user' }, { id: { eq: '$user' } }],
    ['dcim.Site', [{ name: 'a' }, {}], null],
    ['dcim.Site', {}, null],
    ['dcim.Site', null, null],
  ])('%s %j', (type, constraints, predicate) => {
    expect(translated(type, constraints)).toEqual({ ok: true, predicate });
  });

  test('types that have the same fields share a filter', () => {
    expect(translated(['dcim.Rack', 'dcim.Device'], { site__slug: 'a' })).toEqual({
      ok: true,
      predicate: { site: { slug: { eq: 'a' } } },
    });
  });

  test.each([
    ['dcim.Site', { last_updated__year: 2024 }, 'asks by "year"'],
    ['dcim.Site', { nothing__slug: 1 }, 'Site has no field "nothing"'],
    ['dcim.Site', { name: { a: 1 } }, 'no single value'],
    ['dcim.Site', { status__in: 'active' }, 'no list'],
    ['dcim.Site', { status: 'nonsense', region: 'x' }, 'no id'],
    ['dcim.Site', { tenant__isnull: 'yes' }, 'true or false'],
    ['dcim.Site', { name__regex: '(?<=a)b' }, 'dcim.Site: predicate.name.regex'],
    ['dcim.Site', { name__slug: 'x' }, 'asks by "slug"'],
    ['dcim.Site', { region__in: ['$user', 4] }, '"$user" among other ids'],
    ['dcim.Site', ['status'], 'no object'],
    ['ipam.IpAddress', { assigned_object: 5 }, 'several types'],
    ['users.ApiToken', { digest: 'x' }, 'no field "digest"'],
    [['dcim.Site', 'dcim.Manufacturer'], { region__slug: 'x' }, 'Manufacturer has no field "region"'],
    [[], { name: 'x' }, 'None of its types'],
  ])('%s %j has no counterpart', (types, constraints, problem) => {
    const answer = translated(types, constraints);
    expect(answer).toMatchObject({ ok: false });
    expect('problem' in answer ? answer.problem : '').toContain(problem);
  });
});
