import { splitValues } from '../text/filter.tsx';
import { MonoInput } from '../text/input.tsx';
import { textListWidget } from '../text-list/index.ts';
import { accepted, type Outcome, refused, type Widget } from '../widget.ts';

/** Longest list that a typed range may expand to. */
const rangeLimit = 1000;

/** Reads `1-4, 8` as whole numbers; null when a part is neither number nor range. */
export function wholeNumbers(text: string): number[] | null {
  const numbers: number[] = [];
  for (const part of splitValues(text)) {
    const match = /^(-?\d+)(?:\s*-\s*(\d+))?$/.exec(part);
    if (!match) return null;
    const from = Number(match[1]);
    const to = match[2] === undefined ? from : Number(match[2]);
    if (to < from || to - from > rangeLimit) return null;
    for (let value = from; value <= to; value += 1) numbers.push(value);
  }
  return numbers;
}

function listInput(text: string): Outcome {
  const numbers = wholeNumbers(text);
  return numbers ? accepted(numbers) : refused('Whole numbers such as 1, 2, 8-12 are needed.');
}

/** List of whole numbers, typed with commas and ranges. */
export const intListWidget: Widget = {
  ...textListWidget,
  Input: MonoInput,
  toInput: (value) => listInput(String(value ?? '')),
};
