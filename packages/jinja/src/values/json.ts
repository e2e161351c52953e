import { Dict } from './dict.ts';
import { Float, type Value } from './model.ts';

const MAX_DEPTH = 500;

/** Reads JSON; keeps the order of all keys, and `1` apart from `1.0`. */
class JsonReader {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  read(): Value {
    const value = this.value();
    this.blanks();
    if (this.at < this.text.length) this.fail();
    return value;
  }

  private fail(): never {
    throw new SyntaxError(`JSON is broken at position ${this.at}.`);
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  private blanks(): void {
    this.take(BLANKS);
  }

  private skip(char: string): boolean {
    this.blanks();
    const found = this.text[this.at] === char;
    if (found) this.at += 1;
    return found;
  }

  private value(): Value {
    this.blanks();
    const char = this.text[this.at];
    if (char === '"') return this.string();
    if (char === '{' || char === '[') return this.nested(char);
    const word = this.take(WORD);
    if (word !== null) return word === 'null' ? null : word === 'true';
    return this.number();
  }

  private nested(char: string): Value {
    this.at += 1;
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new SyntaxError(`JSON nests deeper than ${MAX_DEPTH}.`);
    const value = char === '{' ? this.object() : this.array();
    this.depth -= 1;
    return value;
  }

  private object(): Dict {
    const dict = new Dict();
    if (this.skip('}')) return dict;
    do {
      this.blanks();
      const key = this.string();
      if (!this.skip(':')) this.fail();
      dict.set(key, this.value());
    } while (this.skip(','));
    if (!this.skip('}')) this.fail();
    return dict;
  }

  private array(): Value[] {
    const list: Value[] = [];
    if (this.skip(']')) return list;
    do list.push(this.value());
    while (this.skip(','));
    if (!this.skip(']')) this.fail();
    return list;
  }

  private string(): string {
    const text = this.take(STRING) ?? this.fail();
    return JSON.parse(text) as string; // the pattern matched one string
  }

  private number(): Value {
    const text = this.take(NUMBER) ?? this.fail();
    if (/[.eE]/.test(text)) return new Float(Number(text));
    const n = Number(text);
    return Number.isSafeInteger(n) ? (n === 0 ? 0 : n) : BigInt(text);
  }
}

const BLANKS = /[ \t\n\r]*/y;
const WORD = /null|true|false/y;
const STRING = /"[^"\\\u0000-\u001f]*(?:\\.[^"\\\u0000-\u001f]*)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Reads JSON text into template values. Unlike `JSON.parse` it keeps the order of integer-like keys, tells `1.0`
 * from `1`, and keeps large integers exact.
 * @throws SyntaxError with the position.
 */
export const parseJson = (text: string): Value => new JsonReader(text).read();
