import type { CallSite } from '../values/callable.ts';
import { isText, textOf, type Value } from '../values/model.ts';

/** True when a filter of that name exists. */
export const hasFilter = (site: CallSite, name: Value): boolean => isText(name) && site.knows('filter', textOf(name));

/** True when a test of that name exists. */
export const hasTest = (site: CallSite, name: Value): boolean => isText(name) && site.knows('test', textOf(name));
