import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { nameColumn } from '../../generic/list/columns.ts';
import { tokensFilter } from '../../generic/query/filter.ts';
import { formatSort, formatTokens, parseSort, parseTokens } from '../../generic/query/tokens.ts';
import type { ViewState } from '../../generic/query/view-state.ts';
import { camel, translated } from './imported.ts';
import type { SavedView, ViewInput } from './views.ts';

/** What opening a view shows, and the reason why it can't be opened. */
export interface Opened {
  view: Omit<ViewState, 'peek'>;
  /** Null when all of it shows. */
  problem: string | null;
}

/** Columns of imports by the names that they have here; those that a list has not are left out. */
function columnsOf(entity: UiEntity, { kind, columns }: SavedView): string[] | null {
  if (columns === null || columns.length === 0) return null;
  if (kind === 'VIEW') return columns;
  const known = new Set([...entity.fields, ...entity.edges].map(({ name }) => name));
  const shown = columns.map(camel).flatMap((name) => {
    if (entity.display.length === 1 && name === entity.display[0]) return [nameColumn];
    return known.has(name) ? [name] : [];
  });
  return shown.length > 0 ? shown : null;
}

function sortOf({ kind, orderBy }: SavedView) {
  const steps = (orderBy ?? []).map((step) => (kind === 'COLUMNS' ? camel(step) : step));
  return parseSort(steps.join(','));
}

const noFilter = 'Its filter was set through the API and can not be shown here.';

/** A saved view as the list shows it. Filters of imports are translated as far as they have a counterpart. */
export function openedView(catalogue: Catalogue, entity: UiEntity, saved: SavedView): Opened {
  const rest = { sort: sortOf(saved), columns: columnsOf(entity, saved), text: saved.query ?? '' };
  if (saved.tokens !== null) return { view: { ...rest, tokens: parseTokens(saved.tokens) }, problem: null };
  if (saved.filter !== null) return { view: { ...rest, tokens: [] }, problem: noFilter };
  const { tokens, text, left } = translated(catalogue, entity, saved.parameters ?? {});
  const problem = left.length > 0 ? `No counterpart here: ${left.join(', ')}.` : null;
  return { view: { ...rest, tokens, text: rest.text || text }, problem };
}

/** The list as it is shown, as a view to be kept. */
export function viewInput(
  catalogue: Catalogue,
  entity: UiEntity,
  { tokens, sort, columns, text }: ViewState,
): Pick<ViewInput, 'filter' | 'query' | 'tokens' | 'columns' | 'orderBy'> {
  const filter = tokensFilter(catalogue, entity, tokens);
  return {
    ...(filter && { filter, tokens: formatTokens(tokens) }),
    ...(filter ? {} : { tokens: '' }),
    ...(text && { query: text }),
    ...(columns && { columns }),
    ...(sort.length > 0 && { orderBy: formatSort(sort).split(',') }),
  };
}

/** Whether a list shows nothing but what its type declares. */
export function isPlain({ tokens, sort, columns, text }: ViewState): boolean {
  return tokens.length === 0 && sort.length === 0 && columns === null && text === '';
}

const keyOf = ({ tokens, sort, columns, text }: Omit<ViewState, 'peek'>): string =>
  JSON.stringify([formatTokens(tokens), formatSort(sort), columns, text]);

/** Whether a list shows what a view says. */
export function isShown(view: ViewState, opened: Opened): boolean {
  return keyOf(view) === keyOf(opened.view);
}
