import { checkItems, tick } from '../limits.ts';
import { order } from './compare.ts';
import type { Value } from './model.ts';

/** A sorted copy; equal items keep their order, also when reversed. Throws TypeError for mixed types. */
export function sortValues(items: readonly Value[], key: (item: Value) => Value, reverse: boolean): Value[] {
  checkItems(items.length);
  tick(items.length);
  const keyed = items.map((item) => ({ item, key: key(item) }));
  const sign = reverse ? -1 : 1;
  keyed.sort((a, b) => {
    tick();
    return sign * order(a.key, b.key, '<');
  });
  return keyed.map(({ item }) => item);
}
