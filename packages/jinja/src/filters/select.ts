import { raise } from '../errors.ts';
import { tick } from '../limits.ts';
import type { CallSite } from '../values/callable.ts';
import { iterator, truth } from '../values/iterate.ts';
import type { Kwargs, Value } from '../values/model.ts';
import { str } from '../values/text.ts';
import { generator, getter, type NamedFilter } from './support.ts';

type Mapper = (item: Value) => Value;

function mapper(site: CallSite, args: Value[], kwargs: Kwargs): Mapper {
  if (args.length === 0 && kwargs?.has('attribute')) {
    const rest = new Map(kwargs);
    const [attribute, fallback] = [rest.get('attribute'), rest.get('default')];
    rest.delete('attribute');
    rest.delete('default');
    const [unexpected] = rest.keys();
    if (unexpected !== undefined) raise('FilterArgumentError', `Unexpected keyword argument '${unexpected}'`);
    return getter(site, attribute, fallback);
  }
  const [name, ...others] = args;
  if (name === undefined) return raise('FilterArgumentError', 'map requires a filter argument');
  const filterName = str(name);
  return (item) => site.filter(filterName, item, others, kwargs);
}

function* mapped(site: CallSite, value: Value, args: Value[], kwargs: Kwargs): Generator<Value> {
  if (!truth(value)) return;
  const apply = mapper(site, args, kwargs);
  const items = iterator(value);
  for (let next = items.next(); !next.done; next = items.next()) {
    tick();
    yield apply(next.value);
  }
}

type Check = (item: Value) => boolean;

function checker(site: CallSite, args: Value[], kwargs: Kwargs, byAttribute: boolean): Check {
  const [attribute] = args;
  if (byAttribute && attribute === undefined) raise('FilterArgumentError', 'Missing parameter for attribute name');
  const read = byAttribute ? getter(site, attribute) : (item: Value): Value => item;
  const [name, ...others] = byAttribute ? args.slice(1) : args;
  if (name === undefined) return (item) => truth(read(item));
  const testName = str(name);
  return (item) => site.test(testName, read(item), others, kwargs);
}

interface Choice {
  readonly keep: boolean;
  readonly byAttribute: boolean;
}

function* chosen(site: CallSite, value: Value, args: Value[], kwargs: Kwargs, choice: Choice): Generator<Value> {
  if (!truth(value)) return;
  const passes = checker(site, args, kwargs, choice.byAttribute);
  const items = iterator(value);
  for (let next = items.next(); !next.done; next = items.next()) {
    tick();
    if (passes(next.value) === choice.keep) yield next.value;
  }
}

const choosing = (name: string, choice: Choice): NamedFilter => [
  name,
  (value, args, kwargs, site) => generator('select_or_reject', chosen(site, value, args, kwargs, choice)),
];

/** Filters that choose or change items by the name of a test, filter or attribute. All are lazy. */
export const SELECT_FILTERS: readonly NamedFilter[] = [
  ['map', (value, args, kwargs, site) => generator('sync_do_map', mapped(site, value, args, kwargs))],
  choosing('select', { keep: true, byAttribute: false }),
  choosing('reject', { keep: false, byAttribute: false }),
  choosing('selectattr', { keep: true, byAttribute: true }),
  choosing('rejectattr', { keep: false, byAttribute: true }),
];
