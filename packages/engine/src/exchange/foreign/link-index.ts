const FIRST_CAPACITY = 1024;

/**
 * Pairs of whole numbers, grouped by the first: which rows a row is linked with.
 *
 * Eight bytes a pair, so that link tables of millions of rows fit into memory. Ids above 2^32 are not held.
 */
export class LinkIndex {
  private near = new Uint32Array(FIRST_CAPACITY);
  private far = new Uint32Array(FIRST_CAPACITY);
  private length = 0;
  private isSorted = true;

  get size(): number {
    return this.length;
  }

  add(near: number, far: number): void {
    if (this.length === this.near.length) this.grow();
    this.near[this.length] = near;
    this.far[this.length] = far;
    this.length++;
    this.isSorted = false;
  }

  /** What a row is linked with, ascending. */
  of(near: number): number[] {
    this.sort();
    const found: number[] = [];
    for (let at = this.firstOf(near); at < this.length && this.near[at] === near; at++) found.push(this.far[at] ?? 0);
    return found;
  }

  private grow(): void {
    const larger = (from: Uint32Array) => {
      const to = new Uint32Array(from.length * 2);
      to.set(from);
      return to;
    };
    this.near = larger(this.near);
    this.far = larger(this.far);
  }

  private sort(): void {
    if (this.isSorted) return;
    const pairs = new Float64Array(this.length);
    for (let i = 0; i < this.length; i++) pairs[i] = i;
    const [near, far] = [this.near, this.far];
    pairs.sort((a, b) => (near[a] ?? 0) - (near[b] ?? 0) || (far[a] ?? 0) - (far[b] ?? 0));
    this.near = Uint32Array.from(pairs, (at) => near[at] ?? 0);
    this.far = Uint32Array.from(pairs, (at) => far[at] ?? 0);
    this.isSorted = true;
  }

  private firstOf(near: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.near[middle] ?? 0) < near) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
