import { newParams } from '../actor.ts';
import { among } from './among.ts';

const asked = (count: number) => {
  const params = newParams();
  const text = among(
    params,
    Array.from({ length: count }, (_, i) => i),
    'int',
  );
  return { text, values: params.values };
};

test('few values stand by themselves, filled up to a power of two', () => {
  expect(asked(1)).toEqual({ text: '= $1::int', values: [0] });
  expect(asked(2)).toEqual({ text: 'IN ($1::int, $2::int)', values: [0, 1] });
  expect(asked(3)).toEqual({ text: 'IN ($1::int, $2::int, $3::int, $4::int)', values: [0, 1, 2, 2] });
});

test('many values, and none, are a list', () => {
  expect(asked(0)).toEqual({ text: '= ANY($1::int[])', values: ['{}'] });
  expect(asked(9)).toEqual({ text: '= ANY($1::int[])', values: ['{0,1,2,3,4,5,6,7,8}'] });
});
