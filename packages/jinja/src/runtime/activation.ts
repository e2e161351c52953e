import { raise, TemplateError } from '../errors.ts';
import { asTemplateError, budget, enter, leave } from '../limits.ts';
import type { Place } from '../syntax/ast.ts';
import type { Value } from '../values/model.ts';
import type { Context } from './context.ts';
import type { Site } from './runtime.ts';
import type { Template } from './template.ts';

/** Text under construction, with a limit. */
export class Output {
  text = '';

  constructor(private readonly limit: number) {}

  add(part: string): void {
    this.text += part;
    if (this.text.length > this.limit)
      raise('LimitExceeded', `The output passes the limit of ${this.limit} characters.`);
  }
}

/** A new output for a string value: a macro's result, a `set` block. */
export const stringOutput = (): Output => new Output(budget().limits.string);

/** One running function of a template: its variables, its output, and the node it is at. */
export class Activation {
  readonly vars: (Value | undefined)[];
  /** Node that runs now; errors are placed there. */
  at: Place;
  /** Template this one extends, once `extends` ran. */
  parentTemplate: Template | null = null;

  constructor(
    slots: number,
    readonly template: Template,
    readonly context: Context,
    readonly up: Activation | null,
    public out: Output,
    public site: Site,
    at: Place,
  ) {
    this.vars = new Array<Value | undefined>(slots).fill(undefined);
    this.at = at;
  }

  /** Runs code in this function: counts depth, and places errors that have no place yet. */
  run<T>(code: (activation: Activation) => T): T {
    enter();
    try {
      return code(this);
    } catch (error) {
      throw this.placed(error);
    } finally {
      leave();
    }
  }

  private placed(error: unknown): unknown {
    const known = asTemplateError(error);
    if (known instanceof TemplateError) {
      const { line, column, start, end } = this.at;
      const source = this.template.source.slice(start, end).replace(/\s+/g, ' ').trim();
      known.locate({ template: this.template.name, line, column, expression: source.slice(0, 200) || null });
    }
    return known;
  }
}
