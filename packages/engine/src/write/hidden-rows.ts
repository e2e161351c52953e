import type { Row } from './work.ts';

const hidden = new WeakSet<Row>();
const seenFields = new WeakMap<Row, ReadonlySet<string>>();

/** Marks a row that a rule read as one that the actor may not see. */
export const markHidden = (row: Row): void => void hidden.add(row);

/** Notes which fields of a row that a rule read the actor may see. */
export const markSeenFields = (row: Row, fields: ReadonlySet<string>): void => void seenFields.set(row, fields);

/**
 * Whether a row that a rule read is one that the actor may not see, so that no message names it.
 *
 * Holds for rows as `work.read` gave them, not for copies.
 */
export const isHiddenRow = (row: Row): boolean => hidden.has(row);

/**
 * Whether the actor may not see a field of a row that a rule read, be it for the row or for the field: no message gives
 * its value.
 *
 * Holds for rows as `work.read` gave them, not for copies.
 */
export const isHiddenField = (row: Row, field: string): boolean =>
  hidden.has(row) || seenFields.get(row)?.has(field) === false;
