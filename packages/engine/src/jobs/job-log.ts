import type { LogLevel } from './job.ts';
import type { Beat, LogLine, StoredJob } from './store.ts';

const LONGEST_LINE = 2_000;
/** Lines of one run. */
const MOST_LINES = 50_000;
/** Lines kept in the row of the job. */
const TAIL = 100;
/** Lines that go out with one sign of life; the others wait for the next. */
const MOST_AT_ONCE = 5_000;

/** What a run has said and not yet sent, and the last of what it said. */
export class JobLog {
  #waiting: LogLine[] = [];
  #tail: readonly LogLine[];
  #count = 0;

  constructor(job: StoredJob) {
    this.#tail = job.log.slice(-TAIL);
  }

  /** Adds a line; beyond the most lines of a run they are left out, which the last one says. */
  add(text: string, level: LogLevel): void {
    this.#count += 1;
    if (this.#count > MOST_LINES) return;
    const line = this.#count === MOST_LINES ? 'Further lines are left out.' : text.slice(0, LONGEST_LINE);
    this.#waiting.push({ at: new Date().toISOString(), text: line.replaceAll('\u0000', ''), level });
  }

  /** What waits, oldest first; it counts as sent. */
  take(): Pick<Beat, 'lines' | 'tail'> {
    const lines = this.#waiting.splice(0, MOST_AT_ONCE);
    if (lines.length > 0) this.#tail = [...this.#tail, ...lines].slice(-TAIL);
    return { lines, tail: this.#tail };
  }

  /** Takes lines back that could not be sent. */
  putBack(lines: readonly LogLine[]): void {
    this.#waiting = [...lines, ...this.#waiting];
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }
}
