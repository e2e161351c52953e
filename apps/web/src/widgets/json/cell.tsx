import { Mono } from '../../ui/text.tsx';
import type { CellProps } from '../widget.ts';

/** A document, on one line in a list and indented where lines break. */
export function JsonCell({ value }: CellProps) {
  if (value === null || value === undefined) return null;
  return (
    <span style={{ whiteSpace: 'inherit' }}>
      <Mono>{JSON.stringify(value, null, 2)}</Mono>
    </span>
  );
}
