import { csvFormat } from './csv-format.ts';
import type { FormatName, RowFormat } from './format.ts';
import { refuseInput } from './input.ts';
import { jsonFormat, yamlFormat } from './object-formats.ts';

const FORMATS: Readonly<Record<FormatName, RowFormat>> = { CSV: csvFormat, JSON: jsonFormat, YAML: yamlFormat };

/** The format an input names. @throws InvalidInput */
export const formatNamed = (name: unknown): RowFormat =>
  typeof name === 'string' && Object.hasOwn(FORMATS, name)
    ? FORMATS[name as FormatName]
    : refuseInput('format', 'The format is CSV, JSON or YAML.');
