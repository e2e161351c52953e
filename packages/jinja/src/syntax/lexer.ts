import { TemplateError } from '../errors.ts';
import { checkString } from '../limits.ts';
import { unescapeString } from './literals.ts';
import { rulesFor, type Opening, type Rules } from './rules.ts';
import type { SyntaxOptions, Token, TokenType } from './tokens.ts';

const WHITESPACE = /\s+/uy;
const FLOAT = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iuy;
const INTEGER = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iuy;
const NAME = /[\p{L}\p{M}\p{N}_]+/uy;
const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;
const STRING = /'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"/suy;
const OPERATOR = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/uy;

const CLOSES: Record<string, string> = { '{': '}', '(': ')', '[': ']' };

/** Line breaks become LF; one last line break is dropped unless it is to be kept. */
export function normaliseSource(source: string, keepTrailingNewline: boolean): string {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  return !keepTrailingNewline && text.endsWith('\n') ? text.slice(0, -1) : text;
}

/** Splits a template into tokens. Throws TemplateSyntaxError at the first character that cannot start one. */
class Lexer {
  private readonly tokens: Token[] = [];
  private readonly rules: Rules;
  private readonly brackets: string[] = [];
  private pos = 0;
  private line = 1;
  /** Line breaks cut from the last text, counted after its own. */
  private stripped = 0;
  private lineStarting = true;

  constructor(
    private readonly source: string,
    private readonly name: string,
    private readonly options: SyntaxOptions,
  ) {
    this.rules = rulesFor(options);
  }

  run(): Token[] {
    while (this.pos < this.source.length) this.root();
    this.line = this.tokens.at(-1)?.line ?? 1;
    this.push('eof', '', this.pos, this.pos);
    return this.tokens;
  }

  private fail(message: string, line = this.line): never {
    const column = this.pos - this.source.lastIndexOf('\n', this.pos - 1);
    throw new TemplateError('TemplateSyntaxError', message, { template: this.name, line, column, expression: null });
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.pos;
    return pattern.exec(this.source);
  }

  private push(type: TokenType, value: string, start: number, end: number): void {
    this.tokens.push({ type, value, line: this.line, start, end });
  }

  private root(): void {
    const match = this.match(this.rules.root);
    if (!match?.groups) {
      this.data(this.source.slice(this.pos), this.source.length);
      return;
    }
    const { groups } = match;
    const opening = OPENINGS.find((name) => groups[name] !== undefined) ?? 'raw_begin';
    this.text(groups['text'] ?? '', groups[`${opening}_sign`] ?? '', opening !== 'variable_begin');
    const begin = match.index + (groups['text'] ?? '').length;
    const end = match.index + match[0].length;
    this.pos = end;
    this.lineStarting = match[0].endsWith('\n');
    this.open(opening, begin, groups[opening] ?? '');
  }

  /** Emits the text before an opening, after blanks were cut as its sign and the options say. */
  private text(text: string, sign: string, mayStrip: boolean): void {
    let kept = text;
    if (sign === '-') {
      kept = text.trimEnd();
      this.stripped = count(text.slice(kept.length));
    } else if (sign !== '+' && this.options.lstrip_blocks && mayStrip) {
      const lineStart = text.lastIndexOf('\n') + 1;
      if ((lineStart > 0 || this.lineStarting) && text.trimEnd().length <= lineStart) kept = text.slice(0, lineStart);
    }
    this.data(kept, this.pos + kept.length);
  }

  private data(text: string, end: number): void {
    const { newline_sequence: newline } = this.options;
    if (text) this.push('data', newline === '\n' ? text : text.replaceAll('\n', newline), this.pos, end);
    this.line += count(text) + this.stripped;
    this.stripped = 0;
    this.pos = end;
  }

  private open(opening: Opening, begin: number, text: string): void {
    if (opening === 'raw_begin') this.raw(text);
    else if (opening === 'comment_begin') this.comment();
    else if (opening === 'linecomment_begin') this.skip(this.rules.lineComment);
    else if (opening === 'variable_begin') this.tag('variable_begin', 'variable_end', this.rules.variableEnd, begin);
    else {
      const isLine = opening === 'linestatement_begin';
      this.line += count(text);
      this.tag('block_begin', 'block_end', isLine ? this.rules.lineStatementEnd : this.rules.blockEnd, begin, isLine);
    }
  }

  private skip(pattern: RegExp): string {
    const text = this.match(pattern)?.[0] ?? '';
    this.line += count(text);
    this.pos += text.length;
    this.lineStarting = text.endsWith('\n');
    return text;
  }

  private comment(): void {
    if (!this.match(this.rules.comment) && this.pos < this.source.length) this.fail('Missing end of comment tag');
    this.skip(this.rules.comment);
  }

  private raw(begin: string): void {
    this.line += count(begin);
    const match = this.match(this.rules.raw);
    if (!match) return this.pos < this.source.length ? this.fail('Missing end of raw directive') : undefined;
    const end = this.pos + match[0].length;
    const body = match.groups?.['text'] ?? '';
    const tail = match[0].slice(body.length);
    this.text(body, match.groups?.['sign'] ?? '', true);
    this.line += count(tail);
    this.pos = end;
    this.lineStarting = match[0].endsWith('\n');
  }

  private tag(begin: TokenType, end: TokenType, closing: RegExp, start: number, isLine = false): void {
    this.push(begin, '', start, this.pos);
    for (;;) {
      const match = this.brackets.length === 0 ? this.match(closing) : null;
      if (match) {
        this.push(end, '', this.pos, this.pos + match[0].length);
        this.skip(closing);
        return;
      }
      if (this.pos >= this.source.length) return isLine ? this.push(end, '', this.pos, this.pos) : undefined;
      this.inside();
    }
  }

  private inside(): void {
    if (this.match(WHITESPACE)) return void this.skip(WHITESPACE);
    const float = this.match(FLOAT);
    if (float) return this.take('float', float[0].replaceAll('_', ''), float[0]);
    const integer = this.match(INTEGER);
    if (integer) return this.take('integer', integer[0].replaceAll('_', ''), integer[0]);
    const name = this.match(NAME);
    if (name) {
      if (!IDENTIFIER.test(name[0])) this.fail('Invalid character in identifier');
      return this.take('name', name[0], name[0]);
    }
    const string = this.match(STRING);
    if (string) return this.take('string', this.unescape(string[0].slice(1, -1)), string[0]);
    const operator = this.match(OPERATOR)?.[0];
    if (operator === undefined) {
      const char = String.fromCodePoint(this.source.codePointAt(this.pos) ?? 0);
      return this.fail(`unexpected char ${char === "'" ? `"'"` : `'${char}'`} at ${this.pos}`);
    }
    this.balance(operator);
    this.take('operator', operator, operator);
  }

  private unescape(body: string): string {
    checkString(body.length);
    const text = body.includes('\\') ? unescapeString(body) : body;
    return text ?? this.fail('invalid escape sequence in string');
  }

  private balance(operator: string): void {
    const closing = CLOSES[operator];
    if (closing) this.brackets.push(closing);
    else if (operator === '}' || operator === ')' || operator === ']') {
      const wanted = this.brackets.pop();
      if (wanted === undefined) this.fail(`unexpected '${operator}'`);
      if (wanted !== operator) this.fail(`unexpected '${operator}', expected '${wanted}'`);
    }
  }

  private take(type: TokenType, value: string, text: string): void {
    this.push(type, value, this.pos, this.pos + text.length);
    this.line += count(text);
    this.pos += text.length;
  }
}

const OPENINGS: readonly Opening[] = [
  'raw_begin',
  'variable_begin',
  'block_begin',
  'comment_begin',
  'linestatement_begin',
  'linecomment_begin',
];

function count(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

/** Tokens of a normalised source; the last is `eof`. */
export const tokenize = (source: string, name: string, options: SyntaxOptions): Token[] =>
  new Lexer(source, name, options).run();
