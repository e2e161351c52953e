import { checkString } from '../limits.ts';
import { repeatText, textLength } from '../values/text.ts';

const CASED = /[\p{Lu}\p{Ll}\p{Lt}]/u;
const ONE_TITLE: Record<string, string> = { ß: 'Ss', ŉ: 'ʼN', ǰ: 'J̌' };

const titleChar = (char: string): string => ONE_TITLE[char] ?? char.toUpperCase();

/** First character upper, the rest lower. */
export function capitalize(text: string): string {
  const [first = ''] = Array.from(text.slice(0, 2));
  return titleChar(first) + text.slice(first.length).toLowerCase();
}

/** Every run of letters starts upper and goes on lower; an apostrophe ends a run. */
export function title(text: string): string {
  return text.replace(/[\p{L}\p{M}]+/gu, (word) => capitalize(word));
}

/** Upper becomes lower and the other way round. */
export function swapcase(text: string): string {
  return Array.from(text, (char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase())).join('');
}

/** Lower case for comparing: also `ß` becomes `ss`. */
export const casefold = (text: string): string => text.replaceAll('ß', 'ss').toLowerCase().replaceAll('ς', 'σ');

/** Zeros between the sign and the digits up to a width. */
export function zfill(text: string, width: number): string {
  const missing = width - textLength(text);
  if (missing <= 0) return text;
  const sign = text.startsWith('-') || text.startsWith('+') ? text.charAt(0) : '';
  return sign + repeatText('0', missing) + text.slice(sign.length);
}

/** Tabs become blanks up to the next multiple of `size` columns. */
export function expandTabs(text: string, size: number): string {
  let [out, column] = ['', 0];
  for (const char of text) {
    if (char === '\t') {
      const blanks = size > 0 ? size - (column % size) : 0;
      out += ' '.repeat(blanks);
      column += blanks;
      checkString(out.length);
    } else {
      out += char;
      column = char === '\n' || char === '\r' ? 0 : column + 1;
    }
  }
  return out;
}

const all =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text);

function isTitle(text: string): boolean {
  let [cased, seen] = [false, false];
  for (const char of text) {
    const isUpper = /[\p{Lu}\p{Lt}]/u.test(char);
    const isLower = /\p{Ll}/u.test(char);
    if ((isUpper && cased) || (isLower && !cased)) return false;
    cased = isUpper || isLower;
    seen ||= cased;
  }
  return seen;
}

const hasCase = (text: string): boolean => CASED.test(text);

/** `isdigit` and its like. */
export const isTests: readonly (readonly [string, (text: string) => boolean])[] = [
  ['isdigit', all(/^[\p{Nd}²³¹⁰⁴-⁹₀-₉①-⑨]+$/u)],
  ['isnumeric', all(/^\p{N}+$/u)],
  ['isdecimal', all(/^\p{Nd}+$/u)],
  ['isalpha', all(/^\p{L}+$/u)],
  ['isalnum', all(/^[\p{L}\p{N}]+$/u)],
  ['isspace', all(/^[\s\x1c-\x1f\x85]+$/u)],
  ['isascii', all(/^[\0-\x7f]*$/)],
  ['isidentifier', all(/^[\p{ID_Start}_]\p{ID_Continue}*$/u)],
  ['isprintable', (text) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(text)],
  ['isupper', (text) => hasCase(text) && !/[\p{Ll}\p{Lt}]/u.test(text)],
  ['islower', (text) => hasCase(text) && !/[\p{Lu}\p{Lt}]/u.test(text)],
  ['istitle', isTitle],
];
