import { Markup, type HostObject, type Value } from '../values/model.ts';
import { quote } from '../values/text.ts';
import type { Context } from './context.ts';

/** An imported template: its exported macros and variables, printed as its text. */
export class TemplateModule implements HostObject {
  readonly typeName = 'jinja2.environment.TemplateModule';

  constructor(
    readonly name: string,
    readonly body: string,
    private readonly context: Context,
    private readonly safe: boolean,
  ) {}

  getAttribute(name: string): Value | undefined {
    return this.context.exported.has(name) ? this.context.vars.get(name) : undefined;
  }

  str(): string {
    return this.body;
  }

  html(): string {
    return this.body;
  }

  repr(): string {
    return `<TemplateModule ${quote(this.name)}>`;
  }

  /** The text as a value. */
  text(): Value {
    return this.safe ? new Markup(this.body) : this.body;
  }
}
