import { newParams, quote, type Actor, type Model, type Registry, type Writer } from '@plumbline/engine';
import { parse, type DocumentNode } from 'graphql';
import { groupBy } from '../../group.ts';
import type { PeopleParts } from './person.ts';

/** Names an object of any type. */
export interface ObjectName {
  readonly type: string;
  readonly id: string;
}

/** An object as somebody sees it. */
export interface NamedObject extends ObjectName {
  readonly number: number | null;
  readonly display: string;
}

/** Type of saved views, which people see by other means than rights. */
export const VIEW = 'extras.SavedFilter';

const VIEWS = `SELECT v.id, v.number, v.name AS display FROM extras_saved_filter v
  WHERE v.organization_id = $1 AND v.id = ANY ($2::uuid[]) AND (v.shared OR v.user_id = $3)`;

interface Found {
  readonly id: string;
  readonly number: number | null;
  readonly display: string | null;
}

const seenViews = async ({ engine }: Writer, { organizationId, userId }: Actor, ids: readonly string[]) =>
  engine.dataSource.query<Found[]>(VIEWS, [organizationId, ids, userId]);

/** Those of rows of a type, by id, that an actor sees; one statement. */
export const seenAmong = async (
  writer: Writer,
  actor: Actor,
  type: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> => {
  const { registry, predicates, dataSource } = writer.engine;
  const model = registry.find(type);
  if (!model || ids.length === 0) return new Set();
  if (type === VIEW) return new Set((await seenViews(writer, actor, ids)).map(({ id }) => id));
  const params = newParams();
  const among = params.add(ids, 'uuid[]');
  const seen = predicates(model, actor)?.sql('t', params) ?? 'true';
  const text = `SELECT t.id FROM ${quote(model.table)} t WHERE t.id = ANY (${among}) AND ${seen}`;
  const rows = await dataSource.query<{ id: string }[]>(text, params.values);
  return new Set(rows.map(({ id }) => id));
};

/** Documents by the types they ask about; people keep objects of few types. */
const documents = new WeakMap<Registry, Map<string, DocumentNode>>();
const MOST_KEPT = 200;

const documentFor = (registry: Registry, models: readonly Model[]): DocumentNode => {
  const kept = documents.get(registry) ?? new Map<string, DocumentNode>();
  documents.set(registry, kept);
  const key = models.map(({ many }) => many).join(' ');
  const known = kept.get(key);
  if (known) return known;
  const inputs = models.map((_, at) => `$ids${at}: [ID!]!, $first${at}: Int!`);
  const lists = models.map(
    ({ many }, at) =>
      `t${at}: ${many}(filter: { id: { in: $ids${at} } }, first: $first${at}) { nodes { id number display } }`,
  );
  const made = parse(`query Named(${inputs.join(', ')}) { ${lists.join(' ')} }`);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, made);
  return made;
};

type Lists = Readonly<Record<string, { readonly nodes: readonly Found[] } | undefined>>;

const readLists = async (
  { reader, pool }: PeopleParts,
  actor: Actor,
  document: DocumentNode,
  ids: readonly (readonly string[])[],
): Promise<Lists> => {
  const variables = Object.fromEntries(
    ids.flatMap((list, at) => [
      [`ids${at}`, list],
      [`first${at}`, list.length],
    ]),
  );
  const answer = await reader.respond({ document, variables, actor }, pool);
  if (!answer) throw new Error('Names of objects are asked in a way that the reader does not plan.');
  return JSON.parse(answer.text) as Lists;
};

/**
 * Objects with number and display as an actor sees them, in the order given; those that are hidden or gone are missing.
 *
 * One statement for each type.
 */
export const namedObjects = async (
  parts: PeopleParts,
  actor: Actor,
  objects: readonly ObjectName[],
): Promise<NamedObject[]> => {
  const { registry } = parts.writer.engine;
  const byType = groupBy(objects, ({ type }) => type);
  const models = [...byType.keys()].flatMap((type) => (type === VIEW ? [] : (registry.find(type) ?? [])));
  const idsOf = (type: string) => [...new Set((byType.get(type) ?? []).map(({ id }) => id))];
  const lists =
    models.length === 0
      ? {}
      : await readLists(
          parts,
          actor,
          documentFor(registry, models),
          models.map(({ name }) => idsOf(name)),
        );
  const views = byType.has(VIEW) ? await seenViews(parts.writer, actor, idsOf(VIEW)) : [];
  const found = new Map<string, Found>(views.map((row) => [`${VIEW} ${row.id}`, row]));
  for (const [at, { name }] of models.entries())
    for (const row of lists[`t${at}`]?.nodes ?? []) found.set(`${name} ${row.id}`, row);
  return objects.flatMap(({ type, id }) => {
    const row = found.get(`${type} ${id}`);
    return row ? [{ type, id, number: row.number, display: row.display ?? `#${row.number ?? '?'}` }] : [];
  });
};
