import type { NumberSource } from '../numbers/allocator.ts';
import { isChanged, type SaveDraft } from './draft.ts';
import type { Layout } from './layout.ts';
import type { Run } from './run.ts';
import type { InputRow } from './work.ts';

const sourceOf = (run: Run, { model, organizationColumn }: Layout): NumberSource => ({
  organizationId: run.actor.organizationId,
  objectType: model.name,
  table: model.table,
  // Numbers of tables outside organizations are unique everywhere, even where a row names its organization.
  organizationColumn: model.global === null ? organizationColumn : null,
});

const givenNumber = (run: Run, draft: SaveDraft): number | null => {
  const given = run.trusted || run.restoring ? draft.input['number'] : undefined;
  return typeof given === 'number' ? given : null;
};

/** Numbers that are on their way while rows are looked at; those of rows that are refused meanwhile stay unused. */
export interface NumbersAhead {
  readonly first: Promise<number>;
  readonly count: number;
}

/** Asks for the numbers of new rows before they are needed; imports and dry runs wait, whose numbers may be their own. */
export const numbersAhead = (run: Run, layout: Layout, drafts: readonly SaveDraft[]): NumbersAhead | null => {
  const count = drafts.filter(({ refused }) => !refused).length;
  if (run.dryRun || run.trusted || run.restoring || count === 0 || !layout.byKey.has('number')) return null;
  const first = run.engine.numbers.reserve(sourceOf(run, layout), count);
  first.catch(() => undefined); // told to whoever takes them
  return { first, count };
};

const numberRows = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  ahead: NumbersAhead | null,
): Promise<void> => {
  if (ahead && drafts.length <= ahead.count) {
    let own = await ahead.first;
    for (const { values } of drafts) values['number'] = own++;
    return;
  }
  const source = sourceOf(run, layout);
  const type = layout.model.name;
  const given = drafts.map((draft) => givenNumber(run, draft));
  const open = given.filter((number) => number === null).length;
  const highest = given.reduce<number>((most, number) => Math.max(most, number ?? 0), 0);
  const { numbers } = run.engine;
  if (highest > 0 && !run.dryRun) await numbers.moveBeyond(source, highest);
  if (open === 0) return drafts.forEach((draft, i) => (draft.values['number'] = given[i]));
  let next = run.dryRun ? (run.peeked.get(type) ?? (await numbers.peek(source))) : await numbers.reserve(source, open);
  if (run.dryRun) next = Math.max(next, highest + 1);
  drafts.forEach((draft, i) => (draft.values['number'] = given[i] ?? next++));
  if (run.dryRun) run.peeked.set(type, next);
};

/** A row that comes back goes on counting where it was, so that nobody takes it for what they read before. */
const nextVersion = (run: Run, { rowVersion }: InputRow): number =>
  run.restoring && typeof rowVersion === 'number' ? rowVersion + 1 : 1;

/** Fills number, version and stamps of new rows; imports keep the stamps they bring. */
export const stampNew = async (
  run: Run,
  layout: Layout,
  drafts: readonly SaveDraft[],
  ahead: NumbersAhead | null,
): Promise<void> => {
  if (drafts.length === 0) return;
  if (layout.byKey.has('number')) await numberRows(run, layout, drafts, ahead);
  for (const { id, values, input } of drafts) {
    values['id'] = id;
    values['rowVersion'] = nextVersion(run, input);
    const keeps = (key: string) => (run.trusted || run.restoring) && key in input;
    if (!keeps('created')) values['created'] = run.now;
    if (!keeps('lastUpdated')) values['lastUpdated'] = run.now;
    if (!keeps('createdBy')) values['createdBy'] = run.actor.userId;
    if (!keeps('lastUpdatedBy')) values['lastUpdatedBy'] = run.actor.userId;
  }
};

/** Raises the version of rows with a real change; derived columns alone leave no mark. */
export const stampChanged = (run: Run, drafts: readonly SaveDraft[]): void => {
  for (const draft of drafts) {
    if (!isChanged(draft, false)) continue;
    draft.values['rowVersion'] = Number(draft.before?.['rowVersion'] ?? 0) + 1;
    if (!(run.trusted && 'lastUpdated' in draft.input)) draft.values['lastUpdated'] = run.now;
    if (!(run.trusted && 'lastUpdatedBy' in draft.input)) draft.values['lastUpdatedBy'] = run.actor.userId;
  }
};
