import { lazyPart } from '../../ui/lazy-part.ts';
import { objectName } from '../../catalogue/object-link.tsx';
import type { Row } from '../../catalogue/types.ts';
import { accepted, type ArcValue, refused, type Widget } from '../widget.ts';
import { ArcCell, arcContext } from './cell.tsx';

/**
 * Reference to one of several kinds of object.
 *
 * The form holds the arm beside the row; a page that fills a form from a query sets the arm from
 * the row's type, which `toForm` cannot know.
 */
export const arcWidget: Widget = {
  Cell: ArcCell,
  Input: lazyPart(async () => (await import('./input.tsx')).ArcInput),
  Filter: lazyPart(async () => (await import('./filter.tsx')).ArcFilter),
  text: (value) => {
    const row = value as Row | null;
    const context = arcContext(row);
    return row ? [context && objectName(context), objectName(row)].filter(Boolean).join(' ') : '';
  },
  toForm: (value) => (value as ArcValue | null) ?? null,
  toInput: (value) => {
    const arc = value as ArcValue | null;
    if (!arc) return accepted(null);
    return arc.row ? accepted({ [arc.arm]: { id: arc.row.id } }) : refused('Choose the object too.');
  },
  chars: { min: 8, max: 34 },
};
