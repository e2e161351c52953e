import { Suspense, useSyncExternalStore } from 'react';
import { takeWrite } from '../api/written.ts';
import { lazyPart } from './lazy-part.ts';

/** Something that can be done about what was told. */
export interface NoticeAction {
  label: string;
  run: () => void;
  /** Id of the change set that it takes back; once it is, the notice goes. */
  takesBack?: string;
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
let withdraw: ((changeSetId: string) => void) | null = null;
const listeners = new Set<() => void>();

/** Says how writes are taken back; gives what ends that. */
export function undoWith(handler: (changeSetId: string) => void): () => void {
  undo = handler;
  return () => {
    if (undo === handler) undo = null;
  };
}

const takeBack = (changeSetId: string): void => {
  if (undoable === changeSetId) undoable = null;
  withdraw?.(changeSetId);
  undo?.(changeSetId);
};

/** Takes back the last write that a notice spoke of; false when there is none. */
export function undoLatest(): boolean {
  if (undoable === null || undo === null) return false;
  takeBack(undoable);
  return true;
}

/** A way back from the write that was just made, if one was; `label` is what it is called. */
export function undoAction(label = 'Undo'): NoticeAction | undefined {
  const changeSetId = takeWrite();
  if (changeSetId === null) return undefined;
  undoable = changeSetId;
  return { label, run: () => takeBack(changeSetId), takesBack: changeSetId };
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

/** Takes over the telling, starting with what waits; `end` takes away the notice of a write that is taken back. */
export function takeNotices(show: (notice: Notice) => void, end: (changeSetId: string) => void): void {
  deliver = show;
  withdraw = end;
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
