import type { Limits } from '@plumbline/jinja';

/** What one render may use: the engine's limits, and what it may ask of its host. */
export interface RenderLimits extends Limits {
  /** Time of a render in milliseconds; a child that is still busy a moment later is killed. */
  readonly ms: number;
  /** Questions a render may put to its host. */
  readonly hostCalls: number;
  /** Rows that answers may name in all. */
  readonly rows: number;
}

/** Limits of a render that names none. */
export const RENDER_LIMITS: RenderLimits = {
  steps: 1_000_000,
  output: 10_000_000,
  string: 5_000_000,
  items: 1_000_000,
  range: 100_000,
  depth: 150,
  width: 100_000,
  allocation: 50_000_000,
  bits: 100_000,
  ms: 5_000,
  hostCalls: 500,
  rows: 50_000,
};
