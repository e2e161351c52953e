import { quote } from '../registry/model.ts';
import { chunksOf, CHUNK } from './collections.ts';
import { layoutOf, type StoredField } from './layout.ts';
import type { Run } from './run.ts';
import { arrayLiteral } from './values.ts';
import type { Row } from './work.ts';

const fieldsOf = (run: Run, name: string, rows: readonly Row[]): StoredField[] => {
  const layout = layoutOf(run.registry.model(name));
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => key !== 'id');
  return keys.map((key) => {
    const field = layout.byKey.get(key);
    if (!field?.derived || field.generated || field.system)
      throw new Error(`${name}.${key} is no derived field; use update.`);
    return field;
  });
};

/** Writes derived columns of many rows, one statement per chunk; rows must all carry the same fields. */
export const writeDerived = async (run: Run, name: string, rows: readonly Row[]): Promise<void> => {
  const fields = fieldsOf(run, name, rows);
  if (rows.length === 0 || fields.length === 0) return;
  const layout = layoutOf(run.registry.model(name));
  const columns = fields.flatMap((field) =>
    field.columns.map((column, at) => ({ field, column, at, cast: field.casts[at] ?? 'text' })),
  );
  const within =
    layout.organizationColumn === null ? '$1::uuid IS NOT NULL' : `t.${quote(layout.organizationColumn)} = $1`;
  for (const chunk of chunksOf(rows, CHUNK))
    await run.db.query(
      `UPDATE ${quote(layout.model.table)} t SET ${columns.map(({ column, cast }, i) => `${quote(column)} = v.c${i}::${cast}`).join(', ')}
       FROM unnest($2::text[]${columns.map((_, i) => `, $${i + 3}::text[]`).join('')}) AS v(id${columns.map((_, i) => `, c${i}`).join('')})
       WHERE t.id = v.id::uuid AND ${within}`,
      [
        run.actor.organizationId,
        arrayLiteral(chunk.map((row) => String(row['id']))),
        ...columns.map(({ field, at }) =>
          arrayLiteral(chunk.map((row) => field.encode(row[field.key] ?? null)[at] ?? null)),
        ),
      ],
    );
};
