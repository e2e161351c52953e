import { parse, stringify } from 'yaml';
import type { RowFormat } from './format.ts';
import { jsonItems, yamlItems } from './items.ts';
import { objectOf, objectValue, openObjects } from './object-rows.ts';

/** A JSON list with a line for each row; lists and one object after the other are read. */
export const jsonFormat: RowFormat = {
  name: 'JSON',
  extension: 'json',
  contentType: 'application/json',
  head: () => '[',
  row: (row, columns, index) => `${index === 0 ? '\n' : ',\n'}${JSON.stringify(objectOf(row, columns))}`,
  tail: () => '\n]\n',
  open: async (opening) => openObjects(opening, jsonItems(opening.content), (text) => JSON.parse(text) as unknown),
  value: objectValue,
};

const entryOf = (text: string): unknown => {
  const list: unknown = parse(text, { prettyErrors: false });
  return Array.isArray(list) ? list[0] : list;
};

/** A YAML list, an entry for each row. */
export const yamlFormat: RowFormat = {
  name: 'YAML',
  extension: 'yaml',
  contentType: 'application/yaml',
  head: () => '',
  row: (row, columns) => stringify([objectOf(row, columns)], { lineWidth: 0 }),
  tail: (count) => (count === 0 ? '[]\n' : ''),
  open: async (opening) => openObjects(opening, yamlItems(opening.content), entryOf),
  value: objectValue,
};
