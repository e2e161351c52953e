import { raise } from '../errors.ts';
import type { Kwargs, Value } from './model.ts';
import type { UndefinedMode } from './undefined.ts';

/** What a filter, test or function may ask about the place it is called from. */
export interface CallSite {
  readonly autoescape: boolean;
  readonly undefinedMode: UndefinedMode;
  /** Applies a filter by name. */
  filter(name: string, value: Value, args: Value[], kwargs: Kwargs): Value;
  /** Applies a test by name. */
  test(name: string, value: Value, args: Value[], kwargs: Kwargs): boolean;
  /** `x.name` as a template reads it. */
  attribute(value: Value, name: string): Value;
  /** `x[key]` as a template reads it. */
  item(value: Value, key: Value): Value;
  /** True when the environment has a filter or test of a name. */
  knows(what: 'filter' | 'test', name: string): boolean;
  /** Policies of the environment, by Jinja's names. */
  policy(name: string): unknown;
}

/** Body of a callable. */
export type CallBody = (args: Value[], kwargs: Kwargs, site: CallSite) => Value;

/** A function, method or class a template can call. */
export class Callable {
  constructor(
    readonly name: string,
    readonly call: CallBody,
    readonly typeName: 'function' | 'builtin_function_or_method' | 'type' | 'method' = 'function',
    /** Type whose method this is, for its printed form. */
    readonly owner: string | null = null,
  ) {}
}

/** A parameter: a name, or a name with its default. */
export type Param = string | readonly [name: string, fallback: Value];

const nameOf = (param: Param): string => (typeof param === 'string' ? param : param[0]);

function missing(name: string, params: readonly Param[], bound: readonly (Value | undefined)[]): never {
  const names = params.flatMap((param, at) => (bound[at] === undefined ? [`'${nameOf(param)}'`] : []));
  const list = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];
  return raise(
    'TypeError',
    `${name}() missing ${names.length} required positional argument${names.length > 1 ? 's' : ''}: ${list}`,
  );
}

function tooMany(name: string, params: readonly Param[], given: number, before: number): never {
  const required = params.filter((param) => typeof param === 'string').length + before;
  const most = params.length + before;
  const range = required === most ? `${most}` : `from ${required} to ${most}`;
  const verb = given + before === 1 ? 'was' : 'were';
  const noun = required === most && most === 1 ? 'argument' : 'arguments';
  return raise('TypeError', `${name}() takes ${range} positional ${noun} but ${given + before} ${verb} given`);
}

/**
 * Binds positional and keyword arguments to parameters, with Python's refusals. `before` counts arguments that were
 * bound already, as the value of a filter.
 */
export function bind(
  name: string,
  params: readonly Param[],
  args: readonly Value[],
  kwargs: Kwargs,
  before = 0,
): Value[] {
  if (args.length > params.length) tooMany(name, params, args.length, before);
  const bound: (Value | undefined)[] = [...args];
  for (const [key, value] of kwargs ?? []) {
    const at = params.findIndex((param) => nameOf(param) === key);
    if (at < 0) raise('TypeError', `${name}() got an unexpected keyword argument '${key}'`);
    if (at < args.length) raise('TypeError', `${name}() got multiple values for argument '${key}'`);
    bound[at] = value;
  }
  for (const [at, param] of params.entries())
    if (bound[at] === undefined && typeof param !== 'string') bound[at] = param[1];
  for (let at = 0; at < params.length; at += 1) if (bound[at] === undefined) missing(name, params, bound);
  return bound as Value[]; // every slot was filled or refused above
}

/** A callable with named parameters. */
export function define(
  name: string,
  params: readonly Param[],
  body: (site: CallSite, ...bound: Value[]) => Value,
): Callable {
  return new Callable(name, (args, kwargs, site) => body(site, ...bind(name, params, args, kwargs)));
}
