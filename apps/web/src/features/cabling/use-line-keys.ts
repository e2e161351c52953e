import { isLetterKey, isTyping, usePageKeys } from '../../frame/keys.ts';
import type { PortLine } from './port-lines.ts';

/** What keys do in a table of ports. */
interface LineKeys {
  lines: readonly PortLine[];
  onTrace: (line: PortLine) => void;
  onConnect: (line: PortLine | undefined) => void;
  onPick: (line: PortLine, range: boolean) => void;
}

const rowOf = (element: Element | null): HTMLElement | null => element?.closest<HTMLElement>('[data-port]') ?? null;

/** Puts the focus on the name of a port. */
function focusRow(row: Element | null | undefined): void {
  row?.querySelector<HTMLElement>('th a')?.focus();
}

function step(row: HTMLElement | null, by: 1 | -1): void {
  if (!row) focusRow(document.querySelector('[data-port]'));
  else focusRow(by === 1 ? row.nextElementSibling : row.previousElementSibling);
}

/** `j` and `k` walk the ports, `x` picks, `t` traces, `c` connects; letters act while nothing is typed. */
export function useLineKeys({ lines, onTrace, onConnect, onPick }: LineKeys): void {
  usePageKeys((event) => {
    if (isTyping(event) || !isLetterKey(event)) return;
    const row = rowOf(document.activeElement);
    const line = lines.find(({ id }) => id === row?.dataset['port']);
    const acts: Record<string, (() => void) | undefined> = {
      j: () => step(row, 1),
      k: () => step(row, -1),
      c: () => onConnect(line),
      ...(line ? { x: () => onPick(line, false), X: () => onPick(line, true), t: () => onTrace(line) } : {}),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
