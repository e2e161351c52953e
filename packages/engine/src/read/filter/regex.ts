/** Outcome of translating a pattern. */
export type Translated =
  | { readonly ok: true; readonly pattern: string }
  | { readonly ok: false; readonly problem: string };

const refused = (problem: string): Translated => ({ ok: false, problem });

/** Escapes of RE2 that PostgreSQL's ARE knows under the same name. */
const SAME = new Set('dDwWsStnrfv');
/** Escapes whose meaning differs, with the ARE form. */
const RENAMED: Readonly<Record<string, string>> = { b: '\\y', B: '\\Y', A: '\\A', z: '\\Z', a: '\\a' };

const escaped = (next: string): string | null => {
  if (SAME.has(next)) return `\\${next}`;
  if (next in RENAMED) return RENAMED[next] ?? null;
  return /[a-zA-Z0-9]/.test(next) ? null : `\\${next}`;
};

interface Reader {
  readonly text: string;
  at: number;
}

const readGroup = (reader: Reader): string | null => {
  if (reader.text[reader.at + 1] !== '?') return '(';
  if (reader.text.startsWith('(?:', reader.at)) {
    reader.at += 2;
    return '(?:';
  }
  return null;
};

const readRepeat = (reader: Reader): string | null => {
  const match = /^\{(\d{1,4})(,(\d{1,4})?)?\}/.exec(reader.text.slice(reader.at));
  if (!match) return '\\{';
  const [whole, low, , high] = match;
  if (Number(low) > 255 || (high !== undefined && (Number(high) > 255 || Number(high) < Number(low)))) return null;
  reader.at += whole.length - 1;
  return whole;
};

const readClass = (reader: Reader): string | null => {
  const end = /^\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]/.exec(reader.text.slice(reader.at));
  if (!end) return null;
  reader.at += end[0].length - 1;
  return /\[[.=]|\[:\^/.test(end[0]) || /\\[^dwstnrfv\W]/.test(end[0]) ? null : end[0];
};

const step = (reader: Reader): string | { readonly problem: string } => {
  const char = reader.text[reader.at] ?? '';
  if (char === '(')
    return (
      readGroup(reader) ?? {
        problem: 'groups may be plain or "(?:...)" only; flags, names and look-around are not supported',
      }
    );
  if (char === '{') return readRepeat(reader) ?? { problem: 'a repetition may go up to 255' };
  if (char === '[')
    return readClass(reader) ?? { problem: 'a character class is malformed or uses an unsupported escape' };
  if (char !== '\\') return char;
  reader.at += 1;
  const next = reader.text[reader.at];
  if (next === undefined) return { problem: 'it ends in a lone backslash' };
  return escaped(next) ?? { problem: `the escape "\\${next}" is not supported` };
};

/**
 * An RE2 pattern as PostgreSQL regular expression, or why it can't be one.
 *
 * Accepted is what both read alike: literals, classes, groups, alternation, greedy and lazy repeats, anchors,
 * `\d \w \s \b` and their opposites. Back-references, look-around, named groups and flags are refused.
 * Source: RE2 syntax page; PostgreSQL manual 9.7.3.
 */
export const translateRegex = (pattern: string): Translated => {
  if (pattern.length > 1_000) return refused('is longer than 1,000 characters.');
  try {
    new RegExp(pattern);
  } catch {
    return refused('is not a regular expression: brackets or repetitions do not match up.');
  }
  const reader: Reader = { text: pattern, at: 0 };
  let out = '***:';
  for (; reader.at < pattern.length; reader.at++) {
    const part = step(reader);
    if (typeof part !== 'string') return refused(`is not supported: ${part.problem}.`);
    out += part;
  }
  return { ok: true, pattern: out };
};
