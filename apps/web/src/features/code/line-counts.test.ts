import { lineCounts } from './line-counts.ts';

test.each([
  ['a\nb\nc', 'a\nb\nc', 0, 0],
  ['a\nb\nc', 'a\nx\nc', 1, 1],
  ['a\nc', 'a\nb\nc', 1, 0],
  ['a\nb\nc', 'a\nc', 0, 1],
  ['mtu 1500\n!\nlo\n', 'mtu 9214\n!\nlo\n!\nntp\n', 3, 1],
  ['', 'a\nb', 2, 0],
])('between %j and %j', (before, after, added, removed) => {
  expect(lineCounts(before, after)).toEqual({ added, removed });
});
