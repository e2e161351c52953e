import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOidcProviders } from './oidc-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-oidc-'));
const fileOf = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const read = (text: string) => {
  const problems: string[] = [];
  return { providers: readOidcProviders(text, problems), problems };
};

const LEAST = { key: 'corp', issuer: 'https://login.example', clientId: 'plumbline' };

test('a provider needs little; nobody gets in by it who has no account', () => {
  expect(read('')).toEqual({ providers: [], problems: [] });
  expect(read(JSON.stringify([LEAST]))).toEqual({
    problems: [],
    providers: [
      {
        ...LEAST,
        name: 'corp',
        clientSecret: null,
        scope: 'openid profile email',
        usernameClaim: 'preferred_username',
        groupsClaim: null,
        groups: null,
        organization: null,
        createUsers: false,
        linkByEmail: false,
      },
    ],
  });
});

test('the example of the guide is one, from a file, with its secret in another', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../../../docs/guides/sign-in.md'), 'utf8');
  const [, example = ''] = /```json\n([^]*?)```/.exec(guide) ?? [];
  const secret = fileOf('secret', 'from a file\n');
  const file = fileOf('providers.json', example.replace('/run/secrets/oidc', secret));
  expect(read(`@${file}`)).toMatchObject({
    problems: [],
    providers: [
      { key: 'corp', clientSecret: 'from a file', groups: { 'net-ops': 'Network operations' }, createUsers: true },
    ],
  });
});

test('plain http is for this machine alone', () => {
  for (const issuer of ['http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1'])
    expect(read(JSON.stringify([{ ...LEAST, issuer }])).problems).toEqual([]);
  for (const issuer of ['http://login.example', 'http://127.0.0.1.evil.example', 'ftp://login.example', 'login'])
    expect(read(JSON.stringify([{ ...LEAST, issuer }])).problems).toEqual([
      'PLUMBLINE_OIDC: provider 1 needs an https address as "issuer".',
    ]);
});

test('every mistake is named at once, and no value is shown', () => {
  const hidden = 'hidden-value';
  const odd = {
    key: 'UPPER',
    issuer: 7,
    clientSecret: { of: hidden },
    createUsers: hidden,
    groups: [hidden],
    colour: hidden,
  };
  const { problems } = read(JSON.stringify([LEAST, odd]));
  expect(problems).toHaveLength(7);
  expect(problems.every((problem) => problem.startsWith('PLUMBLINE_OIDC: provider 2 '))).toBe(true);
  for (const text of [`{"a": "${hidden}"}`, hidden, `["${hidden}"]`, '[', `@${join(folder, 'none')}`])
    expect(read(text).problems.length).toBeGreaterThan(0);
  const all = [...problems, ...read(hidden).problems, ...read(`["${hidden}"]`).problems].join('\n');
  expect(all).not.toContain(hidden);
  expect(read(JSON.stringify([LEAST, LEAST])).problems).toEqual(['PLUMBLINE_OIDC: two providers share a key.']);
});
