import { computed } from '@plumbline/engine';
import { kilograms, typeWeights } from '../weight-sql.ts';
import { effectiveConfigTemplate, primaryIp } from './machine-computed.ts';

/** What follows from the fields of a device and of what it refers to. */
export const deviceComputed = computed('dcim.Device', {
  primaryIp,
  effectiveConfigTemplate,
  totalWeightKg: {
    kind: 'decimal',
    always: true,
    unit: 'kg',
    help: 'Weight of the type and of the modules in the device; what has no weight counts for nothing.',
    sql: (scope) =>
      kilograms(typeWeights(scope, `SELECT ${scope.own('id')} AS id, ${scope.own('deviceType')} AS type`)),
  },
});
