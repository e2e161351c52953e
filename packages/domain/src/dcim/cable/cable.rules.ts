import { afterSave, derive, rule, type DomainRule, type Row } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { numberOf, rowsOf, textOf } from '../../lookup.queries.ts';
import { toMetres, type LengthUnit } from '../units.ts';
import { mirrorOnPorts } from './cable-termination.rules.ts';
import { terminationSlots } from './cable-compatibility.ts';

const CABLE = 'dcim.Cable';
const TERMINATION = 'dcim.CableTermination';

const metres = derive(CABLE, {
  name: '_all.7.metres',
  from: ['length', 'lengthUnit'],
  fill: (drafts, work) => {
    for (const draft of drafts) {
      const length = textOf(draft.after, 'length');
      if (length === null && !work.trusted) draft.set('lengthUnit', null);
      const unit = textOf(draft.after, 'lengthUnit');
      // closed choice set, so that every stored unit is one of ours
      draft.set('absLengthM', length === null || unit === null ? null : toMetres(length, unit as LengthUnit));
    }
  },
});

const lengthNeedsUnit = rule(CABLE, {
  name: '_all.7',
  when: ['length', 'lengthUnit'],
  check: (drafts) => {
    for (const draft of drafts)
      if (textOf(draft.after, 'length') !== null && textOf(draft.after, 'lengthUnit') === null)
        draft.refuse('lengthUnit', 'UNIT_REQUIRED', 'A length needs its unit; set one, such as m.');
  },
});

/** Order of the terminations of one end: by connector, else as they were plugged in. */
export const inOrder = (a: Row, b: Row): number => {
  const by = (field: string): number => (numberOf(a, field) ?? 0) - (numberOf(b, field) ?? 0);
  return by('connector') || by('number');
};

/** Terminations of one end with the connectors and positions of the profile. */
const slotted = (end: readonly Row[], profile: string | null): Row[] => {
  const slots = terminationSlots(profile, textOf(end[0], 'cableEnd') === 'B' ? 'B' : 'A', end.length);
  return end
    .toSorted(inOrder)
    .map((row, i) => ({ ...row, connector: slots[i]?.connector ?? null, positions: slots[i]?.positions ?? null }));
};

/** A changed profile gives all terminations their connectors and positions anew; cleared first, since they are unique. */
const rebuildSlots = afterSave(CABLE, {
  name: 'dcim.cable.3',
  when: ['profile'],
  on: ['update'],
  run: async (drafts, work) => {
    const profiles = new Map(drafts.map((draft) => [draft.id, textOf(draft.after, 'profile')]));
    const rows = await rowsOf(
      work,
      TERMINATION,
      'cable',
      [...profiles.keys()],
      ['number', 'connector', 'cableEnd', 'termination'],
    );
    const ends = groupBy(rows, (row) => `${textOf(row, 'cable')} ${textOf(row, 'cableEnd')}`);
    const rebuilt = [...ends.values()].flatMap((end) =>
      slotted(end, profiles.get(textOf(end[0], 'cable') ?? '') ?? null),
    );
    await work.setDerived(
      TERMINATION,
      rebuilt.map((row) => ({ id: row['id'], connector: null, positions: null })),
    );
    await work.setDerived(
      TERMINATION,
      rebuilt.map((row) => ({ id: row['id'], connector: row['connector'], positions: row['positions'] })),
    );
    await mirrorOnPorts(work, rebuilt);
  },
});

/** Rules of cables; those about their ends are with the terminations. */
export const cableRules: readonly DomainRule[] = [metres, lengthNeedsUnit, rebuildSlots];
