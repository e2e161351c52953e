let collected: string | null = null;

/** What a key adds to the text that was collected; undefined when the key is no text. */
export function withKey(text: string, { key, ctrlKey, metaKey, altKey }: KeyPress): string | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (key === 'Backspace') return text.slice(0, -1);
  return key.length === 1 ? text + key : undefined;
}

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

function collect(event: KeyboardEvent): void {
  const next = withKey(collected ?? '', event);
  if (next === undefined) return;
  collected = next;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Keeps what is typed from now on for an input that is still on its way to the screen. */
export function startTypeAhead(): void {
  if (collected !== null) return;
  collected = '';
  document.addEventListener('keydown', collect, true);
}

/** Ends the keeping and returns what was typed meanwhile. */
export function takeTypeAhead(): string {
  const text = collected ?? '';
  collected = null;
  document.removeEventListener('keydown', collect, true);
  return text;
}
