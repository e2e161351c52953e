import { recordSecurityEvent, type Actor, type Work, type Writer } from '@plumbline/engine';
import { Unauthenticated, type Problem } from '@plumbline/kit';
import { countTry, forgiveName, type AskRows } from './lockout.queries.ts';
import { passwordProblem } from './password-policy.ts';
import { passwordFits } from './secrets.ts';
import { passwordPolicy, storePasswords } from './user.rules.ts';

/** A change of one's own password. */
export interface PasswordChange {
  readonly current: string;
  readonly password: string;
  /** The session that asks, which goes on; all others end. Null ends all. */
  readonly sessionId: string | null;
}

interface Account {
  readonly id: string;
  readonly username: string;
  readonly email: string | null;
  readonly hash: string | null;
}

const FIND = `SELECT id, username, email, convert_from(password_hash, 'UTF8') AS hash FROM users_user WHERE id = $1`;

const asking =
  ({ engine }: Writer): AskRows =>
  (text, values) =>
    engine.dataSource.query(text, [...values]);

/** Looks at the current password, counted like a try to sign in: one request may hold hundreds of guesses. */
const problemOfCurrent = async (writer: Writer, actor: Actor, account: Account, current: string) => {
  const ask = asking(writer);
  const counted = await countTry(ask, 'name', account.username);
  if (counted.kind === 'locked')
    return { code: 'TOO_MANY_ATTEMPTS', message: `Too many failed attempts. Try again in ${counted.seconds} s.` };
  if (await passwordFits(account.hash, current)) {
    await forgiveName(ask, account.username);
    return null;
  }
  const about = { subject: account.username, subjectId: account.id, details: { via: 'passwordChange' } };
  const kinds = counted.locks ? (['loginFailed', 'lockout'] as const) : (['loginFailed'] as const);
  const db = { query: (text: string, values: readonly unknown[]) => ask(text, values) };
  await recordSecurityEvent(db, actor, ...kinds.map((kind) => ({ kind, ...about })));
  return { code: 'WRONG_PASSWORD', message: 'This is not the current password.' };
};

const store = async (work: Work, { id, username, email }: Account, change: PasswordChange): Promise<void> => {
  const { current, password, sessionId } = change;
  const problem =
    password === current
      ? { code: 'PASSWORD_UNCHANGED', message: 'This is the current password; choose another.' }
      : passwordProblem(password, [username, email], await passwordPolicy(work));
  if (problem) return work.refuse('password', problem.code, problem.message);
  await storePasswords(work, [id], [password], sessionId);
  await work.update('users.User', [{ id, mustChangePassword: false }], { path: () => 'password' });
  await work.noteSecurity({ kind: 'passwordChanged', subject: username, subjectId: id, details: { by: 'self' } });
};

/**
 * Changes the password of the actor's own account and ends its other sessions; gives what keeps it from doing so.
 *
 * @throws Unauthenticated for actors that are no users; Forbidden for tokens that may only read
 */
export const changeOwnPassword = async (
  writer: Writer,
  actor: Actor,
  change: PasswordChange,
): Promise<readonly Problem[]> => {
  const [account] = actor.userId === null ? [] : await asking(writer)<Account>(FIND, [actor.userId]);
  if (!account) throw new Unauthenticated('Only users have an account.');
  const wrong = await problemOfCurrent(writer, actor, account, change.current);
  const options = { duringMaintenance: true, granted: ['users.User'] }; // one's own account takes no grant
  const { errors } = await writer.run(actor, options, async (work) => {
    if (wrong) work.refuse('current', wrong.code, wrong.message);
    else await store(work, account, change);
  });
  return errors;
};
