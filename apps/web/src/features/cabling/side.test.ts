import { completed, emptySide, fits, likelyKind, likelyNames, offers, openLines, portsInput } from './side.ts';
import { cableOf, portLine } from './port-line.fixture.ts';

const device = { id: 'd', number: 1, display: 'sw1' };
const row = (kind: string, prefix: string, count: number) =>
  Array.from({ length: count }, (_, at) => portLine(kind, `${prefix}${at + 1}`));

const interfaces = row('dcim.Interface', 'Eth', 6);
const fronts = row('dcim.FrontPort', 'F', 8);
const power = row('dcim.PowerPort', 'PSU', 2);

test('ports that are plugged, marked, virtual or radio are not open', () => {
  const lines = [
    portLine('dcim.Interface', 'Eth1', { cable: cableOf('C1') }),
    portLine('dcim.Interface', 'Eth2', { marked: true }),
    portLine('dcim.Interface', 'lo0', { type: 'virtual' }),
    portLine('dcim.Interface', 'wlan0', { type: 'ieee802.11ax' }),
    portLine('dcim.Interface', 'Eth3', { type: '1000base-t' }),
  ];
  expect(openLines(lines, 'dcim.Interface').map(({ id }) => id)).toEqual(['Eth3']);
});

test('opposite an interface stands a front port first, opposite an inlet an outlet', () => {
  expect(likelyKind([...interfaces, ...fronts], 'dcim.Interface')).toBe('dcim.FrontPort');
  expect(likelyKind(interfaces, 'dcim.Interface')).toBe('dcim.Interface');
  expect(likelyKind([...power, ...interfaces], '')).toBe('dcim.Interface');
  expect(likelyKind([...row('dcim.RearPort', 'R', 8), ...fronts], '')).toBe('dcim.FrontPort');
  expect(likelyKind([portLine('dcim.FrontPort', 'F1', { marked: true })], '')).toBe('dcim.FrontPort');
  expect(fits('dcim.PowerOutlet', 'dcim.Interface')).toBe(false);
  expect(fits('dcim.PowerOutlet', 'dcim.PowerPort')).toBe(true);
});

test('the other side says how many ports are filled in, from one row when one is long enough', () => {
  const used = fronts.map((line, at) => (at === 2 ? { ...line, cable: cableOf('C') } : line));
  expect(likelyNames(used, 'dcim.FrontPort', 'Eth[1-2]')).toBe('F[1-2]');
  expect(likelyNames(used, 'dcim.FrontPort', 'Eth[1-4]')).toBe('F[4-7]');
  expect(likelyNames(used, 'dcim.FrontPort', 'Eth[1-6]')).toBe('F[1-2], F[4-7]');
  expect(likelyNames(used, 'dcim.FrontPort', '')).toBe('F[4-8]');
  expect(offers(used, 'dcim.FrontPort').map(({ text }) => text)).toEqual(['F[4-8]', 'F[1-2]']);
});

test('what was said stays, also when it was emptied', () => {
  const a = { device, kind: 'dcim.Interface', names: 'Eth[1-3]' };
  expect(completed({ ...emptySide, device }, fronts, a)).toEqual({ device, kind: 'dcim.FrontPort', names: 'F[1-3]' });
  expect(completed({ device, kind: 'dcim.FrontPort', names: '' }, fronts, a).names).toBe('');
  expect(completed(emptySide, [], a)).toEqual(emptySide);
});

test('a side is sent once it has a device, a kind and names', () => {
  const side = { device, kind: 'dcim.Interface', names: 'Eth[1-2], Eth5' };
  expect(portsInput(side, 'interface')).toEqual({
    deviceIds: ['d'],
    kind: 'interface',
    names: ['Eth[1-2]', 'Eth5'],
  });
  expect(portsInput({ ...side, names: ' ' }, 'interface')).toBeNull();
  expect(portsInput({ ...side, device: null }, 'interface')).toBeNull();
});
