const SINGLE: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const ESCAPE = /\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|[\s\S])/g;

const isByte = (code: string): boolean => (code.startsWith('x') ? code.length > 1 : /^[0-7]/.test(code));

const byteOf = (code: string): number =>
  code.startsWith('x') ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8) & 0xff;

/** Neighbouring byte escapes may form one character of several bytes. */
const unescapeBytes = (field: string): string => {
  const parts: Buffer[] = [];
  let at = 0;
  for (const match of field.matchAll(ESCAPE)) {
    const [whole, code = ''] = match;
    parts.push(Buffer.from(field.slice(at, match.index)));
    parts.push(isByte(code) ? Buffer.from([byteOf(code)]) : Buffer.from(SINGLE[code] ?? code));
    at = match.index + whole.length;
  }
  return Buffer.concat([...parts, Buffer.from(field.slice(at))]).toString('utf8');
};

const unescapeField = (field: string): string =>
  /\\(?:x[0-9A-Fa-f]|[0-7])/.test(field)
    ? unescapeBytes(field)
    : field.replaceAll(ESCAPE, (_, code: string) => SINGLE[code] ?? code);

/**
 * Splits a line of COPY text format into its values; `\N` is null.
 *
 * Source: PostgreSQL documentation, COPY, "Text Format".
 */
export const splitCopyLine = (line: string): (string | null)[] => {
  const fields: (string | null)[] = line.split('\t');
  if (!line.includes('\\')) return fields;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] ?? '';
    if (field === '\\N') fields[i] = null;
    else if (field.includes('\\')) fields[i] = unescapeField(field);
  }
  return fields;
};
