import { MoreHorizontal } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { objectName, objectPath } from '../../catalogue/object-link.tsx';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import type { LineActions } from './cabling-table.tsx';
import type { PortLine } from './port-lines.ts';

/** What can be done with the cable in a port. */
export function RowMenu({ line, actions }: { line: PortLine; actions: LineActions }) {
  const navigate = useNavigate();
  const entity = useEntity('dcim.Cable');
  const { cable } = line;
  if (!cable || !entity) return null;
  return (
    <Menu
      trigger={
        <IconButton label={`More for ${objectName(line.port)}`} tiny>
          <MoreHorizontal size={14} />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => actions.onMove(line)}>Move this end…</MenuItem>
      <MenuItem onSelect={() => void navigate({ to: `${objectPath(entity, cable)}/edit` })}>Edit the cable</MenuItem>
      <MenuLine />
      <MenuItem danger onSelect={() => actions.onDisconnect(line)}>
        Disconnect…
      </MenuItem>
    </Menu>
  );
}
