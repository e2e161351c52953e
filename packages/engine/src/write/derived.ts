import { updateFields } from './batch.ts';
import { chunksOf, CHUNK } from './collections.ts';
import { layoutOf, type StoredField } from './layout.ts';
import type { Run } from './run.ts';
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
  for (const chunk of chunksOf(rows, CHUNK)) await updateFields(run, layout, fields, chunk);
};
