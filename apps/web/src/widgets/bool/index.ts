import { accepted, type Widget } from '../widget.ts';
import { BoolCell } from './cell.tsx';
import { BoolFilter } from './filter.tsx';
import { BoolInput } from './input.tsx';

/** Yes or no; null when not known. */
export const boolWidget: Widget = {
  Cell: BoolCell,
  Input: BoolInput,
  Filter: BoolFilter,
  text: (value) => (value === null || value === undefined ? '' : String(value)),
  toForm: (value) => (typeof value === 'boolean' ? value : null),
  toInput: (value) => accepted(value === '' ? null : value),
  chars: { min: 6, max: 10 },
};
