import { monoWidget } from '../text/index.ts';
import type { Widget } from '../widget.ts';

/** World Wide Name of a storage port; any notation is taken. */
export const wwnWidget: Widget = { ...monoWidget, chars: { min: 23, max: 23 } };
