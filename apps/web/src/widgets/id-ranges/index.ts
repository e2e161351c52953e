import { monoWidget } from '../text/index.ts';
import type { Widget } from '../widget.ts';

/** Ranges of whole numbers, written `1-100,200`. */
export const idRangesWidget: Widget = monoWidget;
