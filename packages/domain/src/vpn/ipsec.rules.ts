import { rule, type DomainRule } from '@plumbline/engine';
import { numberOf, textOf } from '../lookup.queries.ts';

const modeFitsVersion = rule('vpn.IkePolicy', {
  name: 'vpn.ikepolicy.1',
  when: ['ikeVersion', 'mode'],
  check: (drafts) => {
    for (const draft of drafts) {
      const version = numberOf(draft.after, 'ikeVersion');
      const mode = textOf(draft.after, 'mode');
      if (version === 1 && mode === null)
        draft.refuse('mode', 'REQUIRED', 'IKEv1 begins in main or aggressive mode; choose one.');
      if (version === 2 && mode !== null)
        draft.refuse('mode', 'BAD_USER_INPUT', 'IKEv2 has no modes; leave the mode empty.');
    }
  },
});

const protectsSomething = rule('vpn.IpsecProposal', {
  name: 'vpn.ipsecproposal.1',
  when: ['encryptionAlgorithm', 'authenticationAlgorithm'],
  check: (drafts) => {
    for (const draft of drafts)
      if (['encryptionAlgorithm', 'authenticationAlgorithm'].every((field) => textOf(draft.after, field) === null))
        draft.refuse(
          'encryptionAlgorithm',
          'REQUIRED',
          'A proposal encrypts or authenticates; choose an algorithm for one or both.',
        );
  },
});

/** Rules of IKE policies and IPsec proposals. */
export const ipsecRules: readonly DomainRule[] = [modeFitsVersion, protectsSomething];
