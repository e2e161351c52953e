/** A number as JSON text has it, so that `1.0` stays `1.0` and long ones keep their digits. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

/** A JSON value whose objects keep the order of their keys, whatever the keys look like. */
export type OrderedJson = null | boolean | string | JsonNumber | readonly OrderedJson[] | OrderedObject;

/** A JSON object in the order of its keys. */
export type OrderedObject = ReadonlyMap<string, OrderedJson>;

const TOKEN = /\s*(?:([[\]{},:])|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y;

const WORDS: Readonly<Record<string, null | boolean>> = { true: true, false: false, null: null };

/** Reads tokens of text that is JSON already, as PostgreSQL sends it. */
class Cursor {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  next(): RegExpExecArray {
    TOKEN.lastIndex = this.#at;
    const token = TOKEN.exec(this.#text);
    if (!token) throw new SyntaxError(`No JSON at ${this.#at}: ${this.#text.slice(this.#at, this.#at + 20)}`);
    this.#at = TOKEN.lastIndex;
    return token;
  }

  value(token: RegExpExecArray = this.next()): OrderedJson {
    const [, mark, string, number, word] = token;
    if (string !== undefined) return JSON.parse(string) as string;
    if (number !== undefined) return new JsonNumber(number);
    if (word !== undefined) return WORDS[word] ?? null;
    if (mark === '[') return this.#list();
    if (mark === '{') return this.#object();
    throw new SyntaxError(`Unexpected ${String(mark)} in JSON.`);
  }

  #list(): readonly OrderedJson[] {
    const items: OrderedJson[] = [];
    let token = this.next();
    while (token[1] !== ']') {
      items.push(this.value(token));
      token = this.next();
      if (token[1] === ',') token = this.next();
    }
    return items;
  }

  #object(): OrderedObject {
    const entries = new Map<string, OrderedJson>();
    let token = this.next();
    while (token[1] !== '}') {
      const key = JSON.parse(token[2] ?? 'null') as string;
      this.next();
      entries.set(key, this.value());
      token = this.next();
      if (token[1] === ',') token = this.next();
    }
    return entries;
  }
}

/** Parses JSON text; objects become maps in the order of the text, numbers keep their digits. @throws SyntaxError */
export const parseOrdered = (text: string): OrderedJson => new Cursor(text).value();

/** JSON text of an ordered value, keys in their order. */
export const orderedText = (value: OrderedJson): string => {
  if (value instanceof JsonNumber) return value.text;
  if (value instanceof Map)
    return `{${Array.from(value as OrderedObject, ([key, each]) => `${JSON.stringify(key)}:${orderedText(each)}`).join(',')}}`;
  if (Array.isArray(value)) return `[${(value as readonly OrderedJson[]).map(orderedText).join(',')}]`;
  return JSON.stringify(value);
};

/** Whether a value is a JSON object. */
export const isOrderedObject = (value: OrderedJson | undefined): value is OrderedObject => value instanceof Map;
