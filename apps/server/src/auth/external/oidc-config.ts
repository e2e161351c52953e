import { readFileSync } from 'node:fs';

/** An OpenID Connect provider, as it was configured. */
export interface OidcProvider {
  /** Short name in addresses; lower-case letters, digits and dashes. */
  readonly key: string;
  /** Text of the button. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Null for public clients, which PKCE alone protects. */
  readonly clientSecret: string | null;
  readonly scope: string;
  readonly usernameClaim: string;
  /** Null leaves groups alone. */
  readonly groupsClaim: string | null;
  /** Our group for a group of theirs; null takes groups of the same name. */
  readonly groups: Readonly<Record<string, string>> | null;
  /** Slug of the organization people sign in to; null for the first. */
  readonly organization: string | null;
  readonly createUsers: boolean;
  readonly linkByEmail: boolean;
}

type Given = Readonly<Record<string, unknown>>;

const NAMES: ReadonlySet<string> = new Set([
  'key',
  'name',
  'issuer',
  'clientId',
  'clientSecret',
  'clientSecretFile',
  'scope',
  'usernameClaim',
  'groupsClaim',
  'groups',
  'organization',
  'createUsers',
  'linkByEmail',
]);

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether requests to it may go without TLS: on this machine only. */
export const isLoopback = (issuer: string): boolean => LOOPBACK.test(new URL(issuer).hostname);

/** Reads fields of one provider and collects what is wrong with them. */
class Fields {
  constructor(
    private readonly given: Given,
    private readonly problems: string[],
  ) {
    for (const name of Object.keys(given)) if (!NAMES.has(name)) problems.push(`has no field "${name}"`);
  }

  text(name: string, initial?: string): string {
    const value = this.given[name] ?? initial;
    if (typeof value === 'string' && value !== '') return value;
    this.problems.push(`needs a text "${name}"`);
    return '';
  }

  optional(name: string): string | null {
    return this.given[name] === undefined || this.given[name] === null ? null : this.text(name);
  }

  flag(name: string): boolean {
    const value = this.given[name] ?? false;
    if (typeof value !== 'boolean') this.problems.push(`takes true or false for "${name}"`);
    return value === true;
  }

  map(name: string): Readonly<Record<string, string>> | null {
    const value = this.given[name] ?? null;
    if (value === null) return null;
    const isMap = typeof value === 'object' && !Array.isArray(value);
    if (isMap && Object.values(value).every((to) => typeof to === 'string')) return value as Record<string, string>;
    this.problems.push(`takes an object of texts for "${name}"`);
    return null;
  }

  /** The secret itself, or the content of a file, as containers are given secrets. */
  secret(): string | null {
    const file = this.optional('clientSecretFile');
    if (file === null) return this.optional('clientSecret');
    try {
      return readFileSync(file, 'utf8').trim();
    } catch (error) {
      this.problems.push(`has a clientSecretFile that can't be read (${(error as NodeJS.ErrnoException).code})`);
      return null;
    }
  }

  issuer(): string {
    const issuer = this.text('issuer');
    const isFine = URL.canParse(issuer) && (new URL(issuer).protocol === 'https:' || isLoopback(issuer));
    if (issuer !== '' && !isFine) this.problems.push('needs an https address as "issuer"');
    return issuer;
  }
}

const providerOf = (given: Given, problems: string[]): OidcProvider => {
  const fields = new Fields(given, problems);
  const key = fields.text('key');
  if (key !== '' && !/^[a-z0-9-]{1,50}$/.test(key))
    problems.push('takes lower-case letters, digits and dashes as "key"');
  return {
    key,
    name: fields.text('name', key),
    issuer: fields.issuer(),
    clientId: fields.text('clientId'),
    clientSecret: fields.secret(),
    scope: fields.text('scope', 'openid profile email'),
    usernameClaim: fields.text('usernameClaim', 'preferred_username'),
    groupsClaim: fields.optional('groupsClaim'),
    groups: fields.map('groups'),
    organization: fields.optional('organization'),
    createUsers: fields.flag('createUsers'),
    linkByEmail: fields.flag('linkByEmail'),
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null; // worded by the caller, which never shows the text: it holds secrets
  }
};

const contentOf = (text: string, problems: string[]): string => {
  if (!text.startsWith('@')) return text;
  try {
    return readFileSync(text.slice(1), 'utf8');
  } catch (error) {
    problems.push(`PLUMBLINE_OIDC: the file can't be read (${(error as NodeJS.ErrnoException).code}).`);
    return '[]';
  }
};

const isObject = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads providers from a JSON list, or from the file that `@` names; what is wrong is added to `problems`, without values. */
export const readOidcProviders = (text: string, problems: string[]): readonly OidcProvider[] => {
  if (text === '') return [];
  const list = parsed(contentOf(text, problems));
  if (!Array.isArray(list) || !list.every(isObject)) {
    problems.push('PLUMBLINE_OIDC must be a JSON list of providers, or @ and the path of a file with one.');
    return [];
  }
  const providers = list.map((given, at) => {
    const own: string[] = [];
    const provider = providerOf(given, own);
    problems.push(...own.map((problem) => `PLUMBLINE_OIDC: provider ${at + 1} ${problem}.`));
    return provider;
  });
  const keys = new Set(providers.map(({ key }) => key));
  if (keys.size < providers.length) problems.push('PLUMBLINE_OIDC: two providers share a key.');
  return providers;
};
