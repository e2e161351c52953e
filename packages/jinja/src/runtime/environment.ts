import { raise } from '../errors.ts';
import { compileTemplate } from '../compile/template.ts';
import { DEFAULT_LIMITS, withBudget, type Limits, type StepHook } from '../limits.ts';
import { DEFAULT_SYNTAX, type SyntaxOptions } from '../syntax/tokens.ts';
import { toNames } from '../values/convert.ts';
import type { CallSite } from '../values/callable.ts';
import type { Kwargs, Value } from '../values/model.ts';
import type { UndefinedMode } from '../values/undefined.ts';
import { FILTERS } from '../filters/index.ts';
import { TESTS } from '../tests/index.ts';
import { GLOBALS } from './globals.ts';
import { Runtime } from './runtime.ts';
import type { Template } from './template.ts';

/** A filter: the value before the bar, the arguments, and where it is called from. */
export type FilterFunction = (value: Value, args: Value[], kwargs: Kwargs, site: CallSite) => Value;

/** A test: true when the value passes. */
export type TestFunction = (value: Value, args: Value[], kwargs: Kwargs, site: CallSite) => boolean;

/** Source of a template by name; null or undefined when there is none. */
export type Loader = (name: string) => string | null | undefined;

/** Options of one render. */
export interface RenderOptions {
  readonly limits?: Partial<Limits>;
  /** Called every 1000 steps; a throw ends the render. */
  readonly onStep?: StepHook;
  /** Called once with the steps a render took, however it ended. */
  readonly onEnd?: StepHook;
}

/** Options of an environment. Syntax options have Jinja's names. */
export interface EnvironmentOptions extends Partial<SyntaxOptions>, RenderOptions {
  readonly undefined?: UndefinedMode;
  /** Escapes printed values as HTML; off unless set. A function decides by template name. */
  readonly autoescape?: boolean | ((name: string) => boolean);
  readonly loader?: Loader;
  readonly filters?: Readonly<Record<string, FilterFunction>>;
  readonly tests?: Readonly<Record<string, TestFunction>>;
  /** Names every template sees, also imported ones. */
  readonly globals?: object;
  /** Jinja's policies, as `truncate.leeway`. */
  readonly policies?: Readonly<Record<string, unknown>>;
}

const CACHED = 400;

/** Settings, filters, tests and globals that templates are compiled with. Make one and keep it. */
export class Environment {
  readonly syntax: SyntaxOptions;
  readonly undefinedMode: UndefinedMode;
  readonly filters: ReadonlyMap<string, FilterFunction>;
  readonly tests: ReadonlyMap<string, TestFunction>;
  readonly globals: ReadonlyMap<string, Value>;
  readonly policies: ReadonlyMap<string, unknown>;
  private readonly cache = new Map<string, { source: string; template: Template }>();

  constructor(private readonly options: EnvironmentOptions = {}) {
    this.syntax = syntaxOf(options);
    this.undefinedMode = options.undefined ?? 'default';
    this.filters = new Map([...FILTERS, ...Object.entries(options.filters ?? {})]);
    this.tests = new Map([...TESTS, ...Object.entries(options.tests ?? {})]);
    this.globals = new Map([...GLOBALS, ...toNames(options.globals)]);
    this.policies = new Map<string, unknown>([
      ['truncate.leeway', 5],
      ['urlize.rel', 'noopener'],
      ['json.sort_keys', true],
      ...Object.entries(options.policies ?? {}),
    ]);
  }

  /** True when a template escapes what it prints. */
  autoescapes(name: string): boolean {
    const { autoescape = false } = this.options;
    return typeof autoescape === 'function' ? autoescape(name) : autoescape;
  }

  /**
   * Compiles a source under a name.
   * @throws TemplateError of kind TemplateSyntaxError or TemplateAssertionError.
   */
  compile(source: string, name = 'main'): Template {
    const known = this.cache.get(name);
    if (known?.source === source) return known.template;
    const template = this.limited({}, () => compileTemplate(this, source, name));
    if (this.cache.size >= CACHED) this.cache.clear();
    this.cache.set(name, { source, template });
    return template;
  }

  /**
   * Template by name, through the loader.
   * @throws TemplateError of kind TemplateNotFound.
   */
  load(name: string): Template {
    const source = this.options.loader?.(name);
    if (source === null || source === undefined) return raise('TemplateNotFound', name);
    return this.compile(source, name);
  }

  /**
   * Renders a template.
   * @throws TemplateError with kind, message, template, line and expression.
   */
  render(template: Template | string, context: object = {}, options: RenderOptions = {}): string {
    return this.limited(options, () => {
      const compiled = typeof template === 'string' ? this.load(template) : template;
      return new Runtime(this).render(compiled, toNames(context));
    });
  }

  private limited<T>(options: RenderOptions, run: () => T): T {
    const limits = { ...DEFAULT_LIMITS, ...this.options.limits, ...options.limits };
    return withBudget(limits, options.onStep ?? this.options.onStep ?? null, run, options.onEnd);
  }
}

function syntaxOf(options: EnvironmentOptions): SyntaxOptions {
  const chosen = Object.keys(DEFAULT_SYNTAX).map((key) => {
    const name = key as keyof SyntaxOptions; // keys of SyntaxOptions
    return [name, options[name] ?? DEFAULT_SYNTAX[name]];
  });
  const syntax = Object.fromEntries(chosen) as SyntaxOptions; // one entry for each key
  const starts = [syntax.block_start_string, syntax.variable_start_string, syntax.comment_start_string];
  if (starts.some((start) => start === '') || new Set(starts).size < 3)
    raise('ValueError', 'block, variable and comment start strings must be different');
  return syntax;
}
