import { quote, type Model } from '../registry/model.ts';
import { groupBy } from './collections.ts';
import { readKey } from './key.ts';
import { layoutOf, type Layout } from './layout.ts';
import { matchRows } from './match.ts';
import { findByProvenance, provenanceOf, type Provenance } from './provenance.ts';
import { resolveReferences } from './references.ts';
import { isExcluded, paramsFrom, scopeSql, type Run } from './run.ts';
import type { Placed } from './save.ts';
import { createVerb, updateVerb, writable } from './verbs.ts';
import type { InputRow, SavedIds, SaveOptions } from './work.ts';

/** What an upsert found out about one input. */
type Match = { readonly id: string } | 'new' | 'refused';

type Matches = Map<Placed, Match>;

const refuse = (run: Run, matches: Matches, placed: Placed, code: string, message: string): void => {
  run.problems.push({ path: placed.path, code, message });
  matches.set(placed, 'refused');
};

const open = (inputs: readonly Placed[], matches: Matches): Placed[] => inputs.filter((placed) => !matches.has(placed));

const existing = async (
  run: Run,
  model: Model,
  column: 'id' | 'number',
  values: readonly unknown[],
): Promise<Map<unknown, string>> => {
  if (values.length === 0) return new Map();
  const params = paramsFrom([values]);
  const rows = await run.db.query<{ k: unknown; id: string }>(
    `SELECT t.${column} AS k, t.id FROM ${quote(model.table)} t
     WHERE t.${column} = ANY($1::${column === 'id' ? 'uuid' : 'int'}[]) AND ${scopeSql(run, model, 't', params)}`,
    params.values,
  );
  return new Map(rows.map(({ k, id }) => [k, id]));
};

/** Settles inputs that name their row by id or number; only an import may bring new ones along. */
const byColumn = async (
  run: Run,
  model: Model,
  column: 'id' | 'number',
  inputs: readonly Placed[],
  matches: Matches,
): Promise<void> => {
  const naming = open(inputs, matches).filter(({ input }) => (input[column] ?? null) !== null);
  const found = await existing(
    run,
    model,
    column,
    naming.map(({ input }) => input[column]),
  );
  for (const placed of naming) {
    const id = found.get(placed.input[column]);
    if (id !== undefined) matches.set(placed, { id });
    else if (!run.trusted)
      refuse(
        run,
        matches,
        placed,
        'NOT_FOUND',
        `There is no ${model.label} with ${column} ${JSON.stringify(placed.input[column])}.`,
      );
  }
};

const byProvenance = async (run: Run, model: Model, inputs: readonly Placed[], matches: Matches): Promise<void> => {
  const naming = open(inputs, matches).flatMap((placed): { placed: Placed; provenance: Provenance }[] => {
    const provenance = provenanceOf(placed.input);
    return provenance ? [{ placed, provenance }] : [];
  });
  const ids = await findByProvenance(
    run,
    model,
    naming.map(({ provenance }) => provenance),
  );
  const rows = await existing(
    run,
    model,
    'id',
    ids.flatMap((id) => id ?? []),
  );
  naming.forEach(({ placed }, i) => {
    const id = ids[i];
    if (id && rows.has(id)) matches.set(placed, { id });
  });
};

/** The part of an input that identifies its row, or null when a value is missing that null can't stand for. */
const keyOf = (layout: Layout, input: InputRow): InputRow | null => {
  const { matchBy } = layout.model;
  const hasAll = matchBy.every(
    (key) => layout.byKey.get(key)?.source.kind !== 'scalar' || (input[key] ?? null) !== null,
  );
  if (matchBy.length === 0 || !hasAll) return null;
  return Object.fromEntries(matchBy.map((key) => [key, input[key] ?? null]));
};

const byKey = async (run: Run, layout: Layout, inputs: readonly Placed[], matches: Matches): Promise<void> => {
  const { model } = layout;
  const read = open(inputs, matches).flatMap((placed, index) => {
    const key = keyOf(layout, placed.input);
    if (!key) return [];
    const parts = readKey(run, model, key, (code, message) => refuse(run, matches, placed, code, message));
    return [{ placed, index, ...parts }];
  });
  await resolveReferences(
    run,
    read.flatMap(({ requests }) => requests),
  );
  const keyed = read.filter(({ placed }) => !matches.has(placed));
  const found = await matchRows(run, layout, keyed);
  const first = new Map<string, Placed>();
  for (const { placed, index, values } of keyed) {
    const ids = found.get(index) ?? [];
    const same = JSON.stringify(model.matchBy.map((key) => values[key] ?? null)).toLowerCase();
    const twin = first.get(same);
    if (twin) refuse(run, matches, placed, 'BAD_USER_INPUT', `This is the same ${model.label} as ${twin.path}.`);
    else if (ids.length > 1)
      refuse(run, matches, placed, 'AMBIGUOUS_KEY', `${ids.length} ${model.plural} match; name one by id or number.`);
    else matches.set(placed, ids[0] === undefined ? 'new' : { id: ids[0] });
    first.set(same, twin ?? placed);
  }
};

const unnamed = (run: Run, model: Model, inputs: readonly Placed[], matches: Matches): void => {
  for (const placed of open(inputs, matches)) {
    const isNamed = run.trusted || provenanceOf(placed.input) !== null;
    const how =
      model.matchBy.length === 0
        ? 'id, number or provenance'
        : `id, number, provenance or ${model.matchBy.join(' and ')}`;
    if (isNamed) matches.set(placed, 'new');
    else refuse(run, matches, placed, 'BAD_USER_INPUT', `An upsert finds its row by ${how}; give one.`);
  }
};

const matchAll = async (run: Run, layout: Layout, inputs: readonly Placed[]): Promise<Matches> => {
  const matches: Matches = new Map();
  const { model } = layout;
  await byColumn(run, model, 'id', inputs, matches);
  if (!run.trusted) await byColumn(run, model, 'number', inputs, matches);
  await byProvenance(run, model, inputs, matches);
  await byKey(run, layout, inputs, matches);
  if (run.trusted) await byColumn(run, model, 'number', inputs, matches);
  unnamed(run, model, inputs, matches);
  return matches;
};

const refuseNew = (run: Run, model: Model, inputs: readonly Placed[], matches: Matches): void => {
  const by = model.matchBy.length === 0 ? 'number or id' : model.matchBy.join(' and ');
  for (const placed of inputs)
    if (matches.get(placed) === 'new')
      refuse(run, matches, placed, 'NOT_FOUND', `There is no ${model.label} with this ${by} to update.`);
};

/** Updates the rows that are there and creates the others; the verbs do the work, so that commands and rules apply. */
export const upsertVerb = async (
  run: Run,
  name: string,
  given: readonly InputRow[],
  options?: SaveOptions,
): Promise<SavedIds> => {
  const model = writable(run, name, ...(options?.onlyExisting ? [] : (['add'] as const)), 'change');
  const pathOf = options?.path ?? ((index: number) => run.origin ?? `input.${index}`);
  const inputs = given
    .map((input, index) => ({ index, input, path: pathOf(index) }))
    .filter(({ path }) => !isExcluded(run, path));
  const matches = await matchAll(run, layoutOf(model), inputs);
  if (options?.onlyExisting) refuseNew(run, model, inputs, matches);
  const groups = groupBy(inputs, (placed) => {
    const match = matches.get(placed);
    return typeof match === 'object' ? 'update' : match;
  });
  const ids: (string | null)[] = given.map(() => null);
  const settle = (placed: readonly Placed[], saved: SavedIds) =>
    placed.forEach(({ index }, i) => (ids[index] = saved[i] ?? null));
  const optionsOf = (placed: readonly Placed[]): SaveOptions => ({ ...options, path: (i) => placed[i]?.path ?? '' });
  const fresh = groups.get('new') ?? [];
  run.upserting = model;
  const created = fresh.map(({ input }) => input);
  if (fresh.length > 0) settle(fresh, await createVerb(run, name, created, optionsOf(fresh)));
  run.upserting = null;
  const there = groups.get('update') ?? [];
  const located = there.map((placed) => {
    const match = matches.get(placed);
    return { ...placed.input, id: typeof match === 'object' ? match.id : null };
  });
  if (there.length > 0) settle(there, await updateVerb(run, name, located, optionsOf(there)));
  return ids;
};
