import { accepted, type Widget } from '../widget.ts';
import { MonoCell, TextCell } from './cell.tsx';
import { TextFilter } from './filter.tsx';
import { MonoInput, TextInput } from './input.tsx';

/** One line of text; empty is null. */
export const textWidget: Widget = {
  Cell: TextCell,
  Input: TextInput,
  Filter: TextFilter,
  text: (value) => (value === null || value === undefined ? '' : String(value)),
  toForm: (value) => (value === null || value === undefined ? '' : String(value)),
  toInput: (value) => accepted(value === '' ? null : value),
  chars: { min: 8, max: 34 },
};

/** One line of text that is an identifier: shown in mono. */
export const monoWidget: Widget = { ...textWidget, Cell: MonoCell, Input: MonoInput };
