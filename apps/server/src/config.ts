import { createOutgoingPolicy } from '@plumbline/engine';
import { isAbsolute, resolve } from 'node:path';
import { readOidcProviders, type OidcProvider } from './auth/external/oidc-config.ts';
import type { ProxyLoginRules } from './auth/external/proxy-login.ts';
import { proxyCheck } from './http/request.ts';

/** Everything the server is told from outside; read and checked once. */
export interface Config {
  /** Null starts the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Folder of the embedded database, files and keys; absolute. */
  readonly dataDir: string;
  /** Path prefix with a slash at both ends. */
  readonly basePath: string;
  readonly adminUsername: string;
  readonly adminPassword: string | null;
  readonly adminToken: string | null;
  readonly organization: string;
  /** Origin the browser client calls instead of its own; empty for its own. */
  readonly apiUrl: string;
  /** Address of this server as browsers see it, with the base path; null takes it from requests. */
  readonly publicUrl: string | null;
  /** Identity providers people may sign in with. */
  readonly oidc: readonly OidcProvider[];
  /** Proxies that are believed about who somebody is; null for none. */
  readonly proxyLogin: ProxyLoginRules | null;
  /** Whether `plumbline user-proxy` on this machine may act as any user. */
  readonly userProxy: boolean;
  /** Addresses and networks whose forwarded headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Base64 keys, newest first, comma-separated; undefined uses the key file. */
  readonly masterKey: string | undefined;
  readonly corsOrigins: readonly string[];
  /** Start of the names of environment variables that secrets may refer to; empty for none. */
  readonly secretsPrefix: string;
  /** Folder below which files lie that secrets may refer to; absolute, empty for none. */
  readonly secretsFolder: string;
  /** Where requests of the product itself may go beyond the public internet: addresses, networks, hosts, host:port. */
  readonly outgoingAllow: readonly string[];
  /** Ports that requests of the product itself may ask. */
  readonly outgoingPorts: readonly number[];
  readonly logLevel: string;
  /** Jobs that run at once in this process; 0 leaves them to workers. */
  readonly jobs: number;
  readonly readPool: number;
  readonly writePool: number;
  /** Days for which numbered events are kept for readers that resume. */
  readonly eventDays: number;
  /** Requests a token or session may send in a minute; 0 sets no limit. */
  readonly requestsPerMinute: number;
  /** Cost of all queries of a token or session in a minute; 0 sets no limit. */
  readonly costPerMinute: number;
  /** Sign-ins and wrong tokens of one address in a minute; 0 sets no limit. */
  readonly loginsPerMinute: number;
  /** Openings of share links from one address in a minute, of unknown ones too; 0 sets no limit. */
  readonly sharesPerMinute: number;
  /** Plugins to load: packages, or folders given by path. */
  readonly plugins: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Names with their defaults; the single list of what may be set. */
const DEFAULTS = {
  DATABASE_URL: '',
  PLUMBLINE_HOST: '127.0.0.1',
  PLUMBLINE_PORT: '8080',
  PLUMBLINE_DATA: '.plumbline',
  PLUMBLINE_BASE_PATH: '/',
  PLUMBLINE_ADMIN_USERNAME: 'admin',
  PLUMBLINE_ADMIN_PASSWORD: '',
  PLUMBLINE_ADMIN_TOKEN: '',
  PLUMBLINE_ORGANIZATION: 'Main',
  PLUMBLINE_API_URL: '',
  PLUMBLINE_PUBLIC_URL: '',
  PLUMBLINE_OIDC: '',
  PLUMBLINE_PROXY_LOGIN_FROM: '',
  PLUMBLINE_PROXY_LOGIN_USER: 'x-remote-user',
  PLUMBLINE_PROXY_LOGIN_GROUPS: '',
  PLUMBLINE_PROXY_LOGIN_CREATE: 'false',
  PLUMBLINE_PROXY_LOGIN_ORGANIZATION: '',
  PLUMBLINE_USER_PROXY: 'false',
  PLUMBLINE_TRUSTED_PROXIES: '',
  PLUMBLINE_MASTER_KEY: '',
  PLUMBLINE_CORS_ORIGINS: '',
  PLUMBLINE_SECRETS_PREFIX: '',
  PLUMBLINE_SECRETS_FOLDER: '',
  PLUMBLINE_OUTGOING_ALLOW: '',
  PLUMBLINE_OUTGOING_PORTS: '80,443,8080,8443',
  PLUMBLINE_LOG_LEVEL: 'info',
  PLUMBLINE_JOBS: '4',
  PLUMBLINE_READ_POOL: '10',
  PLUMBLINE_WRITE_POOL: '10',
  PLUMBLINE_EVENT_DAYS: '30',
  PLUMBLINE_REQUESTS_PER_MINUTE: '12000',
  PLUMBLINE_COST_PER_MINUTE: '100000000',
  PLUMBLINE_LOGINS_PER_MINUTE: '120',
  PLUMBLINE_SHARES_PER_MINUTE: '300',
  PLUMBLINE_PLUGINS: '',
} as const;

type Name = keyof typeof DEFAULTS;

/** Names that other programs of the product read. */
const ELSEWHERE: readonly string[] = [
  'PLUMBLINE_TOKEN',
  'PLUMBLINE_URL',
  'PLUMBLINE_CHROMIUM',
  'PLUMBLINE_VERSION',
  'PLUMBLINE_TEST_RUN',
];

const LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** What keeps the server from starting; the message lists every mistake. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length] ?? 0;
};

/** One sentence for each `PLUMBLINE_` name nobody reads, with the name it was probably meant to be. */
export const configWarnings = (environment: Environment): string[] => {
  const known = [...Object.keys(DEFAULTS), ...ELSEWHERE];
  const secrets = environment['PLUMBLINE_SECRETS_PREFIX'] || '\0';
  const isOdd = (name: string): boolean =>
    name.startsWith('PLUMBLINE_') && !known.includes(name) && !name.startsWith(secrets);
  const odd = Object.keys(environment).filter(isOdd);
  return odd.map((name) => {
    const [nearest = ''] = known.toSorted((a, b) => distance(name, a) - distance(name, b));
    return `${name} is not a setting and is ignored. Did you mean ${nearest}?`;
  });
};

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const withSlashes = (path: string): string => `/${path.split('/').filter(Boolean).join('/')}/`.replace('//', '/');

class Reading {
  readonly problems: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  text(name: Name): string {
    return this.#environment[name] || DEFAULTS[name];
  }

  whole(name: Name, least: number, most: number): number {
    const value = Number(this.text(name));
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    this.problems.push(`${name} must be a whole number from ${least} to ${most}, not "${this.text(name)}".`);
    return least;
  }

  check(name: Name, holds: (text: string) => boolean, wanted: string): string {
    const text = this.text(name);
    if (text !== '' && !holds(text)) this.problems.push(`${name} must be ${wanted}, not "${text}".`);
    return text;
  }
}

/** No name that the product itself reads, such as that of the master key, may be in reach. */
const isPrefix = (text: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_]{2,49}$/.test(text) &&
  ![...Object.keys(DEFAULTS), ...ELSEWHERE].some((name) => name.startsWith(text));

const isPortList = (text: string): boolean =>
  listOf(text).every((port) => /^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536);

const isOutgoing = (text: string): boolean => {
  try {
    return Boolean(createOutgoingPolicy({ allow: listOf(text), ports: [] }));
  } catch {
    return false; // the caller words it
  }
};

const isFlag = (text: string): boolean => text === 'true' || text === 'false';

const isHeader = (text: string): boolean => /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(text);

const isNetworkList = (text: string): boolean => {
  try {
    return Boolean(proxyCheck(listOf(text)));
  } catch {
    return false; // the caller words it
  }
};

const proxyLoginOf = (read: Reading): ProxyLoginRules | null => {
  const from = listOf(read.check('PLUMBLINE_PROXY_LOGIN_FROM', isNetworkList, 'a list of addresses and networks'));
  const rules = {
    from,
    userHeader: read.check('PLUMBLINE_PROXY_LOGIN_USER', isHeader, 'the name of a header').toLowerCase(),
    groupsHeader: read.check('PLUMBLINE_PROXY_LOGIN_GROUPS', isHeader, 'the name of a header').toLowerCase() || null,
    createUsers: read.check('PLUMBLINE_PROXY_LOGIN_CREATE', isFlag, 'true or false') === 'true',
    organization: read.text('PLUMBLINE_PROXY_LOGIN_ORGANIZATION') || null,
  };
  return from.length === 0 ? null : rules;
};

const isOrigin = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** What may be reached outside: secrets of the machine, and others on the network. */
const outsideConfig = (read: Reading) => ({
  secretsPrefix: read.check('PLUMBLINE_SECRETS_PREFIX', isPrefix, 'the start of a name, such as NETWORK_SECRET_'),
  secretsFolder: read.check('PLUMBLINE_SECRETS_FOLDER', isAbsolute, 'the full path of a folder'),
  outgoingAllow: listOf(
    read.check('PLUMBLINE_OUTGOING_ALLOW', isOutgoing, 'a list of addresses, networks, hosts or host:port'),
  ),
  outgoingPorts: listOf(read.check('PLUMBLINE_OUTGOING_PORTS', isPortList, 'a list of TCP ports')).map(Number),
});

/** How much one caller may ask in a minute. */
const limitsConfig = (read: Reading) => ({
  requestsPerMinute: read.whole('PLUMBLINE_REQUESTS_PER_MINUTE', 0, 1_000_000_000),
  costPerMinute: read.whole('PLUMBLINE_COST_PER_MINUTE', 0, 1_000_000_000_000),
  loginsPerMinute: read.whole('PLUMBLINE_LOGINS_PER_MINUTE', 0, 1_000_000_000),
  sharesPerMinute: read.whole('PLUMBLINE_SHARES_PER_MINUTE', 0, 1_000_000_000),
});

/**
 * Reads the settings from the environment.
 *
 * @throws ConfigError that names every value that can't be used.
 */
export const readConfig = (environment: Environment): Config => {
  const read = new Reading(environment);
  const config: Config = {
    databaseUrl: read.check('DATABASE_URL', (text) => /^postgres(ql)?:\/\//.test(text), 'a postgres:// URL') || null,
    host: read.text('PLUMBLINE_HOST'),
    port: read.whole('PLUMBLINE_PORT', 0, 65_535),
    dataDir: resolve(read.text('PLUMBLINE_DATA')),
    basePath: withSlashes(read.check('PLUMBLINE_BASE_PATH', (text) => /^[\w\-./~]*$/.test(text), 'a path')),
    adminUsername: read.text('PLUMBLINE_ADMIN_USERNAME'),
    adminPassword: read.text('PLUMBLINE_ADMIN_PASSWORD') || null,
    adminToken:
      read.check(
        'PLUMBLINE_ADMIN_TOKEN',
        (text) => /^[\x21-\x7e]{8,500}$/.test(text),
        '8 to 500 printable characters without spaces',
      ) || null,
    organization: read.text('PLUMBLINE_ORGANIZATION'),
    apiUrl: read.check('PLUMBLINE_API_URL', isOrigin, 'an http(s) URL'),
    publicUrl:
      read.check('PLUMBLINE_PUBLIC_URL', isOrigin, 'an http(s) URL').replace(/\/*$/, '/').replace(/^\/$/, '') || null,
    oidc: readOidcProviders(read.text('PLUMBLINE_OIDC'), read.problems),
    proxyLogin: proxyLoginOf(read),
    userProxy: read.check('PLUMBLINE_USER_PROXY', isFlag, 'true or false') === 'true',
    trustedProxies: listOf(read.text('PLUMBLINE_TRUSTED_PROXIES')),
    masterKey: read.text('PLUMBLINE_MASTER_KEY') || undefined,
    corsOrigins: listOf(
      read.check('PLUMBLINE_CORS_ORIGINS', (text) => listOf(text).every(isOrigin), 'a list of http(s) origins'),
    ),
    ...outsideConfig(read),
    ...limitsConfig(read),
    logLevel: read.check('PLUMBLINE_LOG_LEVEL', (text) => LEVELS.includes(text), `one of ${LEVELS.join(', ')}`),
    jobs: read.whole('PLUMBLINE_JOBS', 0, 64),
    readPool: read.whole('PLUMBLINE_READ_POOL', 1, 200),
    writePool: read.whole('PLUMBLINE_WRITE_POOL', 4, 200),
    eventDays: read.whole('PLUMBLINE_EVENT_DAYS', 1, 3_650),
    plugins: listOf(read.text('PLUMBLINE_PLUGINS')),
  };
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return config;
};
