import { Check, Minus } from 'lucide-react';
import { textClass } from '../../ui/text.tsx';
import type { CellProps } from '../widget.ts';

/** Yes or no as a sign with a name. */
export function BoolCell({ value }: CellProps) {
  if (value === null || value === undefined) return null;
  return value ? (
    <span className={textClass.status}>
      <Check size={13} aria-hidden="true" /> yes
    </span>
  ) : (
    <span className={`${textClass.status} ${textClass.dim}`}>
      <Minus size={13} aria-hidden="true" /> no
    </span>
  );
}
