import type { UiField } from '../../catalogue/types.ts';
import { textWidget } from '../text/index.ts';
import { accepted, type FormValue, type Outcome, refused, type Widget } from '../widget.ts';
import { NumberCell } from './cell.tsx';
import { NumberInput } from './input.tsx';

function limits(field: UiField): string {
  if (field.min !== undefined && field.max !== undefined) return ` from ${field.min} to ${field.max}`;
  return '';
}

function wholeNumber(value: FormValue, field: UiField): Outcome {
  const text = String(value ?? '').trim();
  if (text === '') return accepted(null);
  return /^-?\d+$/.test(text) ? accepted(Number(text)) : refused(`A whole number${limits(field)} is needed.`);
}

/** Whole number of 32 bits. */
export const intWidget: Widget = {
  ...textWidget,
  Cell: NumberCell,
  Input: NumberInput,
  toInput: wholeNumber,
  alignEnd: true,
  chars: { min: 4, max: 14 },
};
