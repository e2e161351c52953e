import { mayAct, type Actor, type Model, type SavedView, type SavedViews, type Writer } from '@plumbline/engine';
import { InvalidInput } from '@plumbline/kit';
import { parse } from 'graphql';
import { isId } from '../../users/session.commands.ts';
import { personOf, type PeopleParts } from './person.ts';
import { VIEW } from './seen.queries.ts';

/** How a view filters and sorts, as lists of the API take it. */
export interface ViewQuery {
  readonly filter: Readonly<Record<string, unknown>> | null;
  readonly words: string | null;
  readonly orderBy: readonly string[] | null;
}

/** A saved view of a list as one of those sees it who may open it. */
export interface StoredView extends ViewQuery {
  readonly id: string;
  readonly number: number;
  /** VIEW for views of this product and filters of NetBox, COLUMNS for the columns that NetBox kept apart. */
  readonly kind: 'VIEW' | 'COLUMNS';
  readonly name: string;
  readonly types: readonly string[];
  readonly tokens: string | null;
  readonly columns: readonly string[] | null;
  readonly density: string | null;
  /** Parameters of a filter that an import brought; null for others. */
  readonly parameters: Readonly<Record<string, unknown>> | null;
  readonly description: string | null;
  readonly shared: boolean;
  readonly isDefault: boolean;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly rowVersion: number;
  /** Whether the person hears of changes of what it shows. */
  readonly isWatched: boolean;
}

const COLUMNS = `v.id, v.number, 'VIEW' AS kind, v.name, v.object_types AS types, v.filter, v.words, v.tokens, v.columns,
    v.order_by AS "orderBy", v.density, CASE WHEN v.parameters <> '{}' THEN v.parameters END AS parameters, v.description,
    v.shared, v.is_default AS "isDefault", v.user_id AS "ownerId", u.username AS "ownerName", v.row_version AS "rowVersion",
    EXISTS (SELECT 1 FROM extras_filter_subscription s
      WHERE s.organization_id = v.organization_id AND s.saved_filter_id = v.id AND s.user_id = $2) AS "isWatched"`;

const LIST = `SELECT ${COLUMNS} FROM extras_saved_filter v LEFT JOIN users_user u ON u.id = v.user_id
  WHERE v.organization_id = $1 AND (v.shared OR v.user_id = $2) AND v.enabled AND $3 = ANY (v.object_types)
  ORDER BY v.weight, v.name, v.id LIMIT 500`;

const TABLES = `SELECT v.id, v.number, 'COLUMNS' AS kind, v.name, ARRAY[v.object_type] AS types, NULL::jsonb AS filter,
    NULL AS words, NULL AS tokens, v.columns, v.ordering AS "orderBy", NULL AS density, NULL::jsonb AS parameters,
    v.description, v.shared, false AS "isDefault", v.user_id AS "ownerId", u.username AS "ownerName",
    v.row_version AS "rowVersion", false AS "isWatched"
  FROM extras_table_config v LEFT JOIN users_user u ON u.id = v.user_id
  WHERE v.organization_id = $1 AND (v.shared OR v.user_id = $2) AND v.enabled AND v.object_type = $3
  ORDER BY v.weight, v.name, v.id LIMIT 500`;

const ONE = `SELECT ${COLUMNS} FROM extras_saved_filter v LEFT JOIN users_user u ON u.id = v.user_id
  WHERE v.organization_id = $1 AND (v.shared OR v.user_id = $2) AND v.id = $3`;

/** Views of lists of a type that the person may open: their own, and shared ones; by weight and name. */
export const viewsOf = async ({ engine }: Writer, actor: Actor, type: string): Promise<StoredView[]> => {
  const userId = personOf(actor);
  const model = engine.registry.find(type);
  if (!model || !mayAct(actor, model, 'view')) return [];
  const values = [actor.organizationId, userId, type];
  const lists = await Promise.all([LIST, TABLES].map((text) => engine.dataSource.query<StoredView[]>(text, values)));
  return lists.flat();
};

/** A view that the person may open; null when there is none. */
export const viewById = async ({ engine }: Writer, actor: Actor, id: string): Promise<StoredView | null> => {
  if (!isId(id)) return null;
  const [found] = await engine.dataSource.query<StoredView[]>(ONE, [actor.organizationId, personOf(actor), id]);
  return found ?? null;
};

const NAMED = `SELECT v.id, v.object_types AS types, v.filter, v.words, v.order_by AS "orderBy"
  FROM extras_saved_filter v WHERE v.organization_id = $1 AND (v.shared OR v.user_id = $2) AND v.id = ANY ($3::uuid[])
    AND (v.filter IS NOT NULL OR v.words IS NOT NULL OR v.parameters = '{}')`;

/**
 * Saved views that lists name: shared ones, and own ones for who may reach what their user keeps.
 *
 * Filters that an import brought and that can't be said here are none: they would select all rows.
 */
export const namedViews: SavedViews = async (pool, { organizationId, userId, tokenGrants }, ids) => {
  const person = tokenGrants ? null : userId;
  const { rows } = await pool.query<SavedView & { id: string }>(NAMED, [organizationId, person, ids.filter(isId)]);
  return new Map(rows.map((view) => [view.id, view]));
};

/** Whether the person may change a view: their own, or a shared one by a right to saved filters. */
export const mayChangeView = ({ engine }: Writer, actor: Actor, { kind, ownerId }: StoredView): boolean =>
  kind === 'VIEW' && (ownerId === actor.userId || mayAct(actor, engine.registry.model(VIEW), 'change'));

/** Whether the person may share views with everybody. */
export const mayShareViews = ({ engine }: Writer, actor: Actor): boolean =>
  mayAct(actor, engine.registry.model(VIEW), 'add');

/** One page of what a view shows. */
export interface ViewPage {
  readonly total: number;
  readonly ids: readonly string[];
}

const misfit = (model: Model): InvalidInput =>
  new InvalidInput([{ path: 'filter', code: 'BAD_USER_INPUT', message: `The filter does not fit ${model.plural}.` }]);

const textFor = ({ type, many }: Model, { filter, words, orderBy }: ViewQuery): string => {
  const given = [
    ...(filter === null ? [] : [['filter', `${type}Filter`]]),
    ...(words === null ? [] : [['query', 'String']]),
    ...(orderBy === null || orderBy.length === 0 ? [] : [['orderBy', '[OrderBy!]']]),
    ['first', 'Int'],
    ['offset', 'Int'],
  ];
  const declared = given.map(([name, of]) => `$${name}: ${of}`).join(', ');
  const passed = given.map(([name]) => `${name}: $${name}`).join(', ');
  return `query View(${declared}) { ${many}(${passed}) { totalCount nodes { id } } }`;
};

const orderOf = (orderBy: readonly string[] | null) =>
  (orderBy ?? []).map((each) => ({
    field: each.replace(/^-/, ''),
    direction: each.startsWith('-') ? 'DESC' : 'ASC',
  }));

/**
 * Rows that a view shows to an actor, worked out by the server.
 *
 * @throws InvalidInput when it does not fit the type; Forbidden for one by fields out of sight
 */
export const runView = async (
  { reader, pool }: Pick<PeopleParts, 'reader' | 'pool'>,
  actor: Actor,
  model: Model,
  query: ViewQuery,
  { first, offset }: { readonly first: number; readonly offset: number },
): Promise<ViewPage> => {
  const variables = {
    ...(query.filter !== null && { filter: query.filter }),
    ...(query.words !== null && { query: query.words }),
    ...(query.orderBy !== null && query.orderBy.length > 0 && { orderBy: orderOf(query.orderBy) }),
    first,
    offset,
  };
  const answer = await reader.respond({ document: parse(textFor(model, query)), variables, actor }, pool);
  if (!answer) throw misfit(model);
  type Listed = Readonly<Record<string, { totalCount: number; nodes: readonly { id: string }[] }>>;
  const list = (JSON.parse(answer.text) as Listed)[model.many];
  return { total: list?.totalCount ?? 0, ids: (list?.nodes ?? []).map(({ id }) => id) };
};
