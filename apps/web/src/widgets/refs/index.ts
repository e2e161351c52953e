import { lazyPart } from '../../ui/lazy-part.ts';
import { objectName } from '../../catalogue/object-link.tsx';
import type { RefValue } from '../../catalogue/types.ts';
import { accepted, type Widget } from '../widget.ts';
import { RefsCell, refsOf } from './cell.tsx';

/** References to many objects, tags among them. */
export const refsWidget: Widget = {
  Cell: RefsCell,
  Input: lazyPart(async () => (await import('./input.tsx')).RefsInput),
  Filter: lazyPart(async () => (await import('../ref/filter.tsx')).RefFilter),
  text: (value) => refsOf(value).map(objectName).join(', '),
  toForm: refsOf,
  toInput: (value) => accepted(((value ?? []) as RefValue[]).map((row) => ({ id: row.id }))),
  chars: { min: 8, max: 30 },
};
