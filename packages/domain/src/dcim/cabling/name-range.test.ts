import { countedLabels, expandNames, MOST_NAMES } from './name-range.ts';

test('a range is written out, or refused with the reason', () => {
  expect(expandNames('Gi1/0/[1-3]')).toEqual({ names: ['Gi1/0/1', 'Gi1/0/2', 'Gi1/0/3'] });
  expect(expandNames(' ')).toEqual({ problem: 'The name is empty; give one such as Gi1/0/[1-24].' });
  expect(expandNames('F[1-x]')).toEqual({
    problem:
      '"F[1-x]" is not a name range: "1-x" is neither two numbers nor two letters; write a range such as GigabitEthernet1/0/[1-24].',
  });
});

test('a pattern stands for as many names as the limit says', () => {
  expect(expandNames(`F[1-${MOST_NAMES}]`)).toMatchObject({ names: { length: MOST_NAMES } });
  expect(expandNames(`F[0-${MOST_NAMES}]`)).toMatchObject({
    problem: expect.stringContaining('it stands for 5001 names; write ranges for at most 5000 names.') as unknown,
  });
});

test.each([
  ['P-001', 3, ['P-001', 'P-002', 'P-003']],
  ['P-99', 2, ['P-99', 'P-100']],
  ['A1-P7x', 2, ['A1-P7x', 'A1-P8x']],
  ['9007199254740993', 2, ['9007199254740993', '9007199254740994']],
])('%s counts up', (first, count, labels) => {
  expect(countedLabels(first, count)).toEqual(labels);
});

test('a label without a number does not count', () => {
  expect(countedLabels('patch', 2)).toBeNull();
});
