import { useNavigate } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { objectPath } from '../../catalogue/object-link.tsx';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { useReportStatus } from '../../frame/status-line.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/panel.tsx';
import { useCustomFields } from '../custom-fields.ts';
import { allOf, customPrefix, type FilterInput, tokensFilter } from '../query/filter.ts';
import { wordsAsk } from '../query/words.ts';
import { nextSort, orderInput } from '../query/view-state.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { type Column, resolveColumns } from './columns.ts';
import css from './entity-list.module.css';
import { FilterBar } from './filter-bar.tsx';
import { Grid } from './grid.tsx';
import { NoRows } from './list-states.tsx';
import { Peek } from './peek.tsx';
import { noSelection, type Selection, selectedCount, selectionFilter } from './selection.ts';
import { useExport } from './use-export.ts';
import { type RowsAsk, useRows } from './use-rows.ts';
import { useView } from './use-view.ts';
import { useViewport } from './use-viewport.ts';
import { rowWindow, visibleRows } from './windowing.ts';

/** Rows laid out as bones while the total is unknown. */
const unknownLength = 30;

function useAsk(entity: UiEntity, columns: readonly Column[], base: FilterInput | undefined): RowsAsk {
  const catalogue = useCatalogue();
  const [view] = useView();
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

function statusText(total: number | null, [first, last]: readonly [number, number], selected: number): string {
  if (total === null) return 'loading';
  const rows = `${total.toLocaleString('en')} ${total === 1 ? 'row' : 'rows'}`;
  const shown = total > 0 ? ` · ${first.toLocaleString('en')}–${last.toLocaleString('en')}` : '';
  return `${rows}${shown}${selected > 0 ? ` · ${selected.toLocaleString('en')} selected` : ''}`;
}

/** The list of an entity: filters, grid, peek and bulk actions, all driven by the URL. */
export function EntityList({ entity, base, createSearch, tools, onTotal }: {
  entity: UiEntity;
  /** A condition that always holds, such as "of this device". */
  base?: FilterInput;
  /** What a new row is filled with. */
  createSearch?: Record<string, string>;
  tools?: ReactNode;
  onTotal?: (total: number | null) => ReactNode;
}) {
  const catalogue = useCatalogue();
  const navigate = useNavigate();
  const [view, setView] = useView();
  const [selection, setSelection] = useState<Selection>(noSelection);
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const viewport = useViewport(box);
  const columns = useMemo(
    () => resolveColumns(catalogue, entity, view.columns),
    [catalogue, entity, view.columns],
  );
  const custom = useCustomFields(entity).fields.map((field) => customPrefix + field.name);
  const ask = useAsk(entity, columns, base);
  const [known, setKnown] = useState<number | null>(null);
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
  const total = rows.total ?? 0;
  const selected = selectedCount(selection, total);
  useReportStatus({
    text: statusText(rows.total, visibleRows({ ...geometry, total }), selected),
    request: rows.request,
    ms: rows.ms,
  });
  const runExport = useExport(entity, columns);
  const exportAll = () => runExport({ ...ask });
  const exportChosen = () => runExport({ ...ask, filter: selectionFilter(selection, ask.filter) });
  const path = (row: Row) => objectPath(entity, row);
  const shown = columns.map((column) => column.path);
  return (
    <div className={css.wrap}>
      {onTotal?.(rows.total)}
      <div className={css.toolbar}>
        <FilterBar
          entity={entity}
          view={view}
          onChange={(part) => {
            setSelection(noSelection);
            setView(part);
          }}
        />
        <div className={css.tools}>
          <ColumnChooser entity={entity} custom={custom} shown={shown} onChange={(next) => setView({ columns: next })} />
          <Button onClick={exportAll}>
            <Download size={14} aria-hidden="true" />
            Export
          </Button>
          {tools}
        </div>
      </div>
      {rows.error && rows.total !== null ? <Failed error={rows.error} onRetry={rows.retry} /> : null}
      <div className={css.split}>
        <div className={css.gridSide}>
          {rows.error && rows.total === null ? (
            <ErrorState error={rows.error} onRetry={rows.retry} />
          ) : rows.total === 0 ? (
            <NoRows entity={entity} view={view} onChange={setView} {...(createSearch ? { createSearch } : {})} />
          ) : (
            <Grid
              entity={entity}
              label={entity.plural}
              box={box}
              boxRef={setBox}
              viewport={viewport}
              window={window}
              length={length}
              rows={rows}
              columns={columns}
              sort={view.sort}
              onSort={(sortPath, add) => setView({ sort: nextSort(view.sort, sortPath, add) })}
              selection={selection}
              onSelect={setSelection}
              onOpen={(row) => void navigate({ to: path(row) })}
              onEdit={(row) => void navigate({ to: `${path(row)}/edit` })}
              onPeek={(row) => setView({ peek: row ? String(row.number ?? row.id) : null }, true)}
            />
          )}
        </div>
        {view.peek ? (
          <Peek entity={entity} segment={view.peek} onClose={() => setView({ peek: null }, true)} />
        ) : null}
      </div>
      <BulkBar
        entity={entity}
        selection={selection}
        total={total}
        filter={ask.filter}
        onSelect={setSelection}
        onExport={exportChosen}
      />
    </div>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <div className={css.notice} role="alert">
      <span>Some rows did not load. {error instanceof Error ? error.message : ''}</span>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}
