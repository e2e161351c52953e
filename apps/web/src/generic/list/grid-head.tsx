import { ArrowDown, ArrowUp } from 'lucide-react';
import { cx } from '../../ui/cx.ts';
import { widgetOf } from '../../widgets/registry.ts';
import type { SortStep } from '../query/tokens.ts';
import type { Column } from './columns.ts';
import css from './grid.module.css';

/** What the header row needs to know. */
export interface GridHeadProps {
  columns: readonly Column[];
  widths: readonly number[];
  sort: readonly SortStep[];
  onSort: (path: string, add: boolean) => void;
  allSelected: boolean;
  onSelectAll: (all: boolean) => void;
}

function SortSign({ step }: { step: SortStep | undefined }) {
  if (!step) return null;
  return step.descending ? <ArrowDown size={12} aria-hidden="true" /> : <ArrowUp size={12} aria-hidden="true" />;
}

function HeadCell({
  column,
  width,
  sort,
  onSort,
}: {
  column: Column;
  width: number | undefined;
  sort: readonly SortStep[];
  onSort: GridHeadProps['onSort'];
}) {
  const { sortPath, label } = column;
  const step = sort.find((candidate) => candidate.path === sortPath);
  const end = widgetOf(column.field.kind).alignEnd ? css.end : undefined;
  return (
    <div
      role="columnheader"
      className={css.headCell}
      style={{ width }}
      aria-sort={step ? (step.descending ? 'descending' : 'ascending') : 'none'}
    >
      {sortPath ? (
        <button type="button" className={cx(css.headButton, end)} onClick={(event) => onSort(sortPath, event.shiftKey)}>
          {label}
          <SortSign step={step} />
        </button>
      ) : (
        <span className={cx(css.headText, end)}>{label}</span>
      )}
    </div>
  );
}

/** The header row: choose everything, then a heading a column that sorts on a click. */
export function GridHead(props: GridHeadProps) {
  const { columns, widths, allSelected, onSelectAll } = props;
  return (
    <div role="rowgroup" className={css.head}>
      <div role="row" aria-rowindex={1} style={{ display: 'contents' }}>
        <div role="columnheader" className={css.pick}>
          <label>
            <input
              type="checkbox"
              aria-label="Select everything that matches"
              checked={allSelected}
              onChange={(event) => onSelectAll(event.target.checked)}
            />
          </label>
        </div>
        {columns.map((column, at) => (
          <HeadCell key={column.path} column={column} width={widths[at]} {...props} />
        ))}
      </div>
    </div>
  );
}
