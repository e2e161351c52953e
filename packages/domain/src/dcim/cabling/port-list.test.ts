import { readPortList, type PortsAsked } from './port-list.ts';

const read = (asked: PortsAsked) => readPortList(asked, 'input.a');
const refusals = (asked: PortsAsked) => read(asked).problems.map(({ path, message }) => `${path}: ${message}`);

test('the ports of the first device come first', () => {
  const { devices, ports } = read({ deviceNames: ['srv[1-2]'], names: ['eth[0-1]'] });
  expect(ports.map(({ device, value }) => `${devices[device ?? -1]?.value} ${value}`)).toEqual([
    'srv1 eth0',
    'srv1 eth1',
    'srv2 eth0',
    'srv2 eth1',
  ]);
});

test('ports are named by id or number without a device', () => {
  expect(read({ kind: 'powerFeed', ids: ['x'], numbers: [4] })).toMatchObject({
    kind: 'powerFeed',
    problems: [],
    ports: [
      { device: null, by: 'id', value: 'x' },
      { device: null, by: 'number', value: 4 },
    ],
  });
});

test.each<[PortsAsked, string]>([
  [{}, 'input.a: Name ports either by names on devices, or by ids or numbers.'],
  [{ names: ['F1'] }, 'input.a: Name ports either by names on devices, or by ids or numbers.'],
  [{ deviceNames: ['sw1'] }, 'input.a: Name ports either by names on devices, or by ids or numbers.'],
  [
    { deviceNames: ['sw1'], names: ['F1'], ids: ['x'] },
    'input.a: Name ports either by names on devices, or by ids or numbers.',
  ],
  [{ numbers: [1] }, 'input.a.kind: Numbers belong to one kind of port; say which.'],
  [
    { deviceIds: ['x'], names: ['F1'], kind: 'powerFeed' },
    'input.a.kind: A powerFeed is no part of a device; name it by id or number.',
  ],
  [
    { deviceNames: ['sw1'], names: ['F1', 'F[1-'] },
    'input.a.names.1: "F[1-" is not a name range: "[1-" is not closed; write a range such as GigabitEthernet1/0/[1-24].',
  ],
  [
    { deviceNames: ['srv[1-100]'], names: ['eth[1-100]'] },
    'input.a: These are 10000 ports; one side takes at most 5000.',
  ],
])('%j is refused', (asked, refusal) => {
  expect(refusals(asked)).toEqual([refusal]);
});

test('a kind that is none is refused with those there are', () => {
  expect(refusals({ kind: 'socket', ids: ['x'] })[0]).toContain(
    '"socket" is no kind of port; it is one of interface, ',
  );
});
