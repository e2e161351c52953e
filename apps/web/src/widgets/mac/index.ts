import { monoWidget } from '../text/index.ts';
import type { Widget } from '../widget.ts';

/** MAC address; any notation is taken. */
export const macWidget: Widget = { ...monoWidget, chars: { min: 17, max: 17 } };
