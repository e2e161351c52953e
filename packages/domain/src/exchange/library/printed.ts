import { stringify } from 'yaml';
import { LISTS, PICTURES, TYPES, type KeySpec, type TypeKind } from './shape.ts';

/** A row as the API answers it, by field. */
export type Answered = Readonly<Record<string, unknown>>;

/** A type with its templates, by list of the library. */
export interface TypeToPrint {
  readonly kind: TypeKind;
  readonly row: Answered;
  readonly parts: ReadonlyMap<string, readonly Answered[]>;
}

const isSet = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

const printedValue = (spec: KeySpec, value: unknown): unknown => (spec.as === 'decimal' ? Number(value) : value);

const printedKeys = (keys: readonly KeySpec[], row: Answered): Record<string, unknown> => {
  const out: Record<string, unknown> = {};
  for (const spec of keys) {
    const value = printedValue(spec, row[spec.field]);
    if (isSet(row[spec.field]) && value !== spec.unless) out[spec.key] = value;
  }
  return out;
};

const asRow = (value: unknown): Answered => (typeof value === 'object' && value !== null ? (value as Answered) : {});

const mappingOf = (row: Answered): Record<string, unknown> => {
  const nodes = (asRow(row['mappings'])['nodes'] ?? []) as readonly Answered[]; // selected with the list
  const [first] = nodes.filter(({ frontPortPosition }) => frontPortPosition === 1);
  if (!first) return {};
  const position = first['rearPortPosition'];
  return { rear_port: asRow(first['rearPort'])['name'], ...(position !== 1 && { rear_port_position: position }) };
};

const printedParts = (list: string, rows: readonly Answered[], extras: Answered): Record<string, unknown>[] => {
  const spec = LISTS.find(({ key }) => key === list);
  if (!spec) return [];
  return rows.map((row) => ({
    ...printedKeys(spec.keys, row),
    ...Object.fromEntries(
      spec.links.flatMap(({ key, field }) => (isSet(row[field]) ? [[key, asRow(row[field])['name']]] : [])),
    ),
    ...(isSet(row['manufacturer']) && { manufacturer: asRow(row['manufacturer'])['name'] }),
    ...(list === 'front-ports' && mappingOf(row)),
    ...asRow(extras[String(row['name'])]),
  }));
};

/** A type as a document of the library: plain data in the order the library uses. */
export const documentOf = ({ kind, row, parts }: TypeToPrint): Record<string, unknown> => {
  const extras = asRow(row['libraryExtras']);
  const { slug, ...values } = printedKeys(TYPES[kind].keys, row);
  const hasSlug = slug !== undefined && extras['slug'] !== null;
  const lists = new Set<string>(LISTS.map(({ key }) => key));
  const kept = Object.entries(extras).filter(([key]) => key !== 'slug' && !lists.has(key));
  return {
    manufacturer: asRow(row['manufacturer'])['name'],
    ...values,
    ...(hasSlug && { slug }),
    ...(isSet(row['profile']) && { profile: asRow(row['profile'])['name'] }),
    ...Object.fromEntries(PICTURES.flatMap(({ key, field }) => (isSet(row[field]) ? [[key, true]] : []))),
    ...Object.fromEntries(kept),
    ...Object.fromEntries(
      LISTS.flatMap(({ key }) => {
        const rows = parts.get(key) ?? [];
        return rows.length === 0 ? [] : [[key, printedParts(key, rows, asRow(extras[key]))]];
      }),
    ),
  };
};

/** A document as YAML text. */
export const printedYaml = (document: Record<string, unknown>): string =>
  `---\n${stringify(document, { lineWidth: 0, version: '1.1' })}`;
