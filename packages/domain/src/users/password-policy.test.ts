import { passwordProblem } from './password-policy.ts';

const POLICY = { length: 8, refusesCommon: true };
const codeOf = (password: unknown, policy = POLICY) =>
  passwordProblem(password, ['ann.miller', 'ann@example.com'], policy)?.code ?? null;

test('a password has as many characters as the policy asks, counted as people see them', () => {
  expect(codeOf('1x2y3z4')).toBe('PASSWORD_LENGTH');
  expect(codeOf('🐎🔋📎🐎🔋📎🪢')).toBe('PASSWORD_LENGTH');
  expect(codeOf('🐎🔋📎🪜🧲🔩🪢🧵')).toBeNull();
  expect(codeOf('horse battery', { length: 14, refusesCommon: true })).toBe('PASSWORD_LENGTH');
  expect(codeOf(`ab${'x'.repeat(998)}`)).toBeNull();
  for (const odd of [`ab${'x'.repeat(999)}`, 'x'.repeat(1_000_000), null, 12345678, undefined, {}])
    expect(codeOf(odd)).toBe('PASSWORD_LENGTH');
});

test.each([
  'password',
  'Password1!',
  'P@ssw0rd',
  'passw0rd2026',
  '12345678',
  '1234567890123',
  '87654321',
  'abcdefgh',
  'aaaaaaaaaaaa',
  'abababab',
  'qwertyuiop',
  '123qwerty!',
  'Welcome2026!',
  'netbox123',
  'adminadmin',
  'changeme!',
])('"%s" is among those that are tried first', (password) => {
  expect(codeOf(password)).toBe('PASSWORD_COMMON');
  expect(codeOf(password, { length: 8, refusesCommon: false })).toBeNull();
});

test.each(['ann.miller', 'Ann.Miller2026', 'ann@example.com', '!!ann.miller!!ann.miller'])(
  '"%s" is a name of the user',
  (password) => expect(codeOf(password)).toBe('PASSWORD_NAME'),
);

test.each([
  'correct horse',
  'long enough',
  'even longer',
  'annual report 7',
  'password is a word here',
  'xkcd-936-tr0ub',
])('"%s" may be a password', (password) => expect(codeOf(password)).toBeNull());

test('short names forbid nothing', () => {
  expect(passwordProblem('4711-0815', ['a', null], POLICY)).toBeNull();
});
