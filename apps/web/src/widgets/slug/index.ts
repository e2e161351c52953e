import { monoWidget } from '../text/index.ts';
import type { Widget } from '../widget.ts';

/** Short name for addresses and keys. */
export const slugWidget: Widget = { ...monoWidget, chars: { min: 8, max: 26 } };
