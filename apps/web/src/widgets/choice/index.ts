import { accepted, type Widget } from '../widget.ts';
import { ChoiceCell } from './cell.tsx';
import { choiceOf } from './choices.ts';
import { ChoiceFilter } from './filter.tsx';
import { ChoiceInput } from './input.tsx';

/** One value of a set, stored as text. */
export const choiceWidget: Widget = {
  Cell: ChoiceCell,
  Input: ChoiceInput,
  Filter: ChoiceFilter,
  text: (value, field) => choiceOf(field, value)?.label ?? '',
  toForm: (value) => (value === null || value === undefined ? '' : String(value)),
  toInput: (value) => accepted(value === '' ? null : value),
  chars: { min: 8, max: 26 },
};
