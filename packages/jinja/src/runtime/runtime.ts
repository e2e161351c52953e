import { raise, TemplateError } from '../errors.ts';
import { budget } from '../limits.ts';
import type { CallSite } from '../values/callable.ts';
import { iterator, truth } from '../values/iterate.ts';
import { isText, Tuple, type Kwargs, type Value } from '../values/model.ts';
import { isUndefined, Undefined, type UndefinedMode } from '../values/undefined.ts';
import { str, repr } from '../values/text.ts';
import { Activation, Output, stringOutput } from './activation.ts';
import { getAttribute, getItem } from './access.ts';
import { Context, type Layer } from './context.ts';
import type { Environment } from './environment.ts';
import { TemplateModule } from './module.ts';
import type { BlockCode, Template } from './template.ts';

/** Where something is called from: the environment, with autoescape on or off. */
export class Site implements CallSite {
  constructor(
    readonly runtime: Runtime,
    readonly autoescape: boolean,
  ) {}

  get undefinedMode(): UndefinedMode {
    return this.runtime.undefinedMode;
  }

  filter(name: string, value: Value, args: Value[], kwargs: Kwargs): Value {
    const filter = this.runtime.environment.filters.get(name);
    if (!filter) return raise('TemplateRuntimeError', `No filter named '${name}'.`);
    return filter(value, args, kwargs, this);
  }

  test(name: string, value: Value, args: Value[], kwargs: Kwargs): boolean {
    const test = this.runtime.environment.tests.get(name);
    if (!test) return raise('TemplateRuntimeError', `No test named '${name}'.`);
    return test(value, args, kwargs, this);
  }

  attribute(value: Value, name: string): Value {
    return getAttribute(value, name, this.undefinedMode);
  }

  item(value: Value, key: Value): Value {
    return getItem(value, key, this.undefinedMode);
  }

  knows(what: 'filter' | 'test', name: string): boolean {
    const { filters, tests } = this.runtime.environment;
    return what === 'filter' ? filters.has(name) : tests.has(name);
  }

  policy(name: string): unknown {
    return this.runtime.environment.policies.get(name);
  }
}

/** State of one render. */
export class Runtime {
  readonly undefinedMode: UndefinedMode;
  readonly plain = new Site(this, false);
  readonly escaping = new Site(this, true);
  private readonly modules = new Map<Template, TemplateModule>();
  private readonly loaded = new Map<string, Template>();
  private readonly globals: Layer;

  constructor(readonly environment: Environment) {
    this.undefinedMode = environment.undefinedMode;
    this.globals = { names: environment.globals, next: null };
  }

  /** A missing value with a sentence of its own. */
  undefinedHint(hint: string, name: string | null): Undefined {
    return new Undefined(this.undefinedMode, { name, hint });
  }

  site(autoescape: boolean): Site {
    return autoescape ? this.escaping : this.plain;
  }

  siteOf(template: Template): Site {
    return this.site(this.environment.autoescapes(template.name));
  }

  /** Context of a template; without a layer it sees the globals only. */
  context(template: Template, layer: Layer | null): Context {
    const blocks = new Map<string, BlockCode[]>();
    for (const [name, block] of template.blocks) blocks.set(name, [block]);
    return new Context(this, template.name, layer ?? this.globals, blocks);
  }

  /** Context of the first template: its variables over the globals. */
  mainContext(template: Template, names: ReadonlyMap<string, Value>): Context {
    return this.context(template, { names, next: this.globals });
  }

  /** Runs the root of a template into an output. */
  runRoot(template: Template, context: Context, out: Output): void {
    const site = this.siteOf(template);
    new Activation(template.slots, template, context, null, out, site, template.ast).run(template.root);
  }

  /** Runs one block into an output. */
  runBlock(block: BlockCode, context: Context, out: Output): void {
    const { template } = block;
    const site = this.siteOf(template);
    new Activation(block.slots, template, context, null, out, site, template.ast).run(block.run);
  }

  /** Whole text of a template as an include without context and an import see it. */
  module(template: Template, layer: Layer | null): TemplateModule {
    const known = layer ? undefined : this.modules.get(template);
    if (known) return known;
    const context = this.context(template, layer);
    const out = stringOutput();
    this.runRoot(template, context, out);
    const made = new TemplateModule(template.name, out.text, context, this.siteOf(template).autoescape);
    if (!layer) this.modules.set(template, made);
    return made;
  }

  /** Renders from the first template. */
  render(template: Template, names: ReadonlyMap<string, Value>): string {
    const out = new Output(budget().limits.output);
    this.runRoot(template, this.mainContext(template, names), out);
    return out.text;
  }

  /** Template by name; asked of the loader once in a render. */
  private load(name: string): Template {
    const known = this.loaded.get(name);
    if (known) return known;
    const template = this.environment.load(name);
    this.loaded.set(name, template);
    return template;
  }

  /** Template by a value: a name, a template, or for `select` a list of names, first that exists. */
  template(reference: Value, select: boolean): Template {
    if (isUndefined(reference)) return reference.fail();
    if (isText(reference)) return this.load(str(reference));
    if (!select) return raise('TypeError', `expected a template name, got ${repr(reference)}`);
    return this.select(reference);
  }

  private select(reference: Value): Template {
    const names: string[] = [];
    if (!truth(reference)) raise('TemplatesNotFound', 'Tried to select from an empty list of templates.');
    const items = reference instanceof Tuple ? reference.items[Symbol.iterator]() : iterator(reference);
    for (let next = items.next(); !next.done; next = items.next()) {
      if (isUndefined(next.value)) next.value.fail();
      names.push(str(next.value));
      try {
        return this.load(str(next.value));
      } catch (error) {
        if (!(error instanceof TemplateError) || error.kind !== 'TemplateNotFound') throw error;
      }
    }
    return raise('TemplatesNotFound', `none of the templates given were found: ${names.join(', ')}`);
  }
}
