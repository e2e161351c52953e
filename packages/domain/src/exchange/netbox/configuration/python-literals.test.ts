import { readPythonLiterals } from './python-literals.ts';

const valuesOf = (text: string): unknown => Object.fromEntries(readPythonLiterals(text).values);

test('literals of every kind are read', () => {
  const text = `"""About
NOT_ME = 1
"""
import os
PLAIN = 'a' "b"  # both
RAW: str = r'\\d+'
ESCAPED = 'it\\'s\\n\\x41\\u00e9'
NUMBERS = [1, -2, 3.5, 1_000, 2e3]
WORDS = (True, False, None,)
GROUPED = ('one '
           'two')
ONE = (1,)
EMPTY = {}
CHOICES = {
    'dcim.Site.status+': [
        ('planned', 'Planned', 'blue'),  # a comment, with ] and '
    ],
    3: {'x'},
}
SAME == 4
`;
  expect(valuesOf(text)).toEqual({
    PLAIN: 'ab',
    RAW: String.raw`\d+`,
    ESCAPED: "it's\nAé",
    NUMBERS: [1, -2, 3.5, 1000, 2000],
    WORDS: [true, false, null],
    GROUPED: 'one two',
    ONE: [1],
    EMPTY: {},
    CHOICES: { 'dcim.Site.status+': [['planned', 'Planned', 'blue']], 3: ['x'] },
  });
});

test('what would have to run is named and left alone, and the rest is read', () => {
  const text = `SECRET = os.environ['KEY']
SUM = 1 + 2
F = f'{SUM}'
LIST = [1, call(
  INNER = 3
)]
OPEN = 'no end
DEEP = ${'['.repeat(300)}
LATER = 1
LATER = 2\r
LATER_STILL = False
`;
  const { values, computed } = readPythonLiterals(text);
  expect(Object.fromEntries(values)).toEqual({ LATER: 2, LATER_STILL: false });
  expect(computed).toEqual(['SECRET', 'SUM', 'F', 'LIST', 'OPEN', 'DEEP']);
});

test('no text makes it fail or hang', () => {
  for (const text of ['', '=', 'A =', "A = '", 'A = """', 'A = {1:', 'A = {1: 2, 3}', '\\', 'A = (,)', "'"])
    expect(readPythonLiterals(text).values.size).toBe(0);
});
