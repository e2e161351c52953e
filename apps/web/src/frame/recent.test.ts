import { type RecentPlace, withPlace } from './recent.ts';

const place = (path: string): RecentPlace => ({ path, label: path, entity: 'dcim.Site' });

describe('recent places', () => {
  test('the newest stands first, and each stands once', () => {
    const list = [place('/a'), place('/b')];
    expect(withPlace(list, place('/b')).map(({ path }) => path)).toEqual(['/b', '/a']);
  });

  test('twelve are remembered', () => {
    const list = Array.from({ length: 12 }, (_, index) => place(`/${index}`));
    const next = withPlace(list, place('/new'));
    expect(next).toHaveLength(12);
    expect(next.some(({ path }) => path === '/11')).toBe(false);
  });
});
