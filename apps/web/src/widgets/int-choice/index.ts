import { choiceWidget } from '../choice/index.ts';
import { accepted, type Widget } from '../widget.ts';

/** One value of a set of whole numbers. */
export const intChoiceWidget: Widget = {
  ...choiceWidget,
  toInput: (value) => accepted(value === '' || value === null ? null : Number(value)),
};
