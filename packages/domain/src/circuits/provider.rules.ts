import { rule, type DomainRule } from '@plumbline/engine';
import { groupRows, idsIn, nameOf, rowsOf, targetsOf, textOf, toldFirst, toldOf } from '../lookup.queries.ts';

const ACCOUNT = 'circuits.ProviderAccount';
const NETWORK = 'circuits.ProviderNetwork';
const CIRCUIT = 'circuits.Circuit';
const VIRTUAL = 'circuits.VirtualCircuit';

const lockOf = (model: string, id: string): string => `${model}.provider/${id}`;

const accountFits = rule(CIRCUIT, {
  name: 'circuits.circuit.1',
  when: ['provider', 'providerAccount'],
  locks: (drafts) => idsIn(drafts, 'providerAccount').map((id) => lockOf(ACCOUNT, id)),
  check: async (drafts, work) => {
    const accounts = await targetsOf(work, drafts, 'providerAccount', ACCOUNT, ['name', 'account', 'provider']);
    for (const draft of drafts) {
      const account = accounts.get(textOf(draft.after, 'providerAccount') ?? '');
      if (account && textOf(account, 'provider') !== textOf(draft.after, 'provider'))
        draft.refuse(
          'providerAccount',
          'PROVIDER_MISMATCH',
          `Account ${toldOf(account, 'account')} is with another provider than the circuit.`,
        );
    }
  },
});

const networkAndAccountAgree = rule(VIRTUAL, {
  name: 'circuits.virtualcircuit.1',
  when: ['providerNetwork', 'providerAccount'],
  locks: (drafts) => [
    ...idsIn(drafts, 'providerAccount').map((id) => lockOf(ACCOUNT, id)),
    ...idsIn(drafts, 'providerNetwork').map((id) => lockOf(NETWORK, id)),
  ],
  check: async (drafts, work) => {
    const accounts = await targetsOf(work, drafts, 'providerAccount', ACCOUNT, ['account', 'provider']);
    const networks = await targetsOf(work, drafts, 'providerNetwork', NETWORK, ['name', 'provider']);
    for (const draft of drafts) {
      const account = accounts.get(textOf(draft.after, 'providerAccount') ?? '');
      const network = networks.get(textOf(draft.after, 'providerNetwork') ?? '');
      if (account && network && textOf(account, 'provider') !== textOf(network, 'provider'))
        draft.refuse(
          'providerAccount',
          'PROVIDER_MISMATCH',
          `Account ${toldOf(account, 'account')} and network ${nameOf(network)} are of different providers.`,
        );
    }
  },
});

/** What a provider's account or network is used by stays with that provider, so that both stay in agreement. */
const staysWithProvider = (model: string, name: string, reference: string, users: readonly string[]): DomainRule =>
  rule(model, {
    name,
    when: ['provider'],
    on: ['update'],
    locks: (drafts) => drafts.map(({ id }) => lockOf(model, id)),
    check: async (drafts, work) => {
      const ids = drafts.map(({ id }) => id);
      for (const user of users) {
        const used = groupRows(await rowsOf(work, user, reference, ids, ['cid']), reference);
        for (const draft of drafts) {
          const circuit = toldFirst(used.get(draft.id) ?? []);
          if (circuit)
            draft.refuse(
              'provider',
              'IN_USE',
              `Circuit ${toldOf(circuit, 'cid')} goes by it; take it off the circuit before it moves to another provider.`,
            );
        }
      }
    },
  });

/** Rules that keep circuits, accounts and networks with one provider. */
export const providerRules: readonly DomainRule[] = [
  accountFits,
  networkAndAccountAgree,
  staysWithProvider(ACCOUNT, 'circuits.circuit.1.account', 'providerAccount', [CIRCUIT, VIRTUAL]),
  staysWithProvider(NETWORK, 'circuits.virtualcircuit.1.network', 'providerNetwork', [VIRTUAL]),
];
