import { readdirSync, readFileSync } from 'node:fs';
import { createReader, organizationPredicates, buildSchemaFor, type Actor, type Reader } from '@plumbline/engine';
import { domains, registry, SESSION_OPTIONS } from '@plumbline/domain';
import { type DocumentNode, parse, validate } from 'graphql';
import { Pool, type PoolClient } from 'pg';
import { BENCH_ORGANIZATION } from './fill.ts';
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
}

/** Goals of the read path as ratios to prepared row SQL. */
const GOALS: Readonly<Record<string, number>> = { q1: 3.5, q7: 3, q8: 2.8 };
const GOAL = 1.8;

const folder = new URL('../queries/', import.meta.url);

const actor: Actor = {
  organizationId: BENCH_ORGANIZATION,
  userId: null,
  tokenId: null,
  name: 'bench',
  source: 'api',
  superuser: true,
  readOnly: true,
  bulk: true,
  requestId: 'bench',
  grants: [],
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

interface Case {
  readonly name: string;
  readonly document: DocumentNode;
  readonly statements: readonly string[];
}

const loadCases = (only: string | undefined): Case[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => file.replace('.graphql', ''))
    .filter((name) => only === undefined || only.split(',').includes(name))
    .map((name) => ({
      name,
      document: parse(readFileSync(new URL(`${name}.graphql`, folder), 'utf8')),
      statements: statementsOf(readFileSync(new URL(`${name}.sql`, folder), 'utf8')),
    }));

const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await run();
  return performance.now() - started;
};

const measure = async (
  one: Case,
  reader: Reader,
  pool: Pool,
  plain: PoolClient,
  rounds: number,
): Promise<ReadFigure> => {
  const product = async () => {
    const answer = await reader.respond({ document: one.document, actor }, pool);
    if (!answer) throw new Error(`${one.name} is not answered by the fast path.`);
    return answer.text;
  };
  const sql = () => runYardstick(plain, one.name, one.statements, [BENCH_ORGANIZATION]);
  const [bytes, rows] = [Buffer.byteLength(await product()), await sql()];
  const times = { sql: [] as number[], product: [] as number[] };
  for (let round = 0; round < rounds + 3; round++) {
    const s = await timed(sql);
    const p = await timed(product);
    if (round < 3) continue;
    times.sql.push(s);
    times.product.push(p);
  }
  const [sqlMs, productMs] = [median(times.sql), median(times.product)];
  return { name: one.name, rows, bytes, sqlMs, productMs, ratio: productMs / sqlMs, goal: GOALS[one.name] ?? GOAL };
};

/** Measures every query of `queries/` beside its hand-written SQL, interleaved over the same driver. */
export const measureReads = async (url: string, rounds: number, only?: string): Promise<ReadFigure[]> => {
  const schema = buildSchemaFor({ registry, rules: domains.flatMap((domain) => domain.rules) });
  const reader = createReader({ registry, schema, predicates: organizationPredicates });
  const pool = new Pool({ connectionString: url, max: 2, options: SESSION_OPTIONS, pipeline: true } as never);
  const plainPool = new Pool({ connectionString: url, max: 1, options: SESSION_OPTIONS });
  // The server may stop before an idle connection has said goodbye.
  for (const one of [pool, plainPool]) one.on('error', () => undefined);
  const plain = await plainPool.connect();
  try {
    const figures: ReadFigure[] = [];
    for (const one of loadCases(only)) {
      const problems = validate(schema, one.document);
      if (problems.length > 0) throw new Error(`${one.name}: ${problems.map((p) => p.message).join(' ')}`);
      figures.push(await measure(one, reader, pool, plain, rounds));
    }
    return figures;
  } finally {
    plain.release();
    await plainPool.end();
    await pool.end();
  }
};
