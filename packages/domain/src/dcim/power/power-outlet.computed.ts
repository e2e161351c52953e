import { computed, type ComputedOptions } from '@plumbline/engine';
import { portsAtOutlet, sumOfFed, withFedPorts } from './power-sql.ts';

const total = (what: 'allocated' | 'maximum'): ComputedOptions => ({
  kind: 'int',
  always: true,
  unit: 'W',
  help: `The ${what} draw of what is plugged into it, and of what that passes on.`,
  sql: (scope) => withFedPorts(scope, portsAtOutlet(scope, scope.own), sumOfFed(what)),
});

/** How much hangs on an outlet. */
export const powerOutletComputed = computed('dcim.PowerOutlet', {
  totalAllocatedDraw: total('allocated'),
  totalMaximumDraw: total('maximum'),
});
