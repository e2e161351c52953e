import type { Row, Work } from '@plumbline/engine';
import { holdRows } from '../../held.queries.ts';
import { distinct, rowsById, textOf, type RowsById } from '../../lookup.queries.ts';
import type { CustomFieldDefinition, CustomFieldType } from './value-types.ts';

const SET = 'extras.CustomFieldChoiceSet';

const FIELDS = [
  'name',
  'label',
  'type',
  'objectTypes',
  'required',
  'unique',
  'default',
  'validationMinimum',
  'validationMaximum',
  'validationRegex',
  'validationSchema',
  'choiceSet',
  'relatedObjectType',
  'relatedObjectFilter',
];

/** Holds every text; for published lists whose entries the product does not carry. */
class EveryText extends Set<string> {
  override has(): boolean {
    return true;
  }
}

const pairsOf = (set: Row): readonly (readonly [string, string])[] =>
  Array.isArray(set['extraChoices']) ? (set['extraChoices'] as [string, string][]) : []; // shape kept by extras.customfieldchoiceset.1

/** Values a choice set offers; a set that builds on a published list offers every text. */
export const choicesOf = (set: Row): ReadonlySet<string> =>
  textOf(set, 'baseChoices') === null ? new Set(pairsOf(set).map(([value]) => value)) : new EveryText();

/** Object types a custom field is for. */
export const typesOf = (field: Row): readonly string[] => (field['objectTypes'] ?? []) as readonly string[]; // textList field

/** What a custom field row says about its values. */
export const definitionOf = (row: Row, choices: ReadonlySet<string> | null): CustomFieldDefinition => ({
  name: textOf(row, 'name') ?? '',
  label: textOf(row, 'label'),
  type: (textOf(row, 'type') ?? 'text') as CustomFieldType, // closed choice set
  required: row['required'] === true,
  unique: row['unique'] === true,
  default: row['default'] ?? null,
  minimum: textOf(row, 'validationMinimum'),
  maximum: textOf(row, 'validationMaximum'),
  regex: textOf(row, 'validationRegex'),
  schema: row['validationSchema'] ?? null,
  choices,
  relatedObjectType: textOf(row, 'relatedObjectType'),
  relatedObjectFilter: row['relatedObjectFilter'] ?? null,
});

/** Custom fields of one object type with the choice sets they use. */
interface FieldRows {
  readonly fields: readonly Row[];
  readonly sets: RowsById;
}

const rowsFor = async (work: Work, objectType: string): Promise<FieldRows> => {
  const rows = await work.read.rows('extras.CustomField', { fields: ['id', ...FIELDS] });
  const fields = rows.filter((row) => typesOf(row).includes(objectType));
  const used = distinct(fields.map((row) => textOf(row, 'choiceSet')));
  return { fields, sets: await rowsById(work, SET, used, ['baseChoices', 'extraChoices']) };
};

const definitionsOf = ({ fields, sets }: FieldRows): readonly CustomFieldDefinition[] =>
  fields.map((row) => {
    const set = sets.get(textOf(row, 'choiceSet') ?? '');
    return definitionOf(row, set ? choicesOf(set) : null);
  });

/** Custom fields of one object type; two statements at most. */
export const definitionsFor = async (work: Work, objectType: string): Promise<readonly CustomFieldDefinition[]> =>
  definitionsOf(await rowsFor(work, objectType));

/**
 * Custom fields of one object type, which stay as they are until the transaction ends, with their choices.
 *
 * For whoever writes values: a field that is renamed or a choice that is taken away meanwhile would miss those.
 */
export const heldDefinitions = async (work: Work, objectType: string): Promise<readonly CustomFieldDefinition[]> => {
  const { fields, sets } = await rowsFor(work, objectType);
  if (fields.length === 0) return [];
  holdRows(work, SET, sets.keys());
  holdRows(
    work,
    'extras.CustomField',
    fields.map((row) => String(row['id'])),
  );
  return definitionsFor(work, objectType);
};
