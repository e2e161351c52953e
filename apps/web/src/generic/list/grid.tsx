import { useCallback, useId, useRef, useState } from 'react';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import type { SortStep } from '../query/tokens.ts';
import { type Column, columnWidths } from './columns.ts';
import css from './grid.module.css';
import { GridHead } from './grid-head.tsx';
import { cellId, GridRow } from './grid-row.tsx';
import { addRows, isSelected, noSelection, type Selection, toggleRow } from './selection.ts';
import { type GridActions, useGridKeys } from './use-grid-keys.ts';
import type { Rows } from './use-rows.ts';
import type { Viewport } from './use-viewport.ts';
import type { RowWindow } from './windowing.ts';

/** Where the keyboard stands in a grid. */
export interface Cursor {
  row: number;
  column: number;
  /** False until the reader moves it: an untouched list shows no cursor. */
  used: boolean;
}

/** What a grid shows and reports; it fetches nothing itself. */
export interface GridProps extends GridActions {
  entity: UiEntity;
  label: string;
  /** The scroll box once it is in the page, and where to report it. */
  box: HTMLDivElement | null;
  boxRef: (box: HTMLDivElement | null) => void;
  viewport: Viewport;
  window: RowWindow;
  /** Rows to lay out: the total, or bones while it is unknown. */
  length: number;
  rows: Rows;
  columns: readonly Column[];
  sort: readonly SortStep[];
  onSort: (path: string, add: boolean) => void;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}

/** Column widths, fixed by the first rows that arrive for a set of columns. */
function useWidths(columns: readonly Column[], rows: Rows, ready: boolean): number[] {
  const key = columns.map((column) => column.path).join();
  const kept = useRef<{ key: string; widths: number[] } | null>(null);
  if (kept.current?.key === key) return kept.current.widths;
  const sample = Array.from({ length: 60 }, (_, index) => rows.rowAt(index)).filter((row) => row !== undefined);
  const widths = columnWidths(columns, sample);
  if (ready && sample.length > 0) kept.current = { key, widths };
  return widths;
}

function useRowToggle(props: GridProps) {
  const { rows, selection, onSelect } = props;
  const anchor = useRef<number | null>(null);
  return (row: Row, index: number, range: boolean) => {
    if (range && anchor.current !== null) {
      const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
      const ids = Array.from({ length: to - from + 1 }, (_, step) => rows.rowAt(from + step)?.id);
      onSelect(
        addRows(
          selection,
          ids.filter((id) => id !== undefined),
        ),
      );
    } else {
      onSelect(toggleRow(selection, row.id));
    }
    anchor.current = index;
  };
}

/** Keeps a function's identity while its content follows the render. */
function useSteady<A extends unknown[]>(handler: (...args: A) => void): (...args: A) => void {
  const latest = useRef(handler);
  latest.current = handler;
  return useCallback((...args: A) => latest.current(...args), []);
}

interface WindowRowsProps {
  grid: GridProps;
  gridId: string;
  widths: readonly number[];
  cursor: Cursor;
  toggle: (row: Row, index: number, range: boolean) => void;
  moveTo: (row: number) => void;
}

/** The rows in view. */
function WindowRows({ grid, gridId, widths, cursor, toggle, moveTo }: WindowRowsProps) {
  const { entity, window, rows, columns, selection } = grid;
  const open = useSteady(grid.onOpen);
  const indexes = Array.from({ length: window.last - window.first }, (_, step) => window.first + step);
  return (
    <div role="rowgroup" className={css.body} style={{ height: window.contentPx }}>
      <div role="presentation" className={css.window} style={{ transform: `translateY(${window.topPx}px)` }}>
        {indexes.map((index) => {
          const row = rows.rowAt(index);
          return (
            <GridRow
              key={index}
              {...{ gridId, entity, index, row, columns, widths }}
              selected={row !== undefined && isSelected(selection, row.id)}
              cursor={cursor.used && index === cursor.row ? cursor.column : null}
              stale={rows.isStale}
              onToggle={toggle}
              onCursor={moveTo}
              onOpen={open}
            />
          );
        })}
      </div>
    </div>
  );
}

/** A grid over any number of rows: only those in view are in the page. */
export function Grid(props: GridProps) {
  const { label, boxRef, window, rows, columns, selection, onSelect } = props;
  const gridId = useId();
  const [cursor, setCursor] = useState<Cursor>({ row: 0, column: 0, used: false });
  const widths = useWidths(columns, rows, !rows.isStale);
  const toggle = useSteady(useRowToggle(props));
  const moveTo = useSteady((row: number) => setCursor((old) => ({ ...old, row, used: true })));
  useGridKeys(props, cursor, setCursor, toggle);
  const inView = cursor.row >= window.first && cursor.row < window.last;
  return (
    <div
      ref={boxRef}
      role="grid"
      className={css.grid}
      tabIndex={0}
      aria-label={label}
      aria-rowcount={rows.total === null ? -1 : rows.total + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable="true"
      aria-busy={rows.isStale}
      aria-activedescendant={inView ? cellId(gridId, cursor.row, cursor.column) : undefined}
    >
      <GridHead
        {...props}
        widths={widths}
        allSelected={selection.kind === 'all'}
        onSelectAll={(all) => onSelect(all ? { kind: 'all' } : noSelection)}
      />
      <WindowRows grid={props} {...{ gridId, widths, cursor, toggle, moveTo }} />
    </div>
  );
}
