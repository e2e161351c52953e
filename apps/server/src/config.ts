import { isAbsolute, resolve } from 'node:path';

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
  /** Addresses and networks whose forwarded headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Base64 keys, newest first, comma-separated; undefined uses the key file. */
  readonly masterKey: string | undefined;
  readonly corsOrigins: readonly string[];
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
  PLUMBLINE_TRUSTED_PROXIES: '',
  PLUMBLINE_MASTER_KEY: '',
  PLUMBLINE_CORS_ORIGINS: '',
  PLUMBLINE_LOG_LEVEL: 'info',
  PLUMBLINE_JOBS: '4',
  PLUMBLINE_READ_POOL: '10',
  PLUMBLINE_WRITE_POOL: '10',
  PLUMBLINE_EVENT_DAYS: '30',
  PLUMBLINE_REQUESTS_PER_MINUTE: '12000',
  PLUMBLINE_COST_PER_MINUTE: '100000000',
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
  const odd = Object.keys(environment).filter((name) => name.startsWith('PLUMBLINE_') && !known.includes(name));
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

const isOrigin = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/**
 * Reads the settings from the environment.
 *
 * @throws ConfigError that names every value that can't be used.
 */
export const readConfig = (environment: Environment): Config => {
  const read = new Reading(environment);
  const data = read.text('PLUMBLINE_DATA');
  const config: Config = {
    databaseUrl: read.check('DATABASE_URL', (text) => /^postgres(ql)?:\/\//.test(text), 'a postgres:// URL') || null,
    host: read.text('PLUMBLINE_HOST'),
    port: read.whole('PLUMBLINE_PORT', 0, 65_535),
    dataDir: isAbsolute(data) ? data : resolve(data),
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
    trustedProxies: listOf(read.text('PLUMBLINE_TRUSTED_PROXIES')),
    masterKey: read.text('PLUMBLINE_MASTER_KEY') || undefined,
    corsOrigins: listOf(
      read.check('PLUMBLINE_CORS_ORIGINS', (text) => listOf(text).every(isOrigin), 'a list of http(s) origins'),
    ),
    logLevel: read.check('PLUMBLINE_LOG_LEVEL', (text) => LEVELS.includes(text), `one of ${LEVELS.join(', ')}`),
    jobs: read.whole('PLUMBLINE_JOBS', 0, 64),
    readPool: read.whole('PLUMBLINE_READ_POOL', 1, 200),
    writePool: read.whole('PLUMBLINE_WRITE_POOL', 4, 200),
    eventDays: read.whole('PLUMBLINE_EVENT_DAYS', 1, 3_650),
    requestsPerMinute: read.whole('PLUMBLINE_REQUESTS_PER_MINUTE', 0, 1_000_000_000),
    plugins: listOf(read.text('PLUMBLINE_PLUGINS')),
    costPerMinute: read.whole('PLUMBLINE_COST_PER_MINUTE', 0, 1_000_000_000_000),
  };
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return config;
};
