import { lazyPart } from '../../ui/lazy-part.ts';
import { textWidget } from '../text/index.ts';
import { accepted, type ArcValue, refused, type Widget } from '../widget.ts';
import { AnyObjectCell } from './cell.tsx';

/**
 * An object of any type, which the API takes as two inputs: `objectType` and `objectId`.
 *
 * The form holds it as an arc whose arm is the full name of the type. A page that fills a form from a query sets it from
 * both columns of the row, which `toForm` cannot know.
 */
export const anyObjectWidget: Widget = {
  ...textWidget,
  Cell: AnyObjectCell,
  Input: lazyPart(async () => (await import('./input.tsx')).AnyObjectInput),
  toForm: (value) => (typeof value === 'object' ? (value as ArcValue | null) : null),
  toInput: (value) => {
    const arc = value as ArcValue | null;
    if (!arc) return accepted(null);
    return arc.row ? accepted({ objectType: arc.arm, objectId: arc.row.id }) : refused('Choose the object too.');
  },
  chars: { min: 14, max: 34 },
};
