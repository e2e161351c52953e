import { monoWidget } from '../text/index.ts';
import type { Widget } from '../widget.ts';

/** Identifier in the form of RFC 9562. */
export const uuidWidget: Widget = { ...monoWidget, chars: { min: 12, max: 36 } };
