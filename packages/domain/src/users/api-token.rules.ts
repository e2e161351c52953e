import { afterSave, command, derive, rule, type DomainRule, type Draft, type Work } from '@plumbline/engine';
import { IpCidr, NetSyntaxError } from '@plumbline/net';
import { digestOf, tokenKey } from './secrets.ts';

const SHORTEST = 20;

const secretOf = (draft: Draft): string | null => {
  const { secret } = draft.input;
  return typeof secret === 'string' && secret.length >= SHORTEST ? secret : null;
};

/** A network, or an address as the smallest of networks. */
const networkProblem = (text: string): string | null => {
  const whole = text.includes(':') ? 128 : 32;
  try {
    IpCidr.parse(text.includes('/') ? text : `${text}/${whole}`);
    return null;
  } catch (error) {
    if (error instanceof NetSyntaxError) return error.message;
    throw error;
  }
};

const refuseNetworks = (drafts: readonly Draft[]): void => {
  for (const draft of drafts)
    for (const text of (draft.after['allowedIps'] ?? []) as readonly string[]) {
      const problem = networkProblem(text);
      if (problem !== null) draft.refuse('allowedIps', 'BAD_USER_INPUT', problem);
    }
};

/** The column keeps the digest as it is, since a token is found by its key and compared by its digest alone. */
const storeDigests = async (drafts: readonly Draft[], work: Work): Promise<void> => {
  const known = drafts.flatMap((draft) => {
    const secret = secretOf(draft);
    return secret === null ? [] : [{ id: draft.id, digest: digestOf(secret).toString('hex') }];
  });
  await work.sql`
    UPDATE users_api_token t SET digest = decode(v.digest, 'hex')
    FROM unnest(${known.map(({ id }) => id)}::uuid[], ${known.map(({ digest }) => digest)}::text[]) AS v(id, digest)
    WHERE t.id = v.id AND t.organization_id = ${work.org}`;
};

/** API tokens: the secret comes in once, and only its key and digest are stored. */
export const apiTokenRules: readonly DomainRule[] = [
  command('users.ApiToken', 'create', (_work, inputs, next) => next(inputs), {
    secret: {
      kind: 'text',
      max: 500,
      help: `The token itself, ${SHORTEST} characters or more; tokenCreate makes a random one`,
    },
  }),
  derive('users.ApiToken', {
    name: 'users.apitoken.1.key',
    fill: (drafts) => {
      for (const draft of drafts.filter(({ action }) => action === 'create')) {
        const secret = secretOf(draft) ?? draft.id;
        draft.set('keyId', tokenKey(secret));
        draft.set('digest', draft.id);
      }
    },
  }),
  rule('users.ApiToken', {
    name: 'users.apitoken.2.secret',
    on: ['create'],
    check: (drafts) => {
      for (const draft of drafts)
        if (secretOf(draft) === null)
          draft.refuse(
            'secret',
            'REQUIRED',
            `Give a secret of ${SHORTEST} characters or more, or use tokenCreate, which makes one.`,
          );
    },
  }),
  rule('users.ApiToken', { name: 'users.apitoken.4.networks', when: ['allowedIps'], check: refuseNetworks }),
  afterSave('users.ApiToken', { name: 'users.apitoken.3.digest', on: ['create'], run: storeDigests }),
];
