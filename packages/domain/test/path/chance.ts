/** Numbers that a seed decides (mulberry32, public domain). */
export class Chance {
  constructor(private state: number) {}

  /** A fraction from 0 up to, not including, 1. */
  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number below the limit. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  is(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** One of a list that is not empty. */
  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T; // below its length
  }

  /** Some of a list, in random order. */
  some<T>(list: readonly T[], count: number): T[] {
    return list
      .map((value) => ({ value, key: this.fraction() }))
      .toSorted((a, b) => a.key - b.key)
      .slice(0, count)
      .map(({ value }) => value);
  }
}
