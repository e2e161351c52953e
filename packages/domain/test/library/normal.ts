import { parse } from 'yaml';

type Document = Record<string, unknown>;

/** Values that a file may leave out, by key; of the document itself and of the entries of its lists. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  u_height: 1,
  is_full_depth: true,
  exclude_from_utilization: false,
  positions: 1,
  rear_port_position: 1,
  enabled: true,
};
const PART_DEFAULTS: Readonly<Record<string, unknown>> = { ...DEFAULTS, mgmt_only: false };

const isKept = (defaults: Readonly<Record<string, unknown>>, [key, value]: [string, unknown]): boolean =>
  value !== null && value !== '' && !(Array.isArray(value) && value.length === 0) && defaults[key] !== value;

/** Names and texts may be written as numbers. */
const asText = (key: string, value: unknown): unknown =>
  typeof value === 'number' && ['name', 'label', 'model', 'part_number', 'position', 'description'].includes(key)
    ? String(value)
    : value;

const normalPart = (list: string, part: Document): Document =>
  Object.fromEntries(
    Object.entries(part)
      // a console port has no such switch, so that the key is kept as it was
      .filter((entry) => isKept(list === 'interfaces' ? PART_DEFAULTS : DEFAULTS, entry))
      .map(([key, value]): [string, unknown] => [key, asText(key, value)])
      .toSorted(([a], [b]) => a.localeCompare(b)),
  );

/** A document of the library without what does not matter: order, defaults, empty values. */
export const normalDocument = (text: string): Document => {
  const document = parse(text, { version: '1.1', merge: false }) as Document;
  const entries = Object.entries(document)
    .filter((entry) => isKept(DEFAULTS, entry))
    .map(([key, value]): [string, unknown] => {
      if (!Array.isArray(value)) return [key, asText(key, value)];
      const parts = (value as Document[]).map((part) => normalPart(key, part));
      return [key, parts.toSorted((a, b) => String(a['name']).localeCompare(String(b['name'])))];
    });
  return Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b)));
};
