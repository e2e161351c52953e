import { Suspense, useSyncExternalStore } from 'react';
import { takeWrite } from '../api/written.ts';
import { lazyPart } from './lazy-part.ts';

/** Something that can be done about what was told. */
export interface NoticeAction {
  label: string;
  run: () => void;
}

/** Something to tell. */
export interface Notice {
  title: string;
  description?: string;
  action?: NoticeAction;
}

const Toaster = lazyPart(async () => (await import('./toaster.tsx')).Toaster);

let waiting: Notice[] = [];
let wanted = false;
let deliver: ((notice: Notice) => void) | null = null;
let undo: ((changeSetId: string) => void) | null = null;
let undoable: string | null = null;
const listeners = new Set<() => void>();

/** Says how writes are taken back; gives what ends that. */
export function undoWith(handler: (changeSetId: string) => void): () => void {
  undo = handler;
  return () => {
    if (undo === handler) undo = null;
  };
}

/** Takes back the last write that a notice spoke of; false when there is none. */
export function undoLatest(): boolean {
  if (undoable === null || undo === null) return false;
  const changeSetId = undoable;
  undoable = null;
  undo(changeSetId);
  return true;
}

/** A way back from the write that was just made, if one was; `label` is what it is called. */
export function undoAction(label = 'Undo'): NoticeAction | undefined {
  const changeSetId = takeWrite();
  if (changeSetId === null) return undefined;
  undoable = changeSetId;
  return {
    label,
    run: () => {
      if (undoable === changeSetId) undoable = null;
      undo?.(changeSetId);
    },
  };
}

/** Says what just happened, to eyes and to screen readers; what was just written can be taken back from there. */
export function notify(title: string, description?: string, action?: NoticeAction): void {
  const way = action ?? undoAction();
  const notice = { title, ...(description ? { description } : {}), ...(way ? { action: way } : {}) };
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
