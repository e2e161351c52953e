import { memo } from 'react';
import { ObjectLink } from '../../catalogue/object-link.tsx';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { cx } from '../../ui/cx.ts';
import { CompactContext } from '../../widgets/compact.ts';
import { widgetOf } from '../../widgets/registry.ts';
import { type Column, columnText, columnValue } from './columns.ts';
import css from './grid.module.css';

/** What one drawn row needs to know. */
export interface GridRowProps {
  gridId: string;
  entity: UiEntity;
  index: number;
  row: Row | undefined;
  columns: readonly Column[];
  widths: readonly number[];
  selected: boolean;
  /** Column of the cursor when it is in this row. */
  cursor: number | null;
  stale: boolean;
  onToggle: (row: Row, index: number, range: boolean) => void;
  onCursor: (index: number) => void;
  onOpen: (row: Row) => void;
}

/** Id of a cell, which the grid names as its active descendant. */
export function cellId(gridId: string, row: number, column: number): string {
  return `${gridId}-${row}-${column}`;
}

function CellContent({ column, row, entity }: { column: Column; row: Row; entity: UiEntity }) {
  const { Cell } = widgetOf(column.field.kind);
  const value = columnValue(column, row);
  if (column.source === 'name') {
    const plain = column.field.name === 'display' || value === null || String(value).startsWith('#');
    return (
      <ObjectLink entity={entity} row={row} tabIndex={-1}>
        {plain ? undefined : <Cell field={column.field} value={value} row={row} />}
      </ObjectLink>
    );
  }
  if (column.source === 'custom' && column.field.kind === 'text') return <>{columnText(column, row)}</>;
  return <Cell field={column.field} value={value} row={row} />;
}

function PickCell({ index, row, selected, onToggle }: Pick<GridRowProps, 'index' | 'row' | 'selected' | 'onToggle'>) {
  return (
    <div role="gridcell" className={css.pick}>
      <label>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Select ${row?.display ?? `row ${index + 1}`}`}
          checked={selected}
          disabled={!row}
          onChange={(event) => {
            if (row) onToggle(row, index, (event.nativeEvent as MouseEvent).shiftKey === true);
          }}
        />
      </label>
    </div>
  );
}

/** One row: a box to choose it, then a cell a column; bones until it is loaded. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { gridId, entity, index, row, columns, widths, selected, cursor, stale, onCursor, onOpen } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={cx(css.row, cursor !== null && css.current, stale && css.stale)}
      onClick={() => onCursor(index)}
      onDoubleClick={() => row && onOpen(row)}
    >
      <PickCell {...props} />
      <CompactContext.Provider value>
        {columns.map((column, at) => (
          <div
            key={column.path}
            id={cellId(gridId, index, at)}
            role="gridcell"
            className={cx(css.cell, widgetOf(column.field.kind).alignEnd && css.end, cursor === at && css.currentCell)}
            style={{ width: widths[at] }}
          >
            {row ? <CellContent column={column} row={row} entity={entity} /> : <div className={css.bone} />}
          </div>
        ))}
      </CompactContext.Provider>
    </div>
  );
});
