import { countedLabels, expandNames, MOST_NAMES } from './name-range.ts';

const names = (pattern: string) => {
  const range = expandNames(pattern);
  return 'names' in range ? range.names : range.problem;
};

test.each([
  ['eth0', ['eth0']],
  ['Gi1/0/[1-3]', ['Gi1/0/1', 'Gi1/0/2', 'Gi1/0/3']],
  ['xe-0/0/[0-1,8-9]', ['xe-0/0/0', 'xe-0/0/1', 'xe-0/0/8', 'xe-0/0/9']],
  ['[ge,xe]-0/[0-1]', ['ge-0/0', 'ge-0/1', 'xe-0/0', 'xe-0/1']],
  ['F[a-c]', ['Fa', 'Fb', 'Fc']],
  ['F[C-A]', ['FC', 'FB', 'FA']],
  ['P-[008-010]', ['P-008', 'P-009', 'P-010']],
  ['P-[008-11]', ['P-008', 'P-009', 'P-010', 'P-011']],
  ['[0-2]', ['0', '1', '2']],
  ['F[1-6:2]', ['F1', 'F3', 'F5']],
  ['F[6-1:2]', ['F6', 'F4', 'F2']],
  ['F[3-1]', ['F3', 'F2', 'F1']],
  ['F[1, 3]', ['F1', 'F3']],
  ['F[7]', ['F7']],
  ['[1-2]/[a-b]', ['1/a', '1/b', '2/a', '2/b']],
  ['Port \\[1\\]', ['Port [1]']],
  ['a\\\\b\\c', ['a\\b\\c']],
  ['ÜF[1-2]', ['ÜF1', 'ÜF2']],
])('%s is %j', (pattern, expanded) => {
  expect(names(pattern)).toEqual(expanded);
});

test.each([
  ['', 'The name is empty; give one such as Gi1/0/[1-24].'],
  ['F[1-24', 'In "F[1-24" the "[" at character 2 is not closed; write \\[ for the sign itself.'],
  ['F1]', 'In "F1]" the "]" at character 3 closes no bracket; write \\] for the sign itself.'],
  ['F[[1-2]]', 'In "F[[1-2]]" the "[" at character 2 is not closed; write \\[ for the sign itself.'],
  ['F[1-024]', '"1-024" pads its two numbers differently; write both with 3 digits.'],
  ['F[a-D]', '"a-D" goes from a capital to a small letter; use one case.'],
  ['F[1-4:0]', '"1-4:0" steps by 0; step by 1 or more.'],
  ['F[1-5001]', `"1-5001" stands for more than ${MOST_NAMES} names; split it.`],
  ['F[1-99999999999999999999]', `"1-99999999999999999999" stands for more than ${MOST_NAMES} names; split it.`],
  ['[1-80]/[1-80]', `"[1-80]/[1-80]" stands for more than ${MOST_NAMES} names; split it.`],
])('%s is refused', (pattern, problem) => {
  expect(names(pattern)).toBe(problem);
});

test.each(['F[]', 'F[1,]', 'F[1-]', 'F[ab-cd]', 'F[1-a]', 'F[1-2-3]', 'F[a:2]'])(
  '%s shows what a bracket holds',
  (pattern) => {
    expect(names(pattern)).toContain('a bracket holds numbers [1-24], letters [a-d]');
  },
);

test('a pattern may stand for as many names as the limit says', () => {
  expect(names(`F[1-${MOST_NAMES}]`)).toHaveLength(MOST_NAMES);
  expect(names('[1-10]/[1-10]/[1-50]')).toHaveLength(MOST_NAMES);
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
