import type { ReactNode } from 'react';
import shared from '../../ui/settings-page.module.css';
import css from './account.module.css';

/** A control of a dialog below its label, with help below it. */
export function Line({ id, label, help, children }: { id: string; label: string; help?: string; children: ReactNode }) {
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {children}
      {help ? <span className={shared.help}>{help}</span> : null}
    </div>
  );
}
