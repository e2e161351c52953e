import { intWidget } from '../int/index.ts';
import { accepted, refused, type Widget } from '../widget.ts';

/** Whole number of 64 bits; it travels as text, since JSON numbers lose digits. */
export const bigintWidget: Widget = {
  ...intWidget,
  toInput: (value) => {
    const text = String(value ?? '').trim();
    if (text === '') return accepted(null);
    return /^-?\d+$/.test(text) ? accepted(text) : refused('A whole number is needed.');
  },
};
