import { textClass } from '../../ui/text.tsx';
import { ago, localTime } from '../../ui/time.ts';
import type { CellProps } from '../widget.ts';

/** How long ago an instant was; its title is the exact local time. */
export function DateTimeCell({ value }: CellProps) {
  if (typeof value !== 'string') return null;
  return (
    <time className={textClass.dim} dateTime={value} title={localTime(value)}>
      {ago(value)}
    </time>
  );
}
