import { newParams, type Params } from '../actor.ts';
import { organizationPredicates } from '../permissions.ts';
import { textArray } from '../read/context.ts';
import { compileFilter } from '../read/filter/sql.ts';
import { quote, type Model } from '../registry/model.ts';
import { layoutOf, type StoredField } from '../write/layout.ts';
import { dbOf } from '../write/make-work.ts';
import { arrayLiteral } from '../write/values.ts';
import type { Row, Work } from '../write/work.ts';
import type { EventDb } from './consumer.ts';

/** A row as it was at some time: its id, and its values as the change log keeps them. */
export interface Image {
  readonly id: string;
  readonly row: Row;
}

/** A condition over the alias `t` of a row, with its values added to the parameters. */
export type ImageCondition = (alias: string, params: Params) => string;

/** Fields that an image holds values of: columns that are written, without secrets, whose values the log masks. */
const heldFields = (model: Model): readonly StoredField[] =>
  layoutOf(model).fields.filter(({ generated, secret, key }) => !generated && !secret && key !== 'id');

/** Custom fields are never null; what an image leaves out is empty. */
const valuesOf = (field: StoredField, row: Row): readonly (string | null)[] =>
  field.encode(row[field.key] ?? (field.key === 'customFields' ? {} : null));

/** Fields that some image says something of, or that the log would hold if they had a value. */
const logged = (model: Model): readonly StoredField[] =>
  heldFields(model).filter(({ derived, key }) => !derived || key === 'number');

/**
 * Rows of images, under the alias `t`, with their places in the list as `image.at`.
 *
 * What the log does not hold, such as columns that the database works out, is as the row has it now.
 */
const imagesSql = (model: Model, images: readonly Image[], organizationId: string, params: Params): string => {
  const fields = logged(model);
  const columns = fields.flatMap(({ columns: own, casts }, at) =>
    own.map((column, part) => ({ column, cast: casts[part] ?? 'text', at, part })),
  );
  const texts = images.map(({ row }) => fields.map((field) => valuesOf(field, row)));
  const lists = columns.map(({ at, part }) =>
    params.add(arrayLiteral(texts.map((own) => own[at]?.[part] ?? null)), 'text[]'),
  );
  const ids = params.add(textArray(images.map(({ id }) => id)), 'uuid[]');
  const organization = layoutOf(model).organizationColumn;
  const values = [
    ...columns.map(({ column, cast }, at) => `v.c${at}::${cast} AS ${quote(column)}`),
    ...(organization === null ? [] : [`${params.add(organizationId, 'uuid')} AS ${quote(organization)}`]),
  ];
  const names = ['id', ...columns.map((_, at) => `c${at}`), 'at'];
  const table = quote(model.table);
  return `(SELECT v.at, v.id, ${values.join(', ')}
      FROM unnest(${[ids, ...lists].join(', ')}) WITH ORDINALITY AS v (${names.join(', ')})) image
    LEFT JOIN ${table} now ON now.id = image.id
    CROSS JOIN LATERAL jsonb_populate_record(now, to_jsonb(image)) t`;
};

/**
 * Which of the rows, as they were at some time, satisfy a condition; by their places. One statement.
 *
 * Rows that they refer to are looked at as they are now.
 */
export const matchImages = async (
  db: EventDb,
  model: Model,
  organizationId: string,
  images: readonly Image[],
  condition: ImageCondition,
): Promise<ReadonlySet<number>> => {
  if (images.length === 0) return new Set();
  const params = newParams();
  const from = imagesSql(model, images, organizationId, params);
  const where = condition('t', params);
  const rows = await db.query<{ readonly at: string }>(`SELECT image.at FROM ${from} WHERE ${where}`, params.values);
  return new Set(rows.map(({ at }) => Number(at) - 1));
};

/**
 * Which of the rows, as they were at some time, match a filter; by their places. One statement.
 *
 * For rules of the product itself, which look at all rows of the organization.
 *
 * @throws InvalidInput for a filter that does not fit the model
 */
export const matchFilter = (
  work: Work,
  model: Model,
  images: readonly Image[],
  filter: unknown,
): Promise<ReadonlySet<number>> => {
  const { registry, actor } = work;
  const options = { predicates: organizationPredicates, actor, knownChoice: () => true };
  return matchImages(dbOf(work), model, actor.organizationId, images, (alias, params) =>
    compileFilter(registry, model, filter, alias, params, options),
  );
};

/** Refuses a filter that does not fit the model, with the path of what is wrong below `path`. @throws InvalidInput */
export const assertFilter = (work: Work, model: Model, filter: unknown, path: string): void => {
  const { registry, actor } = work;
  const options = { predicates: organizationPredicates, actor, knownChoice: () => true, path };
  compileFilter(registry, model, filter, 't', newParams(), options);
};
