import { Mono } from '../../ui/text.tsx';
import type { CellProps } from '../widget.ts';

/** Plain text. */
export function TextCell({ value }: CellProps) {
  return value === null || value === undefined ? null : <>{String(value)}</>;
}

/** An identifier in mono. */
export function MonoCell({ value }: CellProps) {
  return value === null || value === undefined ? null : <Mono>{String(value)}</Mono>;
}
