import { useEffect } from 'react';
import { lazyPart } from '../../ui/lazy-part.ts';

const load = () => import('./connect-dialog.tsx');

/** The cable dialog, loaded when it is first shown. */
export const ConnectDialog = lazyPart(async () => (await load()).ConnectDialog);

/** Loads the cable dialog ahead, so that what is typed after its key is not lost. */
export function useConnectAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => void load(), 500);
    return () => clearTimeout(timer);
  }, []);
}
