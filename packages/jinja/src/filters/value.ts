import { getAttribute } from '../runtime/access.ts';
import { truth } from '../values/iterate.ts';
import { Dict } from '../values/dict.ts';
import { isHost, type Value } from '../values/model.ts';
import { describe } from '../values/names.ts';
import { str } from '../values/text.ts';
import { isUndefined, Undefined } from '../values/undefined.ts';
import { methodOf } from '../methods/table.ts';
import { filter, type NamedFilter } from './support.ts';
import type { CallSite } from '../values/callable.ts';
import { pretty } from './pretty.ts';

const useDefault = (value: Value, fallback: Value, boolean: Value): Value =>
  isUndefined(value) || (truth(boolean) && !truth(value)) ? fallback : value;

/** Attributes only: unlike `x.name` it never looks for a key. */
function attr(site: CallSite, value: Value, name: Value): Value {
  const text = str(name);
  const keyed = value instanceof Dict && !text.startsWith('__') && !methodOf(value, text);
  if (keyed || (isHost(value) && !text.startsWith('_') && value.getAttribute(text) === undefined))
    return new Undefined(site.undefinedMode, { name: text, owner: describe(value) });
  return getAttribute(value, text, site.undefinedMode);
}

const DEFAULT = [
  ['default_value', ''],
  ['boolean', false],
] as const;

/** Filters over any value. */
export const VALUE_FILTERS: readonly NamedFilter[] = [
  filter('default', 'do_default', DEFAULT, (_site, value, other = '', boolean = false) =>
    useDefault(value, other, boolean),
  ),
  filter('d', 'do_default', DEFAULT, (_site, value, other = '', boolean = false) => useDefault(value, other, boolean)),
  filter('attr', 'do_attr', ['name'], (site, value, name = '') => attr(site, value, name)),
  filter('pprint', 'do_pprint', [], (_site, value) => pretty(value)),
];
