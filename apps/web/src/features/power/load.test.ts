import { barParts, legsOf, loadOf, loadText, percent, stateOf, stateText } from './load.ts';

const row = { id: '1', number: 1, display: 'F1', rowVersion: 1 };

describe('the load of a row', () => {
  test('is what the API says, nothing where it says nothing', () => {
    const load = { availablePower: 5099, totalAllocatedDraw: 550, totalMaximumDraw: 750 };
    expect(loadOf({ ...row, ...load })).toEqual({ allocated: 550, maximum: 750, available: 5099 });
    expect(loadOf(row)).toEqual({ allocated: 0, maximum: 0, available: 0 });
  });

  test('has legs only with three phases', () => {
    const legDraws = [
      { leg: 'A', available: 1700, allocated: 400, maximum: 500, outlets: 2 },
      { leg: null, available: null, allocated: 150, maximum: 0, outlets: 1 },
    ];
    expect(legsOf({ ...row, legDraws })).toEqual([
      { leg: 'A', available: 1700, allocated: 400, maximum: 500 },
      { leg: null, available: 0, allocated: 150, maximum: 0 },
    ]);
    expect(legsOf({ ...row, legDraws: null })).toEqual([]);
  });
});

test.each([
  [
    { allocated: 100, maximum: 200, available: 400 },
    'ok',
    '',
    '100 W allocated, 200 W at most, 400 W available, 25 % used',
  ],
  [
    { allocated: 100, maximum: 1600, available: 400 },
    'peak',
    'over by 1,200 W at maximum draw',
    '100 W allocated, 1,600 W at most, 400 W available, 25 % used, over by 1,200 W at maximum draw',
  ],
  [
    { allocated: 500, maximum: 600, available: 400 },
    'over',
    'over by 100 W',
    '500 W allocated, 600 W at most, 400 W available, 125 % used, over by 100 W',
  ],
  [{ allocated: 150, maximum: 0, available: 0 }, 'over', '', '150 W allocated, 0 W at most'],
])('%j is %s', (load, state, said, text) => {
  expect([stateOf(load), stateText(load), loadText(load)]).toEqual([state, said, text]);
});

test('a bar ends at what is available, or at what is drawn when that is more', () => {
  expect(barParts({ allocated: 100, maximum: 200, available: 400 })).toEqual({
    allocated: 25,
    maximum: 50,
    limit: null,
  });
  expect(barParts({ allocated: 600, maximum: 800, available: 400 })).toEqual({
    allocated: 75,
    maximum: 100,
    limit: 50,
  });
  expect(barParts({ allocated: 300, maximum: 0, available: 400 })).toEqual({ allocated: 75, maximum: 75, limit: null });
  expect(barParts({ allocated: 0, maximum: 0, available: 0 })).toEqual({ allocated: 0, maximum: 0, limit: null });
});

test('a share has one decimal, and none of nothing', () => {
  expect([percent(1, 3), percent(5, 0)]).toEqual(['33.3 %', '']);
});
