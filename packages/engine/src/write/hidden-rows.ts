import type { Row } from './work.ts';

const hidden = new WeakSet<Row>();

/** Marks a row that a rule read as one that the actor may not see. */
export const markHidden = (row: Row): void => void hidden.add(row);

/**
 * Whether a row that a rule read is one that the actor may not see, so that no message names it.
 *
 * Holds for rows as `work.read` gave them, not for copies.
 */
export const isHiddenRow = (row: Row): boolean => hidden.has(row);
