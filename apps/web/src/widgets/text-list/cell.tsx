import { Mono } from '../../ui/text.tsx';
import type { CellProps } from '../widget.ts';

/** Values of a list, separated by commas. */
export function ListCell({ value }: CellProps) {
  return Array.isArray(value) && value.length > 0 ? <Mono>{value.join(', ')}</Mono> : null;
}
