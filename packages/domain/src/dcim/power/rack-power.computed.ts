import { computed, type ComputedOptions } from '@plumbline/engine';
import { availableField, loadFields, type FeedsOf } from './load-fields.ts';
import { acrossCable } from './power-sql.ts';

const feedsOf: FeedsOf =
  ({ own }) =>
  (column) =>
    `${column('rack')} = ${own('id')}`;

/** Draw of the devices in a rack; inlets that lead on to other inlets are left out. */
const ofDevices = (what: 'allocated' | 'maximum'): ComputedOptions => ({
  kind: 'int',
  always: true,
  unit: 'W',
  help:
    `The ${what} draw set at the power ports of the devices that stand in the rack, wherever they are fed from. Ports ` +
    'whose outlets feed others are left out, so that a strip does not count what its devices draw again.',
  sql: ({ own, rows }) => {
    const [port, outlet, next] = [rows('dcim.PowerPort'), rows('dcim.PowerOutlet'), rows('dcim.PowerPort')];
    return `SELECT coalesce(sum(${port.column(`${what}Draw`)}), 0) FROM ${port.from} WHERE ${port.column('rack')} = ${own('id')}
      AND NOT EXISTS (SELECT 1 FROM ${outlet.from} JOIN ${next.from} ON ${acrossCable(outlet.column, next.column)}
        WHERE ${outlet.column('powerPort')} = ${port.column('id')})`;
  },
});

/** How much of its power a rack uses, and how much its devices draw. */
export const rackPowerComputed = computed('dcim.Rack', {
  availablePower: availableField(feedsOf, 'the feeds of the rack'),
  ...loadFields(feedsOf, 'the feeds of the rack', false),
  deviceAllocatedDraw: ofDevices('allocated'),
  deviceMaximumDraw: ofDevices('maximum'),
});
