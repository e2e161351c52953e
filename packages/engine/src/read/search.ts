import type { Model } from '../registry/model.ts';
import { addressIn } from './addresses.ts';
import { StatementBuilder, textArray, type ReadContext } from './context.ts';
import { hostSql, likeText } from './filter/field-sql.ts';
import type { RowPlan } from './plan.ts';

/** One response key of a search hit. */
export type HitItem =
  | { readonly kind: 'type' | 'field' | 'value' | 'rank'; readonly key: string }
  | { readonly kind: 'constant'; readonly key: string; readonly value: string }
  | { readonly kind: 'object'; readonly key: string; readonly rowOf: (model: Model) => RowPlan };

/** A search over all objects. */
export interface SearchPlan {
  readonly text: string;
  /** Full names; null searches all types. */
  readonly types: readonly string[] | null;
  readonly size: number;
  readonly items: readonly HitItem[];
}

/** Hits looked at before hidden ones are dropped. */
const SURPLUS = 200;

/** Shortest text a trigram index answers; shorter texts match from the start of the value only. */
const TRIGRAM = 3;

/** Rows whose address lies in a network, whatever its own mask: the index finds those that overlap. */
const insideSql = (network: string): string => `s.address && ${network} AND ${hostSql('s.address')} <<= ${network}`;

/**
 * The candidates of a search, best first: type, id, field, value and rank of each object's best match.
 *
 * A rank is the field's weight (smaller is better) over how well the value fits: whole, start, or inside. The
 * candidates are capped before they are ranked, so that a common text costs no more than a rare one.
 */
export const searchSql = (context: ReadContext, plan: SearchPlan): { text: string; builder: StatementBuilder } => {
  const builder = new StatementBuilder(context);
  builder.isStable = false;
  const text = plan.text.trim();
  const organization = builder.add(context.actor.organizationId, 'uuid');
  const inside = builder.add(`%${likeText(text)}%`, 'text');
  const start = builder.add(`${likeText(text)}%`, 'text');
  const whole = builder.add(text, 'text');
  const address = addressIn(text);
  const matches = [`s.value ILIKE ${text.length < TRIGRAM ? start : inside}`];
  if (address !== null) matches.push(insideSql(`network(${builder.add(address, 'inet')})`));
  const types = plan.types === null ? '' : ` AND s.object_type = ANY(${builder.add(textArray(plan.types), 'text[]')})`;
  const fit = `CASE WHEN lower(s.value) = lower(${whole}) THEN 4 WHEN s.value ILIKE ${start} THEN 2 ELSE 1 END`;
  const arms = matches.map(
    (match) =>
      `(SELECT s.object_type, s.object_id, s.field, s.value, (1000.0 / s.weight * ${fit})::float8 AS rank` +
      ` FROM core_search s WHERE s.organization_id = ${organization} AND ${match}${types} LIMIT 5000)`,
  );
  const best = `SELECT DISTINCT ON (object_id) * FROM (${arms.join(' UNION ALL ')}) m ORDER BY object_id, rank DESC, field`;
  return {
    text: `SELECT object_type, object_id, field, value, rank FROM (${best}) b ORDER BY rank DESC, value, object_id LIMIT ${plan.size + SURPLUS}`,
    builder,
  };
};
