import { organizationPredicates } from '../permissions.ts';
import type { Fields } from './codec.ts';
import { idArray, StatementBuilder, whereSql, type ReadContext } from './context.ts';
import { tableSql } from './display.ts';
import { seenFieldsOf } from './field-rights.ts';
import { SELF } from './plan.ts';
import { partsSql, sampleSql, shareOf, startsSql, type SearchPlan, type SearchSql } from './search.ts';
import { searchText } from './search-text.ts';
import type { Channel } from './session.ts';

/** Texts looked for inside values, since the index of trigrams tells them apart; others match beginnings only. */
const PARTS = /[\p{L}\p{N}]{3}/u;

/** Hits beyond the page that are looked at, since hidden ones are dropped. */
const SURPLUS = { all: 50, some: 500 } as const;

/** Finds the objects of a search that the caller may see, best first. */
export class SearchRunner {
  readonly #channel: Channel;
  readonly #context: ReadContext;

  constructor(channel: Channel, context: ReadContext) {
    this.#channel = channel;
    this.#context = context;
  }

  /** Type, id, field, value, score and reason of each hit; parts of values are looked for when beginnings do not fill the page. */
  async hits(plan: SearchPlan): Promise<readonly Fields[]> {
    const text = searchText(plan.text);
    const { predicates, actor } = this.#context;
    const seesAll = predicates === organizationPredicates || (predicates.byGrants === true && actor.superuser);
    const each = plan.size + (seesAll ? SURPLUS.all : SURPLUS.some);
    const starts = await this.#visible(await this.#rows(startsSql(this.#context, plan, text, each)));
    if (starts.length >= plan.size || !PARTS.test(plan.text)) return starts.slice(0, plan.size);
    const [sample] = await this.#rows(sampleSql(this.#context, text));
    const share = shareOf(Number(sample?.[0]), Number(sample?.[1]));
    const parts = await this.#visible(await this.#rows(partsSql(this.#context, plan, text, share)));
    const seen = new Set(starts.map(([, id]) => id));
    return [...starts, ...parts.filter(([, id]) => !seen.has(id))].slice(0, plan.size);
  }

  async #rows({ text, builder }: SearchSql): Promise<Fields[]> {
    const rows: Fields[] = [];
    const statement = { text, values: builder.values, isStable: builder.isStable };
    await this.#channel.run(statement, (fields) => void rows.push(fields));
    return rows;
  }

  /** Drops what was found by a field that the caller may not see. */
  #seen(hits: readonly Fields[]): readonly Fields[] {
    const seenFields = seenFieldsOf(this.#context);
    return hits.filter(([type, , field]) => {
      const model = this.#context.registry.find(type ?? '');
      return !model || (seenFields(model)?.has(field ?? '') ?? true);
    });
  }

  /** Drops what the caller may not see, whether or not the object is selected. */
  async #visible(found: readonly Fields[]): Promise<readonly Fields[]> {
    const hits = this.#seen(found);
    const byType = new Map<string, string[]>();
    for (const [type, id] of hits) byType.set(type ?? '', [...(byType.get(type ?? '') ?? []), id ?? '']);
    const builder = new StatementBuilder(this.#context);
    const arms = [...byType].flatMap(([type, ids]) => {
      const model = this.#context.registry.find(type);
      if (!model) return [];
      const conditions = [`${SELF}.id = ANY(${builder.add(idArray(ids), 'uuid[]')})`, ...builder.visible(model, SELF)];
      return [`SELECT ${SELF}.id FROM ${tableSql(model, SELF)}${whereSql(conditions)}`];
    });
    if (arms.length === 0) return [];
    builder.isStable = false;
    const rows = await this.#rows({ text: arms.join(' UNION ALL '), builder });
    const visible = new Set(rows.map(([id]) => id));
    return hits.filter(([, id]) => visible.has(id));
  }
}
