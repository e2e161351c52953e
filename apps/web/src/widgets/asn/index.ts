import { monoWidget } from '../text/index.ts';
import { accepted, refused, type Widget } from '../widget.ts';

/** Number of an autonomous system; the dotted form of RFC 5396 is taken too. */
export const asnWidget: Widget = {
  ...monoWidget,
  toInput: (value) => {
    const text = String(value ?? '').trim();
    if (text === '') return accepted(null);
    if (/^\d+$/.test(text)) return accepted(Number(text));
    return /^\d+\.\d+$/.test(text) ? accepted(text) : refused('An AS number such as 65001 is needed.');
  },
  alignEnd: true,
  chars: { min: 6, max: 12 },
};
