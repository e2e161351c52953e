import { objectName } from '../../catalogue/object-link.tsx';
import type { RefValue } from '../../catalogue/types.ts';
import { accepted, type Widget } from '../widget.ts';
import { RefCell } from './cell.tsx';
import { RefFilter } from './filter.tsx';
import { RefInput } from './input.tsx';

/** Reference to one object. */
export const refWidget: Widget = {
  Cell: RefCell,
  Input: RefInput,
  Filter: RefFilter,
  text: (value) => (value ? objectName(value as RefValue) : ''),
  toForm: (value) => (value as RefValue | null) ?? null,
  toInput: (value) => accepted(value ? { id: (value as RefValue).id } : null),
  chars: { min: 6, max: 26 },
};
