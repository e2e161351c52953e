import { TooExpensive } from '@plumbline/kit';
import { aggregateSql, type AggregatePlan } from './aggregate.ts';
import type { Fields } from './codec.ts';
import type { StatementBuilder, ReadContext } from './context.ts';
import { typeOfIdSql } from './level-sql.ts';
import type { Loader } from './loader.ts';
import type { RootPlan } from './plan.ts';
import type { SearchPlan } from './search.ts';
import { SearchRunner } from './search-runner.ts';
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

  async #search(plan: SearchPlan): Promise<T> {
    const hits = await new SearchRunner(this.#channel, this.#context).hits(plan);
    const objects = await this.#objectsOf(plan, hits);
    const make = this.#shape.hit(plan);
    return this.#shape.list(hits.map((fields) => make(fields, objects.get(fields[1] ?? '') ?? this.#shape.nil)));
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
