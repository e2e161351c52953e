import { ArrowUpRight } from 'lucide-react';
import { textClass } from '../../ui/text.tsx';
import type { CellProps } from '../widget.ts';

/** A link that leaves the application; other schemes than http stay text. */
export function UrlCell({ value }: CellProps) {
  if (typeof value !== 'string' || value === '') return null;
  if (!/^https?:\/\//i.test(value)) return <>{value}</>;
  return (
    <a className={textClass.link} href={value} target="_blank" rel="noreferrer">
      {value} <ArrowUpRight size={12} aria-hidden="true" />
    </a>
  );
}
