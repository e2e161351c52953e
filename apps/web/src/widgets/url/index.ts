import { textWidget } from '../text/index.ts';
import type { Widget } from '../widget.ts';
import { UrlCell } from './cell.tsx';

/** Address of a page elsewhere. */
export const urlWidget: Widget = { ...textWidget, Cell: UrlCell };
