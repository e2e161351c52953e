import { nextSort, parseSearch, readView, stringifySearch, validateSearch, writeView } from './view-state.ts';

describe('a view in the URL', () => {
  const url = '?f=status:in:active,planned~site:under:emea&sort=-name&cols=display,status&q=leaf&peek=12';

  test('a URL is read and written back to the same text', () => {
    const view = readView(validateSearch(parseSearch(url)));
    expect(view.tokens).toHaveLength(2);
    expect(view.columns).toEqual(['display', 'status']);
    expect(view.peek).toBe('12');
    expect(stringifySearch({ ...writeView(view) })).toBe(url);
  });

  test('a view without conditions leaves nothing in the URL', () => {
    expect(stringifySearch({ ...writeView(readView({})) })).toBe('');
  });

  test('unknown parameters are not carried on', () => {
    expect(validateSearch({ f: 'a:eq:b', utm: 'x', sort: 3 })).toEqual({ f: 'a:eq:b' });
  });

  test('signs that mean something in a URL are escaped', () => {
    const search = { q: 'a&b=c#d?e+f %' };
    expect(parseSearch(stringifySearch(search))).toEqual(search);
  });

  test('changing columns keeps the filters', () => {
    const view = readView({ f: 'status:in:active' });
    expect(writeView({ ...view, columns: ['display'] })).toEqual({ f: 'status:in:active', cols: 'display' });
  });
});

describe('a click on a heading', () => {
  test('goes from ascending to descending to none', () => {
    const up = nextSort([], 'name', false);
    const down = nextSort(up, 'name', false);
    expect(up).toEqual([{ path: 'name', descending: false }]);
    expect(down).toEqual([{ path: 'name', descending: true }]);
    expect(nextSort(down, 'name', false)).toEqual([]);
  });

  test('with shift keeps the other steps', () => {
    const sort = nextSort([{ path: 'site.name', descending: false }], 'name', true);
    expect(sort.map((step) => step.path)).toEqual(['site.name', 'name']);
  });
});
