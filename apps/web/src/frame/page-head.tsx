import { type ReactNode, useEffect } from 'react';
import css from './page-head.module.css';

/** Title line of a page; it names the browser tab too. */
export function PageHead({
  above,
  title,
  aside,
  beside,
  actions,
}: {
  above?: ReactNode;
  title: string;
  aside?: string | undefined;
  beside?: ReactNode;
  actions?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Plumbline`;
  }, [title]);
  return (
    <div className={css.head}>
      <div className={css.words}>
        {above}
        <div className={css.line}>
          <h1 className={css.title}>{title}</h1>
          {aside ? <span className={css.aside}>{aside}</span> : null}
          {beside}
        </div>
      </div>
      {actions ? <div className={css.actions}>{actions}</div> : null}
    </div>
  );
}
