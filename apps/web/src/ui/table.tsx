import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './table.module.css';

/** Head of a column: its words, or with more said of it. */
export type TableHead =
  | string
  | {
      readonly label: string;
      /** Figures stand to the right. */
      readonly isNumber?: boolean;
      /** Read aloud only, as over a column of buttons. */
      readonly isSilent?: boolean;
      readonly className?: string | undefined;
    };

function Head({ head }: { head: TableHead }) {
  if (typeof head === 'string') return <th scope="col">{head}</th>;
  const { label, isNumber = false, isSilent = false, className } = head;
  return (
    <th scope="col" className={cx(isNumber && css.number, className)}>
      {isSilent ? <span className="sr-only">{label}</span> : label}
    </th>
  );
}

/** A table of few rows; `children` are its rows. Long lists have a grid of their own. */
export function Table({
  heads,
  children,
  className,
  isTall = false,
}: {
  heads: readonly TableHead[];
  children: ReactNode;
  className?: string | undefined;
  /** Cells of several lines. */
  isTall?: boolean;
}) {
  return (
    <table className={cx(css.table, isTall && css.tall, className)}>
      <thead>
        <tr>
          {heads.map((head) => (
            <Head key={typeof head === 'string' ? head : head.label} head={head} />
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** Class of a cell with a figure. */
export const numberCell = css.number ?? '';
