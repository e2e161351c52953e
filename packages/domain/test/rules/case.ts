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
  /** The database finds these rows by halving the batch, so that refusals cost statements; no large batch is tried. */
  readonly isHalving?: boolean;
}

/** What a derive, a command or a step after a save brings about. */
export interface Effect {
  /** A sentence about the network. */
  readonly title: string;
  /** Number of the rule in the reference; null for rules of our own. */
  readonly proves: string | null;
  /** The rule that brings it about. */
  readonly by: string;
  /** Prepares a write of `count` rows and says what it leaves. */
  readonly act: (plant: Plant, count: number) => Promise<Act>;
}

/** A write and what it leaves. */
export interface Act {
  readonly model: string;
  /** `create` when absent. */
  readonly verb?: 'create' | 'update' | 'delete';
  readonly inputs: readonly InputRow[];
  /** Table of the rows that tell. */
  readonly table: string;
  /** Ids of those rows; those written when absent. */
  readonly ids?: readonly string[];
  /** Column that holds the ids; `id` when absent. */
  readonly column?: string;
  /** Columns by name that each of the rows has to hold, in the order of the ids. */
  readonly gives: (at: number) => Readonly<Record<string, unknown>>;
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
