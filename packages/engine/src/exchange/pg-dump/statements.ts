/** A table's name as the dump writes it. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

const IDENTIFIER = '(?:"(?:[^"]|"")+"|[^\\s".,()]+)';
const QUALIFIED = `(?:(${IDENTIFIER})\\.)?(${IDENTIFIER})`;
const COPY = new RegExp(`^COPY ${QUALIFIED} \\((.*)\\) FROM stdin;?$`, 'i');
const CREATE = new RegExp(`^CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?${QUALIFIED} \\($`, 'i');
const COLUMN = new RegExp(`^\\s+(${IDENTIFIER}) (.+?),?$`);
const NOT_TYPE =
  / (?:NOT NULL|NULL|DEFAULT|COLLATE|GENERATED|CONSTRAINT|STORAGE|COMPRESSION|PRIMARY|UNIQUE|REFERENCES|CHECK)\b.*$/;

const unquote = (identifier: string): string =>
  identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier;

const nameOf = (schema: string | undefined, name: string): TableName => ({
  schema: schema === undefined ? 'public' : unquote(schema),
  name: unquote(name),
});

/** Table and columns of a `COPY ... FROM stdin;` line, or null. */
export const readCopy = (line: string): (TableName & { readonly columns: string[] }) | null => {
  const [, schema, name, columns] = COPY.exec(line) ?? [];
  if (name === undefined || columns === undefined) return null;
  const identifiers = columns.match(new RegExp(IDENTIFIER, 'g')) ?? [];
  return { ...nameOf(schema, name), columns: identifiers.map(unquote) };
};

/** Table of the first line of a `CREATE TABLE`, or null. */
export const readCreate = (line: string): TableName | null => {
  const [, schema, name] = CREATE.exec(line) ?? [];
  return name === undefined ? null : nameOf(schema, name);
};

/** Column and SQL type of a line inside `CREATE TABLE`, or null for constraints. */
export const readColumn = (line: string): { readonly column: string; readonly type: string } | null => {
  const [, column, rest] = COLUMN.exec(line) ?? [];
  if (column === undefined || rest === undefined || /^CONSTRAINT$/i.test(column)) return null;
  return { column: unquote(column), type: rest.replace(NOT_TYPE, '') };
};

/** Encoding of a `SET client_encoding` line, or null. */
export const readEncoding = (line: string): string | null =>
  /^SET client_encoding = '([^']*)';$/i.exec(line)?.[1] ?? null;
