import { raise } from '../errors.ts';
import { checkItems, tick } from '../limits.ts';
import { Callable } from '../values/callable.ts';
import { equals } from '../values/compare.ts';
import { iterator, lengthOf } from '../values/iterate.ts';
import { Stream, type HostObject, type Value } from '../values/model.ts';
import { Undefined, type UndefinedMode } from '../values/undefined.ts';

/** Renders one more level of a recursive loop. */
export type Recurse = (items: Value, depth: number) => Value;

/** The `loop` variable. */
export class Loop implements HostObject {
  readonly typeName = 'jinja2.runtime.LoopContext';
  private readonly items: Iterator<Value>;
  private readonly ahead: Value[] = [];
  private index0 = -1;
  private before: Value | undefined;
  private current: Value | undefined;
  private total: number | undefined;
  private lastChecked: readonly Value[] | null = null;

  constructor(
    items: Value,
    private readonly depth0: number,
    private readonly mode: UndefinedMode,
    private readonly recurse: Recurse | null,
  ) {
    this.items = iterator(items);
    // a stream is its own iterator: its length shows only when it is read to the end
    this.total = items instanceof Stream ? undefined : lengthOf(items);
  }

  /** The next item, or undefined at the end. */
  next(): Value | undefined {
    tick();
    const value = this.ahead.length > 0 ? this.ahead.shift() : this.pull();
    if (value === undefined) return undefined;
    this.index0 += 1;
    this.before = this.current;
    this.current = value;
    return value;
  }

  private pull(): Value | undefined {
    const { done, value } = this.items.next();
    return done ? undefined : value;
  }

  private peek(): Value | undefined {
    if (this.ahead.length === 0) {
      const value = this.pull();
      if (value !== undefined) this.ahead.push(value);
    }
    return this.ahead[0];
  }

  private count(): number {
    if (this.total === undefined) {
      for (let value = this.pull(); value !== undefined; value = this.pull()) {
        tick();
        this.ahead.push(value);
        checkItems(this.ahead.length);
      }
      this.total = this.index0 + 1 + this.ahead.length;
    }
    return this.total;
  }

  getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'index':
        return this.index0 + 1;
      case 'index0':
        return this.index0;
      case 'first':
        return this.index0 === 0;
      case 'last':
        return this.peek() === undefined;
      case 'length':
        return this.count();
      case 'revindex':
        return this.count() - this.index0;
      case 'revindex0':
        return this.count() - this.index0 - 1;
      default:
        return this.rare(name);
    }
  }

  private rare(name: string): Value | undefined {
    switch (name) {
      case 'depth':
        return this.depth0 + 1;
      case 'depth0':
        return this.depth0;
      case 'previtem':
        return this.before ?? this.none('there is no previous item');
      case 'nextitem':
        return this.peek() ?? this.none('there is no next item');
      case 'cycle':
        return new Callable('cycle', (args) => this.cycle(args), 'method');
      case 'changed':
        return new Callable('changed', (args) => this.changed(args), 'method');
      default:
        return undefined;
    }
  }

  private none(hint: string): Undefined {
    return new Undefined(this.mode, { name: null, hint });
  }

  private cycle(args: readonly Value[]): Value {
    if (args.length === 0) raise('TypeError', 'no items for cycling given');
    return args[this.index0 % args.length] as Value; // within, there is at least one
  }

  private changed(args: readonly Value[]): boolean {
    const last = this.lastChecked;
    this.lastChecked = args;
    return !last || last.length !== args.length || !args.every((arg, at) => equals(arg, last[at] as Value));
  }

  call(args: readonly Value[]): Value {
    if (!this.recurse) {
      return raise('TypeError', "The loop must have the 'recursive' marker to be called recursively.");
    }
    return this.recurse(args[0] ?? null, this.depth0 + 1);
  }

  length(): number {
    return this.count();
  }

  repr(): string {
    return `<LoopContext ${this.index0 + 1}/${this.count()}>`;
  }
}
