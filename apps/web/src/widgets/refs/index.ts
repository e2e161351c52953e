import { objectName } from '../../catalogue/object-link.tsx';
import type { RefValue } from '../../catalogue/types.ts';
import { RefFilter } from '../ref/filter.tsx';
import { accepted, type Widget } from '../widget.ts';
import { RefsCell, refsOf } from './cell.tsx';
import { RefsInput } from './input.tsx';

/** References to many objects, tags among them. */
export const refsWidget: Widget = {
  Cell: RefsCell,
  Input: RefsInput,
  Filter: RefFilter,
  text: (value) => refsOf(value).map(objectName).join(', '),
  toForm: refsOf,
  toInput: (value) => accepted(((value ?? []) as RefValue[]).map((row) => ({ id: row.id }))),
  chars: { min: 8, max: 30 },
};
