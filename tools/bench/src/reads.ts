import { readdirSync, readFileSync } from 'node:fs';
import { buildSchemaFor, createReader, grantPredicates, type Actor, type Reader } from '@plumbline/engine';
import { domains, registry, SESSION_OPTIONS } from '@plumbline/domain';
import { type DocumentNode, type GraphQLSchema, parse, validate } from 'graphql';
import { Pool, type PoolClient } from 'pg';
import { benchActor } from './actor.ts';
import { BENCH_ORGANIZATION } from './fill.ts';
import { checkSame } from './same.ts';
import type { BenchServer } from './server.ts';
import { runYardstick, statementsOf } from './yardstick.ts';

/** Medians of one query, in milliseconds, and how the product compares with the hand-written SQL. */
export interface ReadFigure {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sqlMs: number;
  readonly productMs: number;
  readonly ratio: number;
  readonly goal: number;
  /** The same query through a server; null when none is given. */
  readonly http: HttpFigure | null;
}

/** Medians of one query over HTTP, in milliseconds. */
export interface HttpFigure {
  readonly ms: number;
  /** Most that HTTP may take, from the goal of 2 ms and 25 % over the answer in process. */
  readonly goalMs: number;
  readonly isStreamed: boolean;
}

/** Goals of the read path as ratios to prepared row SQL. */
const GOALS: Readonly<Record<string, number>> = { q1: 3.5, q7: 3, q8: 2.8, q10: 3 };
const GOAL = 1.8;

const folder = new URL('../queries/', import.meta.url);

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** A benchmark query. */
export interface Case {
  readonly name: string;
  readonly text: string;
  readonly document: DocumentNode;
  readonly statements: readonly string[];
}

/** The benchmark queries as text, by name. */
export const queryText = (name: string): string => readFileSync(new URL(`${name}.graphql`, folder), 'utf8');

/** The benchmark queries, all or those named. */
export const loadCases = (only: string | null): Case[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => file.replace('.graphql', ''))
    .filter((name) => only === null || only.split(',').includes(name))
    .map((name) => ({
      name,
      text: queryText(name),
      document: parse(queryText(name)),
      statements: statementsOf(readFileSync(new URL(`${name}.sql`, folder), 'utf8')),
    }));

/** Milliseconds that a step takes. */
export const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await run();
  return performance.now() - started;
};

interface Ways {
  readonly reader: Reader;
  readonly pool: Pool;
  readonly plain: PoolClient;
  readonly server: BenchServer | null;
}

/** Answers in process as the server would, reading a streamed answer to its end. */
export const inProcess = async (
  { reader, pool }: Pick<Ways, 'reader' | 'pool'>,
  one: Case,
  actor: Actor = benchActor,
): Promise<number> => {
  const answer = await reader.stream({ document: one.document, actor }, pool);
  if (!answer) throw new Error(`${one.name} is not answered by the fast path.`);
  if ('text' in answer) return Buffer.byteLength(answer.text);
  let bytes = Buffer.byteLength(answer.head);
  for await (const piece of answer.pieces) bytes += Buffer.byteLength(piece);
  return bytes;
};

/** Rounds before the first that counts; the server compiles its code in them. */
const WARM = { rounds: 20, ms: 2_000 };

const measure = async (one: Case, ways: Ways, rounds: number): Promise<ReadFigure> => {
  const { server } = ways;
  const product = () => inProcess(ways, one);
  const sql = () => runYardstick(ways.plain, one.name, one.statements, [BENCH_ORGANIZATION]);
  const [bytes, rows, first] = [await product(), await sql(), await server?.ask(one.text)];
  const times = { sql: [] as number[], product: [] as number[], http: [] as number[] };
  const round = async () => ({
    sql: await timed(sql),
    product: await timed(product),
    http: server ? await timed(() => server.ask(one.text)) : 0,
  });
  const begun = performance.now();
  for (let i = 0; i < WARM.rounds && performance.now() - begun < WARM.ms; i++) await round();
  for (let i = 0; i < rounds; i++) {
    const took = await round();
    for (const way of ['sql', 'product', 'http'] as const) times[way].push(took[way]);
  }
  const [sqlMs, productMs, httpMs] = [median(times.sql), median(times.product), median(times.http)];
  const http = first ? { ms: httpMs, goalMs: productMs * 1.25 + 2, isStreamed: first.isChunked } : null;
  const goal = GOALS[one.name] ?? GOAL;
  return { name: one.name, rows, bytes, sqlMs, productMs, ratio: productMs / sqlMs, goal, http };
};

/** A reader and its pool over the benchmark database, as the server has them. */
export const openReader = (
  url: string,
): { readonly reader: Reader; readonly schema: GraphQLSchema; readonly pool: Pool } => {
  const schema = buildSchemaFor({ registry, rules: domains.flatMap((domain) => domain.rules) });
  const pool = new Pool({ connectionString: url, max: 2, options: SESSION_OPTIONS, pipeline: true } as never);
  // The server may stop before an idle connection has said goodbye.
  pool.on('error', () => undefined);
  return { reader: createReader({ registry, schema, predicates: grantPredicates(registry) }), schema, pool };
};

/** Measures every query of `queries/` beside its hand-written SQL, interleaved over the same driver, and through a server. */
export const measureReads = async (
  url: string,
  rounds: number,
  only: string | null = null,
  server: BenchServer | null = null,
): Promise<ReadFigure[]> => {
  const { reader, schema, pool } = openReader(url);
  const plainPool = new Pool({ connectionString: url, max: 1, options: SESSION_OPTIONS });
  plainPool.on('error', () => undefined);
  const plain = await plainPool.connect();
  try {
    const figures: ReadFigure[] = [];
    for (const one of loadCases(only)) {
      const problems = validate(schema, one.document);
      if (problems.length > 0) throw new Error(`${one.name}: ${problems.map((p) => p.message).join(' ')}`);
      await checkSame(one, reader, pool, plain);
      figures.push(await measure(one, { reader, pool, plain, server }, rounds));
    }
    return figures;
  } finally {
    plain.release();
    await plainPool.end();
    await pool.end();
  }
};
