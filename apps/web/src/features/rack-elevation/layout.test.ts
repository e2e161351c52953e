import {
  freeUnits,
  layoutElevation,
  type MountedDevice,
  type RackFrame,
  slotPx,
  unitPx,
  unrackedDevices,
} from './layout.ts';

const frame: RackFrame = { heightU: 42, startingUnit: 1, descending: false };

function device(positionU: number | null, more: Partial<MountedDevice> = {}): MountedDevice {
  return {
    id: `d${positionU}`,
    number: 1,
    name: 'leaf-01',
    positionU,
    heightU: 1,
    face: 'front',
    side: null,
    fullDepth: false,
    halfWidth: false,
    status: 'active',
    model: '',
    color: null,
    ...more,
  };
}

function front(devices: MountedDevice[], rack = frame) {
  return layoutElevation(rack, devices, [], 'front');
}

describe('the rack elevation', () => {
  test('unit 42 is at the top and unit 1 at the bottom', () => {
    const { units, height } = front([]);
    expect(units[0]).toEqual({ unit: 42, y: 0 });
    expect(units.at(-1)).toEqual({ unit: 1, y: height - unitPx });
  });

  test('descending units start at the top', () => {
    const { units } = front([], { ...frame, descending: true });
    expect(units[0]).toEqual({ unit: 1, y: 0 });
  });

  test('a 2 U device at U10 covers units 10 and 11', () => {
    const { devices, units } = front([device(10, { heightU: 2 })]);
    const top = units.find(({ unit }) => unit === 11)?.y;
    expect(devices[0]).toMatchObject({ y: top, height: 2 * unitPx });
  });

  test('a half unit is half as high', () => {
    const [placed] = front([device(10.5, { heightU: 0.5 })]).devices;
    expect(placed?.height).toBe(unitPx / 2);
    expect(placed?.y).toBe((42 - 9.5 - 0.5) * unitPx);
  });

  test('two half-width devices share a unit, left and right', () => {
    const pair = [device(5, { id: 'l', side: 'left' }), device(5, { id: 'r', side: 'right' })];
    const { devices } = front(pair);
    expect(devices.map(({ device: { id }, x, width }) => [id, x, width])).toEqual([
      ['l', 0, slotPx / 2],
      ['r', slotPx / 2, slotPx / 2],
    ]);
  });

  test('from the rear, left and right change places', () => {
    const placed = layoutElevation(frame, [device(5, { side: 'left', face: 'rear' })], [], 'rear').devices[0];
    expect(placed?.x).toBe(slotPx / 2);
  });

  test('a full-depth device is seen from behind on the other face, a shallow one is not', () => {
    const both = [device(5, { id: 'deep', fullDepth: true }), device(6, { id: 'shallow' })];
    const rear = layoutElevation(frame, both, [], 'rear').devices;
    expect(rear.map(({ device: { id }, behind }) => [id, behind])).toEqual([['deep', true]]);
  });

  test('a rack whose lowest unit is 5 places U5 at the bottom', () => {
    const rack = { heightU: 10, startingUnit: 5, descending: false };
    expect(front([device(5)], rack).devices[0]?.y).toBe(9 * unitPx);
  });

  test('devices without a unit, without height or outside the frame are in the tray', () => {
    const tray = [device(null), device(3, { id: 'flat', heightU: 0 }), device(42, { id: 'tall', heightU: 2 })];
    expect(unrackedDevices(frame, tray)).toHaveLength(3);
    expect(unrackedDevices(frame, [device(1)])).toEqual([]);
  });

  test('reserved units are drawn as runs', () => {
    const reservation = { id: 'r', number: 1, units: [20, 22, 21, 30, 99], label: 'storage' };
    const { reservations } = layoutElevation(frame, [], [reservation], 'front');
    expect(reservations.map(({ height }) => height)).toEqual([3 * unitPx, unitPx]);
  });

  test('front and rear devices in one unit count it once', () => {
    const devices = [device(5), device(5, { id: 'rear', face: 'rear' }), device(7.5, { heightU: 0.5 })];
    expect(freeUnits(frame, devices)).toBe(40.5);
    expect(freeUnits(frame, [])).toBe(42);
  });
});
