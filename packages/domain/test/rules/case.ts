import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../plant.ts';

/** The row at a place of a batch: one the rules accept, or one they refuse; any mix of both makes a batch. */
export type Slot = (at: number, fits: boolean) => InputRow;

/** A refusal: what has to be there, rows that pass and rows that do not, and what the caller is told. */
export interface Refusal {
  /** A sentence about the network. */
  readonly title: string;
  /** Number of the rule in the reference, `dcim.rack.2`; null for rules of our own. */
  readonly proves: string | null;
  /** Rules (`entity name`) and constraints (`uq model fields`, `ex model rule`, `ck model rule`) of which each refuses by itself; `kind model field` where the value can't even be read. */
  readonly by: readonly string[];
  readonly model: string;
  /** `create` when absent; the slots of a delete give `{ id }`. */
  readonly verb?: 'create' | 'update' | 'delete';
  /** Prepares what `count` rows need. */
  readonly slots: (plant: Plant, count: number) => Promise<Slot>;
  /** Path below the row, empty for the row itself, and code. */
  readonly refused: readonly [path: string, code: string];
}

/** What a derive or a step after a save brings about. */
export interface Effect {
  /** A sentence about the network. */
  readonly title: string;
  /** Number of the rule in the reference; null for rules of our own. */
  readonly proves: string | null;
  /** The rule that brings it about. */
  readonly by: string;
  /** Prepares `count` rows; gives what is to be written and how the outcome of row `at` is read. */
  readonly act: (plant: Plant, count: number) => Promise<Act>;
}

/** A write and what it leaves. */
export interface Act {
  readonly model: string;
  readonly verb: 'create' | 'update' | 'delete';
  readonly inputs: readonly InputRow[];
  /** Rows whose columns tell: table, its ids or the ids written, and the columns by name. */
  readonly look: Look;
  /** What each of the rows has to hold afterwards. */
  readonly gives: (at: number) => Readonly<Record<string, unknown>>;
}

/** Where the outcome is read; without ids the rows are those written. */
export interface Look {
  readonly table: string;
  readonly ids?: readonly string[];
}

/** `make(0) ... make(count - 1)`. */
export const many = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** Name and slug of their own. */
export const named = (plant: Plant, stem = 'n'): { readonly name: string; readonly slug: string } => {
  const name = plant.name(stem);
  return { name, slug: name };
};

/** `10.0.1.0` for 1: the third and second part count up. */
export const block = (first: number, at: number, last = 0): string => `${first}.${at >> 8}.${at & 255}.${last}`;
