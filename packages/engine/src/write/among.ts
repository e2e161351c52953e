import type { Params } from '../actor.ts';
import { PLAIN_TYPES, plainArrayLiteral } from './values.ts';

/** Up to so many values a statement says one by one; a plan kept for it then expects as many rows as there are. */
export const FEW = 8;

/** The next power of two, so that few texts serve all counts; the last value fills it up. */
const filled = <T>(values: readonly T[]): T[] => {
  const size = 2 ** Math.ceil(Math.log2(values.length));
  return Array.from({ length: size }, (_, i) => values[Math.min(i, values.length - 1)] as T); // the index lies within
};

/** One text where no value needs quotes: the driver would look into each. */
const listOf = (values: readonly unknown[], type: string): unknown =>
  PLAIN_TYPES.has(type) ? plainArrayLiteral(values.map(String)) : values;

/** What follows a column that has to equal one of the values. */
export const among = (params: Params, values: readonly unknown[], type: string): string => {
  if (values.length === 0 || values.length > FEW) return `= ANY(${params.add(listOf(values, type), `${type}[]`)})`;
  const [only, ...more] = filled(values).map((value) => params.add(value, type));
  return more.length === 0 ? `= ${only ?? ''}` : `IN (${[only, ...more].join(', ')})`;
};
