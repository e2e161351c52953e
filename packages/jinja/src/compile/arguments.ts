import { raise } from '../errors.ts';
import type { Activation } from '../runtime/activation.ts';
import type * as ast from '../syntax/ast.ts';
import { Dict } from '../values/dict.ts';
import { each } from '../values/iterate.ts';
import { isHost, isText, textOf, type Kwargs, type Value } from '../values/model.ts';
import { typeName } from '../values/names.ts';
import { isUndefined } from '../values/undefined.ts';
import type { Scope } from './scope.ts';

/** Compiled arguments; a new array and map each time. */
export interface CompiledArguments {
  readonly args: (activation: Activation) => Value[];
  readonly kwargs: (activation: Activation) => Kwargs;
}

/** Compiles the arguments of a call, filter or test. */
export function compileArguments(node: ast.Arguments, scope: Scope): CompiledArguments {
  return { args: positional(node, scope), kwargs: keywords(node, scope) };
}

function positional({ args, star }: ast.Arguments, scope: Scope): CompiledArguments['args'] {
  const items = args.map((arg) => scope.value(arg));
  const [first, second] = items;
  if (star) {
    const rest = scope.value(star);
    return (a) => [...items.map((item) => item(a)), ...each(rest(a))];
  }
  if (!first) return () => [];
  if (!second) return (a) => [first(a)];
  return items.length === 2 ? (a) => [first(a), second(a)] : (a) => items.map((item) => item(a));
}

function keywords({ kwargs, doubleStar }: ast.Arguments, scope: Scope): CompiledArguments['kwargs'] {
  if (kwargs.length === 0 && !doubleStar) return () => null;
  const pairs = kwargs.map(({ name, value }) => [name, scope.value(value)] as const);
  const rest = doubleStar ? scope.value(doubleStar) : null;
  return (a) => {
    const map = new Map<string, Value>();
    for (const [name, value] of pairs) map.set(name, value(a));
    if (rest) spread(map, rest(a));
    return map;
  };
}

function spread(map: Map<string, Value>, source: Value): void {
  if (isUndefined(source)) source.fail();
  for (const [key, value] of entriesOf(source)) {
    if (!isText(key)) raise('TypeError', 'keywords must be strings');
    const name = textOf(key as string);
    if (map.has(name)) raise('TypeError', `got multiple values for keyword argument '${name}'`);
    map.set(name, value);
  }
}

function entriesOf(source: Value): Iterable<[Value, Value]> {
  if (source instanceof Dict) return source.entries();
  if (isHost(source) && source.keys) return [...source.keys()].map((key) => [key, source.getItem?.(key) ?? null]);
  return raise('TypeError', `argument after ** must be a mapping, not ${typeName(source)}`);
}
