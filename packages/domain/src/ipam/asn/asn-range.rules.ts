import { rule, type DomainRule } from '@plumbline/engine';
import { numberOf } from '../../lookup.queries.ts';

const ordered = rule('ipam.AsnRange', {
  name: 'ipam.asnrange.1',
  when: ['start', 'end'],
  check: (drafts) => {
    for (const draft of drafts) {
      const [start, end] = [numberOf(draft.after, 'start'), numberOf(draft.after, 'end')];
      if (start !== null && end !== null && end <= start)
        draft.refuse('end', 'BAD_USER_INPUT', `A range from ${start} ends above it, not at ${end}.`);
    }
  },
});

/** Rules of ranges of autonomous system numbers. */
export const asnRangeRules: readonly DomainRule[] = [ordered];
