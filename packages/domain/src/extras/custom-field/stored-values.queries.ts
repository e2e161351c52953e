import type { Work } from '@plumbline/engine';
import { tableSql } from '../../table-sql.ts';

/** Which of the documents (`{ field: value }`) another stored object of the type holds already; one statement. */
export const storedElsewhere = async (
  work: Work,
  objectType: string,
  documents: readonly Readonly<Record<string, unknown>>[],
  except: readonly string[],
): Promise<ReadonlySet<number>> => {
  const text = tableSql(
    work,
    objectType,
    'SELECT (d.at - 1)::integer AS at FROM unnest(',
    '::text[]) WITH ORDINALITY AS d(document, at) WHERE EXISTS (SELECT 1 FROM TABLE t WHERE t.organization_id = ',
    ' AND t.custom_fields @> d.document::jsonb AND NOT t.id = ANY(',
    '::uuid[]))',
  );
  const rows = await work.sql<{ at: number }>(
    text,
    documents.map((document) => JSON.stringify(document)),
    work.org,
    except,
  );
  return new Set(rows.map(({ at }) => at));
};

/** Gives all objects of a type the values of fields they lack; one statement. Not logged: it follows from the fields. */
export const fillValues = async (
  work: Work,
  objectType: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> => {
  const text = tableSql(
    work,
    objectType,
    'UPDATE TABLE t SET custom_fields = ',
    '::jsonb || t.custom_fields WHERE t.organization_id = ',
    ' AND NOT t.custom_fields ?& ',
    '::text[]',
  );
  await work.sql(text, JSON.stringify(values), work.org, Object.keys(values));
};

/** Takes fields off all objects of a type; one statement. */
export const removeValues = async (work: Work, objectType: string, fields: readonly string[]): Promise<void> => {
  const text = tableSql(
    work,
    objectType,
    'UPDATE TABLE t SET custom_fields = t.custom_fields - ',
    '::text[] WHERE t.organization_id = ',
    ' AND t.custom_fields ?| ',
    '::text[]',
  );
  await work.sql(text, fields, work.org, fields);
};

/** A field under its old and its new name. */
export interface RenamedField {
  readonly from: string;
  readonly to: string;
}

/** Moves values of all objects of a type to the new names of their fields, which may be exchanged; one statement. */
export const renameValues = async (work: Work, objectType: string, renamed: readonly RenamedField[]): Promise<void> => {
  const text = tableSql(
    work,
    objectType,
    `UPDATE TABLE t SET custom_fields = (
       SELECT jsonb_object_agg(coalesce(r.new, e.key), e.value) FROM jsonb_each(t.custom_fields) e
       LEFT JOIN unnest(`,
    '::text[], ',
    '::text[]) AS r(old, new) ON r.old = e.key) WHERE t.organization_id = ',
    ' AND t.custom_fields ?| ',
    '::text[]',
  );
  const [from, to] = [renamed.map((one) => one.from), renamed.map((one) => one.to)];
  await work.sql(text, from, to, work.org, from);
};

/** A value of a field with choices. */
export interface ChosenValue {
  readonly field: string;
  readonly value: string;
}

/** Places in the list of those values that some object of the type still holds, alone or in a list; one statement. */
export const chosenValues = async (
  work: Work,
  objectType: string,
  values: readonly ChosenValue[],
): Promise<ReadonlySet<number>> => {
  const text = tableSql(
    work,
    objectType,
    'SELECT (c.at - 1)::integer AS at FROM unnest(',
    '::text[], ',
    `::text[]) WITH ORDINALITY AS c(field, value, at) WHERE EXISTS (SELECT 1 FROM TABLE t
     WHERE (t.custom_fields @> jsonb_build_object(c.field, c.value)
       OR t.custom_fields @> jsonb_build_object(c.field, jsonb_build_array(c.value))) AND t.organization_id = `,
    ')',
  );
  const [fields, texts] = [values.map(({ field }) => field), values.map(({ value }) => value)];
  const rows = await work.sql<{ at: number }>(text, fields, texts, work.org);
  return new Set(rows.map(({ at }) => at));
};
