import type { Mount, RackSpace } from './rack-space.ts';
import {
  clashesAmong,
  deviceSpace,
  freePositions,
  freePositionsText,
  halfUnitsOf,
  isInsideFrame,
  rackSpaceColumns,
  rackUtilization,
  reservationSpaces,
  spacesClash,
  unitsText,
  unitsTopDown,
  unitText,
} from './rack-space.ts';

const frame = { startingUnit: 1, heightU: 42 };

const mount = (positionU: number | null, heightU: number, rest: Partial<Mount> = {}): Mount => ({
  positionHalfU: positionU === null ? null : positionU * 2,
  heightHalfU: heightU * 2,
  face: 'front',
  isFullDepth: false,
  width: 'full',
  side: null,
  ...rest,
});

const space = (positionU: number, heightU: number, rest: Partial<Mount> = {}): RackSpace => {
  const taken = deviceSpace(mount(positionU, heightU, rest));
  if (!taken) throw new Error('the device takes no units');
  return taken;
};

describe('the space of a device', () => {
  test('a 2U device at U10 takes four half units', () => {
    expect(space(10, 2).halfUnits).toEqual({ first: 20, last: 23 });
    expect(space(10.5, 0.5).halfUnits).toEqual({ first: 21, last: 21 });
  });

  test('a device without position or height takes none', () => {
    expect([deviceSpace(mount(null, 1)), deviceSpace(mount(1, 0))]).toEqual([null, null]);
  });

  test('the constraint columns are half-open ranges', () => {
    expect(rackSpaceColumns(space(10, 2))).toEqual({ halfUnits: '[20,24)', faces: '[0,1)', sides: '[0,2)' });
    expect(rackSpaceColumns(space(10, 2, { face: 'rear' })).faces).toBe('[1,2)');
    expect(rackSpaceColumns(space(10, 2, { face: 'rear', isFullDepth: true })).faces).toBe('[0,2)');
    expect(rackSpaceColumns(space(10, 2, { face: null })).faces).toBe('[0,2)');
    expect(rackSpaceColumns(space(10, 1, { width: 'half', side: 'left' })).sides).toBe('[0,1)');
    expect(rackSpaceColumns(space(10, 1, { width: 'half', side: 'right' })).sides).toBe('[1,2)');
    expect(rackSpaceColumns(space(10, 1, { width: 'half', side: null })).sides).toBe('[0,2)');
    expect(rackSpaceColumns(space(10, 1, { width: 'full', side: 'left' })).sides).toBe('[0,2)');
  });
});

describe('two devices in one rack', () => {
  const clash = (a: RackSpace, b: RackSpace) => [spacesClash(a, b), spacesClash(b, a)];

  test('clash when they share a half unit on one face', () => {
    expect(clash(space(10, 2), space(11, 1))).toEqual([true, true]);
    expect(clash(space(10, 2), space(12, 1))).toEqual([false, false]);
    expect(clash(space(10, 0.5), space(10.5, 0.5))).toEqual([false, false]);
    expect(clash(space(10, 1.5), space(11, 1))).toEqual([true, true]);
  });

  test('share a unit on opposite faces unless one is full depth', () => {
    expect(clash(space(10, 1), space(10, 1, { face: 'rear' }))).toEqual([false, false]);
    expect(clash(space(10, 1), space(10, 1, { face: 'rear', isFullDepth: true }))).toEqual([true, true]);
  });

  test('share a unit side by side when both are half width', () => {
    const left = space(10, 1, { width: 'half', side: 'left' });
    expect(clash(left, space(10, 1, { width: 'half', side: 'right' }))).toEqual([false, false]);
    expect(clash(left, space(10, 1, { width: 'half', side: 'left' }))).toEqual([true, true]);
    expect(clash(left, space(10, 1))).toEqual([true, true]);
  });

  test('clash with a reservation on either face', () => {
    const [reserved] = reservationSpaces([10]) as [RackSpace];
    expect([
      spacesClash(reserved, space(10, 1)),
      spacesClash(reserved, space(10.5, 0.5, { face: 'rear' })),
      spacesClash(reserved, space(11, 1)),
    ]).toEqual([true, true, false]);
  });
});

test('a batch finds each clash once', () => {
  const entries = [
    { name: 'c', space: space(12, 1) },
    { name: 'a', space: space(10, 3) },
    { name: 'b', space: space(11, 1) },
    { name: 'd', space: space(13, 1) },
    { name: 'e', space: space(11, 1, { face: 'rear' }) },
  ];
  expect(clashesAmong(entries).map(([x, y]) => x.name + y.name)).toEqual(['ab', 'ac']);
  expect(clashesAmong([])).toEqual([]);
});

test('ten thousand stacked devices are compared quickly', () => {
  const entries = Array.from({ length: 10_000 }, (_, i) => ({ space: space(i + 1, 1) }));
  expect(clashesAmong(entries)).toEqual([]);
  expect(clashesAmong([...entries, { space: space(500.5, 1) }])).toHaveLength(2);
});

describe('free positions', () => {
  const shape = (heightU: number, rest: Partial<Mount> = {}) => mount(null, heightU, rest);

  test('go up in half units and end where the device still fits', () => {
    const positions = freePositions({ startingUnit: 1, heightU: 3 }, [], shape(2));
    expect(positions.map(unitText)).toEqual(['1', '1.5', '2']);
    expect(freePositions({ startingUnit: 1, heightU: 3 }, [], shape(4))).toEqual([]);
  });

  test('leave out what is taken on that face and side', () => {
    const small = { startingUnit: 5, heightU: 2 };
    const taken = [space(5, 1), space(6, 1, { width: 'half', side: 'left' })];
    expect(freePositions(small, taken, shape(1))).toEqual([]);
    expect(freePositions(small, taken, shape(1, { face: 'rear' })).map(unitText)).toEqual(['5', '5.5', '6']);
    expect(freePositions(small, taken, shape(1, { width: 'half', side: 'right' })).map(unitText)).toEqual(['6']);
    expect(freePositions(small, taken, shape(1, { face: 'rear', isFullDepth: true }))).toEqual([]);
  });

  test('read as a sentence', () => {
    const text = (taken: RackSpace[], heightU = 1) =>
      freePositionsText(frame, freePositions(frame, taken, shape(heightU)), heightU * 2);
    expect(text([])).toBe('1 and up');
    expect(text([space(4, 3), space(10, 4)])).toBe('1-3, 7-9, 14 and up');
    expect(text([space(2, 41)])).toBe('1');
    expect(text([space(1, 41)])).toBe('42');
    expect(text([space(1, 42)])).toBe('none');
    expect(text([space(1, 40), space(41.5, 0.5)], 0.5)).toBe('41 and up');
    expect(text([space(1, 40.5), space(41.5, 1.5)], 0.5)).toBe('none');
    expect(text([space(1, 0.5), space(2, 41)], 0.5)).toBe('1.5');
  });

  test('units taken read as a sentence', () => {
    expect(
      [space(10, 1), space(10, 3), space(10, 0.5), space(10.5, 0.5), space(10, 2.5)].map((s) => unitsText(s.halfUnits)),
    ).toEqual(['10', '10-12', '10.0', '10.5', '10.0-12.0']);
  });
});

describe('utilization', () => {
  test('counts each half unit once and reservations by whole unit', () => {
    const small = { startingUnit: 1, heightU: 10 };
    const taken = [space(1, 1), space(1, 1, { face: 'rear' }), space(2, 0.5), ...reservationSpaces([2, 3])];
    expect(rackUtilization(small, taken)).toEqual({ totalHalfU: 20, usedHalfU: 6, percent: 30 });
    expect(rackUtilization(small, [])).toEqual({ totalHalfU: 20, usedHalfU: 0, percent: 0 });
    expect(rackUtilization(small, [space(1, 10)]).percent).toBe(100);
    expect(rackUtilization(small, [space(10, 4)]).usedHalfU).toBe(2);
  });
});

test('reserved units that touch are one space', () => {
  expect(reservationSpaces([3, 1, 2, 7]).map((s) => unitsText(s.halfUnits))).toEqual(['1-3', '7']);
});

test('a device stays inside the units of its rack', () => {
  const upper = { startingUnit: 10, heightU: 5 };
  expect([space(10, 5), space(14, 1), space(14.5, 0.5)].map((s) => isInsideFrame(upper, s))).toEqual([
    true,
    true,
    true,
  ]);
  expect([space(9.5, 1), space(14, 1.5), space(15, 1)].map((s) => isInsideFrame(upper, s))).toEqual([
    false,
    false,
    false,
  ]);
});

test('units are drawn from the top, numbered from either end', () => {
  expect(unitsTopDown({ startingUnit: 1, heightU: 3 }, false)).toEqual([3, 2, 1]);
  expect(unitsTopDown({ startingUnit: 1, heightU: 3 }, true)).toEqual([1, 2, 3]);
  expect(unitsTopDown({ startingUnit: 20, heightU: 2 }, false)).toEqual([21, 20]);
});

test('positions are multiples of half a unit', () => {
  expect([halfUnitsOf('10.5'), halfUnitsOf(10), halfUnitsOf('10.25'), halfUnitsOf('x')]).toEqual([21, 20, null, null]);
});
