import { formatSort, formatTokens, parseSort, parseTokens } from './tokens.ts';

describe('filter tokens', () => {
  test('tokens are read as path, operator and values', () => {
    expect(parseTokens('status:in:active,planned~site.region:under:emea')).toEqual([
      { path: 'status', op: 'in', values: ['active', 'planned'] },
      { path: 'site.region', op: 'under', values: ['emea'] },
    ]);
  });

  test('an IPv6 prefix keeps its colons', () => {
    expect(parseTokens('prefix:within:2001:db8::/32')).toEqual([
      { path: 'prefix', op: 'within', values: ['2001:db8::/32'] },
    ]);
  });

  test.each([['a,b'], ['~tilde~'], ['back\\slash'], ['line\nbreak'], ['ünïcode 雪'], ['a\\,b~c:d']])(
    'the value %j survives the URL',
    (value) => {
      const tokens = [
        { path: 'name', op: 'in', values: [value, 'plain'] },
        { path: 'label', op: 'eq', values: [value] },
      ];
      expect(parseTokens(formatTokens(tokens))).toEqual(tokens);
    },
  );

  test('an operator without values stays', () => {
    expect(parseTokens('rack:isNull:')).toEqual([{ path: 'rack', op: 'isNull', values: [] }]);
  });

  test('parts that are no token are dropped', () => {
    expect(parseTokens('')).toEqual([]);
    expect(parseTokens('nonsense~:in:x~1name:eq:x~name:eq:ok')).toEqual([{ path: 'name', op: 'eq', values: ['ok'] }]);
  });

  test('ten thousand serials in one token are read back', () => {
    const values = Array.from({ length: 10_000 }, (_, index) => `SN${index}`);
    expect(parseTokens(formatTokens([{ path: 'serial', op: 'in', values }]))[0]?.values).toHaveLength(10_000);
  });
});

describe('the order of a view', () => {
  test('a minus means descending', () => {
    expect(parseSort('-name,site.name')).toEqual([
      { path: 'name', descending: true },
      { path: 'site.name', descending: false },
    ]);
    expect(formatSort(parseSort('-name,site.name'))).toBe('-name,site.name');
  });

  test('what is no path is dropped', () => {
    expect(parseSort('--name,;drop,')).toEqual([]);
  });
});
