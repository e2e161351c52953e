import { TemplateError } from './errors.ts';
import { Environment, type EnvironmentOptions, type Loader } from './runtime/environment.ts';
import type { Template } from './runtime/template.ts';
import type { TemplateNode } from './syntax/ast.ts';
import { parseTemplate } from './syntax/parser.ts';
import { DEFAULT_SYNTAX, type SyntaxOptions } from './syntax/tokens.ts';

/** Makes an environment: settings, filters, tests and globals for many renders. */
export const createEnvironment = (options: EnvironmentOptions = {}): Environment => new Environment(options);

/** Compiles a source in an environment of its own; render it with `environment.render`. */
export const compile = (source: string, name = 'main', options: EnvironmentOptions = {}): Template =>
  new Environment(options).compile(source, name);

/** Options of a single render: an environment's, and other templates by name. */
export interface SingleRenderOptions extends EnvironmentOptions {
  /** Name of the template in errors; `main` unless set. */
  readonly name?: string;
  /** Other templates by name, for include, import and extends; `loader` comes first. */
  readonly templates?: Readonly<Record<string, string>>;
}

/**
 * Renders a source once.
 *
 * The context is a plain object, a Map, or a dict of `parseJson`. For many renders of one template, compile it in
 * an environment and keep both.
 * @throws TemplateError with kind, message, template, line and expression.
 */
export function render(source: string, context: object = {}, options: SingleRenderOptions = {}): string {
  const name = options.name ?? 'main';
  const others = new Map(Object.entries(options.templates ?? {}));
  const loader: Loader = (wanted) =>
    options.loader?.(wanted) ?? others.get(wanted) ?? (wanted === name ? source : null);
  const environment = new Environment({ ...options, loader });
  return environment.render(environment.compile(source, name), context);
}

/**
 * Syntax tree of a source, for static analysis; see `walk`.
 * @throws TemplateError of kind TemplateSyntaxError.
 */
export const parse = (source: string, name = 'main', options: Partial<SyntaxOptions> = {}): TemplateNode =>
  parseTemplate(source, name, { ...DEFAULT_SYNTAX, ...options });

/** What is wrong with a source. */
export type Problem = ReturnType<TemplateError['toJSON']>;

/** Compiles a source and gives the problem that stops it, or an empty list. Nothing is rendered. */
export function lint(source: string, name = 'main', options: EnvironmentOptions = {}): Problem[] {
  try {
    new Environment(options).compile(source, name);
    return [];
  } catch (error) {
    if (error instanceof TemplateError) return [error.toJSON()];
    throw error;
  }
}
