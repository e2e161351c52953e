import type { SyntaxOptions } from './tokens.ts';

const quote = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** What a root match found first. */
export type Opening =
  | 'raw_begin'
  | 'variable_begin'
  | 'block_begin'
  | 'comment_begin'
  | 'linestatement_begin'
  | 'linecomment_begin';

/** The sticky patterns of one set of delimiters. Capture groups are named; `text` is what precedes a match. */
export interface Rules {
  readonly root: RegExp;
  readonly comment: RegExp;
  readonly raw: RegExp;
  readonly blockEnd: RegExp;
  readonly variableEnd: RegExp;
  readonly lineStatementEnd: RegExp;
  readonly lineComment: RegExp;
}

const sticky = (source: string): RegExp => new RegExp(source, 'suy');

/** Openings in the order real Jinja2 tries them: longer delimiters first, then by name backwards. */
function openings(o: SyntaxOptions): string[] {
  const rules: [number, Opening, string][] = [
    [o.comment_start_string.length, 'comment_begin', quote(o.comment_start_string)],
    [o.block_start_string.length, 'block_begin', quote(o.block_start_string)],
    [o.variable_start_string.length, 'variable_begin', quote(o.variable_start_string)],
  ];
  const { line_statement_prefix: statement, line_comment_prefix: comment } = o;
  if (statement) rules.push([statement.length, 'linestatement_begin', `(?<![^\\n])[ \\t\\v]*${quote(statement)}`]);
  if (comment)
    rules.push([comment.length, 'linecomment_begin', `(?:(?<![^\\n])|(?<=\\S))[^\\S\\r\\n]*${quote(comment)}`]);
  rules.sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? 1 : -1));
  return rules.map(([, name, pattern]) => `(?<${name}>${pattern}(?<${name}_sign>-|\\+|))`);
}

const cache = new Map<string, Rules>();

/** Patterns for a set of options; kept, since environments share few sets. */
export function rulesFor(options: SyntaxOptions): Rules {
  const key = JSON.stringify(options);
  const known = cache.get(key);
  if (known) return known;
  if (cache.size > 50) cache.clear();
  const rules = build(options);
  cache.set(key, rules);
  return rules;
}

function build(o: SyntaxOptions): Rules {
  const suffix = o.trim_blocks ? '\\n?' : '';
  const [blockStart, blockEnd] = [quote(o.block_start_string), quote(o.block_end_string)];
  const [commentEnd, variableEnd] = [quote(o.comment_end_string), quote(o.variable_end_string)];
  const raw = `(?<raw_begin>${blockStart}(?<raw_begin_sign>-|\\+|)\\s*raw\\s*(?:-${blockEnd}\\s*|${blockEnd}))`;
  const close = (end: string): string => `(?:\\+${end}|-${end}\\s*|${end}${suffix})`;
  return {
    root: sticky(`(?<text>.*?)(?:${[raw, ...openings(o)].join('|')})`),
    comment: sticky(`(?<text>.*?)${close(commentEnd)}`),
    raw: sticky(`(?<text>.*?)(?:${blockStart}(?<sign>-|\\+|))\\s*endraw\\s*${close(blockEnd)}`),
    blockEnd: sticky(close(blockEnd)),
    variableEnd: sticky(`-${variableEnd}\\s*|${variableEnd}`),
    lineStatementEnd: sticky('\\s*(?:\\n|(?=\\n)|$)'),
    lineComment: sticky(`[^\\n]*`),
  };
}
