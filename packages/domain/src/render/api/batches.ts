/** Gathers ids that resolvers of one execution ask for, so that all of them are read together. */
export class Batches {
  readonly #open = new WeakMap<object, Map<string, Batch<unknown>>>();

  /**
   * The value of one id; ids asked for under one key in the same turn go to one call of `read`.
   *
   * `execution` is any object that lives as long as one GraphQL execution. Undefined when `read` does not answer the id.
   */
  load<T>(
    execution: object,
    key: string,
    id: string,
    read: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  ): Promise<T | undefined> {
    const batches = this.#open.get(execution) ?? new Map<string, Batch<unknown>>();
    this.#open.set(execution, batches);
    let batch = batches.get(key) as Batch<T> | undefined;
    if (!batch) {
      batch = newBatch(read, () => batches.delete(key));
      batches.set(key, batch);
    }
    batch.ids.add(id);
    return batch.found.then((found) => found.get(id));
  }
}

interface Batch<T> {
  readonly ids: Set<string>;
  readonly found: Promise<ReadonlyMap<string, T>>;
}

const newBatch = <T>(
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  close: () => void,
): Batch<T> => {
  const ids = new Set<string>();
  const found = new Promise<ReadonlyMap<string, T>>((resolve, reject) => {
    setImmediate(() => {
      close();
      read([...ids]).then(resolve, reject);
    });
  });
  return { ids, found };
};
