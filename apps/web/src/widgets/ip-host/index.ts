import { monoWidget } from '../text/index.ts';
import type { Widget } from '../widget.ts';
import { AddressCell } from './cell.tsx';

/** IP address with its mask, either family. */
export const ipHostWidget: Widget = { ...monoWidget, Cell: AddressCell, chars: { min: 14, max: 32 } };
