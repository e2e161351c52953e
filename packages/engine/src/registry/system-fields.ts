import { kindOf, type FieldSpec } from '@plumbline/kit';
import type { ScalarField } from './model.ts';

const system = (
  key: string,
  column: string,
  kind: string,
  nullable: boolean,
  extra: Partial<FieldSpec> = {},
): ScalarField => ({
  kind: 'scalar',
  name: key,
  column,
  nullable,
  system: true,
  type: kindOf(kind),
  spec: { key, kind, optional: nullable, derived: true, ...extra },
});

/** Columns every entity table has besides its organization. */
export const systemFields: readonly ScalarField[] = [
  system('id', 'id', 'uuid', false),
  system('number', 'number', 'int', false, { help: 'Counts 1..n per organization and type' }),
  system('rowVersion', 'row_version', 'int', false, { help: 'Rises by one with each write' }),
  system('created', 'created', 'dateTime', true),
  system('lastUpdated', 'last_updated', 'dateTime', true),
  system('createdBy', 'created_by', 'uuid', true, { help: 'User id' }),
  system('lastUpdatedBy', 'last_updated_by', 'uuid', true, { help: 'User id' }),
];

/** Column of custom field values, for entities with that feature. */
export const customFieldsField: ScalarField = {
  kind: 'scalar',
  name: 'customFields',
  column: 'custom_fields',
  nullable: false,
  system: false,
  type: kindOf('json'),
  spec: { key: 'customFields', kind: 'json', optional: true, filter: false, sort: false, default: {} },
};
