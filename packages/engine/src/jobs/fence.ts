import type { Writer } from '../write/writer.ts';

/** A writer that can be closed for good, for runs of jobs that were given up but whose code may still go on. */
export interface FencedWriter {
  readonly writer: Writer;
  /** From here on nothing is stored through it: what is under way is rolled back, what comes later is refused. */
  close(reason: Error): void;
}

/** Puts a fence before a writer. */
export const fenced = (inner: Writer): FencedWriter => {
  let closed: Error | null = null;
  const assertOpen = (): void => {
    if (closed) throw closed;
  };
  const writer: Writer = {
    engine: inner.engine,
    run: async (actor, options, body, respond) => {
      assertOpen();
      const guarded: typeof body = async (work) => {
        const result = await body(work);
        assertOpen();
        return result;
      };
      return inner.run(actor, options, guarded, respond);
    },
  };
  return { writer, close: (reason) => (closed ??= reason) };
};
