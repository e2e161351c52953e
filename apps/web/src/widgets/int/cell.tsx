import { useContext } from 'react';
import { Dim, Mono, textClass } from '../../ui/text.tsx';
import { CompactContext } from '../compact.ts';
import type { CellProps } from '../widget.ts';

/** A stored decimal without the zeros that its scale adds: `17.0` is 17. */
export function plainNumber(value: unknown): string {
  const text = String(value);
  return /^-?\d+\.\d*0$|^-?\d+\.$/.test(text) ? text.replace(/\.?0*$/, '') : text;
}

/** A share of a hundred as a bar with its figure. */
function Share({ percent }: { percent: number }) {
  return (
    <>
      <span className={textClass.meter} aria-hidden="true">
        <span style={{ width: `${Math.max(0, Math.min(100, percent))}%` }} />
      </span>{' '}
      <Mono>{Math.round(percent)}%</Mono>
    </>
  );
}

/** A number in mono, with its unit dimmed; in a grid the heading has the unit. */
export function NumberCell({ field, value }: CellProps) {
  const compact = useContext(CompactContext);
  if (value === null || value === undefined) return null;
  if (field.unit === '%') return <Share percent={Number(value)} />;
  return (
    <Mono>
      {plainNumber(value)}
      {field.unit && !compact ? <Dim> {field.unit}</Dim> : null}
    </Mono>
  );
}
