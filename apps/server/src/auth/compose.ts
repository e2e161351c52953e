import { randomSecret } from '@plumbline/domain';
import type { Writer } from '@plumbline/engine';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import { requireMasterKeys } from '../start/master-key.ts';
import { flowCookies } from './external/flow-cookie.ts';
import { OidcClient } from './external/oidc.ts';
import { ProxyLogin } from './external/proxy-login.ts';
import type { AuthParts } from './parts.ts';

/** The secret of this start for `plumbline user-proxy`, in a file that only the owner of the data reads; null where it is off. */
const userProxySecret = ({ userProxy, dataDir }: Config): string | null => {
  const file = join(dataDir, 'user-proxy.secret');
  rmSync(file, { force: true });
  if (!userProxy) return null;
  const secret = randomSecret();
  writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return secret;
};

/** Puts the ways to sign in together. */
export const composeAuth = (config: Config, pool: Pool, writer: Writer, log: Logger): AuthParts => {
  const [masterKey = ''] = requireMasterKeys(config);
  const secret = userProxySecret(config);
  const hasProxy = config.proxyLogin !== null || secret !== null;
  return {
    config,
    pool,
    writer,
    flows: flowCookies(masterKey),
    oidc: new Map(config.oidc.map((provider) => [provider.key, new OidcClient(provider, config, log)])),
    proxyLogin: hasProxy ? new ProxyLogin({ pool, writer, rules: config.proxyLogin, userProxySecret: secret }) : null,
  };
};
