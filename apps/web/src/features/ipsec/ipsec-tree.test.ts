import { indexCatalogue } from '../../catalogue/catalogue.ts';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { type FormValues, startValues } from '../../generic/form/values.ts';
import { schemaCatalogue } from '../../generic/query/schema-catalogue.fixture.ts';
import { faults, schema } from '../../generic/query/schema-faults.fixture.ts';
import {
  flatErrors,
  ipsecParts,
  partState,
  policyRequest,
  profileFields,
  proposalFields,
  saveRequest,
  treeOutcome,
  treeRequest,
  type TreeState,
} from './ipsec-tree.ts';
import { partValues } from './use-tree.ts';

const vpn = (name: string) => `vpn.${name}`;
const named = schemaCatalogue(schema).entities.map((entity) => ({
  ...entity,
  name: vpn(entity.name),
  edges: entity.edges.map((edge) => ({ ...edge, target: vpn(edge.target) })),
  fields: entity.fields.map((field) => ({ ...field, ...(field.target ? { target: vpn(field.target) } : {}) })),
}));
const catalogue = indexCatalogue({ hash: '', entities: named });
const profile = catalogue.byName.get('vpn.IpsecProfile') as UiEntity;
const parts = ipsecParts(catalogue);
const own = profileFields(profile, 'edit');

const row = (id: string, more: Record<string, unknown> = {}): Row => ({
  id,
  number: 1,
  display: id,
  rowVersion: 3,
  name: id,
  ...more,
});
const proposal = row('gcm', { encryptionAlgorithm: 'aes-256-gcm' });
const ikePolicy = row('ike', { proposals: { nodes: [proposal] } });
const ipsecPolicy = row('esp', { proposals: { nodes: [] } });
const stored = row('branch', { mode: 'esp', ikePolicy, ipsecPolicy });
const state: TreeState = { ike: partState(ikePolicy), ipsec: partState(ipsecPolicy) };

function valuesOf(of: TreeState): FormValues {
  return Object.assign(
    startValues(catalogue, own, stored),
    ...parts.map((part) => partValues(catalogue, part, of[part.key])),
  ) as FormValues;
}

const sent = (of: TreeState, change: FormValues = {}) =>
  treeOutcome(catalogue, { row: stored, fields: own }, parts, of, { ...valuesOf(of), ...change });

test('the tree is read and written with what the schema has', () => {
  expect(parts).toHaveLength(2);
  const requests = [
    treeRequest(catalogue, profile, parts, '7'),
    ...parts.map((part) => policyRequest(catalogue, part, '7')),
    saveRequest(sent(state, { 'ike:gcm:name': 'other', 'ipsec:policy:name': 'renamed' }).input),
  ];
  expect(requests.flatMap(faults)).toEqual([]);
});

test('what did not change is not sent', () => {
  expect(sent(state)).toEqual({ input: { profile: { id: 'branch', rowVersion: 3 } }, problems: {} });
});

test('a change of a proposal travels with its policy, guarded by its version', () => {
  expect(sent(state, { 'ike:gcm:name': 'other' }).input['ike']).toEqual({
    policy: { id: 'ike' },
    proposals: [{ id: 'gcm', rowVersion: 3, name: 'other' }],
  });
});

test('a proposal that is taken away leaves the list, and a new one is made', () => {
  const [, ipsec] = parts;
  if (!ipsec) throw new Error('There is no second part');
  const slot = { key: 'new1', row: null };
  const next: TreeState = { ike: { ...state.ike, slots: [] }, ipsec: { ...state.ipsec, slots: [slot] } };
  const blank = startValues(catalogue, proposalFields(ipsec, slot), null);
  const { input } = sent(next, { ...blank, 'ipsec:new1:name': 'fresh' });
  expect(input['ike']).toEqual({ policy: { id: 'ike' }, proposals: [] });
  expect(input['ipsec']).toMatchObject({ policy: { id: 'esp' }, proposals: [{ name: 'fresh' }] });
});

test('another policy is named, a part without one is refused before it travels', () => {
  const other: TreeState = { ike: partState(row('other')), ipsec: { policy: null, slots: [] } };
  const { input, problems } = sent(other);
  expect(input['ike']).toEqual({ policy: { id: 'other' } });
  expect(problems).toHaveProperty('ipsecPolicy');
});

test.each([
  ['input.profile.mode', 'mode'],
  ['input.profile.customFields.team', 'customFields.team'],
  ['input.ike.policy.ikeVersion', 'ike:policy:ikeVersion'],
  ['input.ike.proposals.0.group', 'ike:gcm:group'],
  ['input.ike.proposals.9.group', null],
])('a refusal of %s stands at %s', (path, name) => {
  expect(flatErrors(state, [{ code: 'X', message: 'No.', path }])[0]?.path).toBe(name);
});
