import { splitValues } from '../text/filter.tsx';
import { textWidget } from '../text/index.ts';
import { accepted, type Widget } from '../widget.ts';
import { ListCell } from './cell.tsx';

/** List of texts, typed with commas. */
export const textListWidget: Widget = {
  ...textWidget,
  Cell: ListCell,
  text: (value) => (Array.isArray(value) ? value.join(', ') : ''),
  toForm: (value) => (Array.isArray(value) ? value.join(', ') : ''),
  toInput: (value) => accepted(splitValues(String(value ?? ''))),
};
