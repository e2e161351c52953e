import { TemplateError, type ErrorKind } from '../errors.ts';
import type { Activation } from '../runtime/activation.ts';
import type { Environment } from '../runtime/environment.ts';
import type { Template } from '../runtime/template.ts';
import type { Expression, Place, Statement } from '../syntax/ast.ts';
import type { Value } from '../values/model.ts';
import { Symbols, type Slot, type Unit } from './symbols.ts';

/** A compiled expression. */
export type Eval = (activation: Activation) => Value;

/** What a statement asks of the loop around it: 0 go on, 1 break, 2 continue. */
export type Signal = 0 | 1 | 2;

/** A compiled statement. */
export type Exec = (activation: Activation) => Signal;

/** Compiles the parts of a statement or expression; kept here so that their modules need not know one another. */
export interface Compiler {
  expression(node: Expression, scope: Scope): Eval;
  body(nodes: readonly Statement[], scope: Scope): Exec;
}

/** State of one compilation. */
export class Compilation {
  extendsSoFar = 0;
  knownExtends = false;

  constructor(
    readonly environment: Environment,
    readonly template: Template,
    readonly compiler: Compiler,
  ) {}

  fail(message: string, { line, column, start, end }: Place, kind: ErrorKind = 'TemplateAssertionError'): never {
    const expression = this.template.source.slice(start, end).slice(0, 200);
    throw new TemplateError(kind, message, { template: this.template.name, line, column, expression });
  }
}

interface Flags {
  readonly toplevel?: boolean;
  readonly rootlevel?: boolean;
  readonly soft?: boolean;
  readonly loop?: boolean;
  readonly inLoop?: boolean;
  readonly blockLevel?: boolean;
  readonly outputChecked?: boolean;
}

/** Where in a template code is compiled: its names, and what is allowed there. */
export class Scope {
  constructor(
    readonly compilation: Compilation,
    readonly symbols: Symbols,
    readonly flags: Flags,
  ) {}

  get unit(): Unit {
    return this.symbols.unit;
  }

  /** Compiles an expression here. */
  value(node: Expression): Eval {
    return this.compilation.compiler.expression(node, this);
  }

  /** Compiles statements here. */
  body(nodes: readonly Statement[]): Exec {
    return this.compilation.compiler.body(nodes, this);
  }

  /** A scope inside this one, in the same function or in one of its own. */
  inner(flags: Flags = {}, unit: Unit = this.unit): Scope {
    const { outputChecked = false, inLoop = false } = this.flags;
    const kept = { outputChecked, inLoop: unit === this.unit && inLoop };
    return new Scope(this.compilation, new Symbols(unit, this.symbols), { ...kept, ...flags });
  }

  /** The same scope inside an `if`: unknown filters and tests are refused when they run, not before. */
  soft(): Scope {
    return new Scope(this.compilation, this.symbols, { ...this.flags, rootlevel: false, soft: true });
  }

  /** The slot of a name that was collected before. */
  slot(name: string): Slot {
    const slot = this.symbols.find(name);
    if (!slot) throw new Error(`No variable ${name} in ${this.compilation.template.name}.`);
    return slot;
  }

  hops(slot: Slot): number {
    return this.unit.hopsTo(slot.unit);
  }
}

/** Frame that holds a slot, seen from the running function. */
function frameAt(activation: Activation, hops: number): Activation {
  let frame = activation;
  for (let left = hops; left > 0 && frame.up; left -= 1) frame = frame.up;
  return frame;
}

/** Reads a slot; undefined means the name has no value. */
export function reader(scope: Scope, slot: Slot): (activation: Activation) => Value | undefined {
  const { index } = slot;
  const hops = scope.hops(slot);
  if (hops === 0) return (activation) => activation.vars[index];
  if (hops === 1) return (activation) => activation.up?.vars[index];
  return (activation) => frameAt(activation, hops).vars[index];
}

/** Sets the slots of a scope to what they start with; run each time the scope is entered. */
export function entering(scope: Scope): (activation: Activation) => void {
  const steps: ((activation: Activation) => void)[] = [];
  for (const [{ index, name }, load] of scope.symbols.loads) {
    if (load.kind === 'resolve') steps.push((a) => void (a.vars[index] = a.context.resolve(name)));
    else if (load.kind === 'missing') steps.push((a) => void (a.vars[index] = undefined));
    else if (load.kind === 'alias') {
      const read = reader(scope, load.of);
      steps.push((a) => void (a.vars[index] = read(a)));
    }
  }
  if (steps.length === 0) return () => undefined;
  const [only] = steps;
  if (steps.length === 1 && only) return only;
  return (activation) => {
    for (const step of steps) step(activation);
  };
}

/** Values of all names written so far, as includes and scoped blocks see them. */
export function locals(scope: Scope): (activation: Activation) => Map<string, Value> {
  const readers = [...scope.symbols.written()].map(([name, slot]) => [name, reader(scope, slot)] as const);
  return (activation) => {
    const values = new Map<string, Value>();
    for (const [name, read] of readers) {
      const value = read(activation);
      if (value !== undefined) values.set(name, value);
    }
    return values;
  };
}
