import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Desk } from './desk.ts';

const GUIDE = join(import.meta.dirname, '../../../docs/guides/ipsec.md');
const [save = '', read = ''] = [...readFileSync(GUIDE, 'utf8').matchAll(/```graphql\n([\s\S]*?)```/g)].map(
  ([, text = '']) => text,
);

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk?.close());

const SAVE = `mutation ($input: IpsecProfileSaveInput!, $options: WriteOptions) {
  ipsecProfileSave(input: $input, options: $options) {
    nodes { name mode ikePolicy { name proposals { nodes { name } } } ipsecPolicy { name pfsGroup proposals { nodes { name } } } }
    changes { type action } changeSetId dryRun userErrors { code path }
  }
}`;

interface Answer {
  readonly nodes: readonly unknown[];
  readonly changes: readonly { readonly type: string; readonly action: string }[];
  readonly changeSetId: string | null;
  readonly dryRun: boolean;
  readonly userErrors: readonly { readonly code: string; readonly path: string }[];
}

const ask = async (input: object, options: object = {}): Promise<Answer> => {
  const { data, errors } = await desk.execute(SAVE, { input, options });
  expect(errors ?? []).toEqual([]);
  return (JSON.parse(JSON.stringify(data)) as { ipsecProfileSave: Answer }).ipsecProfileSave;
};

const count = async (table: string): Promise<number> => {
  const [row] = await desk.plant.dataSource.query<{ n: number }[]>(`SELECT count(*)::integer AS n FROM ${table}`);
  return row?.n ?? -1;
};

const names = (list: string[]) => ({ nodes: list.map((name) => ({ name })) });

test('the examples of the guide save a whole profile and read it back', async () => {
  const { data, errors } = await desk.execute(save);
  expect(errors ?? []).toEqual([]);
  expect(JSON.parse(JSON.stringify(data))).toEqual({
    ipsecProfileSave: {
      nodes: [
        {
          name: 'branch',
          ikePolicy: { name: 'branch-ike', proposals: names(['ike-cbc', 'ike-gcm']) },
          ipsecPolicy: {
            name: 'branch-esp',
            proposals: { nodes: [{ name: 'esp-gcm', saLifetimeSeconds: 3600 }] },
          },
        },
      ],
      userErrors: [],
    },
  });
  expect((await desk.ask(read)).data).toMatchObject({
    ipsecProfiles: { nodes: [{ name: 'branch', ikePolicy: { ikeVersion: 2 }, ipsecPolicy: { pfsGroup: 19 } }] },
  });
});

test('saving the same again changes nothing, and parts that are there are named', async () => {
  const answer = await ask({
    profile: { name: 'branch' },
    ike: { policy: { name: 'branch-ike' }, proposals: [{ name: 'ike-cbc' }, { name: 'ike-gcm' }] },
  });
  expect(answer).toMatchObject({ userErrors: [], changes: [], changeSetId: null });
  expect(answer.nodes).toHaveLength(1);
});

test('what is named in place of the proposals replaces them, one record for all', async () => {
  const { nodes, changes } = await ask({
    profile: { name: 'branch', mode: 'ah' },
    ipsec: {
      policy: { name: 'branch-esp', pfsGroup: 20 },
      proposals: [{ name: 'esp-cbc', encryptionAlgorithm: 'aes-128-cbc', authenticationAlgorithm: 'hmac-sha256' }],
    },
  });
  expect(nodes).toEqual([
    {
      name: 'branch',
      mode: 'ah',
      ikePolicy: { name: 'branch-ike', proposals: names(['ike-cbc', 'ike-gcm']) },
      ipsecPolicy: { name: 'branch-esp', pfsGroup: 20, proposals: names(['esp-cbc']) },
    },
  ]);
  expect(changes.map(({ type, action }) => `${type} ${action}`).toSorted()).toEqual([
    'vpn.IpsecPolicy update',
    'vpn.IpsecProfile update',
    'vpn.IpsecProposal create',
  ]);
});

const broken = {
  profile: { name: 'broken', mode: 'quick' },
  ike: {
    policy: { name: 'broken-ike', ikeVersion: 1 },
    proposals: [
      { name: 'fine', authenticationMethod: 'certificates', encryptionAlgorithm: 'aes-256-gcm', group: 19 },
      { name: 'no-group', authenticationMethod: 'certificates', encryptionAlgorithm: 'aes-256-gcm' },
    ],
  },
  ipsec: { policy: { name: 'broken-esp' }, proposals: [{ name: 'nothing' }] },
};

test('all refusals come at once, and nothing is kept', async () => {
  const tables = ['ike_policy', 'ike_proposal', 'ipsec_policy', 'ipsec_proposal', 'ipsec_profile'].map(
    (t) => `vpn_${t}`,
  );
  const before = await Promise.all(tables.map(count));
  const { userErrors, nodes } = await ask(broken);
  expect(userErrors.map(({ code, path }) => `${path} ${code}`).toSorted()).toEqual([
    'input.ike.policy.mode REQUIRED',
    'input.ike.proposals.1.group REQUIRED',
    'input.ipsec.proposals.0.encryptionAlgorithm REQUIRED',
    'input.profile.mode BAD_USER_INPUT',
  ]);
  expect(nodes).toEqual([]);
  expect(await Promise.all(tables.map(count))).toEqual(before);
});

test('a new profile needs its policies, and proposals a policy', async () => {
  const { userErrors } = await ask({
    profile: { name: 'bare', mode: 'esp' },
    ipsec: { proposals: [{ name: 'esp-gcm' }] },
  });
  expect(userErrors.map(({ code, path }) => `${path} ${code}`)).toEqual([
    'input.ipsec.policy REQUIRED',
    'input.profile.ikePolicy REQUIRED',
  ]);
});

test('a dry run shows all changes and keeps none', async () => {
  const before = await count('vpn_ipsec_profile');
  const input = {
    profile: { name: 'dry', mode: 'esp', ikePolicy: { key: { name: 'branch-ike' } } },
    ipsec: { policy: { name: 'dry-esp' }, proposals: [{ name: 'esp-gcm' }] },
  };
  const answer = await ask(input, { dryRun: true });
  expect(answer).toMatchObject({ dryRun: true, changeSetId: null, userErrors: [] });
  expect(answer.nodes).toMatchObject([{ name: 'dry', ikePolicy: { name: 'branch-ike' } }]);
  expect(answer.changes.map(({ type }) => type).toSorted()).toEqual(['vpn.IpsecPolicy', 'vpn.IpsecProfile']);
  expect(await count('vpn_ipsec_profile')).toBe(before);
});

test('a repeated key saves once', async () => {
  const input = {
    profile: { name: 'once', mode: 'esp', ikePolicy: { key: { name: 'branch-ike' } } },
    ipsec: { policy: { name: 'branch-esp' } },
  };
  const [first, second] = [await ask(input, { idempotencyKey: 'k' }), await ask(input, { idempotencyKey: 'k' })];
  expect(second.nodes).toEqual(first.nodes);
  expect(second.changeSetId).toBe(first.changeSetId);
});
