import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './text.module.css';

/** Shared text classes: mono for identifiers, dim for what is secondary, link for objects. */
export const textClass = css;

/** An identifier. */
export function Mono({ children, dim }: { children: ReactNode; dim?: boolean }) {
  return <span className={cx(css.mono, dim && css.dim)}>{children}</span>;
}

/** Secondary words. */
export function Dim({ children }: { children: ReactNode }) {
  return <span className={css.dim}>{children}</span>;
}

/** A stored colour (six hex digits) as a small square. */
export function Swatch({ hex }: { hex: string }) {
  return <span aria-hidden="true" className={css.swatch} style={{ background: `#${hex}` }} />;
}

/** A label with a coloured edge; the colour is stored data, never the text's. */
export function Chip({ hex, children }: { hex?: string | null; children: ReactNode }) {
  return (
    <span className={css.chip} style={hex ? { borderLeftColor: `#${hex}` } : undefined}>
      {children}
    </span>
  );
}

/** A cable label as a piece of label tape. */
export function Tape({ children }: { children: ReactNode }) {
  return <span className={css.tape}>{children}</span>;
}
