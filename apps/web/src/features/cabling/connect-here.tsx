import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { objectName } from '../../catalogue/object-link.tsx';
import type { RefValue, Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import type { Detail } from '../../generic/detail/use-detail.ts';
import { ConnectDialog } from './connect-dialog.tsx';
import { emptySide, type Side } from './side.ts';

/** The side that an object stands for: a device, or a free port of one. */
export function sideOf(entity: UiEntity, row: Row): Side {
  if (entity.name === 'dcim.Device') return { ...emptySide, device: row as RefValue };
  const device = row['device'] as RefValue | null | undefined;
  if (!device) return emptySide;
  return row['cable'] ? { ...emptySide, device } : { device, kind: entity.name, names: objectName(row) };
}

/** The cable dialog, beginning with the device or port whose page is shown. */
export function ConnectHere({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { byPath } = useCatalogue();
  const { pathname } = useLocation();
  const [domain, list, key = ''] = pathname.split('/').filter(Boolean);
  const entity = byPath.get(`${domain}/${list}`);
  const row = entity && client.getQueryData<Detail>(['detail', entity.name, key])?.row;
  return <ConnectDialog start={entity && row ? sideOf(entity, row) : emptySide} onClose={onClose} />;
}
