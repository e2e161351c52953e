import { fieldMark, readStamp, StampWriter, valueMark } from './stamp.ts';

const stampOf = (writer: StampWriter, fields: readonly (readonly [name: string, value: unknown])[]): string => {
  writer.begin();
  for (const [name, value] of fields) writer.add(fieldMark(name), valueMark(value));
  return writer.done().toString('hex');
};

test('a stamp is the same for the same fields in any order, and tells values apart', () => {
  const writer = new StampWriter();
  const first = stampOf(writer, [
    ['name', 'e1'],
    ['mtu', 9000],
    ['enabled', true],
  ]);
  expect(
    stampOf(writer, [
      ['enabled', true],
      ['name', 'e1'],
      ['mtu', 9000],
    ]),
  ).toBe(first);
  const other = stampOf(writer, [
    ['enabled', true],
    ['name', 'e2'],
    ['mtu', 9000],
  ]);
  expect(other).not.toBe(first);
  expect(stampOf(new StampWriter(), [['name', 'e1']])).toHaveLength(16);
});

test('of two values of one field the later holds, and a stamp reads back as it was written', () => {
  const writer = new StampWriter();
  stampOf(writer, [
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
  const hex = stampOf(writer, [
    ['b', null],
    ['a', { y: 1, x: 2 }],
    ['b', false],
  ]);
  expect(readStamp(Buffer.from(hex, 'hex'))).toEqual(
    new Map([
      [fieldMark('a'), valueMark({ x: 2, y: 1 })],
      [fieldMark('b'), valueMark(false)],
    ]),
  );
  expect(valueMark('null')).not.toBe(valueMark(null));
});
