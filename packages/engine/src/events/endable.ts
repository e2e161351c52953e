/**
 * What a subscription gives, from a generator that may wait for long.
 *
 * A generator that waits can't be ended from outside; the signal it is given says that nobody listens any more.
 */
export const endable = <T>(make: (signal: AbortSignal) => AsyncGenerator<T, void, void>): AsyncIterableIterator<T> => {
  const ended = new AbortController();
  const generator = make(ended.signal);
  return {
    next: () => generator.next(),
    return: () => {
      ended.abort();
      return generator.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};
