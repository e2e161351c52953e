import type { Reader } from '@plumbline/engine';
import type { DocumentNode } from 'graphql';
import type { Pool, PoolClient } from 'pg';
import { BENCH_ORGANIZATION } from './fill.ts';
import { benchActor } from './actor.ts';

/** First line of a statement whose rows are what the product answers, column by column in the order of the selection. */
const MARK = /^-- same rows$/m;

const leaves = (value: unknown): string[] => {
  if (value === null || typeof value !== 'object') return [String(value)];
  return Object.values(value).flatMap(leaves);
};

const nodesOf = (text: string): readonly unknown[] => {
  const [root] = Object.values(JSON.parse(text) as Record<string, { readonly nodes: readonly unknown[] }>);
  return root?.nodes ?? [];
};

/** Compares the rows of hand-written SQL with the answer of the product. @throws Error that names the first difference */
export const checkSame = async (
  one: { readonly name: string; readonly document: DocumentNode; readonly statements: readonly string[] },
  reader: Reader,
  pool: Pool,
  plain: PoolClient,
): Promise<void> => {
  const statement = one.statements.find((text) => MARK.test(text));
  if (statement === undefined) return;
  const answer = await reader.respond({ document: one.document, actor: benchActor }, pool);
  const { rows } = await plain.query<unknown[]>({ text: statement, values: [BENCH_ORGANIZATION], rowMode: 'array' });
  const [ours, theirs] = [nodesOf(answer?.text ?? '{}'), rows].map((list) =>
    list.map((row) => leaves(row).join(' | ')),
  );
  const at = theirs?.findIndex((row, i) => row !== ours?.[i]) ?? -1;
  if (at >= 0 || ours?.length !== theirs?.length || ours?.length === 0)
    throw new Error(
      `${one.name}: row ${at}: the product says "${ours?.[at]}", the hand-written SQL "${theirs?.[at]}".`,
    );
};
