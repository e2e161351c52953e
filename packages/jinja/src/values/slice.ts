import { raise } from '../errors.ts';
import { checkItems } from '../limits.ts';
import { isHost, isText, Markup, Range, textOf, Tuple, type HostObject, type Value } from './model.ts';
import { characters } from './text.ts';

/** Evaluated `start:stop:step`; null means not given, NaN that it was no integer. Only ever a key, never seen by a template. */
export class SliceBounds implements HostObject {
  readonly typeName = 'slice';

  constructor(
    readonly start: number | null,
    readonly stop: number | null,
    readonly step: number | null,
  ) {}

  getAttribute(): undefined {
    return undefined;
  }
}

/** Bounds inside a sequence of `length`, with Python's rules for what is negative or outside. */
function within({ start, stop, step }: SliceBounds, length: number): { from: number; to: number; by: number } {
  const by = step ?? 1;
  if (by === 0) raise('ValueError', 'slice step cannot be zero');
  const [lowest, highest] = by > 0 ? [0, length] : [-1, length - 1];
  const clamp = (value: number): number => (value < 0 ? Math.max(value + length, lowest) : Math.min(value, highest));
  return {
    from: start === null ? (by > 0 ? lowest : highest) : clamp(start),
    to: stop === null ? (by > 0 ? highest : lowest) : clamp(stop),
    by,
  };
}

function pick<T>(items: ArrayLike<T>, bounds: SliceBounds): T[] {
  const { from, to, by } = within(bounds, items.length);
  const list: T[] = [];
  for (let at = from; by > 0 ? at < to : at > to; at += by) list.push(items[at] as T); // at is within
  checkItems(list.length);
  return list;
}

function sliceString(text: string, bounds: SliceBounds): string {
  const all = characters(text);
  const { from, to, by } = within(bounds, all.length);
  if (by === 1 && typeof all === 'string') return all.slice(from, Math.max(from, to));
  return pick(all, bounds).join('');
}

function sliceRange(range: Range, bounds: SliceBounds): Range {
  const { from, to, by } = within(bounds, range.length);
  return new Range(range.at(from), range.at(to), range.step * by);
}

/** `value[start:stop:step]`; undefined when the value has no slices. */
export function sliceValue(value: Value, bounds: SliceBounds): Value | undefined {
  if ([bounds.start, bounds.stop, bounds.step].some(Number.isNaN)) return undefined;
  if (Array.isArray(value)) return pick(value, bounds);
  if (typeof value === 'string') return sliceString(value, bounds);
  if (value instanceof Tuple) return new Tuple(pick(value.items, bounds));
  if (isText(value)) return new Markup(sliceString(textOf(value), bounds));
  if (value instanceof Range) return sliceRange(value, bounds);
  if (isHost(value) && value.getSlice) return value.getSlice(bounds.start, bounds.stop, bounds.step);
  return undefined;
}
