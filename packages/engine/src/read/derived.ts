import { TooExpensive } from '@plumbline/kit';
import type { DerivedEdge, DerivedSource, DerivedValue, RowRef, VisibleIds } from '../registry/derived.ts';
import type { Model } from '../registry/model.ts';
import { isOneOfSql, isVisibleByKey, StatementBuilder, whereSql, type ReadContext } from './context.ts';
import type { Fields } from './codec.ts';
import { tableSql } from './display.ts';
import { SELF } from './plan.ts';
import type { Channel } from './session.ts';

/** What a loader found, by id of the row it was asked about. */
export type Found = ReadonlyMap<string, unknown>;

/** Tells which rows the caller of a read may see. */
export const visibleIds =
  (channel: Channel, context: ReadContext): VisibleIds =>
  async (entity, ids) => {
    const model = context.registry.model(entity);
    if (ids.length === 0 || isVisibleByKey(context, model, model)) return new Set(ids);
    const builder = new StatementBuilder(context);
    const where = [...builder.visible(model, SELF), isOneOfSql(builder, `${SELF}.id`, ids)];
    const text = `SELECT ${SELF}.id FROM ${tableSql(model, SELF)}${whereSql(where)}`;
    const found = new Set<string>();
    const statement = { text, values: builder.values, isStable: builder.isStable };
    await channel.run(statement, ([id]) => void found.add(id ?? ''));
    return found;
  };

/** Runs a loader over ids, in parts of the usual size. */
export const loadDerived = async (
  channel: Channel,
  context: ReadContext,
  { entity, load }: DerivedSource,
  ids: readonly string[],
): Promise<Found> => {
  const { actor, limits } = context;
  const found = new Map<string, unknown>();
  const visible = visibleIds(channel, context);
  for (let at = 0; at < ids.length; at += limits.chunk) {
    const part = await load(
      (text, values) => channel.objects(text, values),
      actor.organizationId,
      ids.slice(at, at + limits.chunk),
      entity,
      visible,
    );
    for (const [id, one] of part) found.set(id, one);
  }
  return found;
};

/** Loaders of one level: fields that share one wait for the same run. */
export class DerivedLoads {
  readonly #channel: Channel;
  readonly #context: ReadContext;
  readonly #running = new Map<DerivedSource, Promise<Found>>();

  constructor(channel: Channel, context: ReadContext) {
    this.#channel = channel;
    this.#context = context;
  }

  /** What a loader finds about the rows of the level. */
  of(source: DerivedSource, idColumn: number, rows: readonly Fields[]): Promise<Found> {
    const known = this.#running.get(source);
    if (known) return known;
    const ids = [...new Set(rows.map((fields) => fields[idColumn] as string))];
    const running = loadDerived(this.#channel, this.#context, source, ids);
    this.#running.set(source, running);
    return running;
  }
}

/** Rows an edge leads to for each row of a level; only those of its targets. @throws TooExpensive above the limit */
export const targetsOf = (
  { limits }: ReadContext,
  edge: DerivedEdge,
  ids: readonly (string | null | undefined)[],
  found: Found,
): (readonly RowRef[])[] => {
  const targets = new Set(edge.targets);
  let count = 0;
  return ids.map((id) => {
    const one = found.get(id ?? '');
    const refs = one === undefined ? [] : edge.of(one).filter(({ type }) => targets.has(type));
    count += refs.length;
    if (count > limits.cost)
      throw new TooExpensive(`${edge.name} leads to more than ${limits.cost} objects. Ask for smaller pages.`, {
        requested: count,
        limit: limits.cost,
      });
    return refs;
  });
};

/** Distinct ids of rows by entity. */
export const idsByType = (refs: Iterable<RowRef>): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const { type, id } of refs) {
    const ids = found.get(type);
    if (ids) ids.add(id);
    else found.set(type, new Set([id]));
  }
  return found;
};

const edgeTexts = async (
  edge: DerivedEdge,
  found: Found,
  visible: VisibleIds,
): Promise<ReadonlyMap<string, string>> => {
  const lists = new Map([...found].map(([id, one]) => [id, edge.of(one)]));
  const byType = idsByType([...lists.values()].flat());
  const shown = new Set<string>();
  for (const type of edge.targets)
    for (const id of await visible(type, [...(byType.get(type) ?? [])])) shown.add(`${type} ${id}`);
  const textOf = (refs: readonly RowRef[]) =>
    JSON.stringify(refs.map(({ type, id }) => `${type} ${id}`).filter((text) => shown.has(text)));
  return new Map([...lists].map(([id, refs]) => [id, textOf(refs)]));
};

const valueTexts = ({ of }: DerivedValue, found: Found): ReadonlyMap<string, string> => {
  const values = [...found].map(([id, one]) => [id, of(one) ?? null] as const);
  return new Map(values.flatMap(([id, value]) => (value === null ? [] : [[id, JSON.stringify(value)] as const])));
};

/** Texts of the derived fields among some, by field and row: JSON of a value, or of a list of `entity id`. */
export const derivedTexts = async (
  channel: Channel,
  context: ReadContext,
  model: Model,
  fields: readonly string[],
  ids: readonly string[],
  visible: VisibleIds,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> => {
  const texts = new Map<string, ReadonlyMap<string, string>>();
  const loads = new Map<DerivedSource, Found>();
  for (const name of fields) {
    const field = model.derived.get(name);
    if (!field) continue;
    const found = loads.get(field.source) ?? (await loadDerived(channel, context, field.source, ids));
    loads.set(field.source, found);
    texts.set(name, field.kind === 'edge' ? await edgeTexts(field, found, visible) : valueTexts(field, found));
  }
  return texts;
};
