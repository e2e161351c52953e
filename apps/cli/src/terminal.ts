/** Where a command writes: results to one stream, everything about its progress to the other. */
export interface Terminal {
  /** A line of the result. */
  print(line: string): void;
  /** The result as it is, no line end added. */
  write(text: string): void;
  /** A line for the person who waits. */
  note(line: string): void;
  /** Replaces the live line; nothing where no person looks. */
  live(line: string): void;
  /** Ends the live line. */
  settle(): void;
}

/** The part of a stream that is used. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const CLEAR = '\r\u001b[2K';

/** A terminal over two streams. */
export const createTerminal = (out: Output, err: Output): Terminal => {
  let isLive = false;
  const settle = (): void => {
    if (isLive) err.write(CLEAR);
    isLive = false;
  };
  return {
    settle,
    print: (line) => {
      settle();
      out.write(`${line}\n`);
    },
    write: (text) => {
      settle();
      out.write(text);
    },
    note: (line) => {
      settle();
      err.write(`${line}\n`);
    },
    live: (line) => {
      if (!err.isTTY) return;
      isLive = true;
      err.write(`${CLEAR}${line.slice(0, (err.columns ?? 80) - 1)}`);
    },
  };
};

const BAR = 24;

/** `[=====     ] 21%`; only the text while the share is unknown. */
export const progressLine = (percent: number | null, text: string): string => {
  if (percent === null) return text;
  const filled = Math.round((Math.min(100, Math.max(0, percent)) / 100) * BAR);
  return `[${'='.repeat(filled)}${' '.repeat(BAR - filled)}] ${String(Math.floor(percent)).padStart(3)}%  ${text}`;
};

/** Rows as columns: texts to the left, numbers to the right. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] => {
  const widths = head.map((title, i) =>
    rows.reduce((width, row) => Math.max(width, String(row[i] ?? '').length), title.length),
  );
  const isNumber = head.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  const lineOf = (cells: readonly (string | number)[]): string =>
    cells
      .map((value, i) => (isNumber[i] ? String(value).padStart(widths[i] ?? 0) : String(value).padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [lineOf(head), lineOf(widths.map((width) => '-'.repeat(width))), ...rows.map(lineOf)];
};
