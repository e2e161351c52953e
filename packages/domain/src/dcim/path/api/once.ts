import type { Path } from '../path.ts';

const leavesFrom = ({ hops, origin }: Path): string => (hops[0]?.near ?? [origin]).map(({ id }) => id).join(' ');

const leadsTo = ({ destinations }: Path, { origin }: Path): boolean => destinations.some(({ id }) => id === origin.id);

/** Those with most ends first, then the longest, then by id, so that a choice among them is the same each time. */
const inOrder = (a: Path, b: Path): number =>
  b.destinations.length - a.destinations.length ||
  b.hops.length - a.hops.length ||
  (a.origin.id < b.origin.id ? -1 : Number(a.origin.id > b.origin.id));

/**
 * Each path once, whichever end it was walked from; ports that leave together have one path.
 *
 * A port that leads to several stands for the paths back from these.
 */
export const eachOnce = (paths: Iterable<Path>): Path[] => {
  const kept: Path[] = [];
  const left = new Set<string>();
  const byOrigin = new Map<string, Path>();
  for (const path of [...paths].toSorted(inOrder)) {
    const key = leavesFrom(path);
    const back = path.destinations.flatMap(({ id }) => byOrigin.get(id) ?? []);
    if (left.has(key) || back.some((other) => leadsTo(other, path))) continue;
    left.add(key);
    for (const { id } of path.hops[0]?.near ?? [path.origin]) byOrigin.set(id, path);
    kept.push(path);
  }
  return kept;
};
