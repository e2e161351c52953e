import { computed } from '@plumbline/engine';
import { availableField, loadFields, type FeedsOf } from './load-fields.ts';

const feedsOf: FeedsOf =
  ({ own }) =>
  (column) =>
    `${column('powerPanel')} = ${own('id')}`;

/** How much hangs on a panel. */
export const powerPanelComputed = computed('dcim.PowerPanel', {
  availablePower: availableField(feedsOf, 'the feeds of this panel'),
  ...loadFields(feedsOf, 'the feeds of this panel', true),
});
