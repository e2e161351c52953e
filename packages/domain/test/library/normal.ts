import { parse } from 'yaml';

type Document = Record<string, unknown>;

/** Keys that hold text, whatever it looks like. */
const TEXTS = [
  'name',
  'label',
  'model',
  'part_number',
  'part_id',
  'position',
  'description',
  'rear_port',
  'power_port',
];

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

/** A scalar by what it says: names stay texts, all else is the number or switch it looks like. */
const valueOf = (key: string, value: unknown): unknown => {
  if (typeof value !== 'string' || TEXTS.includes(key)) return value;
  if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (value === 'true' || value === 'false') return value === 'true';
  return value === '~' || value === 'null' ? null : value;
};

const isKept = (defaults: Readonly<Record<string, unknown>>, [key, value]: [string, unknown]): boolean =>
  value !== null && value !== '' && !(Array.isArray(value) && value.length === 0) && defaults[key] !== value;

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => a.localeCompare(b);

const normalPart = (list: string, part: Document): Document =>
  Object.fromEntries(
    Object.entries(part)
      .map(([key, value]): [string, unknown] => [key, valueOf(key, value)])
      // a console port has no such switch, so that the key is kept as it was
      .filter((entry) => isKept(list === 'interfaces' ? PART_DEFAULTS : DEFAULTS, entry))
      .toSorted(byKey),
  );

/** A document of the library without what does not matter: order, defaults, empty values. */
export const normalDocument = (text: string): Document => {
  const document = parse(text, { schema: 'failsafe' }) as Document;
  const entries = Object.entries(document)
    .map(([key, value]): [string, unknown] => {
      if (!Array.isArray(value)) return [key, valueOf(key, value)];
      const parts = (value as Document[]).map((part) => normalPart(key, part));
      return [key, parts.toSorted((a, b) => String(a['name']).localeCompare(String(b['name'])))];
    })
    .filter((entry) => isKept(DEFAULTS, entry));
  return Object.fromEntries(entries.toSorted(byKey));
};
