import { derive, isHiddenRow, rule, type Draft, type DomainRule, type Row } from '@plumbline/engine';
import { formatIdRanges, formatInt4Ranges, idRangesOf } from '@plumbline/net';
import { idsIn, nameOf, numberOf, rowsOf, targetsOf, textOf } from '../../lookup.queries.ts';
import { frameOf, unitsTold } from './rack.queries.ts';
import { rackLock } from './rack.rules.ts';

const RESERVATION = 'dcim.RackReservation';

const unitsOf = (row: Readonly<Record<string, unknown>>): readonly number[] =>
  (row['units'] ?? []) as readonly number[]; // intList field

const rackLocks = (drafts: readonly Draft[]): string[] => idsIn(drafts, 'rack').map(rackLock);

const unitRanges = derive(RESERVATION, {
  name: 'dcim.rackreservation.1.ranges',
  from: ['units', 'rack'],
  fill: (drafts, work) => {
    for (const draft of drafts) {
      draft.set('unitRanges', formatInt4Ranges(idRangesOf(unitsOf(draft.after))));
      if (!work.trusted) draft.set('importedConflict', false);
    }
  },
});

const unitsExist = rule(RESERVATION, {
  name: 'dcim.rackreservation.1',
  when: ['units', 'rack'],
  locks: rackLocks,
  check: async (drafts, work) => {
    const racks = await targetsOf(work, drafts, 'rack', 'dcim.Rack', ['name', 'uHeight', 'startingUnit']);
    for (const draft of drafts) {
      const rack = racks.get(textOf(draft.after, 'rack') ?? '');
      if (!rack) continue;
      const { startingUnit, heightU } = frameOf(rack);
      const last = startingUnit + heightU - 1;
      const units = unitsOf(draft.after);
      const missing = units.filter((unit) => unit < startingUnit || unit > last);
      if (units.length === 0) draft.refuse('units', 'BAD_USER_INPUT', 'A reservation names at least one unit.');
      if (missing.length > 0)
        draft.refuse(
          'units',
          'RACK_UNIT_UNKNOWN',
          `${nameOf(rack)} has no unit ${missing.join(', ')}; it has ${unitsTold(rack)}.`,
        );
    }
  },
});

interface Holder {
  readonly id: string;
  /** How messages call it. */
  readonly name: string;
  readonly units: readonly number[];
}

const reservationName = (row: Row): string =>
  isHiddenRow(row) ? 'a reservation that you may not see' : `reservation #${numberOf(row, 'number') ?? '?'}`;

/** Units are held once: by an earlier row of the batch or by a stored reservation. */
const unitsFree = rule(RESERVATION, {
  name: 'dcim.rackreservation.1.clash',
  when: ['units', 'rack'],
  locks: rackLocks,
  check: async (drafts, work) => {
    const own = new Set(drafts.map((draft) => draft.id));
    const holders = new Map<string, Holder[]>();
    const add = (rack: string, holder: Holder) => holders.set(rack, [...(holders.get(rack) ?? []), holder]);
    for (const row of await rowsOf(work, RESERVATION, 'rack', idsIn(drafts, 'rack'), ['number', 'units']))
      if (!own.has(String(row['id'])))
        add(textOf(row, 'rack') ?? '', { id: String(row['id']), name: reservationName(row), units: unitsOf(row) });
    for (const draft of drafts) {
      const rack = textOf(draft.after, 'rack') ?? '';
      const units = unitsOf(draft.after);
      for (const holder of holders.get(rack) ?? []) {
        const shared = units.filter((unit) => holder.units.includes(unit));
        if (shared.length === 0) continue;
        draft.refuse(
          'units',
          'RACK_UNITS_RESERVED',
          `Units ${formatIdRanges(idRangesOf(shared))} are held by ${holder.name}; choose others.`,
        );
      }
      add(rack, { id: draft.id, name: 'another reservation of this request', units });
    }
  },
});

/** Rules of rack reservations. */
export const rackReservationRules: readonly DomainRule[] = [unitRanges, unitsExist, unitsFree];
