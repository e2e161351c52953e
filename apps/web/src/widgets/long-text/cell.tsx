import type { CellProps } from '../widget.ts';

/** Text with its own line breaks; a list row cuts it after the first. */
export function LongTextCell({ value }: CellProps) {
  return value === null || value === undefined ? null : <span style={{ whiteSpace: 'inherit' }}>{String(value)}</span>;
}
