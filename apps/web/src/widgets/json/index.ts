import { messageOf } from '../../api/errors.ts';
import { textWidget } from '../text/index.ts';
import { accepted, refused, type Widget } from '../widget.ts';
import { JsonCell } from './cell.tsx';
import { JsonInput } from './input.tsx';

/** A JSON document. */
export const jsonWidget: Widget = {
  ...textWidget,
  Cell: JsonCell,
  Input: JsonInput,
  text: (value) => (value === null || value === undefined ? '' : JSON.stringify(value)),
  toForm: (value) => (value === null || value === undefined ? '' : JSON.stringify(value, null, 2)),
  toInput: (value) => {
    if (typeof value !== 'string' || value.trim() === '') return accepted(null);
    try {
      return accepted(JSON.parse(value));
    } catch (error) {
      return refused(`This is not JSON: ${messageOf(error)}`);
    }
  },
  chars: { min: 12, max: 40 },
};
