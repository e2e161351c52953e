import { Columns3 } from 'lucide-react';
import type { UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuCheck, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { availableColumns, nameColumn, resolveColumns } from './columns.ts';

/** Chooses the columns of a view; the name always stays. */
export function ColumnChooser({
  entity,
  shown,
  onChange,
}: {
  entity: UiEntity;
  shown: readonly string[];
  onChange: (columns: string[] | null) => void;
}) {
  const catalogue = useCatalogue();
  const all = resolveColumns(catalogue, entity, availableColumns(entity));
  const toggle = (path: string, on: boolean) =>
    onChange(on ? [...shown, path] : shown.filter((candidate) => candidate !== path));
  return (
    <Menu
      trigger={
        <Button>
          <Columns3 size={14} aria-hidden="true" />
          Columns
        </Button>
      }
    >
      <MenuItem onSelect={() => onChange(null)}>Default columns</MenuItem>
      <MenuLine />
      {all
        .filter((column) => column.path !== nameColumn)
        .map((column) => (
          <MenuCheck key={column.path} checked={shown.includes(column.path)} onChange={(on) => toggle(column.path, on)}>
            {column.label}
          </MenuCheck>
        ))}
    </Menu>
  );
}
