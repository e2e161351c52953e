import { useEffect, useRef } from 'react';
import { messageOf } from '../../api/errors.ts';
import { entityPath } from '../../catalogue/catalogue.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { notify } from '../../ui/toast.tsx';
import type { Column } from './columns.ts';
import { exportCsv, saveFile } from './export-rows.ts';
import type { RowsAsk } from './use-rows.ts';

/** Saves a list as CSV; leaving the page stops it. */
export function useExport(entity: UiEntity, columns: readonly Column[]): (ask: RowsAsk) => void {
  const catalogue = useCatalogue();
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  return (ask) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    let count = 0;
    exportCsv(catalogue, ask, columns, controller.signal, (rows) => {
      count = rows;
    })
      .then((text) => {
        saveFile(`${entityPath(entity).split('/')[1]}.csv`, text, 'text/csv;charset=utf-8');
        notify(`Exported ${count.toLocaleString('en')} rows`);
      })
      .catch((error: unknown) => {
        if (!controller.signal.aborted) notify('The export stopped', messageOf(error));
      });
  };
}
