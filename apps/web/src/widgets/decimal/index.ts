import { intWidget } from '../int/index.ts';
import { accepted, refused, type Widget } from '../widget.ts';

/** Decimal number; it stays text from end to end. */
export const decimalWidget: Widget = {
  ...intWidget,
  toInput: (value) => {
    const text = String(value ?? '')
      .trim()
      .replace(',', '.');
    if (text === '') return accepted(null);
    return /^-?(\d+(\.\d*)?|\.\d+)$/.test(text) ? accepted(text) : refused('A number is needed.');
  },
};
