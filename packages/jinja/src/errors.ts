/**
 * Why a render or a compile failed: the name of the Jinja or Python class that real Jinja2 would raise,
 * or `LimitExceeded` when a template asked for more than its limits allow. Hosts may add names of their own.
 */
export type ErrorKind =
  | 'UndefinedError'
  | 'TemplateSyntaxError'
  | 'TemplateAssertionError'
  | 'TemplateNotFound'
  | 'TemplatesNotFound'
  | 'TemplateRuntimeError'
  | 'SecurityError'
  | 'FilterArgumentError'
  | 'TypeError'
  | 'ValueError'
  | 'KeyError'
  | 'IndexError'
  | 'AttributeError'
  | 'ZeroDivisionError'
  | 'OverflowError'
  | 'RecursionError'
  | 'RuntimeError'
  | 'LimitExceeded'
  | (string & {});

/** Where in which template an error belongs; lines and columns count from 1. */
export interface ErrorPlace {
  readonly template: string;
  readonly line: number;
  readonly column: number | null;
  /** Source text of the expression or tag, one line, cut at 200 characters. */
  readonly expression: string | null;
}

/** The only error this package throws on purpose. `template`, `line`, `column` and `expression` are null when unknown. */
export class TemplateError extends Error {
  readonly kind: ErrorKind;
  template: string | null = null;
  line: number | null = null;
  column: number | null = null;
  expression: string | null = null;

  constructor(kind: ErrorKind, message: string, place?: ErrorPlace) {
    super(message);
    this.name = 'TemplateError';
    this.kind = kind;
    if (place) this.locate(place);
  }

  /** Sets the place once: the innermost template frame wins. */
  locate(place: ErrorPlace): this {
    if (this.line !== null) return this;
    this.template = place.template;
    this.line = place.line;
    this.column = place.column;
    this.expression = place.expression;
    return this;
  }

  /** Plain fields for logs and wires. */
  toJSON(): Record<string, unknown> {
    const { kind, message, template, line, column, expression } = this;
    return { kind, message, template, line, column, expression };
  }
}

/** Throws a `TemplateError` of a kind; the runtime adds the place. */
export function raise(kind: ErrorKind, message: string): never {
  throw new TemplateError(kind, message);
}
