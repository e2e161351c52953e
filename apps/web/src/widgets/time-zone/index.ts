import { lazyPart } from '../../ui/lazy-part.ts';
import { textWidget } from '../text/index.ts';
import type { Widget } from '../widget.ts';

/** Time zone by its IANA name. */
export const timeZoneWidget: Widget = {
  ...textWidget,
  Input: lazyPart(async () => (await import('./input.tsx')).TimeZoneInput),
};
