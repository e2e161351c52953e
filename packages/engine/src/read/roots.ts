import { TooExpensive } from '@plumbline/kit';
import { aggregateSql, type AggregatePlan } from './aggregate.ts';
import type { Fields } from './codec.ts';
import { StatementBuilder, idArray, whereSql, type ReadContext } from './context.ts';
import { tableSql } from './display.ts';
import { typeOfIdSql } from './level-sql.ts';
import type { Loader } from './loader.ts';
import { SELF, type RootPlan } from './plan.ts';
import { searchSql, type SearchPlan } from './search.ts';
import type { Channel } from './session.ts';
import type { Shape } from './shape.ts';

/** Runs root fields on one channel. */
export class RootRunner<T> {
  readonly #channel: Channel;
  readonly #context: ReadContext;
  readonly #shape: Shape<T>;
  readonly #loader: Loader<T>;

  constructor(channel: Channel, context: ReadContext, shape: Shape<T>, loader: Loader<T>) {
    this.#channel = channel;
    this.#context = context;
    this.#shape = shape;
    this.#loader = loader;
  }

  /** The value of one root field. */
  run(root: RootPlan): Promise<T> {
    switch (root.kind) {
      case 'list':
        return this.#loader.list(root.list, null);
      case 'single':
        return this.#loader.single(root);
      case 'node':
        return this.#node(root);
      case 'aggregate':
        return this.#aggregate(root.aggregate);
      case 'search':
        return this.#search(root.search);
      case 'constant':
        return Promise.resolve(this.#shape.constant(root.value));
      default:
        return root satisfies never;
    }
  }

  async #rows(statement: { text: string; builder: StatementBuilder }): Promise<Fields[]> {
    const rows: Fields[] = [];
    const { text, builder } = statement;
    await this.#channel.run(
      { text, values: builder.values, isStable: builder.isStable },
      (fields) => void rows.push(fields),
    );
    return rows;
  }

  async #node({ id, rowOf }: RootPlan & { kind: 'node' }): Promise<T> {
    const names: string[] = [];
    await this.#channel.run(typeOfIdSql(this.#context, id), ([name]) => void names.push(name ?? ''));
    const [name] = names;
    if (name === undefined) return this.#shape.nil;
    const found = await this.#loader.byId(rowOf(this.#context.registry.model(name)), [id]);
    return found.get(id) ?? this.#shape.nil;
  }

  async #aggregate(asked: AggregatePlan): Promise<T> {
    const plan = await this.#loader.settled(asked);
    const rows = await this.#rows(aggregateSql(this.#context, plan));
    const isOver = plan.groups.length > 0 && rows.length > plan.size;
    if (isOver && !plan.isTop)
      throw new TooExpensive(`There are more than ${plan.size} groups. Ask for the largest with "first", or filter.`, {
        limit: plan.size,
      });
    if (isOver) rows.pop();
    return this.#shape.list(rows.map(this.#shape.group(plan)));
  }

  /** Hits by rank; those of hidden objects are dropped, whether or not the object is selected. */
  async #search(plan: SearchPlan): Promise<T> {
    const hits = await this.#rows(searchSql(this.#context, plan));
    const byType = new Map<string, string[]>();
    for (const [type, id] of hits) byType.set(type ?? '', [...(byType.get(type ?? '') ?? []), id ?? '']);
    const visible = await this.#visibleOf(byType);
    const shown = hits.filter(([, id]) => visible.has(id ?? '')).slice(0, plan.size);
    const objects = await this.#objectsOf(plan, shown);
    const make = this.#shape.hit(plan);
    return this.#shape.list(shown.map((fields) => make(fields, objects.get(fields[1] ?? '') ?? this.#shape.nil)));
  }

  async #visibleOf(byType: ReadonlyMap<string, readonly string[]>): Promise<Set<string>> {
    const builder = new StatementBuilder(this.#context);
    const arms = [...byType].flatMap(([type, ids]) => {
      const model = this.#context.registry.find(type);
      if (!model) return [];
      const conditions = [`${SELF}.id = ANY(${builder.add(idArray(ids), 'uuid[]')})`, ...builder.visible(model, SELF)];
      return [`SELECT ${SELF}.id FROM ${tableSql(model, SELF)}${whereSql(conditions)}`];
    });
    if (arms.length === 0) return new Set();
    builder.isStable = false;
    const rows = await this.#rows({ text: arms.join(' UNION ALL '), builder });
    return new Set(rows.map(([id]) => id ?? ''));
  }

  async #objectsOf(plan: SearchPlan, shown: readonly Fields[]): Promise<Map<string, T>> {
    const object = plan.items.find((item) => item.kind === 'object');
    const found = new Map<string, T>();
    if (object?.kind !== 'object') return found;
    for (const type of new Set(shown.map(([name]) => name ?? ''))) {
      const row = object.rowOf(this.#context.registry.model(type));
      const ids = shown.filter(([name]) => name === type).map(([, id]) => id ?? '');
      for (const [id, value] of await this.#loader.byId(row, ids)) found.set(id, value);
    }
    return found;
  }
}
