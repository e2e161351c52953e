import type { InputRow, Work } from '@plumbline/engine';
import type { LibraryType } from './document.ts';

/** A type with the row that holds it. */
export interface SavedType {
  readonly type: LibraryType;
  readonly id: string;
}

/** Creates what has no id and updates what has; ids in the order of the inputs. */
export const saveRows = async (
  work: Work,
  model: string,
  rows: readonly { readonly input: InputRow; readonly path: string }[],
): Promise<(string | null)[]> => {
  const ids = new Array<string | null>(rows.length).fill(null);
  const save = async (verb: 'create' | 'update', at: readonly number[]) => {
    if (at.length === 0) return;
    const inputs = at.map((i) => rows[i]?.input ?? {});
    const saved = await work[verb](model, inputs, { path: (index) => rows[at[index] ?? 0]?.path ?? '' });
    for (const [k, i] of at.entries()) ids[i] = saved[k] ?? null;
  };
  const isStored = ({ input }: { readonly input: InputRow }) => input['id'] !== undefined;
  await save(
    'create',
    rows.flatMap((row, i) => (isStored(row) ? [] : [i])),
  );
  await save(
    'update',
    rows.flatMap((row, i) => (isStored(row) ? [i] : [])),
  );
  return ids;
};
