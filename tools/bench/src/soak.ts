import type { BenchServer } from './server.ts';

/** What a long run of mixed reads and writes did to the server. */
export interface SoakFigure {
  readonly seconds: number;
  readonly reads: number;
  readonly writes: number;
  /**
   * Megabytes alive on the heap after full collections: median of the second and of the last fifth of the run.
   *
   * What a process takes resident says little: V8 lets garbage grow to several times of what is alive.
   */
  readonly early: number;
  readonly late: number;
}

const MOST_MEGABYTES_GROWTH = 24;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const write = (n: number, devices: number): string =>
  `mutation { deviceUpdate(input: [{ number: ${1 + ((n * 7919) % devices)}, comments: "soak ${n}" }]) { userErrors { path message } } }`;

const checked = async (server: BenchServer, query: string): Promise<void> => {
  const { text } = await server.ask(query, true);
  if (/"errors":\[|"userErrors":\[\{/.test(text.slice(0, 2_000))) throw new Error(`${query}: ${text.slice(0, 500)}`);
};

/** Readers and one writer against a running server for some seconds. @throws Error on any failed answer */
export const soak = async (
  server: BenchServer,
  queries: readonly string[],
  devices: number,
  seconds: number,
): Promise<SoakFigure> => {
  const end = performance.now() + seconds * 1_000;
  const memory: number[] = [];
  const counts = { reads: 0, writes: 0 };
  const timer = setInterval(() => memory.push(server.live()), 500);
  const isRunning = () => performance.now() < end;
  const reader = async (offset: number) => {
    for (let i = offset; isRunning(); i++, counts.reads++) await checked(server, queries[i % queries.length] ?? '');
  };
  const writer = async () => {
    for (let i = 0; isRunning(); i++, counts.writes++) await checked(server, write(i, devices));
  };
  try {
    await Promise.all([reader(0), reader(3), writer()]);
  } finally {
    clearInterval(timer);
  }
  const fifth = Math.floor(memory.length / 5);
  return {
    seconds,
    ...counts,
    early: median(memory.slice(fifth, 2 * fifth)),
    late: median(memory.slice(-fifth)),
  };
};

/** Whether what is alive stayed as it was, but for caches that fill. */
export const isSteady = ({ early, late }: SoakFigure): boolean => late - early <= MOST_MEGABYTES_GROWTH;
