import { textWidget } from '../text/index.ts';
import type { Widget } from '../widget.ts';
import { SecretCell } from './cell.tsx';
import { SecretInput } from './input.tsx';

/** A value that is written and never shown. */
export const secretWidget: Widget = {
  ...textWidget,
  Cell: SecretCell,
  Input: SecretInput,
  text: () => '',
};
