import { sampleCatalogue, sampleEntity } from '../../catalogue/sample.fixture.ts';
import type { FilterToken } from '../../generic/query/tokens.ts';
import { bindingTokens, predicateOf, readPredicate, tokensOf } from './predicate.ts';

const catalogue = sampleCatalogue();
const device = sampleEntity(catalogue, 'dcim.Device');
const port = sampleEntity(catalogue, 'dcim.Interface');

const token = (path: string, op: string, ...values: string[]): FilterToken => ({ path, op, values });

describe('tokens and the filter they make', () => {
  test.each([
    [token('status', 'in', 'active', 'planned')],
    [token('name', 'icontains', 'leaf')],
    [token('name', 'isNull', 'false')],
    [token('position', 'between', '1', '20')],
    [token('site', 'in', '#7', 'fra1')],
    [token('site', 'notIn', 'fra1')],
    [token('site', 'isNull', 'true')],
    [token('site.region', 'under', 'emea')],
    [token('site.slug', 'eq', 'fra1')],
    [token('site', 'in', '$site')],
    [token('interfaces', 'countGte', '2')],
  ])('%j comes back from its filter', (one) => {
    const filter = predicateOf(catalogue, device, [one]);
    expect(filter).toBeDefined();
    expect(tokensOf(catalogue, device, filter ?? {})).toEqual([one]);
  });

  test('several conditions come back, together or beside each other', () => {
    const tokens = [token('status', 'in', 'active'), token('site', 'in', '$site')];
    expect(tokensOf(catalogue, device, predicateOf(catalogue, device, tokens) ?? {})).toEqual(tokens);
    const beside = { status: { in: ['active'] }, site: { id: { eq: '$site' } } };
    expect(tokensOf(catalogue, device, beside)).toEqual(tokens);
  });

  test.each([
    [{ or: [{ name: { eq: 'a' } }, { name: { eq: 'b' } }] }],
    [{ nothing: { eq: 'a' } }],
    [{ name: { eq: 'a', ne: 'b' } }],
    [{ not: { name: { eq: 'a' } } }],
    [{ id: { eq: 'no name' } }],
  ])('what tokens cannot say stays JSON: %j', (filter) => {
    expect(tokensOf(catalogue, device, filter)).toBeNull();
  });

  test('no filter is no token', () => {
    expect(predicateOf(catalogue, device, [])).toBeUndefined();
    expect(tokensOf(catalogue, device, {})).toEqual([]);
  });
});

test('the sites of who asks are offered where a type, or what it refers to, has one', () => {
  const paths = (entity: typeof device) =>
    bindingTokens(catalogue, entity).map(({ path, values }) => [path, values[0]]);
  expect(paths(device)).toEqual([['site', '$site']]);
  expect(paths(port)).toEqual([['device.site', '$site']]);
  expect(paths(sampleEntity(catalogue, 'dcim.Site'))).toEqual([['id', '$site']]);
});

describe('text that becomes a filter', () => {
  test('empty text means every row, an object is a filter', () => {
    expect(readPredicate(' \n')).toEqual({ ok: true, value: null });
    expect(readPredicate('{"name":{"eq":"a"}}')).toEqual({ ok: true, value: { name: { eq: 'a' } } });
  });

  test('a fault has a line and a column', () => {
    expect(readPredicate('{\n  "name": {eq: 1}\n}')).toMatchObject({ ok: false, at: { line: 2, column: 12 } });
    expect(readPredicate('{"name":')).toMatchObject({ ok: false, at: { line: 1, column: 9 } });
    expect(readPredicate('[]')).toMatchObject({ ok: false, at: null });
  });
});
