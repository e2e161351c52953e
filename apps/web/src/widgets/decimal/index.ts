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

/** Number with a fraction that travels as a number: the value of a custom field. */
export const numberWidget: Widget = {
  ...decimalWidget,
  toInput: (value, field) => {
    const outcome = decimalWidget.toInput(value, field);
    return outcome.ok && outcome.value !== null ? accepted(Number(outcome.value)) : outcome;
  },
};
