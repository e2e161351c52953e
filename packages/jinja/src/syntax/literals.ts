const SIMPLE: Record<string, string> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const ESCAPE = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([^0-7xuU])|([xuU]))/gsu;

/** Reads Python's escapes in a string body; null when one is incomplete. Unknown escapes stay as they are. */
export function unescapeString(body: string): string | null {
  let broken = false;
  const text = body.replace(ESCAPE, (all, octal?: string, x?: string, u?: string, wide?: string, char?: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    const hex = x ?? u ?? wide;
    if (hex !== undefined) {
      const code = Number.parseInt(hex, 16);
      broken ||= code > 0x10ffff;
      return code > 0x10ffff ? '' : String.fromCodePoint(code);
    }
    if (char === undefined || char === 'N') broken = true;
    return SIMPLE[char ?? ''] ?? all;
  });
  return broken ? null : text;
}

/** Reads an integer literal in any base. */
export function readInteger(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}
