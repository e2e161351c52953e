/** Elements of an array as PostgreSQL prints it; inner arrays nest. */
export type PgArray = (string | null | PgArray)[];

interface Cursor {
  readonly text: string;
  at: number;
}

const readQuoted = (cursor: Cursor): string => {
  let value = '';
  for (cursor.at++; cursor.text[cursor.at] !== '"'; cursor.at++) {
    if (cursor.at >= cursor.text.length) throw new SyntaxError('An array literal ends inside quotes.');
    if (cursor.text[cursor.at] === '\\') cursor.at++;
    value += cursor.text[cursor.at] ?? '';
  }
  cursor.at++;
  return value;
};

const readPlain = (cursor: Cursor): string | null => {
  const end = cursor.text.slice(cursor.at).search(/[,}]/);
  if (end < 0) throw new SyntaxError('An array literal is not closed.');
  const value = cursor.text.slice(cursor.at, cursor.at + end);
  cursor.at += end;
  return /^null$/i.test(value) ? null : value;
};

const readArray = (cursor: Cursor): PgArray => {
  const items: PgArray = [];
  cursor.at++;
  while (cursor.text[cursor.at] !== '}') {
    const next = cursor.text[cursor.at];
    if (next === undefined) throw new SyntaxError('An array literal is not closed.');
    items.push(next === '{' ? readArray(cursor) : next === '"' ? readQuoted(cursor) : readPlain(cursor));
    if (cursor.text[cursor.at] === ',') cursor.at++;
  }
  cursor.at++;
  return items;
};

/**
 * Reads an array literal of any dimension, such as `{{a,"b c"},{d,NULL}}`.
 *
 * @throws SyntaxError when the text is none. Source: PostgreSQL documentation, "Array Input and Output Syntax".
 */
export const parsePgArray = (text: string): PgArray => {
  const start = text.startsWith('[') ? text.indexOf('=') + 1 : 0; // explicit bounds such as [0:2]={...}
  if (text[start] !== '{') throw new SyntaxError('An array literal starts with "{".');
  return readArray({ text, at: start });
};
