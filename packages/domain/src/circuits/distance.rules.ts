import { derive, rule, type DomainRule } from '@plumbline/engine';
import { toMetres, type LengthUnit } from '../dcim/units.ts';
import { textOf } from '../lookup.queries.ts';

/** A distance has a unit, is kept in metres beside, and loses the unit when it is emptied. */
export const distanceRules = (entity: string): readonly DomainRule[] => [
  derive(entity, {
    name: '_all.7.metres',
    from: ['distance', 'distanceUnit'],
    fill: (drafts, work) => {
      for (const draft of drafts) {
        const distance = textOf(draft.after, 'distance');
        if (distance === null && !work.trusted) draft.set('distanceUnit', null);
        const unit = textOf(draft.after, 'distanceUnit');
        // closed choice set, so that every stored unit is one of ours
        draft.set('absDistanceM', distance === null || unit === null ? null : toMetres(distance, unit as LengthUnit));
      }
    },
  }),
  rule(entity, {
    name: '_all.7',
    when: ['distance', 'distanceUnit'],
    check: (drafts) => {
      for (const draft of drafts)
        if (textOf(draft.after, 'distance') !== null && textOf(draft.after, 'distanceUnit') === null)
          draft.refuse('distanceUnit', 'UNIT_REQUIRED', 'A distance needs its unit; set one, such as km.');
    },
  }),
];
