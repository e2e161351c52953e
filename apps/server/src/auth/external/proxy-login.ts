import { isSameDigest, digestOf } from '@plumbline/domain';
import { recordSignInEvent } from '@plumbline/engine';
import { Unauthenticated } from '@plumbline/kit';
import { peerOf, proxyCheck, type Request } from '../../http/request.ts';
import type { Identity } from '../identity.ts';
import { originOf } from '../origin.ts';
import { admitExternal, type AdmitParts } from './admit.ts';
import { identifyUser } from './identify-user.ts';

/** Which proxies are believed about who somebody is. */
export interface ProxyLoginRules {
  /** Addresses and networks; the connection itself has to come from there. */
  readonly from: readonly string[];
  /** Lower-case name of the header with the user name. */
  readonly userHeader: string;
  /** Lower-case name of the header with the groups, comma-separated; null leaves groups alone. */
  readonly groupsHeader: string | null;
  readonly createUsers: boolean;
  /** Slug; the first organization when null. */
  readonly organization: string | null;
}

/** Headers of the development proxy, which knows the secret of this start. */
export const USER_PROXY = { user: 'x-plumbline-user', secret: 'x-plumbline-user-proxy' } as const;

interface Vouched {
  readonly username: string;
  readonly groups: readonly string[] | null;
  readonly via: 'proxy' | 'user-proxy';
}

interface Known {
  readonly userId: string;
  readonly until: number;
}

const REMEMBER_MS = 60_000;
const SESSION_MS = 12 * 3_600_000;
const MOST_KNOWN = 10_000;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Node gives header values as Latin-1; proxies send UTF-8, and some Latin-1. */
const textOf = (value: string): string => {
  try {
    return utf8.decode(Buffer.from(value, 'latin1')).trim();
  } catch {
    return value.trim(); // no UTF-8
  }
};

const isLoopback = (address: string): boolean => address === '::1' || /^127(\.\d+){3}$/.test(address);

/** What sign-in by proxy works on. */
export interface ProxyLoginParts extends AdmitParts {
  /** Null where no proxy is believed. */
  readonly rules: ProxyLoginRules | null;
  /** Secret of the development proxy; null where it is off. */
  readonly userProxySecret: string | null;
}

/** Knows people by a header that a proxy adds, on every request; there is no session to steal or to end. */
export class ProxyLogin {
  readonly #isTrusted: (address: string) => boolean;
  readonly #known = new Map<string, Known>();
  readonly #signedIn = new Map<string, number>();

  constructor(private readonly parts: ProxyLoginParts) {
    this.#isTrusted = proxyCheck(parts.rules?.from ?? []);
  }

  /**
   * Identity a proxy vouches for; null when none does.
   *
   * @throws HttpError 403 when the user may not sign in; Unauthenticated outside the user's organizations.
   */
  async identify(request: Request, organization: string | null): Promise<Identity | null> {
    const vouched = this.#vouched(request);
    if (vouched === null) return null;
    const userId = await this.#userOf(vouched, request);
    const identity = await identifyUser(this.parts.pool, userId, organization);
    if (identity === null) throw new Unauthenticated('The user belongs to no such organization.');
    return identity;
  }

  /** Whom a trusted proxy names, known or not; null when none does or what it says is not believed. */
  nameOf(request: Request): string | null {
    try {
      return this.#vouched(request)?.username ?? null;
    } catch (error) {
      if (error instanceof Unauthenticated) return null;
      throw error;
    }
  }

  #vouched(request: Request): Vouched | null {
    const { rules, userProxySecret } = this.parts;
    const peer = peerOf(request.message);
    const secret = request.header(USER_PROXY.secret);
    if (userProxySecret !== null && secret !== undefined && isLoopback(peer)) {
      if (!isSameDigest(digestOf(secret), digestOf(userProxySecret)))
        throw new Unauthenticated('The secret of the user proxy is not that of this start.');
      return { username: textOf(request.header(USER_PROXY.user) ?? ''), groups: null, via: 'user-proxy' };
    }
    const username = rules === null ? undefined : request.header(rules.userHeader);
    if (rules === null || username === undefined || !this.#isTrusted(peer)) return null;
    const groups =
      rules.groupsHeader === null ? null : (request.header(rules.groupsHeader) ?? '').split(',').map(textOf);
    return { username: textOf(username), groups, via: 'proxy' };
  }

  async #userOf({ username, groups, via }: Vouched, request: Request): Promise<string> {
    const key = JSON.stringify([via, username, groups]);
    const known = this.#known.get(key);
    const now = performance.now();
    if (known && known.until > now) return known.userId;
    const { rules } = this.parts;
    const user = { provider: 'proxy', subject: username.toLowerCase(), username, groups };
    const nothing = { email: null, isEmailVerified: false, firstName: null, lastName: null };
    const userId = await admitExternal(
      this.parts,
      { ...user, ...nothing },
      {
        createUsers: via === 'proxy' && (rules?.createUsers ?? false),
        organization: rules?.organization ?? null,
        linkBy: 'username',
        groups: null,
      },
      request,
    );
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(key, { userId, until: now + REMEMBER_MS });
    await this.#note(userId, username, via, request);
    return userId;
  }

  /** A sign-in goes into the security log once in a while, not with every request. */
  async #note(userId: string, name: string, via: string, request: Request): Promise<void> {
    const now = performance.now();
    if ((this.#signedIn.get(userId) ?? 0) > now) return;
    if (this.#signedIn.size >= MOST_KNOWN) this.#signedIn.clear();
    this.#signedIn.set(userId, now + SESSION_MS);
    const event = { kind: 'login', userId, name, origin: originOf(request), requestId: request.id } as const;
    await recordSignInEvent(this.parts.pool, { ...event, details: { via } });
  }
}
