import { createHash } from 'node:crypto';
import type { Run } from './run.ts';

/** Advisory locks live in buckets, so that a batch of any size fits the server's lock table; a clash only waits. */
const BUCKETS = 1024;
const NAMESPACE = 0x706c_6c6b;

const bucketOf = (organizationId: string, key: string): number =>
  createHash('sha1').update(`${organizationId}/${key}`).digest().readUInt32BE(0) % BUCKETS;

/** Takes locks until the end of the transaction, sorted, in one statement; what is asked next waits for them. */
export const takeLocks = async (run: Run, keys: readonly string[], shared = false): Promise<void> => {
  if (keys.length === 0) return;
  if (run.lockGroup && !shared) await run.lockGroup.hold(run.queryRunner, keys);
  const buckets = [...new Set(keys.map((key) => bucketOf(run.actor.organizationId, key)))].toSorted((a, b) => a - b);
  const isTogether = shared || run.lockGroup !== null;
  const missing = shared ? buckets : buckets.filter((bucket) => !run.locked.has(bucket));
  if (missing.length === 0) return;
  const name = isTogether ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  run.db.send(`SELECT ${name}(${NAMESPACE}, k) FROM unnest($1::int[]) AS k`, [missing], 'kept');
  if (!shared) for (const bucket of missing) run.locked.add(bucket);
};
