import { textWidget } from '../text/index.ts';
import type { Widget } from '../widget.ts';
import { LongTextCell } from './cell.tsx';
import { LongTextInput } from './input.tsx';

/** Text of many lines, as typed. */
export const longTextWidget: Widget = {
  ...textWidget,
  Cell: LongTextCell,
  Input: LongTextInput,
  chars: { min: 12, max: 40 },
};
