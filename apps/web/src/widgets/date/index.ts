import { textWidget } from '../text/index.ts';
import { MonoCell } from '../text/cell.tsx';
import type { Widget } from '../widget.ts';
import { DateFilter } from './filter.tsx';
import { DateInput } from './input.tsx';

/** Calendar day. */
export const dateWidget: Widget = {
  ...textWidget,
  Cell: MonoCell,
  Input: DateInput,
  Filter: DateFilter,
  chars: { min: 10, max: 11 },
};
