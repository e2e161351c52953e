import type { ReactNode } from 'react';
import { controlId } from '../../generic/form/field-control.tsx';
import css from '../../generic/form/form.module.css';
import { cx } from '../../ui/cx.ts';
import { StatusShape } from '../../ui/status.tsx';

/** Ids with which a control names what describes it; undefined when nothing does. */
export function describedBy(name: string, message: string | undefined): string {
  const id = controlId(name);
  return [`${id}-help`, message ? `${id}-error` : ''].filter(Boolean).join(' ');
}

/** A labelled place of a form for a control of its own, with its help and its refusal. */
export function Slot({
  name,
  label,
  help,
  message,
  required = false,
  children,
}: {
  name: string;
  label: string;
  help: string;
  message: string | undefined;
  required?: boolean;
  children: ReactNode;
}) {
  const id = controlId(name);
  return (
    <div className={cx(css.field, css.wide)}>
      <label className={css.label} htmlFor={id}>
        {label}
        {required ? (
          <span className={css.needed} title="Needed" aria-hidden="true">
            *
          </span>
        ) : null}
      </label>
      {children}
      {message ? (
        <div className={css.error} id={`${id}-error`}>
          <StatusShape tone="bad" />
          {message}
        </div>
      ) : null}
      <div className={css.help} id={`${id}-help`}>
        {help}
      </div>
    </div>
  );
}
