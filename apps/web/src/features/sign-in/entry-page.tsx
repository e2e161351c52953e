import { type ReactNode, useEffect } from 'react';
import { Mark } from '../../ui/mark.tsx';
import css from './sign-in.module.css';

/** A page before the frame: the mark, and one box. */
export function EntryPage({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Plumbline`;
  }, [title]);
  return (
    <main className={css.page}>
      <div className={css.box}>
        <h1 className={css.brand}>
          <Mark size={28} />
          Plumbline
        </h1>
        {children}
      </div>
    </main>
  );
}
