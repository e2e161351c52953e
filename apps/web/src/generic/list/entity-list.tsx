import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, Suspense } from 'react';
import { messageOf } from '../../api/errors.ts';
import { objectPath } from '../../catalogue/object-link.tsx';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { ShareList } from '../../features/share/share-list.tsx';
import { isTraced } from '../../features/trace/traced.ts';
import { ViewsMenu } from '../../features/views/views-menu.tsx';
import { Button } from '../../ui/button.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';
import { ErrorState } from '../../ui/panel.tsx';
import type { FilterInput } from '../query/filter.ts';
import { nextSort } from '../query/view-state.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import css from './entity-list.module.css';
import { ExportMenu } from './export-menu.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Grid } from './grid.tsx';
import { NoRows } from './list-states.tsx';
import { noSelection, selectionFilter } from './selection.ts';
import { useExport } from './use-export.ts';
import { type ListModel, useList } from './use-list.ts';

const Peek = lazyPart(async () => (await import('./peek.tsx')).Peek);

function Toolbar({
  entity,
  list,
  onExport,
  isWhole,
  tools,
}: {
  entity: UiEntity;
  list: ListModel;
  onExport: () => void;
  /** Nothing but the view limits the list, so that views can be kept of it. */
  isWhole: boolean;
  tools: ReactNode;
}) {
  const { view, setView, setSelection, columns } = list;
  return (
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
        {isWhole ? <ViewsMenu entity={entity} view={view} setView={setView} /> : null}
        <ColumnChooser
          entity={entity}
          shown={columns.map((column) => column.path)}
          onChange={(next) => setView({ columns: next })}
        />
        <ExportMenu entity={entity} ask={list.ask} onShown={onExport} />
        <ShareList entity={entity} list={list} />
        {tools}
      </div>
    </div>
  );
}

function Body({
  entity,
  list,
  createSearch,
}: {
  entity: UiEntity;
  list: ListModel;
  createSearch: Record<string, string> | undefined;
}) {
  const navigate = useNavigate();
  const { rows, view, setView, selection, setSelection } = list;
  const path = (row: Row) => objectPath(entity, row);
  if (rows.error && rows.total === null) return <ErrorState error={rows.error} onRetry={rows.retry} />;
  if (rows.total === 0) {
    return <NoRows entity={entity} view={view} onChange={setView} {...(createSearch ? { createSearch } : {})} />;
  }
  return (
    <Grid
      {...list}
      entity={entity}
      label={entity.plural}
      boxRef={list.setBox}
      sort={view.sort}
      onSort={(sortPath, add) => setView({ sort: nextSort(view.sort, sortPath, add) })}
      selection={selection}
      onSelect={setSelection}
      onOpen={(row) => void navigate({ to: path(row) })}
      onEdit={(row) => void navigate({ to: `${path(row)}/edit` })}
      {...(isTraced(entity)
        ? { onTrace: (row: Row) => void navigate({ to: path(row), search: { tab: 'trace' } }) }
        : {})}
      onPeek={(row) => setView({ peek: row ? String(row.number ?? row.id) : null }, true)}
    />
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <div className={css.notice} role="alert">
      <span>Some rows did not load. {messageOf(error)}</span>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}

/** What a list may be given beside its entity. */
export interface EntityListProps {
  entity: UiEntity;
  /** A condition that always holds, such as "of this device". */
  base?: FilterInput;
  /** What a new row is filled with. */
  createSearch?: Record<string, string>;
  /** Further actions beside the columns. */
  tools?: ReactNode;
  /** What stands above the list, given the total. */
  head?: (total: number | null) => ReactNode;
}

/** The list of an entity: filters, grid, peek and bulk actions, all driven by the URL. */
export function EntityList({ entity, base, createSearch, tools, head }: EntityListProps) {
  const list = useList(entity, base);
  const { rows, view, setView, ask, selection } = list;
  const runExport = useExport(entity, list.columns);
  return (
    <div className={css.wrap}>
      {head?.(rows.total)}
      <Toolbar
        entity={entity}
        list={list}
        onExport={() => runExport(ask)}
        isWhole={base === undefined && head !== undefined}
        tools={tools}
      />
      {rows.error && rows.total !== null ? <Failed error={rows.error} onRetry={rows.retry} /> : null}
      <div className={css.split}>
        <div className={css.gridSide}>
          <Body entity={entity} list={list} createSearch={createSearch} />
        </div>
        <Suspense>
          {view.peek ? (
            <Peek entity={entity} segment={view.peek} onClose={() => setView({ peek: null }, true)} />
          ) : null}
        </Suspense>
      </div>
      <BulkBar
        entity={entity}
        selection={selection}
        total={rows.total ?? 0}
        filter={ask.filter}
        query={ask.query}
        onSelect={list.setSelection}
        onExport={() => runExport({ ...ask, filter: selectionFilter(selection, ask.filter) })}
      />
    </div>
  );
}
