import type { Row } from '@plumbline/engine';
import { textOf } from '../../lookup.queries.ts';

/** The host of an address row, whose stored text is in its one form; empty without an address. */
export const hostOf = (row: Row): string => textOf(row, 'address')?.replace(/\/.*/, '') ?? '';
