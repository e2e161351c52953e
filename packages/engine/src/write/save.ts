import { checkValidators } from '../policies/enforce.ts';
import { checkFields } from './checks.ts';
import { answerChoices } from './choices.ts';
import { isChanged, SaveDraft, type Report } from './draft.ts';
import { readInput, type Pending } from './input.ts';
import type { Layout } from './layout.ts';
import { joinOrganization, keepHiddenLinks, storeLinks } from './links.ts';
import { storeProvenance } from './provenance.ts';
import { resolveReferences } from './references.ts';
import { noteOwn } from './rights.ts';
import { isExcluded, type Run } from './run.ts';
import { runAfterSaves, runDerives, runRules } from './run-rules.ts';
import { numbersAhead, stampChanged, stampNew } from './stamps.ts';
import { keepStatistics } from './statistics.ts';
import { storeChanged, storeNew } from './store.ts';
import { lockTree, moveSubtrees, parentsFirst, planPaths } from './tree.ts';
import { uuidv7 } from './uuid.ts';
import type { InputRow, SavedIds, SaveOptions } from './work.ts';

/** An input row with its place in the caller's list. */
export interface Placed {
  readonly index: number;
  readonly path: string;
  readonly input: InputRow;
}

/** Where errors of one save go; an import turns those of rules into findings, and a run of many steps asks its rules again. */
export interface Sink {
  lenient: boolean;
  patient: boolean;
  readonly report: Report;
}

/** A sink that collects the run's errors and marks the drafts. */
export const createSink = (run: Run): Sink => {
  const sink: Sink = {
    lenient: false,
    patient: false,
    report: (draft, problem) => {
      if (sink.lenient) run.findings.push({ ...problem, objectType: draft.layout.model.name, objectId: draft.id });
      else if (sink.patient) run.postponed?.add(draft);
      else {
        draft.refused = true;
        run.problems.push(problem);
      }
    },
  };
  return sink;
};

/** Reads the drafts' inputs: values at once, then references and open choices set-wise. */
export const readInputs = async (run: Run, drafts: readonly SaveDraft[]): Promise<void> => {
  const pending: Pending = { requests: [], choices: [] };
  for (const draft of drafts) readInput(run, draft, draft.input, pending);
  await resolveReferences(run, pending.requests);
  await answerChoices(run, pending.choices);
};

/** Values that inputs brought, to be put back once derives had their turn. */
const broughtBy = (drafts: readonly SaveDraft[]): (() => void) => {
  const brought = drafts.map(({ input, values }) =>
    Object.fromEntries(Object.keys(input).flatMap((key) => (key in values ? [[key, values[key]]] : []))),
  );
  return () => drafts.forEach((draft, i) => Object.assign(draft.values, brought[i]));
};

/** Fills what is derived; of rows that come back what the log holds is neither theirs to set nor to refuse. */
const complete = async (run: Run, layout: Layout, drafts: readonly SaveDraft[], sink: Sink): Promise<void> => {
  if (layout.byKey.has('customFields') && run.engine.customFields)
    await run.engine.customFields(layout.model, drafts, run.work);
  const putBack = run.restoring ? broughtBy(drafts) : null;
  sink.patient = run.restoring;
  await runDerives(run, layout, drafts);
  sink.patient = false;
  putBack?.();
};

/** Derives, field checks and rules; what they refuse is collected on the drafts. */
const examine = async (run: Run, layout: Layout, drafts: readonly SaveDraft[], sink: Sink): Promise<void> => {
  await complete(run, layout, drafts, sink);
  checkFields(run, drafts);
  sink.lenient = run.trusted;
  sink.patient = run.postponed !== null;
  await checkValidators(run, layout.model, drafts);
  await runRules(run, layout, drafts);
  sink.lenient = false;
  sink.patient = false;
};

const alive = (drafts: readonly SaveDraft[]): SaveDraft[] => drafts.filter((draft) => !draft.refused);

const finish = async (run: Run, layout: Layout, saved: readonly SaveDraft[]): Promise<void> => {
  await storeLinks(run, layout, saved);
  await joinOrganization(run, layout, saved);
  await storeProvenance(run, saved);
  for (const { id, path, action, before, values } of saved) {
    run.changes.record({ model: layout.model, id, action, before, after: values });
    if (!run.paths.has(id)) run.paths.set(id, run.relocate(path));
  }
  run.rows += saved.length;
  await runAfterSaves(run, layout, saved);
};

const newId = (run: Run, input: InputRow): string =>
  (run.trusted || run.restoring) && typeof input['id'] === 'string' ? input['id'] : uuidv7();

const idsOf = (count: number, drafts: readonly SaveDraft[]): SavedIds => {
  const ids: (string | null)[] = Array.from({ length: count }, () => null);
  for (const draft of drafts) if (!draft.refused) ids[draft.index] = draft.id;
  return ids;
};

const refOf = ({ input }: SaveDraft): string | null => (typeof input['ref'] === 'string' ? input['ref'] : null);

/** Lets rows of this input and later operations refer to new rows by the names they were given. */
const nameDrafts = (run: Run, drafts: readonly SaveDraft[]): void => {
  for (const draft of drafts) {
    const ref = refOf(draft);
    if (ref !== null) run.named.set(ref, { model: draft.layout.model, id: draft.id });
  }
};

/** Refused rows are not there to be referred to. */
const forgetRefused = (run: Run, drafts: readonly SaveDraft[]): void => {
  for (const draft of drafts) {
    const ref = draft.refused ? refOf(draft) : null;
    if (ref !== null) run.named.delete(ref);
  }
};

/** Creates rows: one statement per step and chunk, however many rows. */
export const createRows = async (
  run: Run,
  layout: Layout,
  inputs: readonly Placed[],
  count: number,
  onRead?: SaveOptions['onRead'],
): Promise<SavedIds> => {
  const sink = createSink(run);
  const drafts = inputs
    .filter(({ path }) => !isExcluded(run, path))
    .map(
      ({ index, path, input }) =>
        new SaveDraft(layout, index, 'create', newId(run, input), path, input, null, sink.report),
    );
  if (drafts.length === 0) return idsOf(count, []);
  nameDrafts(run, drafts);
  await readInputs(run, drafts);
  onRead?.(drafts);
  const ahead = numbersAhead(run, layout, drafts);
  const { tree } = layout.model;
  if (tree !== null && drafts.some((draft) => draft.values[tree] !== null)) await lockTree(run, layout, false);
  await examine(run, layout, drafts, sink);
  const paths = await planPaths(run, layout, drafts);
  const ready = parentsFirst(alive(drafts), paths);
  await stampNew(run, layout, ready, ahead);
  await storeNew(run, layout, ready, paths);
  await keepStatistics(run, layout, ready.length);
  forgetRefused(run, drafts);
  noteOwn(run, layout, alive(ready), 'add');
  await finish(run, layout, alive(ready));
  return idsOf(count, drafts);
};

/** Saves drafts of existing rows whose inputs are read; rows that end up as they were are not touched. */
export const updateDrafts = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  sink: Sink,
  count: number,
): Promise<SavedIds> => {
  await keepHiddenLinks(run, layout, drafts);
  await examine(run, layout, drafts, sink);
  const paths = await planPaths(run, layout, drafts);
  const ready = alive(drafts).filter((draft) => isChanged(draft, true));
  stampChanged(run, ready);
  await storeChanged(run, layout, ready);
  const saved = alive(ready);
  noteOwn(run, layout, saved, 'change');
  await moveSubtrees(run, layout, saved, paths);
  await finish(run, layout, saved);
  return idsOf(count, drafts);
};

/** Saves rows that lose a reference because its target goes: derived values follow, rules have no say. */
export const saveLoosened = async (run: Run, layout: Layout, drafts: readonly SaveDraft[]): Promise<void> => {
  await runDerives(run, layout, drafts);
  const paths = await planPaths(run, layout, drafts);
  stampChanged(run, drafts);
  await storeChanged(run, layout, drafts);
  await moveSubtrees(run, layout, drafts, paths);
  await finish(run, layout, alive(drafts));
};
