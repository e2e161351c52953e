import { registry } from '../../index.ts';
import { filterOfQuery } from './query-filter.ts';

const filterOf = (type: string, query: Readonly<Record<string, unknown>>): unknown =>
  filterOfQuery(registry, registry.model(type), query);

describe('a query of NetBox as a filter', () => {
  test.each([
    ['dcim.Device', { status: 'active' }, { status: { eq: 'active' } }],
    ['dcim.Device', { status: ['active', 'planned'] }, { status: { in: ['active', 'planned'] } }],
    ['dcim.Device', { site: 'ams1' }, { site: { slug: { eq: 'ams1' } } }],
    ['dcim.Device', { site_id: [1, '2'] }, { site: { number: { in: [1, 2] } } }],
    ['dcim.Device', { role: 'router' }, { role: { inTreeOf: { slug: 'router' } } }],
    [
      'dcim.Site',
      { region_id: [1, 2] },
      { or: [{ region: { inTreeOf: { number: 1 } } }, { region: { inTreeOf: { number: 2 } } }] },
    ],
    ['dcim.Device', { name__ic: ['a', 'b'] }, { or: [{ name: { icontains: 'a' } }, { name: { icontains: 'b' } }] }],
    ['dcim.Device', { name__nisw: 'x' }, { not: { name: { istartsWith: 'x' } } }],
    ['dcim.Device', { status__n: 'offline' }, { not: { status: { eq: 'offline' } } }],
    ['dcim.Device', { serial__empty: true }, { serial: { isNull: true } }],
    ['dcim.Device', { id: 5 }, { number: { eq: 5 } }],
    [
      'dcim.Interface',
      { enabled: 'true', mtu__gte: 1500 },
      { and: [{ enabled: { eq: true } }, { mtu: { gte: 1500 } }] },
    ],
    [
      'dcim.Device',
      { tag: ['a', 'b'] },
      { and: [{ tags: { some: { slug: { eq: 'a' } } } }, { tags: { some: { slug: { eq: 'b' } } } }] },
    ],
    ['ipam.Vlan', { vid: [10, '20'] }, { vid: { in: [10, 20] } }],
  ])('%s %j', (type, query, filter) => {
    expect(filterOf(type, query)).toEqual(filter);
  });

  test.each([
    ['dcim.Device', { q: 'text' }],
    ['dcim.Device', { has_primary_ip: true }],
    ['dcim.Device', { cf_floor: 3 }],
    ['dcim.Device', { status: 'active', site__region__slug: 'x' }],
    ['dcim.Device', { site: { nested: 1 } }],
    ['dcim.Device', { position__regex__x: 1 }],
    ['dcim.Device', { site__ic: 'a' }],
    ['dcim.Device', {}],
  ])('%s %j has no counterpart as a whole', (type, query) => {
    expect(filterOf(type, query)).toBeNull();
  });
});
