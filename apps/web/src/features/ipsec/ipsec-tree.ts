import type { GraphqlRequest } from '../../api/client.ts';
import type { UserError } from '../../api/errors.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Connection, Row, UiEntity } from '../../catalogue/types.ts';
import {
  createInput,
  type FormField,
  formFields,
  type FormOutcome,
  type FormValues,
  startValues,
  updateInput,
} from '../../generic/form/values.ts';
import { rowKey } from '../../generic/query/documents.ts';
import { fieldsSelection, identity } from '../../generic/query/selection.ts';

/** Half of a profile: how keys are exchanged, or how traffic is protected. */
export interface Part {
  /** Key of the input. */
  key: 'ike' | 'ipsec';
  /** Reference of the profile to the policy. */
  reference: 'ikePolicy' | 'ipsecPolicy';
  title: string;
  policy: UiEntity;
  proposal: UiEntity;
}

/** A proposal in the form: a stored one, or one to be made. */
export interface Slot {
  key: string;
  row: Row | null;
}

/** A part in the form: a stored policy, one to be made, or none yet; and the proposals it offers. */
export interface PartState {
  policy: Row | 'new' | null;
  slots: readonly Slot[];
}

/** Both parts. */
export type TreeState = Readonly<Record<Part['key'], PartState>>;

const declared = [
  ['ike', 'ikePolicy', 'Key exchange (IKE)', 'vpn.IkePolicy', 'vpn.IkeProposal'],
  ['ipsec', 'ipsecPolicy', 'Protection of traffic (IPsec)', 'vpn.IpsecPolicy', 'vpn.IpsecProposal'],
] as const;

/** The two parts of a profile, as far as the server has their types. */
export function ipsecParts(catalogue: Catalogue): Part[] {
  return declared.flatMap(([key, reference, title, policyName, proposalName]) => {
    const policy = catalogue.byName.get(policyName);
    const proposal = catalogue.byName.get(proposalName);
    return policy && proposal ? [{ key, reference, title, policy, proposal }] : [];
  });
}

/** What is left to the pages of the objects themselves. */
const elsewhere = new Set(['proposals', 'tags', 'owner', 'comments', 'description']);

function nestedFields(entity: UiEntity, prefix: string): FormField[] {
  return formFields({ ...entity, custom: [] }, 'create')
    .filter(({ name }) => !elsewhere.has(name))
    .map((item) => ({ ...item, name: `${prefix}:${item.name}` }));
}

const isPolicy = ({ name }: FormField) => name === 'ikePolicy' || name === 'ipsecPolicy';

/** Fields of a profile beside its policies. */
export function profileFields(profile: UiEntity, mode: 'create' | 'edit'): FormField[] {
  return formFields(profile, mode).filter((item) => !isPolicy(item));
}

/** Fields of the policy of a part. */
export function policyFields({ key, policy }: Part): FormField[] {
  return nestedFields(policy, `${key}:policy`);
}

/** Fields of one proposal of a part. */
export function proposalFields({ key, proposal }: Part, slot: Slot): FormField[] {
  return nestedFields(proposal, `${key}:${slot.key}`);
}

/** Every field that the form shows for a state of it, the choice of policies included. */
export function treeFields(
  profile: UiEntity,
  mode: 'create' | 'edit',
  parts: readonly Part[],
  state: TreeState,
): FormField[] {
  return [
    ...profileFields(profile, mode),
    ...formFields(profile, 'create').filter(isPolicy),
    ...parts.flatMap((part) => {
      const { policy, slots } = state[part.key];
      if (!policy) return [];
      return [...policyFields(part), ...slots.flatMap((slot) => proposalFields(part, slot))];
    }),
  ];
}

function policySelection(catalogue: Catalogue, part: Part): string {
  const fieldsOf = (items: readonly FormField[]) =>
    fieldsSelection(
      catalogue,
      items.map(({ field }) => field),
    );
  const own = `${identity} rowVersion ${fieldsOf(policyFields(part))}`;
  const users = part.policy.edges.find(({ target }) => target === 'vpn.IpsecProfile');
  const proposals = `proposals(first: 100) { nodes { ${identity} rowVersion ${fieldsOf(nestedFields(part.proposal, ''))} } }`;
  return `${own} ${proposals} ${users ? `uses: ${users.name} { totalCount }` : ''}`;
}

/** A profile with its policies and their proposals. */
export function treeRequest(
  catalogue: Catalogue,
  profile: UiEntity,
  parts: readonly Part[],
  segment: string,
): GraphqlRequest {
  const key = rowKey(segment);
  const fields = fieldsSelection(
    catalogue,
    profileFields(profile, 'edit')
      .filter(({ custom }) => !custom)
      .map(({ field }) => field),
  );
  const nested = parts.map((part) => `${part.reference} { ${policySelection(catalogue, part)} }`).join('\n    ');
  return {
    query: `query IpsecTree($${key.name}: ${key.type}) {
  ${profile.one}(${key.name}: $${key.name}) {
    ${identity} rowVersion customFields
    ${fields}
    ${nested}
  }
}`,
    variables: { [key.name]: key.value },
  };
}

/** One policy with its proposals, by id or number. */
export function policyRequest(catalogue: Catalogue, part: Part, segment: string): GraphqlRequest {
  const key = rowKey(segment);
  return {
    query: `query IpsecPart($${key.name}: ${key.type}) {
  ${part.policy.one}(${key.name}: $${key.name}) { ${policySelection(catalogue, part)} }
}`,
    variables: { [key.name]: key.value },
  };
}

/** Saves everything as one record. */
export function saveRequest(input: Record<string, unknown>): GraphqlRequest {
  return {
    query: `mutation IpsecSave($input: IpsecProfileSaveInput!) {
  ipsecProfileSave(input: $input) { nodes { ${identity} } changeSetId dryRun userErrors { code message path details } }
}`,
    variables: { input },
  };
}

/** A part as it is stored, or empty. */
export function partState(policy: Row | null | undefined): PartState {
  const stored = (policy?.['proposals'] as Connection | undefined)?.nodes ?? [];
  return { policy: policy ?? null, slots: stored.map((row) => ({ key: row.id, row })) };
}

const keyOf = (row: Row) => ({ id: row.id, rowVersion: row.rowVersion });

/** What one row of the tree sends; `isTouched` when there is anything to write. */
function rowInput(catalogue: Catalogue, fields: readonly FormField[], row: Row | null, values: FormValues) {
  if (!row) return { ...createInput(fields, values), isTouched: true };
  const { input, problems } = updateInput(fields, startValues(catalogue, fields, row), values);
  const isTouched = Object.keys(input).length > 0;
  return { input: isTouched ? { ...keyOf(row), ...input } : { id: row.id }, problems, isTouched };
}

function partInput(catalogue: Catalogue, part: Part, { policy, slots }: PartState, values: FormValues) {
  const stored = policy === 'new' ? null : policy;
  const own = rowInput(catalogue, policyFields(part), stored, values);
  const rows = slots.map((slot) => rowInput(catalogue, proposalFields(part, slot), slot.row, values));
  const before = partState(stored).slots.map(({ key }) => key);
  const isListed = slots.map(({ key }) => key).join() !== before.join() || rows.some(({ isTouched }) => isTouched);
  return {
    isTouched: own.isTouched || isListed,
    input: { policy: own.input, ...(isListed ? { proposals: rows.map(({ input }) => input) } : {}) },
    problems: Object.assign({}, own.problems, ...rows.map(({ problems }) => problems)) as Record<string, string>,
  };
}

/** The whole tree as the API takes it: what did not change is left out, so that others' edits of it stay. */
export function treeOutcome(
  catalogue: Catalogue,
  profile: { row: Row | null; fields: readonly FormField[] },
  parts: readonly Part[],
  state: TreeState,
  values: FormValues,
): FormOutcome {
  const { row, fields } = profile;
  const own = rowInput(catalogue, fields, row, values);
  const input: Record<string, unknown> = { profile: row ? { ...own.input, ...keyOf(row) } : own.input };
  const problems = { ...own.problems };
  for (const part of parts) {
    const { policy } = state[part.key];
    if (!policy) {
      problems[part.reference] = 'Choose a policy, or make a new one.';
      continue;
    }
    const made = partInput(catalogue, part, state[part.key], values);
    const isOther = policy === 'new' || (row?.[part.reference] as Row | null | undefined)?.id !== policy.id;
    if (made.isTouched || isOther) input[part.key] = made.input;
    Object.assign(problems, made.problems);
  }
  return { input, problems };
}

/** Name of the form field that a refusal is about: `input.ike.proposals.0.group` is a field of the first proposal. */
export function treeFieldName(state: TreeState, path: string | null): string | undefined {
  const [, top, second, third, fourth] = (path ?? '').split('.');
  if (top === 'profile') return (path ?? '').split('.').slice(2).join('.') || undefined;
  if (top !== 'ike' && top !== 'ipsec') return undefined;
  if (second === 'policy') return third && `${top}:policy:${third}`;
  const slot = state[top].slots[Number(third)];
  return slot && fourth ? `${top}:${slot.key}:${fourth}` : undefined;
}

/** Refusals with the paths of a flat form, so that each finds its field. */
export function flatErrors(state: TreeState, errors: readonly UserError[]): UserError[] {
  return errors.map((error) => ({ ...error, path: treeFieldName(state, error.path) ?? null }));
}
