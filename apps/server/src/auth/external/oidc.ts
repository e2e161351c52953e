import type { ExternalUser } from '@plumbline/domain';
import { createFetchGuarded, createOutgoingPolicy } from '@plumbline/engine';
import * as oidc from 'openid-client';
import type { Config } from '../../config.ts';
import { HttpError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { Flow } from './flow-cookie.ts';
import { isLoopback, type OidcProvider } from './oidc-config.ts';

type Claims = Readonly<Record<string, unknown>>;

const TIMEOUT_S = 10;
const FRESH_MS = 3_600_000;

const textOf = (claims: Claims, name: string): string | null => {
  const value = claims[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** A list of texts, or one text; a claim that is missing names no group. */
const groupsOf = (claims: Claims, name: string): string[] => {
  const value = claims[name];
  return (Array.isArray(value) ? value : [value]).filter((group) => typeof group === 'string');
};

/** What the claims of a provider say of a person. */
export const userOf = (provider: OidcProvider, claims: Claims): ExternalUser => ({
  provider: `oidc:${provider.key}`,
  subject: textOf(claims, 'sub') ?? '',
  username: textOf(claims, provider.usernameClaim) ?? '',
  email: textOf(claims, 'email'),
  isEmailVerified: claims['email_verified'] === true,
  firstName: textOf(claims, 'given_name'),
  lastName: textOf(claims, 'family_name'),
  groups: provider.groupsClaim === null ? null : groupsOf(claims, provider.groupsClaim),
});

/** Requests go to the configured issuer, and beyond it where requests of the product may go. */
const guardedFetch = ({ issuer }: OidcProvider, { outgoingAllow, outgoingPorts }: Config): oidc.CustomFetch => {
  const { hostname, port, protocol } = new URL(issuer);
  const own = `${hostname.replace(/^\[|\]$/g, '')}:${port || (protocol === 'https:' ? 443 : 80)}`;
  const policy = createOutgoingPolicy({ allow: [...outgoingAllow, own], ports: outgoingPorts });
  const fetchGuarded = createFetchGuarded({ policy, timeoutMs: TIMEOUT_S * 1_000 });
  return (url, { method, headers, body, signal }) =>
    fetchGuarded(url, { method, headers, body: body as string | null, signal: signal ?? null }); // forms and nothing else
};

interface Discovered {
  readonly configuration: Promise<oidc.Configuration>;
  readonly until: number;
}

/** Signs people in at one provider: authorization code with PKCE, state and nonce. */
export class OidcClient {
  #discovered: Discovered | null = null;

  constructor(
    readonly provider: OidcProvider,
    private readonly config: Config,
    private readonly log: Logger,
  ) {}

  /** Address at the provider to send the browser to. @throws HttpError 503 when the provider does not answer */
  async start(redirectUri: string, { state, nonce, verifier }: Flow): Promise<URL> {
    return oidc.buildAuthorizationUrl(await this.#configuration(), {
      redirect_uri: redirectUri,
      scope: this.provider.scope,
      response_type: 'code',
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
  }

  /** Who came back from the provider. @throws HttpError 403 when the answer is not the one to this flow */
  async finish(answered: URL, { state, nonce, verifier }: Flow): Promise<ExternalUser> {
    const configuration = await this.#configuration();
    try {
      const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
      const tokens = await oidc.authorizationCodeGrant(configuration, answered, checks);
      const claims = tokens.claims();
      if (!claims) throw new Error('The provider gave no id token.');
      const { userinfo_endpoint } = configuration.serverMetadata();
      const more = userinfo_endpoint ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
      return userOf(this.provider, { ...more, ...claims });
    } catch (error) {
      this.log.warn({ err: error, provider: this.provider.key }, 'A sign-in at an identity provider failed.');
      throw new HttpError(403, 'SIGN_IN_REFUSED', 'The identity provider did not confirm who you are. Try again.');
    }
  }

  /** Address that ends the session at the provider as well; null when it has none. */
  async end(returnTo: string): Promise<string | null> {
    const configuration = await this.#configuration();
    if (!configuration.serverMetadata().end_session_endpoint) return null;
    return oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo }).href;
  }

  /** What the provider tells of itself, kept for an hour; a failure is not kept. */
  async #configuration(): Promise<oidc.Configuration> {
    const now = performance.now();
    if (this.#discovered === null || this.#discovered.until < now)
      this.#discovered = { configuration: this.#discover(), until: now + FRESH_MS };
    try {
      return await this.#discovered.configuration;
    } catch (error) {
      this.#discovered = null;
      this.log.warn({ err: error, provider: this.provider.key }, 'An identity provider does not answer.');
      throw new HttpError(503, 'UNAVAILABLE', `${this.provider.name} does not answer now. Try again in a moment.`);
    }
  }

  #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.provider;
    return oidc.discovery(
      new URL(issuer),
      clientId,
      clientSecret ?? undefined,
      clientSecret === null ? oidc.None() : undefined,
      {
        [oidc.customFetch]: guardedFetch(this.provider, this.config),
        timeout: TIMEOUT_S,
        execute: isLoopback(issuer) ? [oidc.allowInsecureRequests] : [],
      },
    );
  }
}
