/** What a Python file says at its top level in plain literals. */
export interface PythonLiterals {
  /** Values by name; tuples and sets are lists, `None` is null. The last of several assignments holds. */
  readonly values: ReadonlyMap<string, unknown>;
  /** Names whose value is worked out when the file runs, which never happens here. */
  readonly computed: readonly string[];
}

/** The text is no plain literal. */
class NoLiteral extends Error {}

const MAX_DEPTH = 100;
const SPACE = /(?:[\s\\]|#[^\n]*)*/y;
const STRING = /([rRuU]?)("""|'''|"|')/y;
const NUMBER = /[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?(?![\w.])/y;
const WORD = /(?:True|False|None)\b/y;
const ASSIGNMENT = /([A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=(?!=)/y;
const REST_OF_LINE = /[ \t]*(?:;[^\n]*|#[^\n]*)?(?=\r?\n|$)/y;
const LINE = /[^\n]*(?:\n|$)/y;

const WORDS: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  "'": "'",
  '"': '"',
};
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\s\S]))/g;

const unescaped = (text: string): string =>
  text.replace(ESCAPE, (whole, byte?: string, unit?: string, letter?: string) => {
    const code = byte ?? unit;
    return code === undefined ? (ESCAPES[letter ?? ''] ?? whole) : String.fromCharCode(Number.parseInt(code, 16));
  });

/** Reads literals one after the other; it knows no names and calls nothing. */
class Literals {
  at = 0;
  private brackets = 0;

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  value(depth = 0): unknown {
    if (depth > MAX_DEPTH) throw new NoLiteral();
    this.match(SPACE);
    const open = this.text[this.at] ?? '';
    if (CLOSING[open] !== undefined) return this.container(open, depth);
    const text = this.string();
    if (text !== null) return this.joined(text);
    const number = this.match(NUMBER);
    if (number) return Number(number[0].replaceAll('_', ''));
    const word = this.match(WORD);
    if (word) return WORDS[word[0]];
    throw new NoLiteral();
  }

  /** A string and all that follow it directly, inside brackets on further lines too. */
  private joined(first: string): string {
    let text = first;
    for (;;) {
      const before = this.at;
      this.match(SPACE);
      const isNewLine = this.brackets === 0 && this.text.slice(before, this.at).includes('\n');
      const next = isNewLine ? null : this.string();
      if (next === null) {
        this.at = before;
        return text;
      }
      text += next;
    }
  }

  private string(): string | null {
    const [, prefix = '', quote] = this.match(STRING) ?? [];
    if (quote === undefined) return null;
    const start = this.at;
    while (!this.text.startsWith(quote, this.at)) {
      const letter = this.text[this.at];
      if (letter === undefined || (letter === '\n' && quote.length === 1)) throw new NoLiteral();
      this.at += letter === '\\' ? 2 : 1;
    }
    const text = this.text.slice(start, this.at);
    this.at += quote.length;
    return /r/i.test(prefix) ? text : unescaped(text);
  }

  private isNext(sign: string): boolean {
    this.match(SPACE);
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  private container(open: string, depth: number): unknown {
    const close = CLOSING[open] ?? '';
    this.at++;
    this.brackets++;
    const items: unknown[] = [];
    const pairs: [string, unknown][] = [];
    let commas = 0;
    while (!this.isNext(close)) {
      if (items.length > commas) throw new NoLiteral();
      const item = this.value(depth + 1);
      if (open === '{' && this.isNext(':')) pairs.push([String(item), this.value(depth + 1)]);
      items.push(item);
      if (this.isNext(',')) commas++;
    }
    this.brackets--;
    if (open === '{' && pairs.length === items.length) return Object.fromEntries(pairs);
    if (pairs.length > 0) throw new NoLiteral();
    return open === '(' && items.length === 1 && commas === 0 ? items[0] : items;
  }
}

const literalAt = (literals: Literals): { readonly value: unknown } | null => {
  try {
    const value = literals.value();
    return literals.match(REST_OF_LINE) ? { value } : null;
  } catch (error) {
    if (error instanceof NoLiteral) return null;
    throw error;
  }
};

/** Reads the assignments of a Python file that are plain literals; nothing of it is run. */
export const readPythonLiterals = (text: string): PythonLiterals => {
  const values = new Map<string, unknown>();
  const computed = new Set<string>();
  const source = text.replaceAll('\r\n', '\n');
  const literals = new Literals(source);
  while (!literals.isAtEnd) {
    const [, name] = literals.match(ASSIGNMENT) ?? [];
    const start = literals.at;
    const own = new Literals(source);
    own.at = start;
    const found = name === undefined && !/["']/.test(source[start] ?? '') ? null : literalAt(own);
    if (found) literals.at = own.at;
    if (name !== undefined) {
      values.delete(name);
      computed.delete(name);
      if (found) values.set(name, found.value);
      else computed.add(name);
    }
    literals.match(LINE);
  }
  return { values, computed: [...computed] };
};
