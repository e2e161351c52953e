import { raise } from '../errors.ts';
import { Dict } from '../values/dict.ts';
import { Markup, Tuple, type HostObject, type Kwargs, type Value } from '../values/model.ts';
import { Undefined, type UndefinedMode } from '../values/undefined.ts';

/** What a macro was compiled from. */
export interface MacroShape {
  /** Null for the body of a call block. */
  readonly name: string | null;
  readonly params: readonly string[];
  readonly usesCaller: boolean;
  readonly usesKwargs: boolean;
  readonly usesVarargs: boolean;
  /** `caller` is written among the parameters. */
  readonly explicitCaller: boolean;
}

/** Arguments in the order of the parameters; undefined means not given. */
export type MacroArguments = readonly (Value | undefined)[];

/** A macro, or the body of a call block as `caller`. */
export class Macro implements HostObject {
  readonly typeName = 'jinja2.runtime.Macro';

  constructor(
    private readonly shape: MacroShape,
    private readonly mode: UndefinedMode,
    private readonly body: (args: MacroArguments) => string,
  ) {}

  getAttribute(name: string): Value | undefined {
    const { shape } = this;
    switch (name) {
      case 'name':
        return shape.name;
      case 'arguments':
        return new Tuple(shape.params);
      case 'catch_kwargs':
        return shape.usesKwargs;
      case 'catch_varargs':
        return shape.usesVarargs;
      case 'caller':
        return shape.usesCaller;
      case 'explicit_caller':
        return shape.explicitCaller;
      default:
        return undefined;
    }
  }

  repr(): string {
    return `<Macro ${this.shape.name === null ? 'anonymous' : `'${this.shape.name}'`}>`;
  }

  /** Runs the macro; `safe` marks the text as HTML. */
  invoke(args: readonly Value[], kwargs: Kwargs, safe: boolean): Value {
    const text = this.body(this.bind(args, kwargs));
    return safe ? new Markup(text) : text;
  }

  call(args: readonly Value[], kwargs: ReadonlyMap<string, Value>): Value {
    return this.invoke(args, new Map(kwargs), false);
  }

  private bind(args: readonly Value[], kwargs: Kwargs): MacroArguments {
    const { params, usesCaller, usesKwargs, usesVarargs, explicitCaller } = this.shape;
    const bound: (Value | undefined)[] = args.slice(0, params.length);
    if (!kwargs && bound.length === params.length && !usesCaller && !usesKwargs && !usesVarargs) {
      if (args.length > params.length) this.tooMany();
      return bound;
    }
    const rest = new Map(kwargs ?? []);
    let foundCaller = bound.length === params.length && explicitCaller;
    for (const name of params.slice(bound.length)) {
      foundCaller ||= name === 'caller';
      bound.push(rest.get(name));
      rest.delete(name);
    }
    if (usesCaller && !foundCaller) bound.push(this.takeCaller(rest));
    if (usesKwargs) bound.push(new Dict(rest));
    else if (rest.size > 0) this.unknownKeyword(rest);
    if (usesVarargs) bound.push(new Tuple(args.slice(params.length)));
    else if (args.length > params.length) this.tooMany();
    return bound;
  }

  private takeCaller(rest: Map<string, Value>): Value {
    const caller = rest.get('caller');
    rest.delete('caller');
    return caller ?? new Undefined(this.mode, { name: 'caller', hint: 'No caller defined' });
  }

  private get printedName(): string {
    return this.shape.name === null ? 'None' : `'${this.shape.name}'`;
  }

  private tooMany(): never {
    return raise('TypeError', `macro ${this.printedName} takes not more than ${this.shape.params.length} argument(s)`);
  }

  private unknownKeyword(rest: ReadonlyMap<string, Value>): never {
    if (rest.has('caller'))
      raise(
        'TypeError',
        `macro ${this.printedName} was invoked with two values for the special caller argument. This is most likely a bug.`,
      );
    return raise('TypeError', `macro ${this.printedName} takes no keyword argument '${[...rest.keys()][0]}'`);
  }
}
