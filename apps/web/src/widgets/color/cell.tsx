import { Mono, Swatch } from '../../ui/text.tsx';
import type { CellProps } from '../widget.ts';

/** A colour as square and hex digits. */
export function ColorCell({ value }: CellProps) {
  if (typeof value !== 'string' || value === '') return null;
  return (
    <span style={{ display: 'inline-flex', gap: 6, alignItems: 'center' }}>
      <Swatch hex={value} />
      <Mono dim>{value}</Mono>
    </span>
  );
}
