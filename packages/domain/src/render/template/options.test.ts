import { normalised, readOptions } from './options.ts';

const problems = (params: unknown) => readOptions(params).problems.map(({ message }) => message);

test('options have the names Jinja gives them', () => {
  const params = { trim_blocks: true, lstrip_blocks: false, line_statement_prefix: '%%', variable_start_string: '<<' };
  expect(readOptions(params)).toEqual({ options: params, problems: [] });
});

test.each([
  ['strict', 'strict'],
  ['jinja2.StrictUndefined', 'strict'],
  ['ChainableUndefined', 'chainable'],
  ['jinja2.Undefined', 'default'],
  ['debug', 'debug'],
])('undefined may be called %s', (name, expected) => {
  expect(readOptions({ undefined: name }).options).toEqual({ undefined: expected });
});

test('no options, and extensions that are always on, change nothing', () => {
  for (const params of [null, undefined, {}, { extensions: ['jinja2.ext.do', 'jinja2.ext.loopcontrols'] }])
    expect(readOptions(params)).toEqual({ options: {}, problems: [] });
  expect(readOptions({ line_comment_prefix: null }).options).toEqual({});
});

test('what is refused says what would work', () => {
  expect(problems({ trim_block: true })).toEqual([
    '"trim_block" is no option of templates. Did you mean "trim_blocks"?',
  ]);
  expect(problems({ trim_blocks: 'yes', block_start_string: '', undefined: 'os.system' })).toEqual([
    '"trim_blocks" takes true or false.',
    '"block_start_string" takes a text of 1 to 20 characters.',
    '"undefined" takes strict, default, chainable or debug.',
  ]);
  expect(problems({ extensions: ['my.Extension'], newline_sequence: ';' })).toHaveLength(2);
  expect(problems({ autoescape: true })[0]).toContain('never escaped');
  expect(problems(['trim_blocks'])).toEqual(['Options are an object, such as { "trim_blocks": true }.']);
});

test('a name every object has is no option', () => {
  expect(problems(JSON.parse('{"__proto__": 1, "constructor": 1, "undefined": "constructor"}'))).toHaveLength(3);
});

test('lines end in a line feed', () => {
  expect(normalised('a\r\nb\rc\n')).toBe('a\nb\nc\n');
});
