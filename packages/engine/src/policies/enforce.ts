import { displayOf } from '../changes/record.ts';
import { upperFirst } from '@plumbline/kit';
import { translateRegex } from '../read/filter/regex.ts';
import type { Model } from '../registry/model.ts';
import type { SaveDraft } from '../write/draft.ts';
import type { Run } from '../write/run.ts';
import type { Row } from '../write/work.ts';
import { sentenceOf, type CheckName, type Condition } from './conditions.ts';

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : [...String(value)].length);

/** Texts and numbers meet as NetBox's do: a decimal, which is kept as text, equals the number it stands for. */
const isSame = (value: unknown, asked: unknown): boolean =>
  typeof asked === 'number' ? Number(value) === asked : value === asked;

type Holds = (value: unknown, asked: unknown) => boolean;

/** Checks of a value that can be told at once; where nothing stands, only the last four have a say. */
const HOLDS: Readonly<Record<Exclude<CheckName, 'regex'>, Holds>> = {
  min: (value, asked) => isEmpty(value) || Number(value) >= Number(asked),
  max: (value, asked) => isEmpty(value) || Number(value) <= Number(asked),
  minLength: (value, asked) => isEmpty(value) || lengthOf(value) >= Number(asked),
  maxLength: (value, asked) => isEmpty(value) || lengthOf(value) <= Number(asked),
  required: (value, asked) => asked === false || !isEmpty(value),
  prohibited: (value, asked) => asked === false || isEmpty(value),
  eq: isSame,
  neq: (value, asked) => !isSame(value, asked),
};

/** Which values match a pattern: the database looks, whose time does not explode with the text. */
const matching = async (run: Run, values: readonly unknown[], pattern: string): Promise<boolean[]> => {
  const translated = translateRegex(pattern);
  if (!translated.ok) return values.map(() => true); // refused when the setting was saved
  const rows = await run.db.query<{ fits: boolean | null }>(
    'SELECT u.value ~ $2 AS fits FROM unnest($1::text[]) WITH ORDINALITY u(value, at) ORDER BY u.at',
    [values.map((value) => (isEmpty(value) ? null : String(value))), translated.pattern],
  );
  return rows.map(({ fits }) => fits ?? true);
};

/** Values at the end of a path, one per row; null where a reference on the way is empty. */
const valuesAt = async (run: Run, rows: readonly Row[], { hops, field }: Condition): Promise<unknown[]> => {
  let values: unknown[] = rows.map((row) => row[hops[0]?.name ?? field] ?? null);
  for (const [at, { target }] of hops.entries()) {
    const next = hops[at + 1]?.name ?? field;
    const ids = [...new Set(values.filter((id) => id !== null))];
    const found = await run.work.read.rows(target, { where: { id: ids }, fields: [next] });
    const byId = new Map(found.map((row) => [row['id'], row[next] ?? null]));
    values = values.map((id) => byId.get(id) ?? null);
  }
  return values;
};

/** Calls back for every row that does not satisfy a condition. */
const findBroken = async (
  run: Run,
  conditions: readonly Condition[],
  rows: readonly Row[],
  broken: (at: number, condition: Condition) => void,
): Promise<void> => {
  const read = new Map<string, readonly unknown[]>();
  for (const condition of conditions) {
    const { check, value: asked, hops, field } = condition;
    const path = [...hops.map(({ name }) => name), field].join('.');
    const values = read.get(path) ?? (await valuesAt(run, rows, condition));
    read.set(path, values);
    const holds =
      check === 'regex'
        ? await matching(run, values, String(asked))
        : values.map((value) => HOLDS[check](value, asked));
    for (const [at, isFine] of holds.entries()) if (!isFine) broken(at, condition);
  }
};

/** Refuses rows that are written with values the organization's validators do not take. */
export const checkValidators = async (run: Run, model: Model, drafts: readonly SaveDraft[]): Promise<void> => {
  const conditions = run.policies.validators.get(model.name) ?? [];
  const whole = drafts.filter(({ broken }) => broken.size === 0);
  if (conditions.length === 0 || whole.length === 0) return;
  const rows = whole.map(({ after }) => after);
  await findBroken(run, conditions, rows, (at, condition) => {
    whole[at]?.refuse(condition.hops[0]?.name ?? condition.field, 'VALIDATOR', sentenceOf(condition));
  });
};

/** Refuses deletes of rows that the organization's protection rules keep, also of those that go along with others. */
export const checkProtection = async (run: Run, model: Model, drafts: readonly SaveDraft[]): Promise<void> => {
  const conditions = run.policies.protection.get(model.name) ?? [];
  if (conditions.length === 0) return;
  const rows = drafts.map(({ before, after }) => before ?? after);
  await findBroken(run, conditions, rows, (at, condition) => {
    const name = `${upperFirst(model.label)} ${displayOf(model, rows[at] ?? {})}`;
    drafts[at]?.refuse('', 'PROTECTED', `${name} is protected: ${sentenceOf(condition)}`);
  });
};
