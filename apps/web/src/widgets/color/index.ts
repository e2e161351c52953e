import { textWidget } from '../text/index.ts';
import type { Widget } from '../widget.ts';
import { ColorCell } from './cell.tsx';
import { ColorInput } from './input.tsx';

/** Colour as six lower-case hex digits. */
export const colorWidget: Widget = {
  ...textWidget,
  Cell: ColorCell,
  Input: ColorInput,
  chars: { min: 9, max: 10 },
};
