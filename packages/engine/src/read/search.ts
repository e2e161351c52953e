import type { Model } from '../registry/model.ts';
import { columnSql, StatementBuilder, textArray, whereSql, type ReadContext } from './context.ts';
import { tableSql } from './display.ts';
import { hostSql, likeText } from './filter/field-sql.ts';
import type { RowPlan } from './plan.ts';
import { ofScope, seenInScope, type SearchScope } from './search-scopes.ts';
import type { SearchText, TextForm } from './search-text.ts';

/** One response key of a search hit. */
export type HitItem =
  | { readonly kind: 'type' | 'field' | 'value' | 'score' | 'reason'; readonly key: string }
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

/** A statement of a search and what it was built with. */
export interface SearchSql {
  readonly text: string;
  readonly builder: StatementBuilder;
}

/** Beginning of a value that is indexed as it stands; `ix_core_search_start` says the same. */
const START = 'lower(left(s.value, 100))';
const START_LENGTH = 100;

/** Rows of one arm looked at before they are ranked. */
const CANDIDATES = 5_000;
/** Rows of a part looked at before they are ranked. */
const PARTS = 1_000;
/** Networks that hold an address. */
const HOLDERS = 50;

/** How well a value fits the text, on which a score is the more the smaller the weight of its field. */
const FIT = { EXACT: 4, START: 2, PART: 1, INSIDE: 1 } as const;

const scored = (fit: string, reason: string): string =>
  `(1000.0 / s.weight * ${fit})::float8 AS score, ${reason} AS reason`;

const FOUND = 's.object_type, s.object_id, s.field, s.value';

const and = (conditions: readonly string[]): string => conditions.map((condition) => ` AND ${condition}`).join('');

/** Values of each type that begin with a form, whole ones first, through the index of beginnings. */
const startArm = (builder: StatementBuilder, scope: SearchScope, form: TextForm, each: number): string => {
  const { context } = builder;
  const start = form.text.slice(0, START_LENGTH);
  const like = `${START} LIKE ${builder.add(`${likeText(start)}%`, 'text')}`;
  const isWhole = form.isWhole ? 'true' : `lower(s.value) = ${builder.add(form.text, 'text')}`;
  const fits = form.text === start ? '' : ` AND lower(s.value) LIKE ${builder.add(`${likeText(form.text)}%`, 'text')}`;
  const types = builder.add(textArray(scope.types), 'text[]');
  const seen = and(seenInScope(builder, scope));
  return `SELECT ${FOUND}, ${scored(`CASE WHEN ${isWhole} THEN ${FIT.EXACT} ELSE ${FIT.START} END`, `CASE WHEN ${isWhole} THEN 'EXACT' ELSE 'START' END`)}
    FROM unnest(${types}) k(type) CROSS JOIN LATERAL (
      SELECT s.* FROM core_search s
      WHERE s.organization_id = ${builder.add(context.actor.organizationId, 'uuid')} AND s.object_type = k.type AND ${like}${fits}${seen}
      ORDER BY ${START} USING ~<~ LIMIT ${each}) s`;
};

/** Addresses and networks inside a network. */
const insideArm = (builder: StatementBuilder, scope: SearchScope, network: string): string => {
  const within = `network(${builder.add(network, 'inet')})`;
  return `(SELECT ${FOUND}, ${scored(String(FIT.INSIDE), `'INSIDE'`)} FROM core_search s
    WHERE s.organization_id = ${builder.add(builder.context.actor.organizationId, 'uuid')}${and(ofScope(builder, scope))}
      AND s.address && ${within} AND ${hostSql('s.address')} <<= ${within} LIMIT ${CANDIDATES})`;
};

/** Networks that hold an address or network, the smallest first: read where they are, since masks of addresses hold nothing. */
const holderArms = (builder: StatementBuilder, scope: SearchScope, network: string): string[] => {
  const held = () => `network(${builder.add(network, 'inet')})`;
  return scope.types.flatMap((type) => {
    const model = builder.context.registry.model(type);
    return [...model.scalars.values()].flatMap(({ name, column, spec }) => {
      if (spec.kind !== 'ipCidr' || spec.search === undefined || scope.fields?.includes(name) === false) return [];
      const value = columnSql('s', column);
      const where = whereSql([...builder.visible(model, 's'), `${value} >> ${held()}`]);
      // The longer the mask the nearer; all stand behind the address itself.
      const fit = `(2 + masklen(${value}) / 128.0)`;
      return [
        `(SELECT ${builder.add(model.name, 'text')} AS object_type, s.id AS object_id, ${builder.add(name, 'text')} AS field, ${value}::text AS value,
          (1000.0 / ${spec.search} * ${fit})::float8 AS score, 'HOLDS' AS reason
        FROM ${tableSql(model, 's')}${where} ORDER BY masklen(${value}) DESC, s.id LIMIT ${HOLDERS})`,
      ];
    });
  });
};

const onOneLine = (text: string): string => text.trim().replace(/\s*\n\s*/g, ' ');

/** Best match of each object, best objects first: type, id, field, value, score and reason. */
const ranked = (arms: readonly string[], most: number): string =>
  onOneLine(`SELECT object_type, object_id, field, value, score, reason FROM (
    SELECT DISTINCT ON (object_id) * FROM (${arms.join(' UNION ALL ')}) m ORDER BY object_id, score DESC, field) b
  ORDER BY score DESC, length(value), value, object_id LIMIT ${most}`);

/**
 * Objects whose values are or begin with the text, and what its address says: where it lies and what it holds.
 *
 * Costs the same however common the text is: every arm ends after `each` rows of a type. Rows that the viewer may not see
 * are left out before they are counted, so that they take no room.
 */
export const startsSql = (
  context: ReadContext,
  scopes: readonly SearchScope[],
  text: SearchText,
  each: number,
): SearchSql => {
  const builder = new StatementBuilder(context);
  builder.isStable = false;
  const { network } = text;
  const arms = scopes.flatMap((scope) => [
    ...text.forms.map((form) => `(${startArm(builder, scope, form, each)})`),
    ...(network === null ? [] : holderArms(builder, scope, network)),
    ...(network !== null && text.isNetwork ? [insideArm(builder, scope, network)] : []),
  ]);
  return { text: ranked(arms, CANDIDATES), builder };
};

const partPattern = (builder: StatementBuilder, text: SearchText): string =>
  builder.add(`%${likeText(text.forms[0]?.text ?? '')}%`, 'text');

/** Part of the search rows, in per cent, that says how common a text is. */
const SAMPLE_PERCENT = 0.1;
/** Rows wanted of a common text. */
const WANTED = 200;
/** A text in more than one row of so many is common. */
const RARE = 500;

/** A sample of all search rows: how many there are in it, and how many hold the text. */
export const sampleSql = (context: ReadContext, text: SearchText): SearchSql => {
  const builder = new StatementBuilder(context);
  builder.isStable = false;
  const holds = `count(*) FILTER (WHERE s.value ILIKE ${partPattern(builder, text)})`;
  return {
    text: `SELECT count(*), ${holds} FROM core_search s TABLESAMPLE SYSTEM (${SAMPLE_PERCENT}) REPEATABLE (1)`,
    builder,
  };
};

/** Whole per cent of the search rows to look through for a common text; null for a rare one, which is looked up. */
export const shareOf = (rows: number, holding: number): number | null =>
  holding * RARE <= rows ? null : Math.min(100, Math.ceil((3 * WANTED) / (holding / SAMPLE_PERCENT)));

/**
 * Objects whose values hold the text anywhere.
 *
 * The index of trigrams gathers all rows before it gives the first, so that a common text is looked for in a share of
 * the rows instead, always the same one.
 */
export const partsSql = (
  context: ReadContext,
  { plan, scopes }: { readonly plan: SearchPlan; readonly scopes: readonly SearchScope[] },
  text: SearchText,
  share: number | null,
): SearchSql => {
  const builder = new StatementBuilder(context);
  builder.isStable = false;
  const organization = builder.add(context.actor.organizationId, 'uuid');
  // An expression of its own keeps the index away.
  const [from, value, most] =
    share === null
      ? ['core_search s', 's.value', PARTS]
      : [`core_search s TABLESAMPLE SYSTEM (${share}) REPEATABLE (1)`, `(s.value || '')`, plan.size + WANTED];
  const arms = scopes.map(
    (scope) =>
      `(SELECT ${FOUND}, ${scored(String(FIT.PART), `'PART'`)} FROM ${from} WHERE s.organization_id = ${organization}` +
      ` AND ${value} ILIKE ${partPattern(builder, text)}${and(ofScope(builder, scope))} LIMIT ${most})`,
  );
  return { text: ranked(arms, CANDIDATES), builder };
};
