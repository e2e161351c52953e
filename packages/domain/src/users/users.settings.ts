import type { SettingDefinition } from '@plumbline/engine';
import { SHORTEST_PASSWORD } from './password-policy.ts';

const number = (
  key: string,
  label: string,
  help: string,
  [min, initial, max]: readonly [min: number, initial: number, max: number],
): SettingDefinition & { readonly default: number } => ({
  key,
  label,
  help,
  type: { kind: 'integer', min, max },
  default: initial,
  levels: ['DEPLOYMENT'],
});

/** Accounts are shared by organizations, so what holds for them is kept for the deployment; who passes on rights is not. */
export const USER_SETTINGS = {
  delegation: {
    key: 'users.delegation',
    label: 'delegation',
    help: 'Whether those who hold a delegable permission may pass it on and invite people to it. What was passed on stays.',
    type: { kind: 'boolean' },
    default: true,
    levels: ['ORGANIZATION'],
  },
  passwordLength: number('users.passwordLength', 'length of passwords', 'Fewest characters of a new password.', [
    SHORTEST_PASSWORD,
    SHORTEST_PASSWORD,
    128,
  ]),
  passwordCommon: {
    key: 'users.passwordCommon',
    label: 'common passwords',
    help: 'Whether new passwords are refused that are tried first, such as common words and rows of keys.',
    type: { kind: 'boolean' },
    default: true,
    levels: ['DEPLOYMENT'],
  },
  tries: number('users.signInTries', 'wrong passwords in a row', 'How many lock a name for a while.', [3, 5, 100]),
  triesPerAddress: number(
    'users.signInTriesPerAddress',
    'wrong passwords from one address',
    'How many lock an address for a while, whatever the names. 0 locks none.',
    [0, 20, 10_000],
  ),
  sessionIdle: number(
    'users.sessionIdleMinutes',
    'idle sessions',
    'Minutes after which a session ends that nobody uses.',
    [10, 20_160, 525_600],
  ),
  sessionDays: number(
    'users.sessionDays',
    'life of sessions',
    'Days after which a session ends even in use.',
    [1, 90, 3_650],
  ),
  eventDays: number(
    'users.securityEventDays',
    'days of the security log',
    'Days for which security events are kept. 0 keeps all.',
    [0, 365, 36_500],
  ),
} as const satisfies Readonly<Record<string, SettingDefinition>>;

/** Settings of accounts and sign-in. */
export const userSettings: readonly SettingDefinition[] = Object.values(USER_SETTINGS);
