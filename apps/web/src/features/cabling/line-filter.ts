import { objectName } from '../../catalogue/object-link.tsx';
import { endText, type PortLine } from './port-lines.ts';

/** Which ports a cabling table shows. */
export interface LineFilter {
  /** Words that all have to occur in a line. */
  text: string;
  state: LineState;
  /** Name of the entity of the ports; empty for all. */
  kind: string;
}

/** Ports with a cable, without one, or all. */
export type LineState = 'all' | 'cabled' | 'free';

/** Whether nothing is plugged in here, as far as is known. */
export function isFree(line: PortLine): boolean {
  return line.cable === null && !line.marked;
}

function wordsOf(line: PortLine): string {
  const { port, entity, type, cable, far } = line;
  const parts = [objectName(port), entity.label, type, cable && objectName(cable), cable?.type, ...far.map(endText)];
  return parts.filter(Boolean).join(' ').toLowerCase();
}

/** The lines that fit a filter, in their order. */
export function filterLines(lines: readonly PortLine[], { text, state, kind }: LineFilter): PortLine[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter((line) => {
    if (kind !== '' && line.entity.name !== kind) return false;
    if (state !== 'all' && (state === 'cabled') !== (line.cable !== null)) return false;
    if (words.length === 0) return true;
    const shown = wordsOf(line);
    return words.every((word) => shown.includes(word));
  });
}

/** Kinds of ports among lines, in their order, with how many there are of each. */
export function kindsOf(lines: readonly PortLine[]): { name: string; plural: string; count: number }[] {
  const counts = new Map<string, { name: string; plural: string; count: number }>();
  for (const { entity } of lines) {
    const known = counts.get(entity.name) ?? { name: entity.name, plural: entity.plural, count: 0 };
    counts.set(entity.name, { ...known, count: known.count + 1 });
  }
  return [...counts.values()];
}
