import { originsThrough, tracePaths, type PathEnd } from '@plumbline/domain';
import type { Client } from 'pg';
import { BENCH_ORGANIZATION } from '../fill.ts';
import { cpuSeconds } from '../processes.ts';

/** What tracing or finding took: medians of some rounds, in milliseconds, and the processor time of both sides of one. */
export interface PathFigure {
  readonly name: string;
  readonly ms: number;
  readonly nodeCpuMs: number;
  /** Null where it was not counted. */
  readonly postgresCpuMs: number | null;
  /** Null where they were not counted. */
  readonly statements: number | null;
  readonly goalMs: number | null;
  /** What came out, so that nothing is measured that found nothing. */
  readonly found: number;
}

/** What is measured: answers how much it found. */
export interface PathCase {
  readonly name: string;
  readonly rounds: number;
  /** Rounds before the first that counts; 3 unless said. */
  readonly warm?: number;
  readonly goalMs: number | null;
  readonly run: (round: number) => Promise<number>;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const WARM = 3;

/** What is counted besides time: the process that answers, and the statements it was sent. */
export interface Counted {
  readonly pid: number;
  readonly statements: () => number;
}

/** Runs a case. */
export const measureCase = async (
  { name, rounds, warm = WARM, goalMs, run }: PathCase,
  server: Counted | null,
): Promise<PathFigure> => {
  const cpuOf = (): number => (server ? cpuSeconds(server.pid) : 0);
  let found = 0;
  for (let i = 0; i < warm; i++) found = await run(i);
  const [node, cpu, count] = [process.cpuUsage(), cpuOf(), server?.statements() ?? 0];
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const started = performance.now();
    found = await run(warm + i);
    times.push(performance.now() - started);
  }
  const used = process.cpuUsage(node);
  return {
    name,
    ms: median(times),
    nodeCpuMs: (used.user + used.system) / 1_000 / rounds,
    postgresCpuMs: server && ((cpuOf() - cpu) * 1_000) / rounds,
    statements: server && (server.statements() - count) / rounds,
    goalMs,
    found,
  };
};

/** A connection that counts what it is asked. */
export const counted = (client: Client) => {
  let count = 0;
  return {
    statements: () => count,
    query: async (sql: string, values: unknown[]): Promise<unknown[]> => {
      count++;
      return (await client.query<Record<string, unknown>>(sql, values)).rows;
    },
  };
};

type Query = ReturnType<typeof counted>['query'];

const interfaces = (rows: readonly unknown[]): PathEnd[] =>
  (rows as { readonly id: string }[]).map(({ id }) => ({ type: 'dcim.Interface', id })); // statements below select id

const tracing = (query: Query, ends: readonly PathEnd[]) => async (): Promise<number> => {
  const paths = await tracePaths(query, BENCH_ORGANIZATION, ends);
  return [...paths.values()].filter(({ isComplete }) => isComplete).length;
};

/** Interfaces of the network by chance, the same in every run: all, or those with a cable. */
const byChance = (where: string): string =>
  `SELECT id FROM dcim_interface WHERE ${where} ORDER BY hashint8extended(number, 7) LIMIT 10000`;

/** What paths are asked for. */
export interface AskedEnds {
  /** Where chains begin. */
  readonly starts: readonly PathEnd[];
  /** Middle trunks of chains. */
  readonly trunks: readonly { readonly id: string }[];
  readonly any: readonly PathEnd[];
  readonly cabled: readonly PathEnd[];
}

/** Ends to ask for, in a network with chains; the texts select their ids. */
export const askedEnds = async (
  query: Query,
  chains: { readonly starts: string; readonly trunks: string },
): Promise<AskedEnds> => ({
  starts: interfaces(await query(chains.starts, [])),
  trunks: (await query(chains.trunks, [])) as { readonly id: string }[], // selects id
  any: interfaces(await query(byChance('true'), [])),
  cabled: interfaces(await query(byChance('cable_id IS NOT NULL'), [])),
});

/** What is measured of reading paths. */
export const readCases = (query: Query, { starts, trunks, any, cabled }: AskedEnds): PathCase[] => {
  const many = starts.slice(0, 1_000);
  return [
    {
      name: 'one path of 21 hops',
      rounds: 30,
      goalMs: 15,
      run: (round) => tracing(query, starts.slice(round % starts.length).slice(0, 1))(),
    },
    { name: '10,000 interfaces by chance', rounds: 5, goalMs: 1_000, run: tracing(query, any) },
    { name: '10,000 interfaces with a cable', rounds: 5, goalMs: null, run: tracing(query, cabled) },
    { name: `${many.length} paths of 21 hops`, rounds: 5, goalMs: null, run: tracing(query, many) },
    {
      name: 'what goes through a trunk of 12 strands',
      rounds: 15,
      goalMs: null,
      run: async (round) => {
        const { id } = trunks[round % trunks.length] ?? { id: '' };
        return (await originsThrough(query, BENCH_ORGANIZATION, [{ type: 'dcim.Cable', id }])).length;
      },
    },
  ];
};
