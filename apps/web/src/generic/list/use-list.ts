import { useLive } from '../../api/use-live.ts';
import { counted } from '../../ui/counted.ts';
import { useMemo, useState } from 'react';
import type { UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { useReportStatus } from '../../frame/status-line.tsx';
import { allOf, type FilterInput, tokensFilter } from '../query/filter.ts';
import { orderInput, type ViewState } from '../query/view-state.ts';
import { wordsAsk } from '../query/words.ts';
import { type Column, resolveColumns } from './columns.ts';
import { noSelection, type Selection, selectedCount } from './selection.ts';
import { listKey, type Rows, type RowsAsk, useRows } from './use-rows.ts';
import { useView } from './use-view.ts';
import { useViewport, type Viewport } from './use-viewport.ts';
import { type RowWindow, rowWindow, visibleRows } from './windowing.ts';

/** Rows laid out as bones while the total is unknown. */
const unknownLength = 30;

/** Everything that moves in a list: its view, its rows and what is chosen. */
export interface ListModel {
  view: ViewState;
  setView: (change: Partial<ViewState>, replace?: boolean) => void;
  columns: Column[];
  ask: RowsAsk;
  rows: Rows;
  window: RowWindow;
  viewport: Viewport;
  length: number;
  box: HTMLDivElement | null;
  setBox: (box: HTMLDivElement | null) => void;
  selection: Selection;
  setSelection: (selection: Selection) => void;
  /** Rows chosen. */
  selected: number;
}

function useAsk(entity: UiEntity, view: ViewState, columns: readonly Column[], base: FilterInput | undefined): RowsAsk {
  const catalogue = useCatalogue();
  const key = JSON.stringify([entity.name, columns.map((column) => column.path), base, view]);
  return useMemo(() => {
    const words = wordsAsk(view.text);
    return {
      entity,
      fields: columns.filter((column) => column.source === 'field').map((column) => column.field),
      counts: columns.filter((column) => column.source === 'count').map(({ path }) => ({ edge: path })),
      customFields: columns.filter((column) => column.source === 'custom').map(({ field }) => field.name),
      filter: allOf([base, tokensFilter(catalogue, entity, view.tokens), words.filter]),
      query: words.query,
      orderBy: orderInput(view.sort),
    };
    // The key holds everything the ask is made of.
  }, [key, catalogue]);
}

function useWindowedRows(ask: RowsAsk) {
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const [known, setKnown] = useState<number | null>(null);
  const viewport = useViewport(box);
  const length = known ?? unknownLength;
  const geometry = {
    total: length,
    rowPx: viewport.rowPx,
    viewportPx: viewport.heightPx,
    scrollTop: viewport.scrollTop,
  };
  const window = rowWindow(geometry);
  const rows = useRows(ask, window.first, window.last);
  if (rows.total !== known) setKnown(rows.total);
  return { box, setBox, viewport, length, window, rows, visible: visibleRows(geometry) };
}

function statusText(total: number | null, [first, last]: readonly [number, number], selected: number): string {
  if (total === null) return 'loading';
  const number = (value: number) => value.toLocaleString('en');
  const rows = counted(total, 'row', 'rows');
  const shown = total > 0 ? ` · ${number(first)}–${number(last)}` : '';
  return `${rows}${shown}${selected > 0 ? ` · ${number(selected)} selected` : ''}`;
}

/** Runs a list from the URL: loads what is in view, and reports it to the status bar. */
export function useList(entity: UiEntity, base: FilterInput | undefined): ListModel {
  const catalogue = useCatalogue();
  const [view, setView] = useView();
  const [selection, setSelection] = useState<Selection>(noSelection);
  const columns = useMemo(() => resolveColumns(catalogue, entity, view.columns), [catalogue, entity, view.columns]);
  const ask = useAsk(entity, view, columns, base);
  const { visible, ...windowed } = useWindowedRows(ask);
  useLive(entity.name, listKey(entity.name));
  const selected = selectedCount(selection, windowed.rows.total ?? 0);
  useReportStatus({
    text: statusText(windowed.rows.total, visible, selected),
    request: windowed.rows.request,
    ms: windowed.rows.ms,
  });
  return { ...windowed, view, setView, columns, ask, selection, setSelection, selected };
}
