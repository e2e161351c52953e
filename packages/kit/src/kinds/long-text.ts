import { plainCsv, textual, type Kind } from '../kind.ts';
import { parseText } from './text.ts';

/** Text of any length, shown as Markdown. */
export const longText: Kind = {
  name: 'longText',
  column: () => 'text',
  checks: (_field, c) => [`${c} <> ''`],
  scalar: 'String',
  json: 'string',
  operators: textual,
  sortable: false,
  parse: parseText,
  ...plainCsv,
  sample: (n) => `Line ${n}\n\n*second* paragraph`,
};
