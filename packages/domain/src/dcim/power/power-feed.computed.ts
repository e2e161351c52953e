import { computed } from '@plumbline/engine';
import { loadFields } from './load-fields.ts';

/** How much hangs on a feed. */
export const powerFeedComputed = computed(
  'dcim.PowerFeed',
  loadFields(
    ({ own }) =>
      (column) =>
        `${column('id')} = ${own('id')}`,
    'this feed',
    true,
  ),
);
