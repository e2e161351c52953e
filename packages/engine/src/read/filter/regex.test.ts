import { translateRegex } from './regex.ts';

test.each([
  ['^fra[0-9]+-sw\\d{1,3}$', '***:^fra[0-9]+-sw\\d{1,3}$'],
  ['\\bcore\\b', '***:\\ycore\\y'],
  ['\\Aa\\z', '***:\\Aa\\Z'],
  ['a{b', '***:a\\{b'],
  ['(?:a|b)*?', '***:(?:a|b)*?'],
  ['[[:alpha:]-]', '***:[[:alpha:]-]'],
  ['\\.\\-', '***:\\.\\-'],
])('%s reads alike in PostgreSQL', (pattern, translated) => {
  expect(translateRegex(pattern)).toEqual({ ok: true, pattern: translated });
});

test.each(['(?=a)', '(?i)a', '(?P<n>a)', '(a)\\1', '\\pL', 'a{300}', '(', 'a\\', '[a', 'a'.repeat(1_001)])(
  '%s is refused',
  (pattern) => {
    expect(translateRegex(pattern)).toMatchObject({ ok: false });
  },
);
