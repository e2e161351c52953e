import type { FieldSpec } from '@plumbline/kit';
import type { Action, Draft, InputRow, SavedIds, Work } from './work.ts';

/** When a rule applies. */
export interface Trigger {
  /** Field keys, of which one must have changed; always when absent. */
  readonly when?: readonly string[];
  /** Create and update when absent. */
  readonly on?: readonly Action[];
}

/** Refuses writes; looks at all rows of a batch at once and reads only. */
export interface Rule extends Trigger {
  readonly kind: 'rule';
  readonly entity: string;
  readonly name: string;
  /** Advisory locks, taken sorted before `check`, so that two writers can't both pass. */
  readonly locks?: (drafts: readonly Draft[]) => readonly string[];
  /**
   * Wide locks, each of which stands for all of `locks` within it: held together with others who take theirs among
   * `locks`, and alone in place of a great many of those.
   */
  readonly within?: (drafts: readonly Draft[]) => readonly string[];
  /**
   * Takes the locks of updates and deletes before their rows are locked. For rules whose lock is held while other rows
   * of the same kind are written; `locks` then looks at nothing but the fields in `when`.
   */
  readonly early?: boolean;
  readonly check: (drafts: readonly Draft[], work: Work) => void | Promise<void>;
}

/** Fills stored values, before field checks and rules. */
export interface Derive {
  readonly kind: 'derive';
  readonly entity: string;
  readonly name: string;
  /** Field keys, of which one must have changed; always when absent. */
  readonly from?: readonly string[];
  readonly fill: (drafts: readonly Draft[], work: Work) => void | Promise<void>;
}

/** Runs after the rows are stored, in the same transaction; writes to other rows through `work`. */
export interface AfterSave extends Trigger {
  readonly kind: 'afterSave';
  readonly entity: string;
  readonly name: string;
  readonly run: (drafts: readonly Draft[], work: Work) => void | Promise<void>;
}

/** The generic verb a command wraps. */
export type Next = (inputs: readonly InputRow[]) => Promise<SavedIds>;

/** Replaces what a verb of one entity does for every caller; `next` is the generic verb. */
export interface Command {
  readonly kind: 'command';
  readonly entity: string;
  readonly verb: 'create' | 'update';
  readonly run: (work: Work, inputs: readonly InputRow[], next: Next) => Promise<SavedIds>;
  /** Input fields of the verb that are no columns; the generic verb ignores them. */
  readonly extraInputs: readonly FieldSpec[];
}

/** Anything a domain adds to the pipeline of an entity. */
export type DomainRule = Rule | Derive | AfterSave | Command;

/** Declares a rule that refuses. */
export const rule = (entity: string, spec: Omit<Rule, 'kind' | 'entity'>): Rule => ({ kind: 'rule', entity, ...spec });

/** Declares how a stored value is filled. */
export const derive = (entity: string, spec: Omit<Derive, 'kind' | 'entity'>): Derive => ({
  kind: 'derive',
  entity,
  ...spec,
});

/** Declares what follows a save, in the same transaction. */
export const afterSave = (entity: string, spec: Omit<AfterSave, 'kind' | 'entity'>): AfterSave => ({
  kind: 'afterSave',
  entity,
  ...spec,
});

/** What is said about an input field that is no column; optional unless told otherwise. */
export type ExtraInput = Partial<FieldSpec> & Pick<FieldSpec, 'kind'>;

/**
 * Wraps a verb of one entity: `command('dcim.Device', 'create', async (work, inputs, next) => ...)`.
 *
 * Trusted imports skip it, since their rows come complete.
 */
export const command = (
  entity: string,
  verb: Command['verb'],
  run: Command['run'],
  extraInputs: Readonly<Record<string, ExtraInput>> = {},
): Command => ({
  kind: 'command',
  entity,
  verb,
  run,
  extraInputs: Object.entries(extraInputs).map(([key, spec]) => ({ optional: true, ...spec, key })),
});
