import { raise, TemplateError } from './errors.ts';

/** What one render may use. All numbers; a missing one takes the value of `DEFAULT_LIMITS`. */
export interface Limits {
  /** Statements, loop rounds, calls and items touched by filters. */
  readonly steps: number;
  /** Characters of the result. */
  readonly output: number;
  /** Characters of any one string. */
  readonly string: number;
  /** Items of any one list, tuple or dict. */
  readonly items: number;
  /** Numbers in one `range()`. */
  readonly range: number;
  /** Macros, blocks, includes and recursive loops inside one another. */
  readonly depth: number;
  /** Width or precision in a format. */
  readonly width: number;
  /** Characters and items made by all growing operations together. */
  readonly allocation: number;
  /** Bits of one integer. */
  readonly bits: number;
}

/** Limits of a render that names none. */
export const DEFAULT_LIMITS: Limits = {
  steps: 1_000_000,
  output: 10_000_000,
  string: 5_000_000,
  items: 1_000_000,
  range: 100_000,
  depth: 150,
  width: 100_000,
  allocation: 50_000_000,
  bits: 100_000,
};

/** Called every `HOOK_EVERY` steps with the steps so far; a throw ends the render, so a host can add a deadline. */
export type StepHook = (steps: number) => void;

/** Steps between two calls of a step hook. */
export const HOOK_EVERY = 1000;

/** Counters of one render. Rendering is synchronous, so one set is active at a time; see `withBudget`. */
export class Budget {
  steps = 0;
  depth = 0;
  allocated = 0;
  private next = 0;

  constructor(
    readonly limits: Limits,
    private readonly hook: StepHook | null,
  ) {
    this.plan();
  }

  /** Counts steps; cheap unless a limit or the hook is due. */
  tick(count = 1): void {
    this.steps += count;
    if (this.steps >= this.next) this.check();
  }

  private check(): void {
    const { steps } = this.limits;
    if (this.steps > steps) raise('LimitExceeded', `The template took more than ${steps} steps.`);
    this.hook?.(this.steps);
    this.plan();
  }

  private plan(): void {
    this.next = Math.min(this.limits.steps + 1, this.steps + HOOK_EVERY);
  }
}

let active = new Budget(DEFAULT_LIMITS, null);

/** The counters of the render that runs now. */
export const budget = (): Budget => active;

/** Counts steps of the render that runs now. */
export const tick = (count = 1): void => active.tick(count);

/** Runs a render with counters of its own and restores the outer ones, so renders may nest; `onEnd` gets its steps. */
export function withBudget<T>(limits: Limits, hook: StepHook | null, run: () => T, onEnd?: StepHook): T {
  const outer = active;
  const own = new Budget(limits, hook);
  active = own;
  try {
    return run();
  } catch (error) {
    throw asTemplateError(error);
  } finally {
    active = outer;
    onEnd?.(own.steps);
  }
}

/** A stack that ran out becomes a RecursionError; everything else stays what it is. */
export function asTemplateError(error: unknown): unknown {
  if (error instanceof RangeError && /call stack/i.test(error.message))
    return new TemplateError('RecursionError', 'maximum recursion depth exceeded');
  return error;
}

function allocate(size: number): void {
  active.allocated += size;
  if (active.allocated > active.limits.allocation)
    raise('LimitExceeded', `The template made more than ${active.limits.allocation} characters and items.`);
}

/** Refuses a string of `length` characters before it is made. */
export function checkString(length: number): void {
  if (length > active.limits.string)
    raise('LimitExceeded', `A string of ${length} characters passes the limit of ${active.limits.string}.`);
  if (length > 64) allocate(length);
}

/** Refuses a list of `count` items before it is made. */
export function checkItems(count: number): void {
  if (count > active.limits.items)
    raise('LimitExceeded', `A list of ${count} items passes the limit of ${active.limits.items}.`);
  if (count > 64) allocate(count);
}

/** Refuses a format width or precision that is too large. */
export function checkWidth(width: number): number {
  if (width > active.limits.width)
    raise('LimitExceeded', `A format width of ${width} passes the limit of ${active.limits.width}.`);
  return width;
}

/** Enters a macro, block, include or recursive loop; pair with `leave`. */
export function enter(): void {
  active.tick();
  active.depth += 1;
  if (active.depth > active.limits.depth) raise('RecursionError', 'maximum recursion depth exceeded');
}

/** Leaves what `enter` entered. */
export function leave(): void {
  active.depth -= 1;
}
