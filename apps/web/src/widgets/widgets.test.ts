import { sampleField } from '../catalogue/sample.fixture.ts';
import { plainNumber } from './int/cell.tsx';
import { wholeNumbers } from './int-list/index.ts';
import { operatorOf, operatorsOf } from './operators.ts';
import { widgetOf } from './registry.ts';

function sent(kind: string, value: string | boolean | null) {
  return widgetOf(kind).toInput(value, sampleField('x', kind));
}

describe('what an input sends', () => {
  test.each([
    ['text', '', null],
    ['text', 'a', 'a'],
    ['int', '42', 42],
    ['int', '', null],
    ['bigint', '18446744073709551615', '18446744073709551615'],
    ['decimal', '17,5', '17.5'],
    ['intChoice', '19', 19],
    ['asn', '65001', 65001],
    ['asn', '1.10', '1.10'],
    ['json', '{"a":1}', { a: 1 }],
    ['textList', 'a, b\nc', ['a', 'b', 'c']],
    ['intList', '1-3, 8', [1, 2, 3, 8]],
    ['bool', true, true],
  ])('%s %j travels as %j', (kind, value, expected) => {
    expect(sent(kind, value)).toEqual({ ok: true, value: expected });
  });

  test.each([
    ['int', '1.5'],
    ['decimal', 'high'],
    ['json', '{'],
    ['intList', '3-1'],
    ['asn', 'AS1'],
  ])('%s %j is refused before it travels', (kind, value) => {
    expect(sent(kind, value).ok).toBe(false);
  });

  test('a kind of a newer server is edited as text', () => {
    expect(widgetOf('hologram')).toBe(widgetOf('text'));
  });
});

describe('numbers', () => {
  test('zeros that only the scale adds are not shown', () => {
    expect(['17.0', '17.50', '100', '0.00', '-2.0'].map(plainNumber)).toEqual(['17', '17.5', '100', '0', '-2']);
  });

  test('a typed range of units is expanded within reason', () => {
    expect(wholeNumbers('20-22')).toEqual([20, 21, 22]);
    expect(wholeNumbers('1-999999999')).toBeNull();
    expect(wholeNumbers('x')).toBeNull();
  });
});

describe('filter operators', () => {
  test('a tree offers everything below a node, a flat reference does not', () => {
    const field = sampleField('region', 'ref');
    const tree = { tree: 'parent' } as never;
    expect(operatorsOf(field, tree).map(({ op }) => op)).toContain('under');
    expect(operatorsOf(field, undefined).map(({ op }) => op)).not.toContain('under');
  });

  test('"is empty" and "is set" are told apart by their value', () => {
    const operators = operatorsOf(sampleField('name', 'text'), undefined);
    expect(operatorOf(operators, 'isNull', ['true'])?.label).toBe('is empty');
    expect(operatorOf(operators, 'isNull', ['false'])?.label).toBe('is set');
  });
});
