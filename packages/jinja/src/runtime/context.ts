import { Undefined } from '../values/undefined.ts';
import type { Value } from '../values/model.ts';
import type { BlockCode } from './template.ts';
import type { Runtime } from './runtime.ts';

/** Names given from outside, innermost first: globals, the caller's context, locals of a loop. */
export interface Layer {
  readonly names: ReadonlyMap<string, Value>;
  readonly next: Layer | null;
}

/** The variables of one template in one render, and the blocks that override one another there. */
export class Context {
  readonly vars = new Map<string, Value>();
  readonly exported = new Set<string>();

  constructor(
    readonly runtime: Runtime,
    readonly templateName: string,
    private readonly layer: Layer | null,
    /** Per block name: the most derived first. */
    readonly blocks: Map<string, BlockCode[]>,
  ) {}

  /** Value of a name, or undefined when nothing has it. */
  resolve(name: string): Value | undefined {
    const own = this.vars.get(name);
    if (own !== undefined) return own;
    for (let layer = this.layer; layer; layer = layer.next) {
      const value = layer.names.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** What an included or imported template sees of this one, with the locals of the place. */
  shared(locals: ReadonlyMap<string, Value>): Layer {
    const own = this.vars.size > 0 ? { names: new Map(this.vars), next: this.layer } : this.layer;
    if (locals.size === 0) return own ?? { names: locals, next: null };
    return { names: locals, next: own };
  }

  /** Context of a scoped block: the same blocks, and the locals of the place. */
  derived(locals: ReadonlyMap<string, Value>): Context {
    const blocks = new Map([...this.blocks].map(([name, list]) => [name, [...list]]));
    return new Context(this.runtime, this.templateName, this.shared(locals), blocks);
  }

  /** The missing value of a name. */
  missing(name: string): Undefined {
    return new Undefined(this.runtime.undefinedMode, { name });
  }
}
