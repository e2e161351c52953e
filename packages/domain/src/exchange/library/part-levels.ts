import { groupBy } from '../../group.ts';

/** Something with a name that may lie below another. */
export interface Named {
  readonly name: string;
  /** Name of what it lies below; null at the top. */
  readonly above: string | null;
}

/**
 * Parts level by level, those above first; linear in their number.
 *
 * A part whose upper one is not among them, or is itself, is at the top. A name may stand several times: what lies below
 * it waits for all of them. Parts that lie below each other in a circle come last, together.
 */
export const levelsOf = <T extends Named>(parts: readonly T[]): readonly (readonly T[])[] => {
  const open = new Map([...groupBy(parts, ({ name }) => name)].map(([name, same]) => [name, same.length]));
  const isTop = ({ name, above }: T): boolean => above === null || above === name || !open.has(above);
  const below = groupBy(
    parts.filter((part) => !isTop(part)),
    ({ above }) => above,
  );
  const levels: (readonly T[])[] = [];
  for (let level = parts.filter(isTop); level.length > 0; ) {
    levels.push(level);
    const closed = level.flatMap(({ name }) => {
      const left = (open.get(name) ?? 0) - 1;
      open.set(name, left);
      return left === 0 ? [name] : [];
    });
    level = closed.flatMap((name) => below.get(name) ?? []);
    for (const name of closed) below.delete(name);
  }
  const circles = [...below.values()].flat();
  return circles.length > 0 ? [...levels, circles] : levels;
};
