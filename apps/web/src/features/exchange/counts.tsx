import css from './exchange.module.css';

/** Figures side by side; a count of what went wrong is red unless it is 0. */
export function Counts({ items }: { items: readonly (readonly [label: string, count: number, isBad?: boolean])[] }) {
  return (
    <div className={css.counts}>
      {items.map(([label, count, isBad]) => (
        <div key={label}>
          <strong className={isBad && count > 0 ? css.bad : undefined}>{count.toLocaleString('en')}</strong>
          <span>{label}</span>
        </div>
      ))}
    </div>
  );
}
