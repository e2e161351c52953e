import type { InputRow, Work } from '@plumbline/engine';

/** Ids of what was made, by the name the plan knows it under. */
export type Made = Map<string, string>;

/** Creates rows and remembers their ids as `<prefix>/<name>`. */
export const make = async (
  work: Work,
  made: Made,
  model: string,
  prefix: string,
  rows: readonly { readonly name: string; readonly row: InputRow }[],
): Promise<void> => {
  const ids = await work.create(
    model,
    rows.map(({ row }) => row),
  );
  ids.forEach((id, index) => {
    const name = rows[index]?.name;
    if (id !== null && name !== undefined) made.set(`${prefix}/${name}`, id);
  });
};

/** Reference to something made before, as inputs take it; null stays null. */
export const to = (made: Made, key: string | null): InputRow | null => {
  if (key === null) return null;
  const id = made.get(key);
  if (id === undefined) throw new Error(`The demo refers to ${key} before it is made.`);
  return { id };
};
