import { useState } from 'react';
import type { PortLine } from './port-lines.ts';

/** Lines that are picked, in their order, and how picking goes: one by one, or up to a line. */
export function usePicked(lines: readonly PortLine[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string | null>(null);
  const pick = (line: PortLine, range: boolean) => {
    const at = lines.findIndex(({ id }) => id === line.id);
    const from = range ? lines.findIndex(({ id }) => id === last) : at;
    const span = lines.slice(Math.min(at, from < 0 ? at : from), Math.max(at, from) + 1);
    const on = !ids.has(line.id);
    const next = new Set(ids);
    for (const { id } of span) {
      if (on) next.add(id);
      else next.delete(id);
    }
    setIds(next);
    setLast(line.id);
  };
  return { ids, picked: lines.filter(({ id }) => ids.has(id)), pick, clear: () => setIds(new Set()) };
}
