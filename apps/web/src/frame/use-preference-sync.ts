import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { fetchPreferences, preferencesKey, storePreferences } from '../api/preferences.ts';
import { onChosen, type Preferences, takePreferences } from './preferences.ts';

/** Choices made one after the other go to the server together. */
const restMs = 800;

/** Sends what is chosen here to the server, after a rest; gives what ends that. */
function keepChoices(): () => void {
  let waiting: Partial<Preferences> = {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const send = () => {
    const patch = waiting;
    waiting = {};
    // What does not arrive is kept in this browser all the same, and goes with the next choice of it.
    storePreferences({ ...patch }).catch((error: unknown) =>
      console.warn('A choice is kept in this browser only:', error),
    );
  };
  const end = onChosen((change) => {
    waiting = { ...waiting, ...change };
    clearTimeout(timer);
    timer = setTimeout(send, restMs);
  });
  return () => {
    end();
    clearTimeout(timer);
    if (Object.keys(waiting).length > 0) send();
  };
}

/** What a person chose follows them: it is taken over when the page is opened, and kept as it changes. */
export function usePreferenceSync(): void {
  const { data } = useQuery({
    queryKey: preferencesKey,
    queryFn: ({ signal }) => fetchPreferences(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEffect(() => {
    if (data) takePreferences(data);
  }, [data]);
  useEffect(keepChoices, []);
}
