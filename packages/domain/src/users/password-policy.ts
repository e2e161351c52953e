import { isCommonPassword } from './common-passwords.ts';

/** What a password has to be. */
export interface PasswordPolicy {
  /** Fewest characters. */
  readonly length: number;
  /** Whether words that are tried first are refused. */
  readonly refusesCommon: boolean;
}

/** Fewest characters an administrator may allow. Source: NIST SP 800-63B section 3.1.1.2. */
export const SHORTEST_PASSWORD = 8;

/** Most characters, so that hashing one costs little. */
export const LONGEST_PASSWORD = 1_000;

/** What is wrong with a password. */
export interface PasswordProblem {
  readonly code: 'PASSWORD_LENGTH' | 'PASSWORD_COMMON' | 'PASSWORD_NAME';
  readonly message: string;
}

const SHORTEST_NAME = 3;

/** Parts of names and addresses that a password may not be made of. */
const partsOf = (names: readonly (string | null)[]): string[] =>
  names
    .flatMap((name) => (name === null ? [] : [name, name.split('@')[0] ?? '']))
    .map((name) => name.toLowerCase())
    .filter((name) => name.length >= SHORTEST_NAME);

/** A name with digits and signs around it is no password. */
const isName = (password: string, names: readonly (string | null)[]): boolean => {
  const text = password.toLowerCase();
  return partsOf(names).some(
    (name) =>
      text
        .split(name)
        .join('')
        .replaceAll(/[\d\W_]/g, '') === '' && text.includes(name),
  );
};

/**
 * Why a password is refused, or null; counts characters as people see them, not bytes.
 *
 * `names` are the user name and the e-mail address, which a password may not consist of.
 */
export const passwordProblem = (
  password: unknown,
  names: readonly (string | null)[],
  { length, refusesCommon }: PasswordPolicy,
): PasswordProblem | null => {
  const count = typeof password === 'string' && password.length <= 2 * LONGEST_PASSWORD ? [...password].length : 0;
  if (typeof password !== 'string' || count < length || count > LONGEST_PASSWORD)
    return { code: 'PASSWORD_LENGTH', message: `A password has ${length} to ${LONGEST_PASSWORD} characters.` };
  if (isName(password, names))
    return { code: 'PASSWORD_NAME', message: 'A password is not made of the user name or the e-mail address.' };
  if (refusesCommon && isCommonPassword(password))
    return { code: 'PASSWORD_COMMON', message: 'This password is among those that are tried first. Choose another.' };
  return null;
};
