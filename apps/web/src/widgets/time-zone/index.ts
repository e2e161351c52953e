import { textWidget } from '../text/index.ts';
import type { Widget } from '../widget.ts';
import { TimeZoneInput } from './input.tsx';

/** Time zone by its IANA name. */
export const timeZoneWidget: Widget = { ...textWidget, Input: TimeZoneInput };
