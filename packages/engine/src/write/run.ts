import type { Problem } from '@plumbline/kit';
import type { QueryRunner } from 'typeorm';
import { newParams, type Actor, type Params } from '../actor.ts';
import type { ChangeLog } from '../changes/log.ts';
import type { Model, Registry } from '../registry/model.ts';
import type { Db } from './db.ts';
import type { SaveDraft } from './draft.ts';
import type { Engine } from './engine.ts';
import type { LockGroup } from './lock-group.ts';
import { organizationPredicates } from '../permissions.ts';
import type { Policies } from '../policies/policies.ts';
import type { OwnRow } from './rights.ts';
import type { Work } from './work.ts';

/** A refusal of a rule during an import, kept beside the row that was stored all the same. */
export interface Finding extends Problem {
  readonly objectType: string;
  readonly objectId: string;
}

/** One attempt at a transaction: what is known and what has happened so far. */
export interface Run {
  readonly engine: Engine;
  readonly registry: Registry;
  readonly actor: Actor;
  readonly db: Db;
  readonly queryRunner: QueryRunner;
  readonly changeSetId: string;
  readonly dryRun: boolean;
  readonly trusted: boolean;
  readonly reason: string | null;
  /** Codes of refusals that the caller agreed to beforehand. */
  readonly accepted: ReadonlySet<string>;
  /** Types the run may write whatever the actor was granted. */
  readonly granted: ReadonlySet<string>;
  /** One instant for all stamps of the run. */
  readonly now: string;
  readonly problems: Problem[];
  readonly findings: Finding[];
  /** Input rows that failed in an earlier attempt of a per-row run, by root path. */
  readonly excluded: ReadonlySet<string>;
  readonly changes: ChangeLog;
  /** Names given to new rows by `applyChanges`. */
  readonly named: Map<string, { readonly model: Model; readonly id: string }>;
  /** Input path of each saved row, for errors found at the end. */
  readonly paths: Map<string, string>;
  /** Rows the caller asked for, by id, where rights follow grants. */
  readonly own: Map<string, OwnRow>;
  /** Rows that went along with a delete and that the caller did not see. */
  readonly unseen: Set<string>;
  readonly effects: (() => void | Promise<void>)[];
  readonly settings: Map<string, unknown>;
  /** What the organization asks of its writes. */
  readonly policies: Policies;
  /** Locks among runs that go side by side; null for a run that stands alone. */
  readonly lockGroup: LockGroup | null;
  /** Buckets of advisory locks the run has taken for itself alone, or for its group. */
  readonly locked: Set<number>;
  /** Next provisional number by type, in a dry run. */
  readonly peeked: Map<string, number>;
  /** Rows written so far, for the limit on synchronous work. */
  rows: number;
  /** How deep commands and after-save steps are nested; above 0 derived fields may be set. */
  depth: number;
  /** Path that errors of nested writes carry when they give none. */
  origin: string | null;
  /** Turns a path as a command knows it into one of the caller's request. */
  relocate: (path: string) => string;
  /** Roots of the rows that this attempt did leave out. */
  readonly skipped: Set<string>;
  /** Set while an upsert creates: a twin made meanwhile by someone else is then no error but a reason to try again. */
  upserting: Model | null;
  /** Whether the whole run may still be tried again. */
  readonly mayRetry: boolean;
  /** Whether a step keeps a savepoint, so that a refusal of the database leaves the rest of the run standing. */
  readonly careful: boolean;
  /** Rows that are made keep their ids, numbers and stamps, as they come back from the log. */
  restoring: boolean;
  /** What is written was named by the log and not by the caller, who is told of it as far as they see it; and what for. */
  fromLog: 'undo' | 'replay' | null;
  /** Changes whose records are stored already, since there are too many to be kept in mind. */
  spilled: number;
  /** The change set that this run takes back as a whole. */
  reverts: string | null;
  /** Saved rows that rules refused as things were, to be looked at again when the run is done; null where refusals hold at once. */
  postponed: Set<SaveDraft> | null;
  work: Work;
}

/** `input.0` of `input.0.position`: the row a PER_ROW run leaves out. */
export const rootOf = (path: string): string => path.split('.').slice(0, 2).join('.');

/** Whether the row at a path is left out of this attempt. */
export const isExcluded = (run: Run, path: string): boolean => {
  if (run.excluded.size === 0) return false;
  const root = rootOf(run.relocate(path));
  if (!run.excluded.has(root)) return false;
  run.skipped.add(root);
  return true;
};

/** SQL condition that keeps alias rows to what the actor sees. */
export const seenSql = (run: Run, model: Model, alias: string, params: Params): string =>
  run.engine.predicates(model, run.actor)?.sql(alias, params) ?? 'true';

/**
 * SQL condition that keeps alias rows inside what a write may touch or refer to: what the actor sees.
 *
 * What follows from the caller's rows reaches all rows of the organization where rights follow grants, since nobody
 * names those rows; so does a run whose verb decides by other means.
 */
export const scopeSql = (run: Run, model: Model, alias: string, params: Params): string =>
  (run.depth > 0 || run.granted.size > 0) && run.engine.predicates.byGrants === true
    ? (organizationPredicates(model, run.actor)?.sql(alias, params) ?? 'true')
    : seenSql(run, model, alias, params);

/** Parameters that start with values already numbered. */
export const paramsFrom = (values: readonly unknown[]): Params => {
  const params = newParams();
  params.values.push(...values);
  return params;
};
