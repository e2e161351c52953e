import { useState } from 'react';
import { objectName } from '../../catalogue/object-link.tsx';
import type { Row } from '../../catalogue/types.ts';
import { useIsAdministrator } from '../../features/members/administrator.ts';
import { RevokeLink } from '../../features/share/link-list.tsx';
import { linkState } from '../../features/share/share.ts';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import { Button } from '../../ui/button.tsx';
import type { DetailPageProps } from '../registry.ts';

function Revoke({ row }: { row: Row }) {
  const [asking, setAsking] = useState(false);
  const isAdministrator = useIsAdministrator();
  const state = linkState({ revoked: (row['revoked'] as string | null) ?? null, expires: String(row['expires']) });
  if (!isAdministrator || state !== 'active') return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>Revoke</Button>
      {asking ? <RevokeLink id={row.id} name={objectName(row)} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

/** The page of a share link, on which administrators end it. */
export function ShareLinkDetail({ entity, segment }: DetailPageProps) {
  return <DetailPage entity={entity} segment={segment} parts={{ actions: (row) => <Revoke row={row} /> }} />;
}
