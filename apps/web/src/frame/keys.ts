import { useEffect, useRef } from 'react';
import { preferences } from './preferences.ts';

const typingFields = 'input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable=true]';
const ownKeys = 'a,button,input,select,textarea,summary,[role=tab],[role=option],[role=menuitem]';

function elementOf(event: KeyboardEvent): Element | null {
  return event.target instanceof Element ? event.target : null;
}

// A notice is a dialog to assistive technology, but it does not take the keyboard.
const layers = '[role=dialog]:not([data-notice]),[role=menu],[role=listbox]';
let layerWasOpen = false;

function seeLayers(): void {
  layerWasOpen = document.querySelector(layers) !== null;
}

// Seen before any layer acts on the key: a menu that Escape closes is gone when the page hears it.
if (typeof document !== 'undefined') {
  document.addEventListener('keydown', seeLayers, true);
}

/** Whether keys belong to a field or an open layer rather than to the page. */
export function isTyping(event: KeyboardEvent): boolean {
  return layerWasOpen || elementOf(event)?.closest(typingFields) != null;
}

/** Whether Enter, Space and arrows belong to the focused control. */
export function hasOwnKeys(event: KeyboardEvent): boolean {
  return elementOf(event)?.closest(ownKeys) != null;
}

/** Whether a single letter may act: the reader allows it and no modifier is held. */
export function isLetterKey(event: KeyboardEvent): boolean {
  return preferences().letterKeys && !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Listens to keys anywhere on the page while mounted; the latest handler is used. */
export function usePageKeys(handler: (event: KeyboardEvent) => void): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.defaultPrevented) latest.current(event);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
