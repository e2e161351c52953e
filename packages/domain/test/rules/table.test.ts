import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { domains, registry } from '../../src/index.ts';
import { CUSTOM_FIELDS, keyOf } from '../plant.ts';
import { effects, refusals } from './all-cases.ts';
import { constraintName } from './harness.ts';
import { NUMBERED, RENAMED } from './numbers.ts';
import { REFERENCE, type Numbered } from './reference.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const PAGE = join(ROOT, 'docs/models/rules.md');

interface Proof {
  readonly title: string;
  readonly proves: string | null;
  readonly by: readonly string[];
}

const proofs: readonly Proof[] = [
  ...refusals,
  ...effects.map(({ title, proves, by }) => ({ title, proves, by: [by] })),
];

/** Rules without a case: one takes locks only, which races prove; the others are proven where accounts are. */
const PROVEN_ELSEWHERE: Readonly<Record<string, readonly [file: string, title: string]>> = {
  'ipam.Prefix ipam.prefix.2': [
    'packages/domain/test/rules/races.test.ts',
    'prefixes that change places at the same time end up in order',
  ],
  // the effect is that of ipam.prefix.2.address, which has the last word; it spares writes
  'ipam.IpAddress ipam.prefix.2.likely': [
    'packages/domain/src/ipam/ip-address/ip-address.rules.test.ts',
    'many addresses are stored with their prefix, and none is written twice',
  ],
  'extras.JournalEntry extras.journalentry.1.author': [
    'packages/domain/test/rules/open.test.ts',
    'a note is by who writes it',
  ],
  'users.User users.user.1.administrator': [
    'apps/server/test/sessions.test.ts',
    'is changed by administrators, and never takes the last of them',
  ],
  // takes the secret as an input and does nothing else
  'users.ApiToken create': ['apps/server/test/accounts.test.ts', 'a token needs a secret of its own'],
  // only imports set it
  'users.ObjectPermission users.objectpermission.5.told': [
    'packages/domain/test/users/rights.test.ts',
    'an import tells of permissions whose conditions have no counterpart',
  ],
  // only those who pass on permissions meet it
  'users.ObjectPermission users.objectpermission.7.delegates': [
    'packages/domain/test/permissions/delegation.test.ts',
    'a delegate writes below what is passed on, and nothing else',
  ],
  'core.Organization core.organization.1.member': [
    'packages/engine/src/write/scope.test.ts',
    'superusers make further organizations, others do not',
  ],
};

const keys = new Set(domains.flatMap((domain) => domain.rules).map(keyOf));
const named = new Set(proofs.flatMap(({ by }) => by));

const entityOf = (model: string): string | null => {
  const own = RENAMED[model] ?? model;
  return registry.models.find(({ name }) => name.toLowerCase() === own.toLowerCase())?.name ?? null;
};

const isHere = (model: string): boolean => /[._]_|^_/.test(model) || entityOf(model) !== null;

const numbers = Object.entries(NUMBERED).flatMap(([model, count]) =>
  Array.from({ length: count }, (_, at) => ({ model, number: `${model}.${at + 1}` })),
);

const hasTest = ([file, title]: readonly [string, string]): boolean => {
  const path = join(ROOT, file);
  return existsSync(path) && readFileSync(path, 'utf8').includes(`'${title}`);
};

const isProven = (number: string, { unique = [], limits = [], tests = [], waits }: Numbered): boolean =>
  unique.length + limits.length + tests.length > 0 ||
  waits !== undefined ||
  proofs.some(({ proves }) => proves === number);

test('the reference has 177 rules', () => {
  expect(numbers).toHaveLength(177);
});

test('every rule of the reference about a model that exists is in the table, and no other', () => {
  const expected = numbers.filter(({ model }) => isHere(model)).map(({ number }) => number);
  expect(Object.keys(REFERENCE).toSorted()).toEqual(expected.toSorted());
});

test.each(Object.entries(REFERENCE))('%s is proven or waits', (number, entry) => {
  expect(isProven(number, entry)).toBe(true);
  for (const unique of entry.unique ?? []) expect(constraintName(`uq ${unique}`)).toMatch(/^uq_/);
  for (const limit of entry.limits ?? []) {
    const [model = '', field = ''] = limit.split(' ');
    expect(registry.model(model).constraints.filter((constraint) => constraint.field === field)).not.toEqual([]);
  }
  expect((entry.tests ?? []).filter((test) => !hasTest(test))).toEqual([]);
});

test('what a rule waits for does not exist yet', () => {
  const models = Object.values(REFERENCE).flatMap(({ waits }) => /^the models? (\w+)/.exec(waits ?? '')?.[1] ?? []);
  expect(models.filter((model) => registry.byType.has(model))).toEqual([]);
});

test('cases name numbers of the reference, and rules and constraints that exist', () => {
  expect(proofs.flatMap(({ proves }) => (proves === null || REFERENCE[proves] ? [] : [proves]))).toEqual([]);
  const isKnown = (key: string) =>
    keys.has(key) || key === CUSTOM_FIELDS || key.startsWith('kind ') || constraintName(key) !== null;
  expect([...named].filter((key) => !isKnown(key))).toEqual([]);
});

test('every rule of the product has a case', () => {
  expect([...keys].filter((key) => !named.has(key) && !PROVEN_ELSEWHERE[key])).toEqual([]);
  expect(Object.values(PROVEN_ELSEWHERE).filter((test) => !hasTest(test))).toEqual([]);
});

const heldBy = (number: string, { unique = [], limits = [] }: Numbered): string[] => [
  ...new Set([
    ...proofs.filter(({ proves }) => proves === number).flatMap(({ by }) => by),
    ...unique.map((one) => `uq ${one}`),
    ...limits.map((one) => `ck ${one}`),
  ]),
];

const FAMILY = 8;

const listed = (items: readonly string[]): string =>
  items.length > FAMILY ? `${items.slice(0, 3).join('; ')}; and ${items.length - 3} more` : items.join('; ');

const provenBy = (number: string, { tests = [] }: Numbered): string[] => [
  ...new Set([
    ...proofs.filter(({ proves }) => proves === number).map(({ title }) => title),
    ...tests.map(([, title]) => title),
  ]),
];

const row = ([number, entry]: readonly [string, Numbered]): string => {
  const held = heldBy(number, entry).map((key) => `\`${key}\``);
  return `| ${number} | ${entry.says} | ${listed(held)} | ${listed(provenBy(number, entry))} | ${entry.waits ?? ''} |`;
};

const page = (): string =>
  [
    '# Rules',
    '',
    'Generated from the cases in `packages/domain/test/rules` (`UPDATE_GOLDEN=1` rewrites it). Numbers are those of the',
    'reference. A rule is held by a rule of a domain (entity and name), a uniqueness (`uq`), a limit (`ck`) or an exclusion',
    '(`ex`) of the database, or a kind of field. Every uniqueness and limit has tests of its own besides those listed.',
    '',
    '| Rule | What it says | Held by | Proven by | Waits for |',
    '|---|---|---|---|---|',
    ...Object.entries(REFERENCE).map(row),
    '',
    `Rules about models that do not exist yet: ${numbers.filter(({ model }) => !isHere(model)).length}.`,
    '',
  ].join('\n');

test('the page of the rules is up to date', () => {
  const text = page();
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(PAGE, text);
  expect(readFileSync(PAGE, 'utf8')).toBe(text);
});
