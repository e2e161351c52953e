import type { Pool } from 'pg';
import type { Actor } from '../actor.ts';
import type { KnownChoice } from './filter/operand.ts';

/** What a saved view narrows a list to, as lists take it. */
export interface SavedView {
  /** Full names of the types whose lists it is for. */
  readonly types: readonly string[];
  readonly filter: unknown;
  readonly words: string | null;
  /** Fields, with "-" before those that count down. */
  readonly orderBy: readonly string[] | null;
}

/** Finds saved views by their ids, as far as the actor may open them. */
export type SavedViews = (pool: Pool, actor: Actor, ids: readonly string[]) => Promise<ReadonlyMap<string, SavedView>>;

/** What planning learns from the database alone. */
export interface LateKnowledge {
  readonly knownChoice: KnownChoice;
  /** Null for one that is still to be looked up; undefined for one that is not there. */
  readonly savedView: (id: string) => SavedView | null | undefined;
}

/** Where it is looked up. */
export interface LateSources {
  readonly choices: () => Promise<ReadonlyMap<string, ReadonlyMap<string, unknown>>>;
  readonly views: (ids: readonly string[]) => Promise<ReadonlyMap<string, SavedView>>;
}

/**
 * Plans; when a filter holds a value that no choice set declares, or a list names a saved view, once more with what the
 * organization has of them. Such a plan is for this once: `isSettled`.
 */
export const settled = async <P>(
  { choices, views }: LateSources,
  plan: (late: LateKnowledge, isSettled: boolean) => P,
): Promise<P> => {
  let isUnknown = false;
  const ids = new Set<string>();
  const first = plan(
    {
      knownChoice: () => (isUnknown = true),
      savedView: (id) => {
        ids.add(id);
        return null;
      },
    },
    false,
  );
  if (!isUnknown && ids.size === 0) return first;
  const added = await choices();
  const found = ids.size === 0 ? new Map<string, SavedView>() : await views([...ids]);
  const knownChoice: KnownChoice = (set, value) => added.get(set)?.has(value) ?? false;
  return plan({ knownChoice, savedView: (id) => found.get(id) }, true);
};

/** Knows no saved view and takes every choice; for plans that are made once. */
export const NOTHING_LATE: LateKnowledge = { knownChoice: () => true, savedView: () => undefined };
