import { TryAgain } from './violation.ts';

interface Holder {
  /** Keys it holds alone. */
  readonly keys: Set<string>;
  /** Keys it holds together with others. */
  readonly shared: Set<string>;
  isWaiting: boolean;
  readonly over: Promise<void>;
  readonly end: () => void;
}

const excludes = ({ keys, shared }: Holder, wanted: readonly string[], isShared: boolean): boolean =>
  wanted.some((key) => keys.has(key) || (!isShared && shared.has(key)));

/**
 * Locks among the runs of one import that go side by side.
 *
 * Against all others the runs hold their advisory locks together; among themselves a run waits only for one that holds
 * the very same key. Advisory locks alone would make them wait for each other always, since a few thousand keys fill
 * all buckets.
 */
export class LockGroup {
  private readonly holders = new Map<object, Holder>();

  /** Takes keys until `release`, alone or together with others. @throws TryAgain where waiting could go round in a circle */
  async hold(owner: object, keys: readonly string[], isShared = false): Promise<void> {
    const own = this.holderOf(owner);
    for (;;) {
      const other = [...this.holders].find(([who, holder]) => who !== owner && excludes(holder, keys, isShared));
      if (!other) break;
      if (other[1].isWaiting) throw new TryAgain();
      own.isWaiting = true;
      await other[1].over;
      own.isWaiting = false;
    }
    const held = isShared ? own.shared : own.keys;
    for (const key of keys) held.add(key);
  }

  /** Lets go of everything that an owner holds, at the end of its transaction. */
  release(owner: object): void {
    this.holders.get(owner)?.end();
    this.holders.delete(owner);
  }

  private holderOf(owner: object): Holder {
    const known = this.holders.get(owner);
    if (known) return known;
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    const holder: Holder = { keys: new Set(), shared: new Set(), isWaiting: false, over, end };
    this.holders.set(owner, holder);
    return holder;
  }
}
