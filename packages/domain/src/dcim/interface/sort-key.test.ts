import { interfaceSortKey } from './sort-key.ts';

test.each([
  ['GigabitEthernet0/1/2', '0000000199999999GigabitEthernet000002............'],
  ['Po1', '9999999999999999Po000001............'],
  ['Eth0', '9999999999999999Eth000000............'],
  ['xe-0/0/3:1.100', '0000000099999999xe-000003000001000100'],
  ['GigabitEthernet1/2/3/4/5', '0001000200030004GigabitEthernet000005............'],
  ['1/2/3/4/5/6', '0001000200030004000005............/00000006'],
  ['Vlan100', '9999999999999999Vlan000100............'],
  ['Ethernet1/1.10', '0001999999999999Ethernet000001......000010'],
  ['mgmt', '9999999999999999mgmt..................'],
  ['eth0.1 backup 2', '9999999999999999eth000000......000001 backup 00000002'],
  ['12', '9999999999999999000012............'],
  ['12345/1', '12345999999999999000001............'],
  ['', '9999999999999999..................'],
  [':1', '9999999999999999......000001......'],
  ['Serial0/0/0:23', '0000000099999999Serial000000000023......'],
])('%s has the key %s', (name, key) => {
  expect(interfaceSortKey(name)).toBe(key);
});

test('ports stand slot by slot, logical interfaces last', () => {
  const sorted = [
    'Gi0/1',
    'Gi0/2',
    'Gi0/10',
    'Te0/1',
    'Gi1/0/1',
    'Gi1/0/2',
    'Gi1/0/10',
    'Po1',
    'Po10',
    'Vlan2',
    'Vlan10',
  ];
  const byKey = [...sorted].reverse().sort((a, b) => (interfaceSortKey(a) < interfaceSortKey(b) ? -1 : 1));
  expect(byKey).toEqual(sorted);
});

test('the key is cut at 100 characters, not in the middle of one', () => {
  const key = interfaceSortKey('😀'.repeat(120));
  expect(Array.from(key)).toHaveLength(100);
  expect(key.endsWith('😀')).toBe(true);
});
