import { readSchema } from './json-schema.ts';

const problemsOf = (schema: unknown, value: unknown) => {
  const read = readSchema(schema);
  if ('problem' in read) throw new Error(read.problem);
  return read.check(value);
};

test('a value is told every place where it does not fit', () => {
  const schema = {
    type: 'object',
    properties: { cores: { type: 'integer', minimum: 1 }, 'a/b': { enum: ['x', 'y'] } },
    required: ['speed'],
  };
  expect(problemsOf(schema, { cores: 0, 'a/b': 'z' })).toEqual([
    { path: [], message: "must have required property 'speed'" },
    { path: ['cores'], message: 'must be >= 1' },
    { path: ['a/b'], message: 'must be equal to one of the allowed values (x, y)' },
  ]);
  expect(problemsOf(schema, { speed: 3, cores: 4 })).toEqual([]);
});

test.each([
  ['http://json-schema.org/draft-07/schema#', { items: [{ type: 'integer' }] }],
  ['https://json-schema.org/draft/2019-09/schema', { items: [{ type: 'integer' }] }],
  ['https://json-schema.org/draft/2020-12/schema', { prefixItems: [{ type: 'integer' }] }],
])('the dialect is the one it names: %s', ($schema, rest) => {
  expect(problemsOf({ $schema, ...rest }, ['one'])).toHaveLength(1);
});

test.each([
  ['no object', ['x']],
  ['an unknown type', { type: 'word' }],
  ['a bound that is no number', { minimum: 'low' }],
  ['another document', { $ref: 'https://example.com/schema.json' }],
  ['a pattern that does not close', { pattern: '(' }],
  ['too long a text', { description: 'x'.repeat(70_000) }],
])('what can not be used is told: %s', (_, schema) => {
  expect(readSchema(schema)).toEqual({ problem: expect.stringMatching(/./) as unknown });
});
