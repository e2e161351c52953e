import { raise } from '../errors.ts';
import { updateDict } from '../methods/dict.ts';
import { budget } from '../limits.ts';
import { bind, Callable, type CallBody } from '../values/callable.ts';
import { Dict } from '../values/dict.ts';
import { Range, type Value } from '../values/model.ts';
import { typeName } from '../values/names.ts';
import { Cycler, Joiner, Namespace } from './objects.ts';

function integer(value: Value | undefined): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return tooBig();
  return raise('TypeError', `'${typeName(value ?? null)}' object cannot be interpreted as an integer`);
}

const tooBig = (): never => {
  const { range } = budget().limits;
  return raise('OverflowError', `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${range}).`);
};

const range: CallBody = (args, kwargs) => {
  if (kwargs?.size) raise('TypeError', 'range() takes no keyword arguments');
  if (args.length === 0) raise('TypeError', 'range expected at least 1 argument, got 0');
  if (args.length > 3) raise('TypeError', `range expected at most 3 arguments, got ${args.length}`);
  const [first, second, third] = args;
  const [start, stop] = second === undefined ? [0, integer(first)] : [integer(first), integer(second)];
  const step = third === undefined ? 1 : integer(third);
  if (step === 0) raise('ValueError', 'range() arg 3 must not be zero');
  const made = new Range(start, stop, step);
  return made.length > budget().limits.range ? tooBig() : made;
};

const dict: CallBody = (args, kwargs) => {
  if (args.length > 1) raise('TypeError', `dict expected at most 1 argument, got ${args.length}`);
  return updateDict(new Dict(), args[0], kwargs);
};

const joiner: CallBody = (args, kwargs) => {
  const [separator = ', '] = bind('Joiner', [['sep', ', ']], args, kwargs);
  return new Joiner(separator);
};

/** Jinja's own globals, without `lipsum`. */
export const GLOBALS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['range', new Callable('safe_range', range)],
  ['dict', new Callable('dict', dict, 'type')],
  ['cycler', new Callable('jinja2.utils.Cycler', (args) => new Cycler(args), 'type')],
  ['joiner', new Callable('jinja2.utils.Joiner', joiner, 'type')],
  ['namespace', new Callable('jinja2.utils.Namespace', (args, kwargs) => new Namespace(args, kwargs), 'type')],
]);
