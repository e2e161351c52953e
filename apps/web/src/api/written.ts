/** A write that can be taken back. */
interface Write {
  changeSetId: string;
  /** Milliseconds of the page's clock. */
  at: number;
}

/** How long after a write what is said is about it, in ms. */
const fresh = 1_500;

let latest: Write | null = null;

function changeSetOf(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const { changeSetId, dryRun } = answer as { changeSetId?: unknown; dryRun?: unknown };
  return typeof changeSetId === 'string' && dryRun !== true ? changeSetId : null;
}

/** Remembers what an answer of the server says was written. */
export function noteWrites(data: unknown): void {
  for (const answer of Object.values(data ?? {})) {
    const changeSetId = changeSetOf(answer);
    if (changeSetId !== null) latest = { changeSetId, at: performance.now() };
  }
}

/** The change set of a write that was just made, once; null when there is none to speak of. */
export function takeWrite(): string | null {
  const write = latest;
  latest = null;
  return write && performance.now() - write.at < fresh ? write.changeSetId : null;
}
