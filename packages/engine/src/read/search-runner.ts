import type { Fields } from './codec.ts';
import { idArray, StatementBuilder, whereSql, type ReadContext } from './context.ts';
import { tableSql } from './display.ts';
import { SELF } from './plan.ts';
import { partsSql, sampleSql, shareOf, startsSql, type SearchPlan, type SearchSql } from './search.ts';
import { searchScopes, type SearchScope } from './search-scopes.ts';
import { searchText, type SearchText } from './search-text.ts';
import type { Channel } from './session.ts';

/** Texts looked for inside values, since the index of trigrams tells them apart; others match beginnings only. */
const PARTS = /[\p{L}\p{N}]{3}/u;

/** Rows of a type beyond the page that are looked at, since an object may be found by several of its fields. */
const SURPLUS = 50;

/** Per cent that leaves no row out. */
const WHOLE = 100;

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
    const scopes = searchScopes(this.#context, plan.types);
    if (scopes.length === 0) return [];
    const starts = await this.#visible(await this.#rows(startsSql(this.#context, scopes, text, plan.size + SURPLUS)));
    if (starts.length >= plan.size || !PARTS.test(plan.text)) return starts.slice(0, plan.size);
    return this.#withParts(plan, scopes, text, starts);
  }

  /** Fills a page with objects that hold the text anywhere; a share of the rows that does not fill it is no answer. */
  async #withParts(
    plan: SearchPlan,
    scopes: readonly SearchScope[],
    text: SearchText,
    starts: readonly Fields[],
  ): Promise<readonly Fields[]> {
    const known = new Set(starts.map(([, id]) => id));
    const page = async (share: number | null): Promise<readonly Fields[]> => {
      const found = await this.#visible(await this.#rows(partsSql(this.#context, { plan, scopes }, text, share)));
      return [...starts, ...found.filter(([, id]) => !known.has(id))].slice(0, plan.size);
    };
    const [sample] = await this.#rows(sampleSql(this.#context, text));
    const share = shareOf(Number(sample?.[0]), Number(sample?.[1]));
    const hits = await page(share);
    return share === null || share === WHOLE || hits.length >= plan.size ? hits : page(null);
  }

  async #rows({ text, builder }: SearchSql): Promise<Fields[]> {
    const rows: Fields[] = [];
    const statement = { text, values: builder.values, isStable: builder.isStable };
    await this.#channel.run(statement, (fields) => void rows.push(fields));
    return rows;
  }

  /** Drops what is gone or not seen after all, whether or not the object is selected. */
  async #visible(hits: readonly Fields[]): Promise<readonly Fields[]> {
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
