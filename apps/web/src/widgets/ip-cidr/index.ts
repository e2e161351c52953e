import { ipHostWidget } from '../ip-host/index.ts';
import type { Widget } from '../widget.ts';

/** Prefix, either family. */
export const ipCidrWidget: Widget = ipHostWidget;
