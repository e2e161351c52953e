import { insertAll, insertRows, replaceRows, updateRows, type TreePaths } from './batch.ts';
import { explainClashes } from './clash.ts';
import { CHUNK, chunksOf } from './collections.ts';
import type { SaveDraft } from './draft.ts';
import type { Layout } from './layout.ts';
import type { Run } from './run.ts';
import { insertWithKeys } from './set-keys.ts';
import {
  isClash,
  isExclusion,
  isRowError,
  TryAgain,
  TryCarefully,
  UNIQUE,
  violationOf,
  type Cause,
  type PgError,
} from './violation.ts';

type Attempt = (drafts: readonly SaveDraft[]) => Promise<void>;

/** Without a savepoint: nearly all writes hold. @throws TryCarefully when the database refuses a row */
const tryBoldly = async (step: () => Promise<void>): Promise<null> => {
  try {
    await step();
    return null;
  } catch (error) {
    throw isRowError(error) ? new TryCarefully() : error;
  }
};

/** Runs a step that leaves no trace when the database refuses it for the sake of a row. */
const tryStep = async (run: Run, step: () => Promise<void>): Promise<PgError | null> => {
  if (!run.careful) return tryBoldly(step);
  await run.db.query('SAVEPOINT step');
  try {
    await step();
  } catch (error) {
    if (!isRowError(error)) throw error;
    await run.db.query('ROLLBACK TO SAVEPOINT step');
    return error;
  }
  await run.db.query('RELEASE SAVEPOINT step');
  return null;
};

const CONFLICT_FLAG = 'importedConflict';

/** An import keeps rows that overlap in the source, flagged, since the source had no constraint against it. */
const mayKeepConflict = (run: Run, draft: SaveDraft, error: Cause): boolean =>
  run.trusted && isExclusion(error) && !draft.conflicted && draft.layout.byKey.has(CONFLICT_FLAG);

const isLostRace = (run: Run, { layout }: SaveDraft, error: Cause): boolean => {
  if (!run.mayRetry || run.upserting !== layout.model) return false;
  const rule = layout.model.unique.find(({ name }) => name === error.constraint);
  return rule?.fields.every((field) => layout.model.matchBy.includes(field)) ?? false;
};

const blame = (run: Run, draft: SaveDraft, error: Cause): void => {
  if (isLostRace(run, draft, error)) throw new TryAgain();
  const { field, code, message } = violationOf(draft, error);
  const trusted = mayKeepConflict(run, draft, error);
  if (trusted) {
    draft.conflicted = true;
    draft.set(CONFLICT_FLAG, true);
    run.findings.push({
      path: `${draft.path}.${field}`,
      code,
      message,
      objectType: draft.layout.model.name,
      objectId: draft.id,
    });
    return;
  }
  draft.refuse(field, code, message);
};

/** Halves a failing batch until the rows to blame stand alone; the others are saved. */
const bisect = async (run: Run, drafts: readonly SaveDraft[], attempt: Attempt, known?: PgError): Promise<void> => {
  if (drafts.length === 0) return;
  const error = known ?? (await tryStep(run, () => attempt(drafts)));
  if (!error) return;
  const [only] = drafts;
  if (drafts.length === 1 && only) {
    blame(run, only, error);
    return only.conflicted && !only.refused ? bisect(run, drafts, attempt) : undefined;
  }
  const half = drafts.length >> 1;
  await bisect(run, drafts.slice(0, half), attempt);
  await bisect(run, drafts.slice(half), attempt);
};

/** Up to here it is cheaper to ask the database row by row. */
const FEW = 2;

/** Gives each row an insert left out its reason: known rules set-wise, the rest (exclusions) one by one. */
const blameMissing = async (
  run: Run,
  layout: Layout,
  missing: readonly SaveDraft[],
  strict: Attempt,
): Promise<void> => {
  const rules = missing.length > FEW ? await explainClashes(run, layout, missing) : null;
  for (const draft of missing) {
    const rule = rules?.get(draft.id);
    if (rule) blame(run, draft, { code: UNIQUE, constraint: rule.name });
    else await bisect(run, [draft], strict);
  }
};

const insertChunk = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  paths: TreePaths | null,
): Promise<void> => {
  const strict: Attempt = (own) => insertAll(run, layout, own, paths);
  const refusal = await tryStep(run, () => insertWithKeys(run, layout, drafts, () => strict(drafts)));
  if (!refusal) return;
  if (drafts.length === 1 || !isClash(refusal)) return bisect(run, drafts, strict, refusal);
  let stored = new Set<string>();
  const error = await tryStep(run, async () => {
    stored = await insertRows(run, layout, drafts, paths);
  });
  if (error) return bisect(run, drafts, strict, error);
  await blameMissing(
    run,
    layout,
    drafts.filter((draft) => !stored.has(draft.id)),
    strict,
  );
};

const updateChunk = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<void> => {
  const error = await tryStep(run, () => updateRows(run, layout, drafts));
  if (!error) return;
  const swapped =
    drafts.length > 1 && isClash(error) ? await tryStep(run, () => replaceRows(run, layout, drafts)) : error;
  if (swapped)
    await bisect(run, drafts, (own) => updateRows(run, layout, own), drafts.length === 1 ? error : undefined);
};

/** Inserts drafts, 5,000 a statement; rows a constraint refuses get their error and stay out. */
export const storeNew = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  paths: TreePaths | null,
): Promise<void> => {
  for (const chunk of chunksOf(drafts, CHUNK)) await insertChunk(run, layout, chunk, paths);
};

/** Updates drafts, 5,000 a statement; rows a constraint refuses get their error and stay as they were. */
export const storeChanged = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<void> => {
  for (const chunk of chunksOf(drafts, CHUNK)) await updateChunk(run, layout, chunk);
};
