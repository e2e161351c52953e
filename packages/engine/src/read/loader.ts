import { DomainError } from '@plumbline/kit';
import type { Model } from '../registry/model.ts';
import type { ReadContext } from './context.ts';
import type { Field, Fields } from './codec.ts';
import { rowPlans } from './batches.ts';
import type { RowRef } from '../registry/derived.ts';
import { DerivedLoads, idsByType, targetsOf } from './derived.ts';
import { encodeCursor, signatureOf } from './cursor.ts';
import type { FoundPlace } from './found.ts';
import { FilterProbe, isLookedUp } from './filter-probe.ts';
import type { FilterNode } from './filter/tree.ts';
import {
  listPhases,
  nestedSql,
  nestedTotalSql,
  pageSql,
  readSize,
  rowsByIdSql,
  singleSql,
  totalSql,
} from './level-sql.ts';
import { isRelation, type ArmPlan, type ListPlan, type RelationItem, type RootPlan, type RowPlan } from './plan.ts';
import { QueryProbe } from './query-probe.ts';
import type { QueryNode } from './query-text.ts';
import type { Channel } from './session.ts';
import type { Shape } from './shape.ts';

/** Rows of a list statement: those of parent `p` lie from `starts[p]` to `starts[p + 1]`. */
interface Rows {
  readonly rows: Fields[];
  readonly starts: readonly number[];
  readonly hasMore: readonly boolean[];
}

const isArm = (arm: ArmPlan, fields: Fields): boolean =>
  fields[arm.column] !== null && (arm.only === undefined || fields[arm.only.column] === arm.only.text);

/** What of a plan may be looked up first. */
interface Conditions {
  readonly model: Model;
  readonly query: QueryNode | null;
  readonly filter: FilterNode | null;
}

const chunks = <T>(values: readonly T[], size: number): (readonly T[])[] => {
  if (values.length <= size) return values.length === 0 ? [] : [values];
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));
};

/** Runs a plan level by level: one statement per relation (and 10,000 parents), whatever the number of rows. */
export class Loader<T> {
  readonly #channel: Channel;
  readonly #context: ReadContext;
  readonly #shape: Shape<T>;
  readonly #probe: QueryProbe;
  readonly #filterProbe: FilterProbe;

  constructor(channel: Channel, context: ReadContext, shape: Shape<T>) {
    this.#channel = channel;
    this.#context = context;
    this.#shape = shape;
    this.#probe = new QueryProbe(channel, context);
    this.#filterProbe = new FilterProbe(channel, context);
  }

  /** Runs tasks side by side where the connection takes statements ahead of answers, else in order. */
  async #all<R>(tasks: readonly (() => Promise<R>)[]): Promise<R[]> {
    if (this.#channel.isPipelined || tasks.length < 2) return Promise.all(tasks.map((task) => task()));
    const results: R[] = [];
    for (const task of tasks) results.push(await task());
    return results;
  }

  /** A plan whose query and filter are looked up, so that its statements can be written. */
  async settled<P extends Conditions>(plan: P): Promise<P> {
    const { model, query, filter } = plan;
    if (query === null && (filter === null || !isLookedUp(model, filter))) return plan;
    return {
      ...plan,
      query: query && (await this.#probe.settle(model, query)),
      filter: filter && (await this.#filterProbe.settle(model, filter)),
    };
  }

  /** Makes rows out of columns, after filling their relations. */
  async rows(plan: RowPlan, rows: readonly Fields[]): Promise<T[]> {
    const relations = plan.items.filter(isRelation);
    const loads = new DerivedLoads(this.#channel, this.#context);
    const parts =
      rows.length === 0 ? [] : await this.#all(relations.map((item) => () => this.#relation(item, rows, loads)));
    const make = this.#shape.row(plan);
    const out = new Array<T>(rows.length);
    for (let i = 0; i < rows.length; i++) out[i] = make(rows[i] as Fields, parts, i);
    return out;
  }

  #relation(item: RelationItem, rows: readonly Fields[], loads: DerivedLoads): Promise<readonly T[]> {
    if (item.kind === 'one') return this.#one(item.row, item.column, rows);
    if (item.kind === 'arc') return this.#arc(item, rows);
    if (item.kind === 'derived') return this.#derived(item, rows, loads);
    return this.lists(
      item.list,
      rows.map((fields) => fields[item.idColumn] as string),
    );
  }

  async #one(plan: RowPlan, column: number, rows: readonly Fields[]): Promise<T[]> {
    const ids = new Set<string>();
    for (const fields of rows) {
      const id = fields[column];
      if (id !== null && id !== undefined) ids.add(id);
    }
    const byId = await this.byId(plan, [...ids]);
    const { nil } = this.#shape;
    return rows.map((fields) => byId.get(fields[column] as string) ?? nil);
  }

  async #arc(item: RelationItem & { kind: 'arc' }, rows: readonly Fields[]): Promise<T[]> {
    const out = new Array<T>(rows.length).fill(this.#shape.nil);
    const arms = item.arms
      .map((arm) => ({ arm, at: rows.flatMap((fields, i) => (isArm(arm, fields) ? [i] : [])) }))
      .filter(({ at }) => at.length > 0);
    await this.#all(
      arms.map(({ arm, at }) => async () => {
        const found = await this.#one(
          arm.row,
          arm.column,
          at.map((i) => rows[i] as Fields),
        );
        for (const [k, i] of at.entries()) out[i] = found[k] as T;
      }),
    );
    return out;
  }

  /** Values a loader found, or the visible rows it leads to: one statement per entity. */
  async #derived(
    { field, idColumn, targets }: RelationItem & { kind: 'derived' },
    rows: readonly Fields[],
    loads: DerivedLoads,
  ): Promise<T[]> {
    const found = await loads.of(field.source, idColumn, rows);
    const ids = rows.map((fields) => fields[idColumn] ?? '');
    if (field.kind === 'value') {
      const valueOf = (id: string) => (found.has(id) ? field.of(found.get(id)) : null);
      return ids.map((id) => this.#shape.value(valueOf(id)));
    }
    const lists = targetsOf(this.#context, field, ids, found);
    const loaded = await this.references(lists.flat(), (type) => targets?.get(type));
    return lists.map((list) => this.#shape.list(list.flatMap((ref) => loaded(ref) ?? [])));
  }

  /** Visible rows that references lead to, one statement per entity; those without a plan are left out. */
  async references(
    refs: readonly RowRef[],
    planOf: (type: string) => RowPlan | undefined,
  ): Promise<(ref: RowRef) => T | undefined> {
    const byType = new Map<string, ReadonlyMap<string, T>>();
    await this.#all(
      [...idsByType(refs)].map(([type, ids]) => async () => {
        const plan = planOf(type);
        if (plan) byType.set(type, await this.byId(plan, [...ids]));
      }),
    );
    return ({ type, id }) => byType.get(type)?.get(id);
  }

  /** Rows of the places of an answer, by path. */
  async places(
    places: readonly (FoundPlace & { readonly plans: ReadonlyMap<string, RowPlan> })[],
  ): Promise<ReadonlyMap<string, (ref: RowRef) => T | undefined>> {
    const tasks = places.map(({ paths, refs, plans }) => async () => {
      const rowOf = await this.references(refs, (type) => plans.get(type));
      return paths.map((path) => [path, rowOf] as const);
    });
    return new Map((await this.#all(tasks)).flat());
  }

  /** Visible rows by id. */
  async byId(plan: RowPlan, ids: readonly string[]): Promise<Map<string, T>> {
    const found = new Map<string, T>();
    if (ids.length === 0) return found;
    const rows: Fields[] = [];
    const parts = chunks(ids, this.#context.limits.chunk);
    await this.#all(
      parts.map(
        (part) => () => this.#channel.run(rowsByIdSql(this.#context, plan, part), (fields) => void rows.push(fields)),
      ),
    );
    const made = await this.rows(plan, rows);
    for (let i = 0; i < rows.length; i++) found.set(rows[i]?.[plan.idColumn] as string, made[i] as T);
    return found;
  }

  /** The connection below each parent; parents may repeat. */
  async lists(list: ListPlan, parentIds: readonly string[]): Promise<readonly T[]> {
    const [first] = parentIds;
    if (list.single && parentIds.length === 1 && first !== undefined) return [await this.list(list, first)];
    const unique = [...new Set(parentIds)];
    const made = await this.#nested(list, unique);
    if (unique.length === parentIds.length) return made;
    const position = new Map(unique.map((id, i) => [id, i]));
    return parentIds.map((id) => made[position.get(id) ?? 0] as T);
  }

  async #nested(plan: ListPlan, parentIds: readonly string[]): Promise<T[]> {
    const list = await this.settled(plan);
    const rows = () => (list.wantsRows ? this.#nestedRows(list, parentIds) : emptyRows(parentIds.length));
    const totals = () =>
      list.wantsTotal ? this.#nestedTotals(list, parentIds) : Promise.resolve(new Map<string, number>());
    const [loaded, counts] = await this.#both(rows, totals);
    return this.#connections(
      list,
      loaded,
      parentIds.map((id) => counts.get(id) ?? 0),
    );
  }

  async #both<A, B>(a: () => Promise<A>, b: () => Promise<B>): Promise<[A, B]> {
    if (this.#channel.isPipelined) return Promise.all([a(), b()]);
    const first = await a();
    return [first, await b()];
  }

  async #nestedRows(list: ListPlan, parentIds: readonly string[]): Promise<Rows> {
    const parts = chunks(parentIds, this.#context.limits.chunk);
    const found = await this.#all(parts.map((part) => () => this.#nestedPart(list, part)));
    return sliced(found, parts, list.page.size);
  }

  /** Rows of all parents, in the order of the parents. */
  async #nestedPart(list: ListPlan, parentIds: readonly string[]): Promise<Fields[]> {
    const rows: Fields[] = [];
    await this.#channel.run(nestedSql(this.#context, list, parentIds), (fields) => void rows.push(fields));
    return rows;
  }

  async #nestedTotals(list: ListPlan, parentIds: readonly string[]): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    const parts = chunks(parentIds, this.#context.limits.chunk);
    await this.#all(
      parts.map(
        (part) => () =>
          this.#channel.run(
            nestedTotalSql(this.#context, list, part),
            ([id, count]) => void counts.set(id ?? '', Number(count)),
          ),
      ),
    );
    return counts;
  }

  /** One list with at most one parent; pages go both ways. */
  async list(plan: ListPlan, parentId: string | null): Promise<T> {
    const list = await this.settled(plan);
    const rows = () => (list.wantsRows ? this.#page(list, parentId) : emptyRows(1));
    const total = () => (list.wantsTotal ? this.total(list, parentId) : Promise.resolve(0));
    const [loaded, count] = await this.#both(rows, total);
    const [made] = await this.#connections(list, loaded, [count]);
    return made as T;
  }

  async #page(list: ListPlan, parentId: string | null): Promise<Rows> {
    const rows: Fields[] = [];
    const size = readSize(list);
    const sink = (fields: Fields) => void rows.push(fields);
    if (size > 0) await this.#channel.run(pageSql(this.#context, list, parentId, 1, size), sink);
    if (listPhases(this.#context, list) === 2 && rows.length < size)
      await this.#channel.run(pageSql(this.#context, list, parentId, 2, size - rows.length), sink);
    const hasMore = rows.length > list.page.size;
    if (hasMore) rows.pop();
    if (list.page.backward) rows.reverse();
    return { rows, starts: [0, rows.length], hasMore: [hasMore] };
  }

  /** Number of rows of a list with at most one parent. */
  async total(list: ListPlan, parentId: string | null): Promise<number> {
    let total = 0;
    await this.#channel.run(totalSql(this.#context, list, parentId), ([count]) => void (total = Number(count)));
    return total;
  }

  async #connections(list: ListPlan, loaded: Rows, totals: readonly number[]): Promise<T[]> {
    const views = await this.#all(rowPlans(list).map((plan) => () => this.rows(plan, loaded.rows)));
    const make = this.#shape.connection(list);
    const signature = signatureOf(list.terms);
    const first = list.columns.list.length;
    const cursor = (row: number) =>
      encodeCursor(signature, (loaded.rows[row] as readonly Field[]).slice(first, first + list.terms.length));
    const { backward, from, offset } = list.page;
    return totals.map((total, p) =>
      make({
        views,
        start: loaded.starts[p] ?? 0,
        end: loaded.starts[p + 1] ?? 0,
        total,
        hasNext: backward ? from !== null : (loaded.hasMore[p] ?? false),
        hasPrevious: backward ? (loaded.hasMore[p] ?? false) : from !== null || offset > 0,
        cursor,
      }),
    );
  }

  /** The row a key names. @throws DomainError AMBIGUOUS_KEY when several match. */
  async single(root: RootPlan & { kind: 'single' }): Promise<T> {
    const rows: Fields[] = [];
    await this.#channel.run(singleSql(this.#context, root.row, root.filter), (fields) => void rows.push(fields));
    if (rows.length > 1)
      throw new DomainError('AMBIGUOUS_KEY', [
        {
          path: `${root.key}.key`,
          code: 'AMBIGUOUS_KEY',
          message: `More than one ${root.row.model.label} has this key; use its id or number.`,
        },
      ]);
    const [made] = await this.rows(root.row, rows);
    return made ?? this.#shape.nil;
  }
}

const positionOf = (fields: Fields): number => Number(fields[fields.length - 1]) - 1;

/** Cuts each parent's rows to the page; one row more than the page means that others follow. */
const sliced = (found: readonly Fields[][], parts: readonly (readonly string[])[], size: number): Rows => {
  const rows: Fields[] = [];
  const starts = [0];
  const hasMore: boolean[] = [];
  for (const [k, part] of found.entries()) {
    let at = 0;
    for (let parent = 0; parent < (parts[k]?.length ?? 0); parent++) {
      const begin = at;
      for (let fields = part[at]; fields !== undefined && positionOf(fields) === parent; fields = part[++at])
        if (at - begin < size) rows.push(fields);
      hasMore.push(at - begin > size);
      starts.push(rows.length);
    }
  }
  return { rows, starts, hasMore };
};

const emptyRows = (parents: number): Promise<Rows> =>
  Promise.resolve({
    rows: [],
    starts: new Array<number>(parents + 1).fill(0),
    hasMore: new Array<boolean>(parents).fill(false),
  });
