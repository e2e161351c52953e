import { tick } from '../limits.ts';
import { Activation, stringOutput } from '../runtime/activation.ts';
import { Loop } from '../runtime/loop.ts';
import type * as ast from '../syntax/ast.ts';
import { findAll, undeclared } from '../syntax/walk.ts';
import { iterator, truth } from '../values/iterate.ts';
import { Markup, Stream, type Value } from '../values/model.ts';
import { assigner, type Assigner } from './assigning.ts';
import { entering, type Eval, type Exec, type Scope } from './scope.ts';
import { collectFor, Unit } from './symbols.ts';

interface Parts {
  readonly node: ast.For;
  readonly enterBody: (a: Activation) => void;
  readonly assign: Assigner;
  readonly body: Exec;
  readonly orElse: Exec;
  /** Slot of `loop`, when the body uses it. */
  readonly loopSlot: number | null;
  readonly keep: ((a: Activation, items: Value) => Value) | null;
}

/** Compiles a loop. */
export function compileFor(node: ast.For, scope: Scope): Exec {
  refuseLoopTarget(node, scope);
  const unit = node.recursive ? new Unit(scope.unit) : scope.unit;
  const parts = compileParts(node, scope, unit);
  const items = scope.value(node.iter);
  return node.recursive ? recursive(parts, items, unit) : plain(parts, items);
}

function refuseLoopTarget(node: ast.For, scope: Scope): void {
  for (const name of findAll([node], 'name'))
    if (name.name === 'loop' && name.use === 'store')
      scope.compilation.fail("Can't assign to special loop variable in for-loop target", name);
}

function usesLoop(node: ast.For): boolean {
  if (node.recursive || undeclared(node.body, ['loop']).size > 0) return true;
  return findAll([node], 'block').some((block) => block.scoped);
}

function compileParts(node: ast.For, scope: Scope, unit: Unit): Parts {
  const bodyScope = scope.inner({ loop: true, inLoop: true }, unit);
  const elseScope = scope.inner({ inLoop: !node.recursive && (scope.flags.inLoop ?? false) }, unit);
  const loopSlot = usesLoop(node) ? bodyScope.symbols.param('loop').index : null;
  collectFor(bodyScope.symbols, node, 'body');
  collectFor(elseScope.symbols, node, 'else');
  return {
    node,
    loopSlot,
    keep: node.test ? compileCondition(node, node.test, scope, unit) : null,
    enterBody: entering(bodyScope),
    assign: assigner(node.target, bodyScope),
    body: bodyScope.body(node.body),
    orElse: compileElse(node, elseScope),
  };
}

function compileElse(node: ast.For, scope: Scope): Exec {
  const enterElse = entering(scope);
  const body = scope.body(node.orElse);
  if (node.orElse.length === 0) return () => 0;
  return (a) => {
    enterElse(a);
    return body(a);
  };
}

/** The `if` of a loop: a lazy sequence of the items that pass. */
function compileCondition(node: ast.For, test: ast.Expression, scope: Scope, unit: Unit): Parts['keep'] {
  const testScope = scope.inner({}, unit);
  collectFor(testScope.symbols, node, 'test');
  const enterTest = entering(testScope);
  const assign = assigner(node.target, testScope);
  const holds = testScope.value(test);
  function* filtered(a: Activation, items: Iterator<Value>): Generator<Value> {
    enterTest(a);
    for (let next = items.next(); !next.done; next = items.next()) {
      tick();
      const before = a.at;
      a.at = test;
      assign(a, next.value);
      const passes = truth(holds(a));
      a.at = before;
      if (passes) yield next.value;
    }
  }
  return (a, items) => new Stream(filtered(a, iterator(items)), 't_1');
}

/** Runs the body for each item; gives the number of rounds that reached their end, which is what `else` looks at. */
function runPlain(parts: Parts, a: Activation, items: Value): number {
  const { enterBody, assign, body } = parts;
  const source = iterator(items);
  let finished = 0;
  for (let next = source.next(); !next.done; next = source.next()) {
    tick();
    a.at = parts.node;
    assign(a, next.value);
    enterBody(a);
    const signal = body(a);
    if (signal === 0) finished += 1;
    if (signal === 1) break;
  }
  return finished;
}

function runWithLoop(parts: Parts, a: Activation, loop: Loop, slot: number): number {
  const { enterBody, assign, body } = parts;
  let finished = 0;
  for (let value = loop.next(); value !== undefined; value = loop.next()) {
    a.at = parts.node;
    a.vars[slot] = loop;
    assign(a, value);
    enterBody(a);
    const signal = body(a);
    if (signal === 0) finished += 1;
    if (signal === 1) break;
    // an outer loop of the same function may use the same slot again
    a.at = parts.node;
  }
  return finished;
}

function plain(parts: Parts, items: Eval): Exec {
  const { node, loopSlot, keep, orElse } = parts;
  return (a) => {
    a.at = node;
    const all = items(a);
    const kept = keep ? keep(a, all) : all;
    const finished =
      loopSlot === null
        ? runPlain(parts, a, kept)
        : runWithLoop(parts, a, new Loop(kept, 0, a.site.undefinedMode, null), loopSlot);
    return finished === 0 ? orElse(a) : 0;
  };
}

/** A loop that calls itself runs as a function of its own: every level has its own variables. */
function recursive(parts: Parts, items: Eval, unit: Unit): Exec {
  const { node, loopSlot, keep, orElse } = parts;
  const level = (outer: Activation, values: Value, depth: number): Value => {
    const out = stringOutput();
    const { template, context, site } = outer;
    return new Activation(unit.slots, template, context, outer, out, site, node).run((a) => {
      const recurse = (more: Value, deeper: number): Value => level(outer, more, deeper);
      const loop = new Loop(keep ? keep(a, values) : values, depth, site.undefinedMode, recurse);
      if (runWithLoop(parts, a, loop, loopSlot ?? 0) === 0) orElse(a);
      return site.autoescape ? new Markup(out.text) : out.text;
    });
  };
  return (a) => {
    a.at = node;
    const text = level(a, items(a), 0);
    a.out.add(text instanceof Markup ? text.text : String(text));
    return 0;
  };
}
