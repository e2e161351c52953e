import { raise } from '../errors.ts';
import { budget } from '../limits.ts';
import { Callable } from '../values/callable.ts';
import { Dict } from '../values/dict.ts';
import { Markup, type HostObject, type Kwargs, type Value } from '../values/model.ts';
import { repr } from '../values/text.ts';
import { updateDict } from '../methods/dict.ts';
import { stringOutput } from './activation.ts';
import type { Context } from './context.ts';
import type { Site } from './runtime.ts';

/** `namespace(...)`: attributes that assignments inside loops can change. */
export class Namespace implements HostObject {
  readonly typeName = 'jinja2.utils.Namespace';
  private readonly names = new Dict();

  constructor(args: readonly Value[], kwargs: Kwargs) {
    if (args.length > 1) raise('TypeError', `dict expected at most 1 argument, got ${args.length}`);
    updateDict(this.names, args[0], kwargs);
  }

  getAttribute(name: string): Value | undefined {
    return this.names.get(name);
  }

  getItem(key: Value): Value | undefined {
    return typeof key === 'string' ? this.names.get(key) : undefined;
  }

  setAttribute(name: string, value: Value): void {
    if (this.names.size >= budget().limits.items) raise('LimitExceeded', 'A namespace holds too many names.');
    this.names.set(name, value);
  }

  repr(): string {
    return `<Namespace ${repr(this.names)}>`;
  }
}

/** `cycler(...)`: hands out its items in turn. */
export class Cycler implements HostObject {
  readonly typeName = 'jinja2.utils.Cycler';
  private at = 0;

  constructor(private readonly items: readonly Value[]) {
    if (items.length === 0) raise('RuntimeError', 'at least one item has to be provided');
  }

  getAttribute(name: string): Value | undefined {
    if (name === 'current') return this.items[this.at];
    if (name === 'pos') return this.at;
    if (name === 'items') return [...this.items];
    if (name === 'next') return new Callable('next', () => this.next(), 'method');
    if (name !== 'reset') return undefined;
    return new Callable('reset', () => this.reset(), 'method');
  }

  private next(): Value {
    const value = this.items[this.at] as Value; // at is within
    this.at = (this.at + 1) % this.items.length;
    return value;
  }

  private reset(): null {
    this.at = 0;
    return null;
  }
}

/** `joiner(separator)`: empty on its first call, the separator afterwards. */
export class Joiner implements HostObject {
  readonly typeName = 'jinja2.utils.Joiner';
  private used = false;

  constructor(private readonly separator: Value) {}

  getAttribute(name: string): Value | undefined {
    if (name === 'sep') return this.separator;
    return name === 'used' ? this.used : undefined;
  }

  call(): Value {
    if (this.used) return this.separator;
    this.used = true;
    return '';
  }
}

/** A block as a value: `self.name` or `super`; calling it gives its text. */
export class BlockReference implements HostObject {
  readonly typeName = 'jinja2.runtime.BlockReference';

  constructor(
    private readonly name: string,
    private readonly context: Context,
    private readonly depth: number,
    private readonly site: Site,
  ) {}

  getAttribute(name: string): Value | undefined {
    if (name === 'name') return this.name;
    if (name === 'depth') return this.depth;
    return name === 'super' ? parentBlock(this.name, this.context, this.depth + 1, this.site) : undefined;
  }

  call(): Value {
    const block = this.context.blocks.get(this.name)?.[this.depth];
    if (!block) return raise('TemplateRuntimeError', `there is no block called '${this.name}'.`);
    const out = stringOutput();
    this.context.runtime.runBlock(block, this.context, out);
    return this.site.autoescape ? new Markup(out.text) : out.text;
  }
}

/** The block that another overrides, or a missing value. */
export function parentBlock(name: string, context: Context, depth: number, site: Site): Value {
  if (context.blocks.get(name)?.[depth]) return new BlockReference(name, context, depth, site);
  return context.runtime.undefinedHint(`there is no parent block called '${name}'.`, 'super');
}

/** `self`: the blocks of the running template by name. */
export class TemplateReference implements HostObject {
  readonly typeName = 'jinja2.runtime.TemplateReference';

  constructor(
    private readonly context: Context,
    private readonly site: Site,
  ) {}

  getAttribute(name: string): Value | undefined {
    if (!this.context.blocks.has(name)) return undefined;
    return new BlockReference(name, this.context, 0, this.site);
  }

  repr(): string {
    return `<TemplateReference '${this.context.templateName}'>`;
  }
}
