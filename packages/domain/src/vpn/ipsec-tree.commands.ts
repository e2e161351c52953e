import type { InputRow, SavedIds, Work } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';

/** A policy and the proposals it offers; each is found by id, number or name, and made when there is none. */
export interface IpsecPart {
  readonly policy?: InputRow | null;
  /** Replace those the policy had; left out, they stay. */
  readonly proposals?: readonly InputRow[] | null;
}

/** A profile with all that hangs on it. */
export interface IpsecTree {
  readonly profile: InputRow;
  readonly ike?: IpsecPart | null;
  readonly ipsec?: IpsecPart | null;
}

interface PartModels {
  readonly key: 'ike' | 'ipsec';
  readonly policy: string;
  readonly proposal: string;
  /** Reference of the profile. */
  readonly reference: string;
}

const PARTS: readonly PartModels[] = [
  { key: 'ike', policy: 'vpn.IkePolicy', proposal: 'vpn.IkeProposal', reference: 'ikePolicy' },
  { key: 'ipsec', policy: 'vpn.IpsecPolicy', proposal: 'vpn.IpsecProposal', reference: 'ipsecPolicy' },
];

/** Says how a part is named when nothing but its proposals is given. */
const refusePolicy = (work: Work, key: string): void =>
  work.refuse(`input.${key}.policy`, 'REQUIRED', 'Proposals belong to a policy; name one, or give a new one.');

/** Saves one policy with its proposals; null when it was refused, undefined when nothing of it is given. */
const savePart = async (
  work: Work,
  { key, policy, proposal }: PartModels,
  part: IpsecPart | null | undefined,
): Promise<string | null | undefined> => {
  if (!part || (!part.policy && !part.proposals)) return undefined;
  const proposals = part.proposals
    ? await work.upsert(proposal, part.proposals, { path: (at) => `input.${key}.proposals.${at}` })
    : null;
  if (!part.policy) {
    refusePolicy(work, key);
    return null;
  }
  const row = { ...part.policy, ...(proposals && { proposals: proposals.flatMap((id) => (id ? [{ id }] : [])) }) };
  const [id = null] = await work.upsert(policy, [row], { path: () => `input.${key}.policy` });
  return id;
};

/**
 * Saves a profile with its policies and their proposals, in the transaction of `work`; null when anything was refused.
 *
 * Everything is tried, so that all refusals come at once: paths are `input.profile.mode`, `input.ike.proposals.0.group`.
 */
export const saveIpsecTree = async (work: Work, tree: IpsecTree): Promise<SavedIds> => {
  const references: Record<string, unknown> = {};
  for (const models of PARTS) {
    const id = await savePart(work, models, tree[models.key]);
    if (id !== null && id !== undefined) references[models.reference] = { id };
  }
  return work.upsert('vpn.IpsecProfile', [{ ...tree.profile, ...references }], { path: () => 'input.profile' });
};

/** Leaves out that a profile lacks a policy where the policy itself was refused. */
export const withoutEchoes = (problems: readonly Problem[]): readonly Problem[] => {
  const isRefused = (key: string): boolean => problems.some(({ path }) => path.startsWith(`input.${key}.`));
  const echoes = new Set(
    PARTS.filter(({ key }) => isRefused(key)).map(({ reference }) => `input.profile.${reference}`),
  );
  return problems.filter(({ path, code }) => code !== 'REQUIRED' || !echoes.has(path));
};
