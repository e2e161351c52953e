import type { ReactNode } from 'react';
import { cx } from '../../ui/cx.ts';
import css from './jacket.module.css';
import { type Jacketed, jacketOf } from './jacket.ts';

/** What it carries between two pieces of cable in the colour of its jacket; they are dashed while it is planned. */
export function JacketLine({
  cable,
  status,
  kind,
  className,
  children,
}: {
  cable: Jacketed;
  status?: string | null | undefined;
  /** Of a link that is no cable. */
  kind?: string;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <span
      className={cx(css.jacket, className)}
      data-status={status}
      data-kind={kind}
      style={{ ['--jacket' as string]: jacketOf(cable) }}
    >
      {children}
    </span>
  );
}
