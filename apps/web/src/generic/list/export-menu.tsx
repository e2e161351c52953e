import { Download } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { messageOf } from '../../api/errors.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { exportFile } from '../../features/exchange/export-job.ts';
import { Button } from '../../ui/button.tsx';
import { counted } from '../../ui/counted.ts';
import { Menu, MenuGroup, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { notify } from '../../ui/toast.tsx';
import type { RowsAsk } from './use-rows.ts';

const formats = ['CSV', 'JSON', 'YAML'] as const;

/** Saves every column of a list as a job on the server does it, ready to be imported again. */
function useFullExport(entity: UiEntity, ask: RowsAsk): (format: string) => void {
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);
  return (format) => {
    controller.current?.abort();
    const current = new AbortController();
    controller.current = current;
    notify(`Exporting ${entity.plural}`, 'The file is saved when it is ready.');
    exportFile({ type: entity.name, filter: ask.filter ?? null, format }, current.signal)
      .then((rows) => notify(`Exported ${counted(rows, 'row', 'rows')}`))
      .catch((error: unknown) => {
        if (!current.signal.aborted) notify('The export stopped', messageOf(error));
      });
  };
}

/** The list as a file: what is shown, or everything in a form that can be imported. */
export function ExportMenu({ entity, ask, onShown }: { entity: UiEntity; ask: RowsAsk; onShown: () => void }) {
  const exportAll = useFullExport(entity, ask);
  return (
    <Menu
      trigger={
        <Button>
          <Download size={14} aria-hidden="true" />
          Export
        </Button>
      }
    >
      <MenuItem onSelect={onShown} hint="CSV">
        The columns shown
      </MenuItem>
      <MenuLine />
      <MenuGroup label="All columns, to import again">
        {formats.map((format) => (
          // Jobs take the filter of a list; free text is not part of it.
          <MenuItem key={format} disabled={Boolean(ask.query)} onSelect={() => exportAll(format)}>
            {format}
          </MenuItem>
        ))}
      </MenuGroup>
    </Menu>
  );
}
