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
