import { resolveName } from './naming.ts';

const device = (vcPosition: number | null) => ({ vcPosition, bayPositions: null });
const inBays = (...bayPositions: string[]) => ({ vcPosition: null, bayPositions });

test.each([
  ['Gi{vc_position}/0/1', device(3), 'Gi3/0/1'],
  ['Gi{vc_position}/0/1', device(0), 'Gi0/0/1'],
  ['Gi{vc_position}/0/1', device(null), 'Gi0/0/1'],
  ['Gi{vc_position:1}/0/1', device(null), 'Gi1/0/1'],
  ['Gi{vc_position:1}/0/1', device(2), 'Gi2/0/1'],
  ['a{vc_position:}b', device(null), 'ab'],
  ['{vc_position}{vc_position:9}', device(4), '44'],
  ['Slot {module}', device(1), 'Slot {module}'],
  ['plain', inBays(), 'plain'],
  ['xe-{module}/0', inBays('2'), 'xe-2/0'],
  ['xe-{module}/0', inBays('1', '2'), 'xe-2/0'],
  ['xe-{module}/{module}/0', inBays('1', '2'), 'xe-1/2/0'],
  ['{module}', inBays('1', '{module}/2'), '1/2'],
  ['{module}', inBays('1', '{module}/2', '{module}/3'), '1/2/3'],
  ['{module}-{module}', inBays('A', '{module}B'), 'A-AB'],
  ['{module}', inBays('$1'), '$1'],
])('%s in %j is %s', (template, context, text) => {
  expect(resolveName(template, context)).toEqual({ text });
});

test.each([
  [
    'xe-{module}/{module}',
    inBays('1'),
    '"xe-{module}/{module}" has 2 {module} tokens but 1 nested bays; use one token, or one per bay.',
  ],
  [
    '{module}/{module}',
    inBays('1', '2', '3'),
    '"{module}/{module}" has 2 {module} tokens but 3 nested bays; use one token, or one per bay.',
  ],
  ['xe-{module}', inBays(''), '"xe-{module}" needs the position of the module bay, which is empty; set it on the bay.'],
  [
    'xe-{module}',
    inBays('{module}'),
    '"{module}" has 1 {module} tokens but 0 nested bays; use one token, or one per bay.',
  ],
])('%s in %j is refused', (template, context, problem) => {
  expect(resolveName(template, context)).toEqual({ problem });
});
