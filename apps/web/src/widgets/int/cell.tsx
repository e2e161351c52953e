import { Dim, Mono } from '../../ui/text.tsx';
import type { CellProps } from '../widget.ts';

/** A number in mono, with its unit dimmed. */
export function NumberCell({ field, value }: CellProps) {
  if (value === null || value === undefined) return null;
  return (
    <Mono>
      {String(value)}
      {field.unit ? <Dim> {field.unit}</Dim> : null}
    </Mono>
  );
}
