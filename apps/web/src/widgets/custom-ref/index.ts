import { lazyPart } from '../../ui/lazy-part.ts';
import type { RefValue } from '../../catalogue/types.ts';
import { refsOf } from '../refs/cell.tsx';
import { textWidget } from '../text/index.ts';
import { accepted, type Widget } from '../widget.ts';
import { ObjectIdCell, ObjectIdsCell } from './cell.tsx';

/** An object of which only the id is known: its name is looked up. */
function unnamed(id: unknown): RefValue {
  return { id: String(id), number: null, display: null };
}

/** Reference to one object, stored as its id: the value of a custom field. */
export const objectIdWidget: Widget = {
  ...textWidget,
  Cell: ObjectIdCell,
  Input: lazyPart(async () => (await import('./input.tsx')).ObjectIdInput),
  toForm: (value) => (typeof value === 'string' && value !== '' ? unnamed(value) : null),
  toInput: (value) => accepted(value ? (value as RefValue).id : null),
};

/** References to several objects, stored as a list of ids. */
export const objectIdsWidget: Widget = {
  ...textWidget,
  Cell: ObjectIdsCell,
  Input: lazyPart(async () => (await import('./input.tsx')).ObjectIdsInput),
  text: (value) => (Array.isArray(value) ? value.join(', ') : ''),
  toForm: (value) => (Array.isArray(value) ? value.map(unnamed) : []),
  toInput: (value) => accepted(refsOf(value).map(({ id }) => id)),
};
