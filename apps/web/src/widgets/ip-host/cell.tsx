import { textClass } from '../../ui/text.tsx';
import type { CellProps } from '../widget.ts';

/** An address or prefix in mono with a dim mask. */
export function AddressCell({ value }: CellProps) {
  if (typeof value !== 'string') return null;
  const at = value.lastIndexOf('/');
  const host = at < 0 ? value : value.slice(0, at);
  return (
    <span className={textClass.mono}>
      {host}
      {at < 0 ? null : <span className={textClass.dim}>{value.slice(at)}</span>}
    </span>
  );
}
