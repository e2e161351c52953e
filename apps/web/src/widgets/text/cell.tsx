import { Status } from '../../ui/status.tsx';
import { Mono } from '../../ui/text.tsx';
import type { CellProps } from '../widget.ts';

/** Plain text; the state of something that no choice declares still shows its shape. */
export function TextCell({ field, value }: CellProps) {
  if (field.name === 'status' && typeof value === 'string') return <Status value={value} label={value} />;
  return value === null || value === undefined ? null : <>{String(value)}</>;
}

/** An identifier in mono. */
export function MonoCell({ value }: CellProps) {
  return value === null || value === undefined ? null : <Mono>{String(value)}</Mono>;
}
