import type { DomainRule, InputRow, Outcome, SavedIds, Work, Writer } from '@plumbline/engine';
import { registry } from '../../src/index.ts';
import { codes, keyOf, type Plant } from '../plant.ts';
import type { Refusal, Slot } from './case.ts';

const isLongRun = process.env['PLUMBLINE_FULL'] === '1';

/** Rows of a large batch; a thousand in the long run, where there is time for it. */
export const LARGE = isLongRun ? 1_000 : 25;

/** Whether a case is tried with many rows as well: each in the long run, otherwise every third. */
export const isTriedAtLength = (at: number): boolean => isLongRun || at % 3 === 0;

/** Whether a case is tried with its rules taken out and turned around: each in the long run, otherwise every twelfth. */
export const isMutated = (at: number): boolean => isLongRun || at % 12 === 0;

/** Constraint a case names; throws when the registry has none like it. */
export const constraintName = (key: string): string | null => {
  const [kind, entity, what] = key.split(' ');
  if (kind !== 'uq' && kind !== 'ck' && kind !== 'ex') return null;
  const model = registry.model(entity ?? '');
  const found =
    kind === 'uq'
      ? model.unique.find(({ fields }) => fields.join() === what)
      : model.constraints.find(({ name }) => name.startsWith(`${kind}_${model.table}_${what}_`));
  if (!found) throw new Error(`There is no constraint "${key}".`);
  return found.name;
};

interface Dropped {
  readonly drop: string;
  readonly restore: string;
}

/** How a constraint goes and comes back; a uniqueness is an index. */
const dropped = async (plant: Plant, name: string): Promise<Dropped> => {
  const [found] = await plant.dataSource.query<Dropped[]>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS restore
     FROM pg_constraint WHERE conname = $1 AND conparentid = 0
     UNION ALL SELECT format('DROP INDEX %I', indexname), indexdef FROM pg_indexes WHERE indexname = $1 LIMIT 1`,
    [name],
  );
  if (!found) throw new Error(`The database has no constraint ${name}.`);
  return found;
};

/** Runs a step while the named constraints are out of the database. */
export const whileDropped = async <T>(plant: Plant, names: readonly string[], step: () => Promise<T>): Promise<T> => {
  const gone: Dropped[] = [];
  try {
    for (const name of names) {
      const one = await dropped(plant, name);
      await plant.dataSource.query(one.drop);
      gone.push(one);
    }
    return await step();
  } finally {
    for (const { restore } of gone) await plant.dataSource.query(restore);
  }
};

type Mode = 'ATOMIC' | 'PER_ROW';

/** Tries a batch and rolls it back. */
export const attempt = (
  plant: Plant,
  { model, verb = 'create' }: Pick<Refusal, 'model' | 'verb'>,
  rows: readonly InputRow[],
  options: { readonly writer?: Writer; readonly mode?: Mode } = {},
): Promise<Outcome<SavedIds>> => {
  const { writer = plant.writer, mode = 'ATOMIC' } = options;
  return writer.run(plant.actor, { dryRun: true, mode }, (work) => write(work, model, verb, rows));
};

/** Writes rows with one of the generic verbs. */
export const write = (work: Work, model: string, verb: 'create' | 'update' | 'delete', rows: readonly InputRow[]) => {
  if (verb === 'delete') return work.delete(model, { ids: rows.map(({ id }) => String(id)) });
  return verb === 'create' ? work.create(model, rows) : work.update(model, rows);
};

/** The refusal of the row at a place, the way `codes` writes it. */
export const refusalAt = ({ verb, refused: [path, code] }: Refusal, at: number): string =>
  `${verb === 'delete' ? 'ids' : 'input'}.${at}${path === '' ? '' : `.${path}`} ${code}`;

/** Tries a batch with some of the rules and constraints taken out. */
export const attemptWithout = (plant: Plant, item: Refusal, rows: readonly InputRow[], keys: readonly string[]) => {
  const off = keys.flatMap((key) => constraintName(key) ?? []);
  return whileDropped(plant, off, () => attempt(plant, item, rows, { writer: plant.without(keys) }));
};

/**
 * Whether a row is still refused when only the named rules are out.
 *
 * Where a step after the save runs into a constraint the write ends in an error: nothing is stored, which is what counts here.
 */
export const isRefusedWithout = async (
  plant: Plant,
  item: Refusal,
  row: InputRow,
  keys: readonly string[],
): Promise<boolean> => {
  try {
    return (await attemptWithout(plant, item, [row], keys)).errors.length > 0;
  } catch (error) {
    if (error instanceof Error && /violates/.test(error.message)) return true;
    throw error;
  }
};

const MUTANT = 'MUTANT';

/** The rule as it would be if it refused whatever it sees; derives and steps after a save become nothing. */
export const refusingAll = (rule: DomainRule): DomainRule | null => {
  if (rule.kind === 'rule')
    return { ...rule, check: (drafts) => drafts.forEach((draft) => draft.refuse('', MUTANT, 'always refused')) };
  if (rule.kind !== 'command') return null;
  return {
    ...rule,
    run: async (work, inputs, next) => {
      work.refuse('', MUTANT, 'always refused');
      return next(inputs);
    },
  };
};

/** What a batch comes to when the named rule refuses whatever it sees. */
export const attemptRefusingAll = (plant: Plant, item: Refusal, rows: readonly InputRow[], key: string) =>
  attempt(plant, item, rows, {
    writer: plant.replacing((rule) => (keyOf(rule) === key ? refusingAll(rule) : rule)),
  });

/** Whether an outcome shows that a mutant was asked. */
export const isMutantHeard = (outcome: Outcome<unknown>): boolean => outcome.errors.some(({ code }) => code === MUTANT);

/** A batch in which only the row in the middle is refused. */
export const oneRefused = async (plant: Plant, item: Refusal, slot: Slot, count: number) => {
  const middle = count >> 1;
  const rows = Array.from({ length: count }, (_, at) => slot(at, at !== middle));
  const outcome = await attempt(plant, item, rows, { mode: 'PER_ROW' });
  return { outcome, codes: codes(outcome), expected: [refusalAt(item, middle)] };
};
