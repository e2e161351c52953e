import type { FilterFunction } from '../runtime/environment.ts';
import { HTML_FILTERS } from './html.ts';
import { LIST_FILTERS } from './list.ts';
import { NETWORK_FILTERS } from './network.ts';
import { NUMBER_FILTERS } from './number.ts';
import { REGEX_FILTERS } from './regex.ts';
import { SELECT_FILTERS } from './select.ts';
import { TEXT_FILTERS } from './text.ts';
import { VALUE_FILTERS } from './value.ts';

/** All filters of Jinja 3.1, and ours for regular expressions, addresses and VLANs. */
export const FILTERS: ReadonlyMap<string, FilterFunction> = new Map([
  ...TEXT_FILTERS,
  ...NUMBER_FILTERS,
  ...LIST_FILTERS,
  ...SELECT_FILTERS,
  ...VALUE_FILTERS,
  ...HTML_FILTERS,
  ...REGEX_FILTERS,
  ...NETWORK_FILTERS,
]);
