import { raise } from '../errors.ts';
import { checkItems } from '../limits.ts';
import { splitLines } from '../methods/splitting.ts';
import { joinText, str } from '../values/text.ts';

/** How to wrap text; `width` in characters. */
export interface WrapRules {
  readonly width: number;
  readonly breakLong: boolean;
  readonly breakHyphens: boolean;
  readonly joint: string;
}

const LETTER = '[^\\d\\W]';
const WORD_CHAR = '[\\w!"\'&.,?]';
const HYPHENS = new RegExp(
  `([\\t\\n\\v\\f\\r ]+|(?<=${WORD_CHAR})-{2,}(?=\\w)|[^\\t\\n\\v\\f\\r ]+?(?:-(?:(?<=${LETTER}{2}-)|(?<=${LETTER}-${LETTER}-))(?=${LETTER}-?${LETTER})|(?=[\\t\\n\\v\\f\\r ]|$)|(?<=${WORD_CHAR})(?=-{2,}\\w)))`,
);
const BLANKS = /([\t\n\v\f\r ]+)/;

function chunksOf(text: string, hyphens: boolean): string[] {
  return text.split(hyphens ? HYPHENS : BLANKS).filter((chunk) => chunk !== '' && chunk !== undefined);
}

const isBlank = (chunk: string | undefined): boolean => chunk !== undefined && chunk.trim() === '';

/** Cuts a chunk that is longer than a line; gives what still fits. */
function cutLong(chunks: string[], room: number, rules: WrapRules, line: string[]): void {
  const space = Math.max(room, 1);
  const [chunk = ''] = chunks;
  if (!rules.breakLong) {
    if (line.length === 0) line.push(chunks.shift() ?? '');
    return;
  }
  let end = space;
  if (rules.breakHyphens && chunk.length > space) {
    const hyphen = chunk.lastIndexOf('-', space - 1);
    if (hyphen > 0 && /[^-]/.test(chunk.slice(0, hyphen))) end = hyphen + 1;
  }
  line.push(chunk.slice(0, end));
  chunks[0] = chunk.slice(end);
}

/** Wraps one line, as Python's `textwrap.wrap` without tabs and blanks replaced. */
function wrapLine(text: string, rules: WrapRules): string[] {
  if (rules.width <= 0) raise('ValueError', `invalid width ${rules.width} (must be > 0)`);
  const chunks = chunksOf(text, rules.breakHyphens);
  const lines: string[] = [];
  let at = 0;
  while (at < chunks.length) {
    if (isBlank(chunks[at]) && lines.length > 0) at += 1;
    const line: string[] = [];
    let length = 0;
    while (at < chunks.length && length + (chunks[at]?.length ?? 0) <= rules.width) {
      length += chunks[at]?.length ?? 0;
      line.push(chunks[at] ?? '');
      at += 1;
    }
    if (at < chunks.length && (chunks[at]?.length ?? 0) > rules.width) {
      const rest = [chunks[at] ?? ''];
      cutLong(rest, rules.width - length, rules, line);
      if (rest.length === 0) at += 1;
      else chunks[at] = rest[0] ?? '';
    }
    if (isBlank(line.at(-1))) line.pop();
    if (line.length > 0) lines.push(line.join(''));
    checkItems(lines.length);
  }
  return lines;
}

/** Wraps every line of a text and joins the pieces. */
export function wrapLines(text: string, rules: WrapRules): string {
  const wrapped = splitLines(text).map((line) => joinText(wrapLine(str(line), rules), rules.joint));
  return joinText(wrapped, rules.joint);
}
