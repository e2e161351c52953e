import { useSearch } from '@tanstack/react-router';
import { Cable } from 'lucide-react';
import { Suspense, useState } from 'react';
import { isLetterKey, isTyping, usePageKeys } from '../../frame/keys.ts';
import { Button, Key } from '../../ui/button.tsx';
import { ConnectDialog, useConnectAhead } from './connect-lazy.ts';
import type { Side } from './side.ts';

/** Opens the cable dialog from a page, by button or `c`. The cabling tab has one of its own. */
export function ConnectAction({ start }: { start: Side }) {
  const search = useSearch({ strict: false }) as { tab?: string };
  const [open, setOpen] = useState(false);
  useConnectAhead();
  const isHere = search.tab !== 'cabling';
  usePageKeys((event) => {
    if (!isHere || event.key !== 'c' || isTyping(event) || !isLetterKey(event)) return;
    event.preventDefault();
    setOpen(true);
  });
  if (!isHere) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Cable size={13} aria-hidden="true" /> Connect <Key>C</Key>
      </Button>
      <Suspense>{open ? <ConnectDialog start={start} onClose={() => setOpen(false)} /> : null}</Suspense>
    </>
  );
}
