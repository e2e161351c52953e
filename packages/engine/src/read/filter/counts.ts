import { kindOf } from '@plumbline/kit';
import type { ScalarField } from '../../registry/model.ts';

/** The size of a to-many set, seen as a whole number field. */
export const countField = (edge: string): ScalarField => ({
  kind: 'scalar',
  name: `${edge}.count`,
  column: 'count',
  spec: { key: 'count', kind: 'int', optional: false },
  type: kindOf('int'),
  nullable: false,
  system: true,
});
