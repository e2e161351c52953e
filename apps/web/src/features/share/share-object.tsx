import { Share2 } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { Button } from '../../ui/button.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';
import { isShareable } from './share.ts';
import { objectSubject } from './subjects.ts';

const ShareDialog = lazyPart(async () => (await import('./share-dialog.tsx')).ShareDialog);

/** The way to share one object; nothing for types that can't be shared. */
export function ShareObject({ entity, row }: { entity: UiEntity; row: Row }) {
  const [sharing, setSharing] = useState(false);
  if (!isShareable(entity)) return null;
  return (
    <>
      <Button onClick={() => setSharing(true)}>
        <Share2 size={13} aria-hidden="true" /> Share
      </Button>
      <Suspense>
        {sharing ? <ShareDialog subject={objectSubject(entity, row)} onClose={() => setSharing(false)} /> : null}
      </Suspense>
    </>
  );
}
