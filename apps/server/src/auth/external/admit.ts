import { admitExternalUser, type ExternalRules, type ExternalUser } from '@plumbline/domain';
import type { Actor, Writer } from '@plumbline/engine';
import type { Pool } from 'pg';
import { HttpError } from '../../errors.ts';
import type { Request } from '../../http/request.ts';
import { originOf } from '../origin.ts';

/** What admits people others vouch for. */
export interface AdmitParts {
  readonly pool: Pool;
  readonly writer: Writer;
}

/** Where they are let in, and how. */
export interface AdmitRules extends ExternalRules {
  /** Slug; the first organization when null. */
  readonly organization: string | null;
}

const ORGANIZATION = `SELECT id FROM core_organization WHERE is_active AND ($1::text IS NULL OR slug = $1)
  ORDER BY number LIMIT 1`;

/** Whoever is vouched for is written by the product itself. */
const actorFor = (organizationId: string, { username }: ExternalUser, request: Request): Actor => ({
  organizationId,
  userId: null,
  tokenId: null,
  name: username,
  source: 'system',
  superuser: true,
  readOnly: false,
  bulk: false,
  requestId: request.id,
  origin: originOf(request),
  grants: [],
});

const MOST_GROUPS = 1_000;

const isName = (text: string): boolean => text.length <= 150 && !/[\p{Cc}\p{Cs}]/u.test(text) && text.trim() !== '';

const clean = (text: string | null, most: number): string | null =>
  text === null
    ? null
    : text
        .replaceAll(/[\p{Cc}\p{Cs}]/gu, '')
        .trim()
        .slice(0, most) || null;

const cleaned = (user: ExternalUser): ExternalUser => ({
  ...user,
  email: clean(user.email, 254),
  firstName: clean(user.firstName, 150),
  lastName: clean(user.lastName, 150),
  groups: user.groups?.filter(isName).slice(0, MOST_GROUPS) ?? null,
});

const refused = (message: string) => new HttpError(403, 'SIGN_IN_REFUSED', message);

/**
 * Id of the account behind somebody who is vouched for, made or taken where the rules allow it; groups follow.
 *
 * @throws HttpError 403 `SIGN_IN_REFUSED`
 */
export const admitExternal = async (
  { pool, writer }: AdmitParts,
  user: ExternalUser,
  rules: AdmitRules,
  request: Request,
): Promise<string> => {
  if (!isName(user.username) || user.subject === '' || user.subject.length > 500)
    throw refused('The identity provider gives no user name that could be taken.');
  const { rows } = await pool.query<{ id: string }>(ORGANIZATION, [rules.organization]);
  const [organization] = rows;
  if (!organization) throw refused('The organization of this identity provider is gone or switched off.');
  const actor = actorFor(organization.id, user, request);
  const options = { reason: `Sign-in through ${user.provider}` };
  const { result, errors } = await writer.run(actor, options, (work) => admitExternalUser(work, cleaned(user), rules));
  if (typeof result === 'string') return result;
  throw refused(errors[0]?.message ?? 'There is no account for you here.');
};
