import { choiceSet } from '@plumbline/kit';

/** Kind of value of a custom field. */
export const customFieldType = choiceSet(
  'extras.customFieldType',
  [
    ['text', 'Text'],
    ['longtext', 'Text (long)'],
    ['integer', 'Integer'],
    ['decimal', 'Decimal'],
    ['boolean', 'Boolean (true/false)'],
    ['date', 'Date'],
    ['datetime', 'Date & time'],
    ['url', 'URL'],
    ['json', 'JSON'],
    ['select', 'Selection'],
    ['multiselect', 'Multiple selection'],
    ['object', 'Object'],
    ['multiobject', 'Multiple objects'],
  ],
  { closed: true },
);

/** How a custom field is matched by simple filters. */
export const customFieldFilterLogic = choiceSet(
  'extras.customFieldFilterLogic',
  [
    ['disabled', 'Disabled'],
    ['loose', 'Loose'],
    ['exact', 'Exact'],
  ],
  { closed: true },
);

/** When a custom field is shown. */
export const customFieldUiVisible = choiceSet(
  'extras.customFieldUiVisible',
  [
    ['always', 'Always', 'green'],
    ['if-set', 'If set', 'yellow'],
    ['hidden', 'Hidden', 'gray'],
  ],
  { closed: true },
);

/** Whether people may edit a custom field. */
export const customFieldUiEditable = choiceSet(
  'extras.customFieldUiEditable',
  [
    ['yes', 'Yes', 'green'],
    ['no', 'No', 'red'],
    ['hidden', 'Hidden', 'gray'],
  ],
  { closed: true },
);

/** Published list a choice set starts from. */
export const customFieldChoiceSetBase = choiceSet('extras.customFieldChoiceSetBase', [
  ['IATA', 'IATA (Airport codes)'],
  ['ISO_3166', 'ISO 3166 (Country codes)'],
  ['UN_LOCODE', 'UN/LOCODE (Location codes)'],
]);
