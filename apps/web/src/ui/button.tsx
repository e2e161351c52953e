import type { ComponentProps, ReactNode } from 'react';
import css from './button.module.css';
import { cx } from './cx.ts';

type Tone = 'plain' | 'primary' | 'quiet' | 'danger' | 'onRail';

const toneClass: Record<Tone, string | undefined> = {
  plain: undefined,
  primary: css.primary,
  quiet: css.quiet,
  danger: css.danger,
  onRail: css.onRail,
};

/** Class names of a button, for links and triggers that must look like one. */
export function buttonClass(tone: Tone = 'plain', shape?: 'icon' | 'tiny'): string {
  return cx(css.btn, toneClass[tone], shape && css[shape]);
}

/** A button with words. */
export function Button({ tone = 'plain', className, ...rest }: ComponentProps<'button'> & { tone?: Tone }) {
  return <button type="button" className={cx(buttonClass(tone), className)} {...rest} />;
}

/** A button that is only an icon; `label` is its name. */
export function IconButton({
  label,
  tone = 'quiet',
  tiny = false,
  className,
  children,
  ...rest
}: ComponentProps<'button'> & { label: string; tone?: Tone; tiny?: boolean; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={cx(buttonClass(tone, tiny ? 'tiny' : 'icon'), className)}
      {...rest}
    >
      {children}
    </button>
  );
}

/** A button that reads as an inline action. */
export function LinkButton({ className, ...rest }: ComponentProps<'button'>) {
  return <button type="button" className={cx(css.link, className)} {...rest} />;
}

/** A key cap. */
export function Key({ children }: { children: ReactNode }) {
  return <kbd className={css.kbd}>{children}</kbd>;
}
