import { createHash } from 'node:crypto';
import type { Rule } from './rules.ts';
import type { Run } from './run.ts';
import type { Draft } from './work.ts';

/** Advisory locks live in buckets, so that a batch of any size fits the server's lock table; a clash only waits. */
const BUCKETS = 1024;
const NAMESPACE = 0x706c_6c6b;

const WIDE = 'wide:';

/**
 * Key of a lock that runs may hold together. Such keys have buckets of their own, in front of all others: who holds one
 * together with others never waits for them through another key.
 */
export const wideLock = (key: string): string => `${WIDE}${key}`;

const bucketOf = (organizationId: string, key: string): number =>
  (createHash('sha1').update(`${organizationId}/${key}`).digest().readUInt32BE(0) % BUCKETS) +
  (key.startsWith(WIDE) ? 0 : BUCKETS);

/** Takes locks until the end of the transaction, sorted, in one statement; what is asked next waits for them. */
export const takeLocks = async (run: Run, keys: readonly string[], shared = false): Promise<void> => {
  if (keys.length === 0) return;
  if (run.lockGroup) await run.lockGroup.hold(run.queryRunner, keys, shared);
  const buckets = [...new Set(keys.map((key) => bucketOf(run.actor.organizationId, key)))].toSorted((a, b) => a - b);
  const isTogether = shared || run.lockGroup !== null;
  const missing = shared ? buckets : buckets.filter((bucket) => !run.locked.has(bucket));
  if (missing.length === 0) return;
  const name = isTogether ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  run.db.send(`SELECT ${name}(${NAMESPACE}, k) FROM unnest($1::int[]) AS k`, [missing], 'kept');
  if (!shared) for (const bucket of missing) run.locked.add(bucket);
};

/** So many locks fill few of the buckets; with more, strangers would wait for each other. */
const FEW = 32;

/** A rule with the rows it is about. */
export interface Applying {
  readonly rule: Rule;
  readonly mine: readonly Draft[];
}

/** Takes the locks of rules: wide ones together with others, as long as those within them are few or the import's own. */
export const takeRuleLocks = async (run: Run, applying: readonly Applying[]): Promise<void> => {
  const [together, alone]: [string[], string[]] = [[], []];
  for (const { rule, mine } of applying) {
    const own = rule.locks?.(mine) ?? [];
    const wide = rule.within?.(mine) ?? [];
    const isFine = run.lockGroup !== null || own.length <= FEW;
    if (wide.length > 0 && isFine) together.push(...wide);
    alone.push(...(wide.length > 0 && !isFine ? wide : own));
  }
  await takeLocks(run, together, true);
  await takeLocks(run, alone);
};
