import type { Dispatch, SetStateAction } from 'react';
import type { Row } from '../../catalogue/types.ts';
import { hasOwnKeys, isLetterKey, isTyping, usePageKeys } from '../../frame/keys.ts';
import { copyText } from '../../ui/copy-button.tsx';
import { notify } from '../../ui/toast.tsx';
import { columnText } from './columns.ts';
import type { Cursor, GridProps } from './grid.tsx';
import { noSelection } from './selection.ts';
import { scrollTopFor } from './windowing.ts';

/** What the page does on a grid's keys. */
export interface GridActions {
  onOpen: (row: Row) => void;
  onPeek: (row: Row | null) => void;
  onEdit: (row: Row) => void;
  /** Absent where rows have no path to follow. */
  onTrace?: (row: Row) => void;
}

/** Height of the header row, which covers the rows below it, in px. */
const headPx = 26;

function moves(cursor: Cursor, props: GridProps): Record<string, number> {
  const page = Math.max(1, Math.floor(props.viewport.heightPx / props.viewport.rowPx) - 2);
  return {
    ArrowDown: cursor.used ? cursor.row + 1 : 0,
    j: cursor.used ? cursor.row + 1 : 0,
    ArrowUp: cursor.row - 1,
    k: cursor.row - 1,
    PageDown: cursor.row + page,
    PageUp: cursor.row - page,
    Home: 0,
    End: props.length - 1,
  };
}

function scrollTo(row: number, props: GridProps): void {
  const { box, viewport, length } = props;
  const top = scrollTopFor(row, {
    total: length,
    rowPx: viewport.rowPx,
    viewportPx: viewport.heightPx,
    scrollTop: box?.scrollTop ?? 0,
    headPx,
  });
  if (top !== null && box) box.scrollTop = top;
}

function copyAndTell(text: string, what: string): void {
  void copyText(text).then((done) => notify(done ? `Copied ${what}` : 'The browser refused to copy'));
}

type Toggle = (row: Row, index: number, range: boolean) => void;

function rowActions(props: GridProps, cursor: Cursor, row: Row, toggle: Toggle): Record<string, () => void> {
  const column = props.columns[cursor.column];
  const { onTrace } = props;
  return {
    x: () => toggle(row, cursor.row, false),
    X: () => toggle(row, cursor.row, true),
    e: () => props.onEdit(row),
    ...(onTrace ? { t: () => onTrace(row) } : {}),
    y: () => column && copyAndTell(columnText(column, row), column.label),
    Y: () => copyAndTell(JSON.stringify(row, null, 2), 'the row as JSON'),
    ' ': () => props.onPeek(row),
    Enter: () => props.onOpen(row),
  };
}

/** Moves the cursor, chooses, peeks, opens, edits and copies by key, anywhere on the page. */
export function useGridKeys(
  props: GridProps,
  cursor: Cursor,
  setCursor: Dispatch<SetStateAction<Cursor>>,
  toggle: Toggle,
): void {
  usePageKeys((event) => {
    const letter = event.key.length === 1 && event.key !== ' ';
    if (isTyping(event) || (letter ? !isLetterKey(event) : event.ctrlKey || event.metaKey)) return;
    if (!letter && hasOwnKeys(event) && event.key !== 'Escape') return;
    const target = moves(cursor, props)[event.key];
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const row = props.rows.rowAt(cursor.row);
    const act = row && rowActions(props, cursor, row, toggle)[event.key];
    if (target !== undefined) {
      const next = Math.max(0, Math.min(props.length - 1, target));
      const nextRow = props.rows.rowAt(next);
      if (event.shiftKey && nextRow && !letter) toggle(nextRow, next, true);
      setCursor((old) => ({ ...old, row: next, used: true }));
      scrollTo(next, props);
    } else if (side !== undefined) {
      const last = props.columns.length - 1;
      setCursor((old) => ({
        ...old,
        column: Math.max(0, Math.min(last, old.column + side)),
        used: true,
      }));
    } else if (act) {
      act();
    } else if (event.key === 'Escape') {
      props.onPeek(null);
      props.onSelect(noSelection);
      return;
    } else {
      return;
    }
    event.preventDefault();
  });
}
