import { Chunk } from '@codemirror/merge';
import { Text } from '@codemirror/state';

/** Lines that came and went between two texts. */
export interface LineCounts {
  added: number;
  removed: number;
}

const textOf = (text: string) => Text.of(text.split('\n'));

function linesIn(text: Text, from: number, to: number): number {
  if (from >= to) return 0;
  return text.lineAt(Math.min(to - 1, text.length)).number - text.lineAt(from).number + 1;
}

/** Counts changed lines as the side-by-side view marks them. */
export function lineCounts(before: string, after: string): LineCounts {
  const [a, b] = [textOf(before), textOf(after)];
  const counts = { added: 0, removed: 0 };
  if (before === '') return { added: after === '' ? 0 : b.lines, removed: 0 };
  for (const { fromA, toA, fromB, toB } of Chunk.build(a, b)) {
    counts.removed += linesIn(a, fromA, toA);
    counts.added += linesIn(b, fromB, toB);
  }
  return counts;
}
