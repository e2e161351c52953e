import { TemplateError, type ErrorKind } from '../errors.ts';
import type { Place } from './ast.ts';
import { tokenText, typeText, type Token, type TokenType } from './tokens.ts';

const MAX_DEPTH = 120;

/** Reads tokens one by one; knows the source, so it can say where a node stands. */
export class Cursor {
  private at = 0;
  private depth = 0;
  private readonly lineStarts: readonly number[];

  constructor(
    readonly name: string,
    readonly source: string,
    private readonly tokens: readonly Token[],
  ) {
    const starts = [0];
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
    this.lineStarts = starts;
  }

  get current(): Token {
    return this.tokens[this.at] as Token; // the last token is eof and is never passed
  }

  look(): Token {
    return this.tokens[Math.min(this.at + 1, this.tokens.length - 1)] as Token;
  }

  next(): Token {
    const token = this.current;
    if (token.type !== 'eof') this.at += 1;
    return token;
  }

  is(type: TokenType, value?: string): boolean {
    const { current } = this;
    return current.type === type && (value === undefined || current.value === value);
  }

  isName(...names: string[]): boolean {
    return this.current.type === 'name' && names.includes(this.current.value);
  }

  isOperator(...values: string[]): boolean {
    return this.current.type === 'operator' && values.includes(this.current.value);
  }

  skipOperator(value: string): boolean {
    const found = this.is('operator', value);
    if (found) this.at += 1;
    return found;
  }

  skipName(value: string): boolean {
    const found = this.is('name', value);
    if (found) this.at += 1;
    return found;
  }

  expect(type: TokenType, value?: string): Token {
    if (this.is(type, value)) return this.next();
    const wanted = value ?? typeText(type);
    if (this.current.type === 'eof') return this.fail(`unexpected end of template, expected '${wanted}'.`);
    return this.fail(`expected token '${wanted}', got '${tokenText(this.current)}'`);
  }

  /** Place of a node that starts at a token and ends at the last token read. */
  place(first: Token): Place {
    const last = this.tokens[Math.max(0, this.at - 1)] ?? first;
    const lineStart = this.lineStarts[first.line - 1] ?? 0;
    const column = first.start >= lineStart ? first.start - lineStart + 1 : 1;
    return { line: first.line, column, start: first.start, end: Math.max(first.end, last.end) };
  }

  fail(message: string, line = this.current.line, kind: ErrorKind = 'TemplateSyntaxError'): never {
    const here = line === this.current.line;
    const column = here ? this.place(this.current).column : null;
    const start = this.lineStarts[line - 1] ?? 0;
    const end = this.source.indexOf('\n', start);
    const expression = this.source
      .slice(start, end < 0 ? undefined : end)
      .trim()
      .slice(0, 200);
    throw new TemplateError(kind, message, { template: this.name, line, column, expression });
  }

  /** Runs a recursive rule; refuses sources that nest too deep. */
  deeper<T>(run: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.fail('too many nested parts', this.current.line, 'RecursionError');
    const result = run();
    this.depth -= 1;
    return result;
  }
}
