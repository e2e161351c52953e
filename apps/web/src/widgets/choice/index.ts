import { lazyPart } from '../../ui/lazy-part.ts';
import { accepted, type Widget } from '../widget.ts';
import { ChoiceCell } from './cell.tsx';
import { choiceOf } from './choices.ts';

/** One value of a set, stored as text. */
export const choiceWidget: Widget = {
  Cell: ChoiceCell,
  Input: lazyPart(async () => (await import('./input.tsx')).ChoiceInput),
  Filter: lazyPart(async () => (await import('./filter.tsx')).ChoiceFilter),
  text: (value, field) => choiceOf(field, value)?.label ?? '',
  toForm: (value) => (value === null || value === undefined ? '' : String(value)),
  toInput: (value) => accepted(value === '' ? null : value),
  chars: { min: 8, max: 26 },
};
