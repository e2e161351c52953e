import { dateWidget } from '../date/index.ts';
import type { Widget } from '../widget.ts';
import { DateTimeCell } from './cell.tsx';
import { DateTimeInput } from './input.tsx';

/** Instant in UTC, shown in the reader's zone. */
export const dateTimeWidget: Widget = {
  ...dateWidget,
  Cell: DateTimeCell,
  Input: DateTimeInput,
  chars: { min: 10, max: 12 },
};
