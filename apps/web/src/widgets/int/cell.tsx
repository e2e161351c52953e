import { useContext } from 'react';
import { Dim, Mono } from '../../ui/text.tsx';
import { CompactContext } from '../compact.ts';
import type { CellProps } from '../widget.ts';

/** A stored decimal without the zeros that its scale adds: `17.0` is 17. */
export function plainNumber(value: unknown): string {
  const text = String(value);
  return /^-?\d+\.\d*0$|^-?\d+\.$/.test(text) ? text.replace(/\.?0*$/, '') : text;
}

/** A number in mono, with its unit dimmed; in a grid the heading has the unit. */
export function NumberCell({ field, value }: CellProps) {
  const compact = useContext(CompactContext);
  if (value === null || value === undefined) return null;
  return (
    <Mono>
      {plainNumber(value)}
      {field.unit && !compact ? <Dim> {field.unit}</Dim> : null}
    </Mono>
  );
}
