import { lazyPart } from '../../ui/lazy-part.ts';
import { textWidget } from '../text/index.ts';
import { textListWidget } from '../text-list/index.ts';
import type { Widget } from '../widget.ts';
import { TypeCell, TypesCell } from './cell.tsx';

const Filter = lazyPart(async () => (await import('./input.tsx')).TypeFilter);

/** Full name of a type of objects, such as `dcim.Device`. */
export const entityTypeWidget: Widget = {
  ...textWidget,
  Cell: TypeCell,
  Input: lazyPart(async () => (await import('./input.tsx')).TypeInput),
  Filter,
};

/** Full names of several types of objects. */
export const entityTypesWidget: Widget = {
  ...textListWidget,
  Cell: TypesCell,
  Input: lazyPart(async () => (await import('./input.tsx')).TypesInput),
  Filter,
};
