/** Kinds of tokens after the lexer dropped blanks and comments. */
export type TokenType =
  | 'data'
  | 'variable_begin'
  | 'variable_end'
  | 'block_begin'
  | 'block_end'
  | 'name'
  | 'integer'
  | 'float'
  | 'string'
  | 'operator'
  | 'eof';

/** One token. `value` is the operator's text, the name, the read string, or the digits of a number. */
export interface Token {
  readonly type: TokenType;
  readonly value: string;
  readonly line: number;
  /** Offset in the normalised source. */
  readonly start: number;
  readonly end: number;
}

/** Delimiters and blank rules, named as Jinja's environment names them. */
export interface SyntaxOptions {
  readonly block_start_string: string;
  readonly block_end_string: string;
  readonly variable_start_string: string;
  readonly variable_end_string: string;
  readonly comment_start_string: string;
  readonly comment_end_string: string;
  readonly line_statement_prefix: string | null;
  readonly line_comment_prefix: string | null;
  readonly trim_blocks: boolean;
  readonly lstrip_blocks: boolean;
  readonly keep_trailing_newline: boolean;
  readonly newline_sequence: '\n' | '\r\n' | '\r';
}

/** Jinja's own defaults. */
export const DEFAULT_SYNTAX: SyntaxOptions = {
  block_start_string: '{%',
  block_end_string: '%}',
  variable_start_string: '{{',
  variable_end_string: '}}',
  comment_start_string: '{#',
  comment_end_string: '#}',
  line_statement_prefix: null,
  line_comment_prefix: null,
  trim_blocks: false,
  lstrip_blocks: false,
  keep_trailing_newline: false,
  newline_sequence: '\n',
};

const NAMES: Record<TokenType, string> = {
  data: 'template data / text',
  variable_begin: 'begin of print statement',
  variable_end: 'end of print statement',
  block_begin: 'begin of statement block',
  block_end: 'end of statement block',
  name: 'name',
  integer: 'integer',
  float: 'float',
  string: 'string',
  operator: 'operator',
  eof: 'end of template',
};

/** A token as a message names it. */
export const tokenText = (token: Token): string =>
  token.type === 'name' || token.type === 'operator' ? token.value : NAMES[token.type];

/** An expected token type as a message names it. */
export const typeText = (type: string): string => (type in NAMES ? NAMES[type as TokenType] : type);
