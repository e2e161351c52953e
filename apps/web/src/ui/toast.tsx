import { Suspense, useSyncExternalStore } from 'react';
import { lazyPart } from './lazy-part.ts';

/** Something to tell. */
export interface Notice {
  title: string;
  description?: string;
}

const Toaster = lazyPart(async () => (await import('./toaster.tsx')).Toaster);

let waiting: Notice[] = [];
let wanted = false;
let deliver: ((notice: Notice) => void) | null = null;
const listeners = new Set<() => void>();

/** Says what just happened, to eyes and to screen readers. */
export function notify(title: string, description?: string): void {
  const notice = { title, ...(description ? { description } : {}) };
  if (deliver) {
    deliver(notice);
    return;
  }
  waiting = [...waiting, notice];
  wanted = true;
  for (const listener of listeners) listener();
}

/** Takes over the telling, starting with what waits. */
export function takeNotices(show: (notice: Notice) => void): void {
  deliver = show;
  for (const notice of waiting) show(notice);
  waiting = [];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The place where notices appear; its code is loaded with the first of them. */
export function ToastHost() {
  const show = useSyncExternalStore(subscribe, () => wanted);
  return <Suspense>{show ? <Toaster /> : null}</Suspense>;
}
