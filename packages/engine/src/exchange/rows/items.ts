import { InvalidInput } from '@plumbline/kit';
import { StringDecoder } from 'node:string_decoder';

/** The text of one row of a JSON or YAML file. */
export interface Item {
  /** Where it begins, the first line being 1. */
  readonly line: number;
  readonly text: string;
}

const LARGEST = 16 * 2 ** 20;

const unreadable = (line: number, message: string): InvalidInput =>
  new InvalidInput([{ path: `line.${line}`, code: 'BAD_USER_INPUT', message }]);

async function* textsOf(content: NodeJS.ReadableStream): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let isFirst = true;
  for await (const chunk of content) {
    const text = typeof chunk === 'string' ? chunk : decoder.write(chunk);
    yield isFirst ? text.replace(/^\uFEFF/, '') : text;
    isFirst &&= text === '';
  }
  yield decoder.end();
}

const BETWEEN = new Set([' ', '\t', '\r', '\n', ',']);

/** Cuts JSON text into the objects at its top, or in the list at its top; holds one object at a time. */
class JsonCutter {
  private line = 1;
  private begins = 1;
  private depth = 0;
  private isText = false;
  private isEscaped = false;
  private held = '';
  private list: 'none' | 'open' | 'closed' = 'none';
  private isAny = false;

  *cut(chunk: string): Generator<Item> {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const char = chunk[at] ?? '';
      if (char === '\n') this.line++;
      if (this.depth === 0) {
        if (char !== '{') this.between(char);
        else {
          [this.depth, this.begins, from] = [1, this.line, at];
          this.isAny = true;
        }
      } else if (this.inside(char)) {
        yield { line: this.begins, text: this.held + chunk.slice(from, at + 1) };
        this.held = '';
      }
    }
    if (this.depth > 0) this.held += chunk.slice(from);
    if (this.held.length > LARGEST) throw unreadable(this.begins, 'A row of more than 16 MB can not be read.');
  }

  end(): void {
    if (this.depth > 0) throw unreadable(this.begins, 'The file ends inside of this row.');
    if (this.list === 'open') throw unreadable(this.line, 'The file ends before its list does.');
  }

  private between(char: string): void {
    if (BETWEEN.has(char)) return;
    if (char === '[' && this.list === 'none' && !this.isAny) this.list = 'open';
    else if (char === ']' && this.list === 'open') this.list = 'closed';
    else
      throw unreadable(
        this.line,
        `The file is a list of objects, [{ ... }, { ... }]; here is ${JSON.stringify(char)}.`,
      );
  }

  /** Whether the object ends with this character. */
  private inside(char: string): boolean {
    if (this.isText) {
      if (this.isEscaped) this.isEscaped = false;
      else if (char === '\\') this.isEscaped = true;
      else if (char === '"') this.isText = false;
      return false;
    }
    if (char === '"') this.isText = true;
    else if (char === '{' || char === '[') this.depth++;
    else if (char === '}' || char === ']') this.depth--;
    return this.depth === 0;
  }
}

/** Objects of a JSON list, or of a file with one object after the other. @throws InvalidInput with the line */
export async function* jsonItems(content: NodeJS.ReadableStream): AsyncGenerator<Item> {
  const cutter = new JsonCutter();
  for await (const text of textsOf(content)) yield* cutter.cut(text);
  cutter.end();
}

async function* linesOf(content: NodeJS.ReadableStream): AsyncGenerator<string> {
  let rest = '';
  for await (const text of textsOf(content)) {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LARGEST) throw unreadable(1, 'A line of more than 16 MB can not be read.');
    yield* lines;
  }
  if (rest !== '') yield rest;
}

const SKIPPED = /^\s*(#.*)?$|^---(\s|$)|^\.\.\.\s*$|^%/;

/** Entries of the list a YAML file is. @throws InvalidInput when it is none */
export async function* yamlItems(content: NodeJS.ReadableStream): AsyncGenerator<Item> {
  let [number, begins] = [0, 0];
  let start: RegExp | null = null;
  let held: string[] = [];
  for await (const line of linesOf(content)) {
    number++;
    if (held.length === 0 && (SKIPPED.test(line) || /^\[\s*\]\s*$/.test(line))) continue;
    start ??= startOf(line, number);
    if (start.test(line)) {
      if (held.length > 0) yield { line: begins, text: held.join('\n') };
      [held, begins] = [[line], number];
    } else if (!/^(---|\.\.\.)\s*$/.test(line)) held.push(line);
  }
  if (held.length > 0) yield { line: begins, text: held.join('\n') };
}

const startOf = (line: string, number: number): RegExp => {
  const indent = /^( *)-(?:\s|$)/.exec(line)?.[1];
  if (indent === undefined) throw unreadable(number, 'The file is a list; each row begins with "- ".');
  return new RegExp(`^${indent}-(?:\\s|$)`);
};
