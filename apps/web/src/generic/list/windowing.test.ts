import { maxScrollPx, pagesFor, rowWindow, scrollScale, scrollTopFor, visibleRows } from './windowing.ts';

const small = { total: 400, rowPx: 24, viewportPx: 720 };
const million = { total: 1_000_000, rowPx: 24, viewportPx: 720 };
const million36 = { total: 1_000_000, rowPx: 36, viewportPx: 720 };

function scrollEnd(list: typeof small): number {
  return Math.min(list.total * list.rowPx, maxScrollPx) - list.viewportPx;
}

describe('the window over a list', () => {
  test('the top of a list draws its first rows', () => {
    expect(rowWindow({ ...small, scrollTop: 0 })).toEqual({ contentPx: 9600, first: 0, last: 36, topPx: 0 });
  });

  test('a short list draws all of it', () => {
    const drawn = rowWindow({ total: 3, rowPx: 24, viewportPx: 720, scrollTop: 0 });
    expect([drawn.first, drawn.last]).toEqual([0, 3]);
  });

  test('an empty list draws nothing', () => {
    expect(rowWindow({ total: 0, rowPx: 24, viewportPx: 720, scrollTop: 0 })).toMatchObject({ first: 0, last: 0 });
  });

  test('a list that fits under the limit is not scaled', () => {
    expect(scrollScale(small)).toBe(1);
  });

  test.each([
    ['24 px rows', million],
    ['36 px rows', million36],
  ])('the end of the scroll bar is row 1,000,000 with %s', (_, list) => {
    const drawn = rowWindow({ ...list, scrollTop: scrollEnd(list) });
    expect(drawn.last).toBe(1_000_000);
    expect(drawn.contentPx).toBe(maxScrollPx);
    const bottom = drawn.topPx + (drawn.last - drawn.first) * list.rowPx;
    expect(bottom).toBeCloseTo(maxScrollPx, 3);
  });

  test('rows drawn always cover the viewport', () => {
    for (let step = 0; step <= 1000; step += 1) {
      const scrollTop = (scrollEnd(million) * step) / 1000;
      const drawn = rowWindow({ ...million, scrollTop });
      expect(drawn.topPx).toBeLessThanOrEqual(scrollTop + 0.001);
      expect(drawn.topPx + (drawn.last - drawn.first) * 24).toBeGreaterThanOrEqual(scrollTop + 719.999);
    }
  });

  test('a scroll beyond the end draws no row that does not exist', () => {
    const drawn = rowWindow({ ...small, scrollTop: 1e9 });
    expect(drawn.last).toBe(400);
    expect(drawn.first).toBeLessThanOrEqual(400);
  });

  test('the reader is told the rows in sight, without those under the heading', () => {
    expect(visibleRows({ ...small, scrollTop: 0 })).toEqual([1, 29]);
    expect(visibleRows({ total: 5, rowPx: 24, viewportPx: 720, scrollTop: 0 })).toEqual([1, 5]);
  });
});

describe('scrolling to a row', () => {
  test('a row in sight needs no scroll', () => {
    expect(scrollTopFor(5, { ...small, scrollTop: 0, headPx: 26 })).toBeNull();
  });

  test('a row below comes to the bottom, a row above to the top', () => {
    expect(scrollTopFor(100, { ...small, scrollTop: 0, headPx: 26 })).toBe(101 * 24 - 694);
    expect(scrollTopFor(10, { ...small, scrollTop: 2400, headPx: 26 })).toBe(240);
  });

  test.each([0, 1, 123_456, 500_000, 999_998, 999_999])(
    'row %i of a million is in the window after the scroll',
    (row) => {
      for (const from of [0, scrollEnd(million) / 2, scrollEnd(million)]) {
        const to = scrollTopFor(row, { ...million, scrollTop: from, headPx: 26 }) ?? from;
        const drawn = rowWindow({ ...million, scrollTop: Math.min(to, scrollEnd(million)) });
        expect(row).toBeGreaterThanOrEqual(drawn.first);
        expect(row).toBeLessThan(drawn.last);
      }
    },
  );
});

describe('pages of a window', () => {
  test('a window inside one page needs that page only', () => {
    expect(pagesFor(100, 140, 100)).toEqual([1]);
  });

  test('a window over a border needs both sides', () => {
    expect(pagesFor(90, 130, 100)).toEqual([0, 1]);
  });

  test('the last row of a page does not ask for the next page', () => {
    expect(pagesFor(160, 200, 100)).toEqual([1]);
    expect(pagesFor(0, 0, 100)).toEqual([]);
  });
});
