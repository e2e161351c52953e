import { nearestNames } from './nearest-names.ts';

const ports = ['GigabitEthernet1/0/1', 'GigabitEthernet1/0/2', 'TenGigabitEthernet1/1/1', 'Management0'];

test.each([
  ['Gi1/0/1', ['GigabitEthernet1/0/1']],
  ['gi 1/0/2', ['GigabitEthernet1/0/2']],
  ['GigabitEthernet1/0/3', ['GigabitEthernet1/0/1', 'GigabitEthernet1/0/2', 'TenGigabitEthernet1/1/1']],
  ['mgmt0', ['Management0']],
  ['xyz', []],
])('%s may be %j', (word, names) => {
  expect(nearestNames(word, ports)).toEqual(names);
});

test('short forms come before those spelled alike, and no more than asked for', () => {
  expect(nearestNames('1', ['2', 'F1', 'G'], 2)).toEqual(['F1', '2']);
  expect(nearestNames('F1', ['F1/1', 'G1'], 1)).toEqual(['G1']);
});
