/** A name cut at its last number: `Ethernet1/` `12` ``. */
interface Numbered {
  before: string;
  digits: string;
  after: string;
}

function cut(name: string): Numbered | null {
  const [, before = '', digits = '', after = ''] = /^(.*?)(\d+)(\D*)$/.exec(name) ?? [];
  return digits === '' || digits.length > 9 ? null : { before, digits, after };
}

interface Run {
  first: string;
  start: Numbered | null;
  last: number;
  count: number;
}

/** Whether a name goes on where a run ends: the same words around the next number, as wide as before. */
function continues(run: Run | undefined, name: Numbered | null): run is Run & { start: Numbered } {
  if (!run?.start || !name) return false;
  const { start, last } = run;
  const padded = start.digits.startsWith('0') || name.digits.startsWith('0');
  return (
    start.before === name.before &&
    start.after === name.after &&
    Number(name.digits) === last + 1 &&
    (!padded || start.digits.length === name.digits.length)
  );
}

/** Some ports in a row, written as one range. */
export interface PortRange {
  /** `Ethernet[1-48]`, or the name when it stands alone. */
  text: string;
  count: number;
}

function rangeOf({ first, start, last, count }: Run): PortRange {
  if (!start || count === 1) return { text: first, count };
  const end = start.digits.startsWith('0') ? String(last).padStart(start.digits.length, '0') : String(last);
  return { text: `${start.before}[${start.digits}-${end}]${start.after}`, count };
}

/** Names in their order, with neighbours that count up joined into ranges. */
export function rangesOf(names: readonly string[]): PortRange[] {
  const runs: Run[] = [];
  for (const name of names) {
    const parts = cut(name);
    const run = runs.at(-1);
    if (continues(run, parts)) {
      run.last += 1;
      run.count += 1;
    } else {
      runs.push({ first: name, start: parts, last: Number(parts?.digits ?? 0), count: 1 });
    }
  }
  return runs.map(rangeOf);
}

/** Names as the field for ports takes them. */
export function rangeText(names: readonly string[]): string {
  return rangesOf(names)
    .map(({ text }) => text)
    .join(', ');
}

/** Ranges as they were typed, cut at commas outside brackets and at line ends. */
export function splitRanges(text: string): string[] {
  return text
    .split(/[,;\n](?![^[\]]*\])/)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** Numbers or letters that one piece inside brackets stands for; the server refuses what is no range. */
function pieceCount(piece: string): number {
  const [, low = '', high = '', step = '1'] = /^(\w+)-(\w+)(?::(\d+))?$/.exec(piece) ?? [];
  const isNumber = /^\d+$/.test(low) && /^\d+$/.test(high);
  const distance = isNumber ? Number(high) - Number(low) : high.charCodeAt(0) - low.charCodeAt(0);
  if (high === '' || !(distance >= 0)) return 1;
  return Math.floor(distance / Math.max(1, Number(step))) + 1;
}

/** How many names a text stands for. */
export function countNames(text: string): number {
  const counts = splitRanges(text).map((range) =>
    [...range.matchAll(/\[([^\]]*)\]/g)].reduce(
      (count, [, inside = '']) => count * inside.split(',').reduce((sum, piece) => sum + pieceCount(piece.trim()), 0),
      1,
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
