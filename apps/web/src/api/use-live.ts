import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onChanges } from './live.ts';

/** Shortest time between two readings that changes of others cause, in ms. */
const pause = 2_000;

/**
 * Reads queries anew when objects of a type change, or the one that is named, quietly and not more often than every two
 * seconds.
 *
 * While the page is hidden nothing is read; the next change after it is shown again brings all.
 */
export function useLive(type: string, queryKey: readonly string[], only: string | null = null): void {
  const client = useQueryClient();
  const key = queryKey.join('\n');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const read = () => {
      timer = null;
      void client.invalidateQueries({ queryKey: key.split('\n') });
    };
    const end = onChanges([type], ({ id }) => {
      if (only !== null && id !== null && id !== only) return;
      if (!document.hidden) timer ??= setTimeout(read, pause);
    });
    const shown = () => {
      if (!document.hidden) timer ??= setTimeout(read, 0);
    };
    document.addEventListener('visibilitychange', shown);
    return () => {
      document.removeEventListener('visibilitychange', shown);
      end();
      if (timer) clearTimeout(timer);
    };
  }, [client, type, key, only]);
}
