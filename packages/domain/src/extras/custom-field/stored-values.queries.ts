import { quote, type Work } from '@plumbline/engine';

/** Template of an `sql` call around the table of an entity; the name comes from the registry, never from input. */
const around = (work: Work, objectType: string, ...parts: readonly [string, ...string[]]): TemplateStringsArray => {
  const table = quote(work.registry.model(objectType).table);
  const texts = parts.map((part) => part.replaceAll('TABLE', table));
  return Object.assign(texts, { raw: texts });
};

/** Which of the documents (`{ field: value }`) another stored object of the type holds already; one statement. */
export const storedElsewhere = async (
  work: Work,
  objectType: string,
  documents: readonly Readonly<Record<string, unknown>>[],
  except: readonly string[],
): Promise<ReadonlySet<number>> => {
  const text = around(
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

/** Gives all objects of a type that lack the field a value. Not logged: it follows from the field. */
export const fillValues = async (work: Work, objectType: string, field: string, value: unknown): Promise<void> => {
  const text = around(
    work,
    objectType,
    'UPDATE TABLE t SET custom_fields = t.custom_fields || jsonb_build_object(',
    '::text, ',
    '::jsonb) WHERE t.organization_id = ',
    ' AND NOT t.custom_fields ? ',
    '',
  );
  await work.sql(text, field, JSON.stringify(value), work.org, field);
};

/** Takes the field off all objects of a type. */
export const removeValues = async (work: Work, objectType: string, field: string): Promise<void> => {
  const text = around(
    work,
    objectType,
    'UPDATE TABLE t SET custom_fields = t.custom_fields - ',
    '::text WHERE t.organization_id = ',
    ' AND t.custom_fields ? ',
    '',
  );
  await work.sql(text, field, work.org, field);
};

/** Moves values of all objects of a type to the new name of their field. */
export const renameValues = async (work: Work, objectType: string, from: string, to: string): Promise<void> => {
  const text = around(
    work,
    objectType,
    'UPDATE TABLE t SET custom_fields = (t.custom_fields - ',
    '::text) || jsonb_build_object(',
    '::text, t.custom_fields -> ',
    ') WHERE t.organization_id = ',
    ' AND t.custom_fields ? ',
    '',
  );
  await work.sql(text, from, to, from, work.org, from);
};

/** Which of the choice values some object of the type still holds, alone or in a list; one statement. */
export const choicesInUse = async (
  work: Work,
  objectType: string,
  field: string,
  values: readonly string[],
): Promise<readonly string[]> => {
  const text = around(
    work,
    objectType,
    'SELECT v FROM unnest(',
    '::text[]) AS v WHERE EXISTS (SELECT 1 FROM TABLE t WHERE t.organization_id = ',
    ' AND (t.custom_fields @> jsonb_build_object(',
    '::text, v) OR t.custom_fields @> jsonb_build_object(',
    '::text, jsonb_build_array(v))))',
  );
  const rows = await work.sql<{ v: string }>(text, values, work.org, field, field);
  return rows.map(({ v }) => v);
};
