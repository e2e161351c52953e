import { mayAct, type Actor, type InputRow, type SavedIds, type Work, type Writer } from '@plumbline/engine';
import { Forbidden, type Problem } from '@plumbline/kit';
import { DELEGATION_OFF, mayDelegate } from './delegation.rules.ts';
import { admit, storable } from './membership.commands.ts';
import { randomSecret } from './secrets.ts';
import { isId } from './session.commands.ts';
import { passwordPolicy } from './user.rules.ts';

const USER = 'users.User';
const PERMISSION = 'users.ObjectPermission';

/** Who is invited, and to what. */
export interface Invitation {
  readonly username: string;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Permissions to be made for the person; each names by id what it is passed on from. */
  readonly permissions: readonly (InputRow & { readonly parent?: string | null })[];
  /** Ids of permissions that are to reach the person as well. */
  readonly existing: readonly string[];
}

/** What came of it: the answer is of one shape for accounts that were there and new ones. */
export interface Invited {
  readonly user: string | null;
  /** Null for an account that was there. */
  readonly password: string | null;
  readonly permissions: readonly string[];
  readonly userErrors: readonly Problem[];
}

interface Account {
  readonly id: string;
  readonly username: string;
  readonly email: string | null;
  readonly isActive: boolean;
  readonly isSuperuser: boolean;
  readonly isMember: boolean;
}

const findAccount = async (work: Work, username: string): Promise<Account | undefined> => {
  const [account] = await work.sql<Account>`
    SELECT u.id, u.username, u.email, u.is_active AS "isActive", u.is_superuser AS "isSuperuser",
      EXISTS (SELECT 1 FROM users_membership m WHERE m.user_id = u.id AND m.organization_id = ${work.org}) AS "isMember"
    FROM users_user u WHERE lower(u.username) = lower(${storable(username)}::text)`;
  return account;
};

/** The same words whoever has the name, so that nothing is learned of other organizations but that it is taken. */
const NOT_THIS_NAME =
  'Nobody can be invited by this name and address together. Check both, or choose another user name for somebody new.';

/** Whether somebody may be let in; those who see everything wherever they are, by an administrator alone. */
const isFree = ({ actor }: Work, account: Account, email: string): boolean =>
  account.isActive &&
  account.email?.toLowerCase() === email.toLowerCase() &&
  (actor.superuser || account.isMember || !account.isSuperuser);

const PASSWORD_BYTES = 18;

/** A password for one sign-in, as long as the policy asks for. */
const oneTimePassword = async (work: Work): Promise<string> => {
  const { length } = await passwordPolicy(work);
  return randomSecret(Math.max(PASSWORD_BYTES, length));
};

interface Guest {
  readonly id: string;
  readonly password: string | null;
}

const makeUser = async (work: Work, invitation: Invitation): Promise<Guest | null> => {
  const { username, email, firstName, lastName } = invitation;
  const password = await oneTimePassword(work);
  const row = { username, email, firstName, lastName, password, mustChangePassword: true };
  const [id] = await work.create(USER, [row], { path: () => 'input' });
  return id ? { id, password } : null;
};

const guestOf = async (work: Work, invitation: Invitation): Promise<Guest | null> => {
  const { username, email } = invitation;
  const account = await findAccount(work, username);
  if (!account) return makeUser(work, invitation);
  if (!isFree(work, account, email)) {
    work.refuse('input.username', 'NOT_FOUND', NOT_THIS_NAME);
    return null;
  }
  if (!account.isMember) await admit(work, account);
  return { id: account.id, password: null };
};

/** Those of permissions by id that the actor sees; the others are refused at their paths. */
const seenPermissions = async (
  work: Work,
  named: readonly { readonly id: string; readonly path: string }[],
): Promise<ReadonlySet<string>> => {
  const ids = [...new Set(named.map(({ id }) => id.toLowerCase()).filter(isId))];
  const rows = await work.read.rows(PERMISSION, { where: { id: ids }, fields: [], visible: true });
  const seen = new Set(rows.map((row) => String(row['id'])));
  for (const { id, path } of named)
    if (!seen.has(id.toLowerCase())) work.refuse(path, 'NOT_FOUND', `There is no permission with id "${id}".`);
  return seen;
};

const named = ({ permissions, existing }: Invitation) => [
  ...permissions.flatMap(({ parent }, at) =>
    parent === null || parent === undefined ? [] : [{ id: parent, path: `input.permissions.${at}.parent` }],
  ),
  ...existing.map((id, at) => ({ id, path: `input.existing.${at}` })),
];

const grantTo = async (work: Work, user: string, invitation: Invitation): Promise<SavedIds> => {
  const rows = invitation.permissions.map(({ parent, ...row }) => ({
    ...row,
    ...(parent && { parent: { id: parent.toLowerCase() } }),
    users: [{ id: user }],
  }));
  if (rows.length === 0) return [];
  return work.create(PERMISSION, rows, { path: (at) => `input.permissions.${at}` });
};

const addTo = async (work: Work, user: string, { existing }: Invitation): Promise<void> => {
  if (existing.length === 0) return;
  const ids = existing.map((id) => id.toLowerCase());
  const stored = await work.sql<{ id: string; users: readonly string[] }>`
    SELECT p.id, ARRAY(SELECT l.target_id::text FROM users_object_permission_users l
      WHERE l.organization_id = p.organization_id AND l.source_id = p.id) AS users
    FROM users_object_permission p WHERE p.organization_id = ${work.org} AND p.id = ANY (${ids}::uuid[])
    FOR UPDATE OF p`;
  const users = new Map(stored.map((row) => [row.id, row.users]));
  const inputs = ids.map((id) => ({
    id,
    users: [...new Set([...(users.get(id) ?? []), user])].map((one) => ({ id: one })),
  }));
  await work.update(PERMISSION, inputs, { path: (at) => `input.existing.${at}` });
};

const refuseEmpty = (work: Work, { username, email, permissions, existing }: Invitation): boolean => {
  const wrong = (path: string, message: string): true => {
    work.refuse(path, 'REQUIRED', message);
    return true;
  };
  return [
    username.trim() === '' && wrong('input.username', 'Give the name to sign in with.'),
    email.trim() === '' &&
      wrong('input.email', 'Give the e-mail address, by which somebody who has an account is told.'),
    !work.actor.superuser &&
      permissions.length + existing.length === 0 &&
      wrong('input.permissions', 'Say what the person may do: pass on one permission at least.'),
  ].includes(true);
};

const invite = async (work: Work, invitation: Invitation) => {
  if (!(await mayDelegate(work))) throw new Forbidden(DELEGATION_OFF);
  if (refuseEmpty(work, invitation)) return null;
  const places = named(invitation);
  const seen = await seenPermissions(work, places);
  if (places.some(({ id }) => !seen.has(id.toLowerCase()))) return null;
  const guest = await guestOf(work, invitation);
  if (!guest) return null;
  const made = await grantTo(work, guest.id, invitation);
  await addTo(work, guest.id, invitation);
  const permissions = [...made.flatMap((id) => id ?? []), ...invitation.existing];
  await work.noteSecurity({
    kind: 'invited',
    subject: invitation.username,
    subjectId: guest.id,
    details: { isNew: guest.password !== null, permissions },
  });
  return { ...guest, permissions };
};

/**
 * Lets somebody into the organization with permissions that are passed on, in one transaction.
 *
 * Whoever has an account is found by user name and e-mail address, which both have to fit; for others one is made, with
 * a password for the first sign-in. Of permissions the actor can give no more than it may pass on itself.
 *
 * @throws Forbidden for those who may neither administer nor pass on anything, and where delegation is switched off
 */
export const inviteMember = async (writer: Writer, actor: Actor, invitation: Invitation): Promise<Invited> => {
  const model = writer.engine.registry.model(PERMISSION);
  if (!mayAct(actor, model, 'add')) throw new Forbidden('You hold no permission that you may pass on.');
  const { result, errors } = await writer.run(actor, { reason: 'memberInvite', granted: [USER] }, (work) =>
    invite(work, invitation),
  );
  const done = errors.length > 0 ? null : result;
  return {
    user: done?.id ?? null,
    password: done?.password ?? null,
    permissions: done?.permissions ?? [],
    userErrors: errors,
  };
};
