import { Share2 } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { UiEntity } from '../../catalogue/types.ts';
import type { ListModel } from '../../generic/list/use-list.ts';
import { Button } from '../../ui/button.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';
import { isShareable } from './share.ts';
import { listSubject } from './subjects.ts';

const ShareDialog = lazyPart(async () => (await import('./share-dialog.tsx')).ShareDialog);

/** The way to share a list as it is shown; nothing for types that can't be shared. */
export function ShareList({ entity, list }: { entity: UiEntity; list: Pick<ListModel, 'ask' | 'columns' | 'view'> }) {
  const [sharing, setSharing] = useState(false);
  if (!isShareable(entity)) return null;
  const paths = list.columns.map(({ path }) => path);
  return (
    <>
      <Button onClick={() => setSharing(true)}>
        <Share2 size={14} aria-hidden="true" />
        Share
      </Button>
      <Suspense>
        {sharing ? (
          <ShareDialog
            subject={listSubject(entity, list.ask, paths, list.view.sort)}
            onClose={() => setSharing(false)}
          />
        ) : null}
      </Suspense>
    </>
  );
}
