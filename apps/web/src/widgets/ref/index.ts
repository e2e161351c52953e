import { lazyPart } from '../../ui/lazy-part.ts';
import { objectName } from '../../catalogue/object-link.tsx';
import type { RefValue } from '../../catalogue/types.ts';
import { accepted, type Widget } from '../widget.ts';
import { RefCell } from './cell.tsx';

/** Reference to one object. */
export const refWidget: Widget = {
  Cell: RefCell,
  Input: lazyPart(async () => (await import('./input.tsx')).RefInput),
  Filter: lazyPart(async () => (await import('./filter.tsx')).RefFilter),
  text: (value) => (value ? objectName(value as RefValue) : ''),
  toForm: (value) => (value as RefValue | null) ?? null,
  toInput: (value) => accepted(value ? { id: (value as RefValue).id } : null),
  chars: { min: 6, max: 26 },
};
