import { NotFound } from '@plumbline/kit';
import type { Model } from '../registry/model.ts';
import { parseFilter } from './filter/parse.ts';
import type { FilterNode } from './filter/tree.ts';
import type { SavedView } from './late.ts';
import { filterOptions, invalid, type Args, type PlanScope } from './plan-scope.ts';
import { parseQueryText, type QueryNode } from './query-text.ts';

/** Which rows of a list or aggregate. */
export interface Conditions {
  readonly filter: FilterNode | null;
  readonly query: QueryNode | null;
}

/** The saved view that a list names; null without one, and for one that is still to be looked up. @throws NotFound */
export const savedViewOf = (scope: PlanScope, model: Model, args: Args, path: string): SavedView | null => {
  const id = args['savedView'];
  if (typeof id !== 'string') return null;
  const view = scope.savedView(id);
  if (view === undefined || view?.types.includes(model.name) === false)
    throw new NotFound(`There is no saved view of ${model.plural} with this id.`, `${path}.savedView`);
  return view;
};

/** The order a list asks for, else that of its saved view. */
export const askedOrder = (args: Args, view: SavedView | null): unknown => {
  const asked = args['orderBy'] as readonly unknown[] | null | undefined;
  if (asked && asked.length > 0) return asked;
  return view?.orderBy?.map((each) => ({
    field: each.replace(/^-/, ''),
    direction: each.startsWith('-') ? 'DESC' : 'ASC',
  }));
};

const both = <T>(a: T | null, b: T | null, join: (nodes: readonly T[]) => T): T | null =>
  a !== null && b !== null ? join([a, b]) : (a ?? b);

/** The conditions of a list or aggregate, together with those of its saved view. */
export const conditionsOf = (scope: PlanScope, model: Model, args: Args, path: string): Conditions => {
  if (args['filter'] === null)
    throw invalid(`${path}.filter`, 'filter must not be null; leave it out to read all rows.');
  const view = savedViewOf(scope, model, args, path);
  const at = `${path}.savedView`;
  const filterOf = (filter: unknown, where: string) => parseFilter(model, filter, filterOptions(scope), where);
  const wordsOf = (words: unknown, where: string) => (typeof words === 'string' ? parseQueryText(words, where) : null);
  return {
    filter: both(
      filterOf(args['filter'], `${path}.filter`),
      filterOf(view?.filter ?? undefined, at),
      (nodes): FilterNode => ({ kind: 'and', nodes }),
    ),
    query: both(
      wordsOf(args['query'], `${path}.query`),
      wordsOf(view?.words, at),
      (nodes): QueryNode => ({ kind: 'all', nodes }),
    ),
  };
};
