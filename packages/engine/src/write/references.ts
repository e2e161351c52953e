import { words } from '@plumbline/kit';
import { quote, type Model } from '../registry/model.ts';
import { among, FEW } from './among.ts';
import { groupBy } from './collections.ts';
import { layoutOf } from './layout.ts';
import { matchRows } from './match.ts';
import { readKey } from './key.ts';
import { paramsFrom, scopeSql, type Run } from './run.ts';

/** A reference in an input that has to become an id. */
export interface RefRequest {
  readonly target: Model;
  readonly given: unknown;
  readonly assign: (id: string) => void;
  readonly refuse: (code: string, message: string, details?: Readonly<Record<string, unknown>>) => void;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Whether a value can be an id at all. */
export const isId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

const FORMS = ['id', 'number', 'key', 'ref'] as const;

type Form = { readonly by: (typeof FORMS)[number]; readonly value: unknown };

const formOf = (given: unknown): Form | null => {
  if (typeof given === 'string') return { by: 'id', value: given };
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  if ('id' in given && Object.keys(given).length === 1) return { by: 'id', value: given.id };
  const entries = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  const [only, more] = entries;
  const by = FORMS.find((form) => form === only?.[0]);
  return by && more === undefined ? { by, value: only?.[1] } : null;
};

const a = (model: Model): string => `${/^[aeiou]/i.test(model.label) ? 'an' : 'a'} ${model.label}`;

const unknown = (model: Model, how: string): [code: string, message: string] => [
  'NOT_FOUND',
  `There is no ${model.label} with ${how}.`,
];

interface Wanted {
  readonly form: Form;
  readonly requests: RefRequest[];
}

const refuseAll = (wanted: Wanted, code: string, message: string, details?: Readonly<Record<string, unknown>>): void =>
  wanted.requests.forEach((request) => request.refuse(code, message, details));

const resolveNamed = (run: Run, model: Model, wanted: Wanted): void => {
  const named = run.named.get(String(wanted.form.value));
  if (named?.model === model) wanted.requests.forEach((request) => request.assign(named.id));
  else refuseAll(wanted, 'NOT_FOUND', `No earlier operation made ${a(model)} named "${String(wanted.form.value)}".`);
};

const resolveColumn = async (run: Run, model: Model, by: 'id' | 'number', wanted: readonly Wanted[]): Promise<void> => {
  const isValid = (value: unknown) => (by === 'id' ? isId(value) : Number.isInteger(value));
  const asked = wanted.filter(
    (w) => isValid(w.form.value) && !(by === 'id' && run.changes.isNew(String(w.form.value))),
  );
  const found = new Map<unknown, string>();
  if (asked.length > 0) {
    const params = paramsFrom([]);
    const values = asked.map((w) => w.form.value);
    const rows = await run.db.query<{ k: unknown; id: string }>(
      `SELECT t.${by} AS k, t.id FROM ${quote(model.table)} t
       WHERE t.${by} ${among(params, values, by === 'id' ? 'uuid' : 'int')} AND ${scopeSql(run, model, 't', params)}`,
      params.values,
      values.length <= FEW ? 'kept' : 'each time',
    );
    for (const row of rows) found.set(row.k, row.id);
  }
  for (const w of wanted) {
    const own = by === 'id' && run.changes.isNew(String(w.form.value)) ? String(w.form.value) : undefined;
    const id = own ?? found.get(w.form.value);
    if (id === undefined) refuseAll(w, ...unknown(model, `${by} ${JSON.stringify(w.form.value)}`));
    else w.requests.forEach((request) => request.assign(id));
  }
};

const keyText = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([field, value]) => `${words(field)} ${JSON.stringify(value)}`)
    .join(' and ');

const resolveKeys = async (run: Run, model: Model, wanted: readonly Wanted[]): Promise<void> => {
  const broken = new Set<Wanted>();
  const keys = wanted.map((w, index) => ({
    w,
    index,
    ...readKey(run, model, w.form.value, (code, message) => {
      if (!broken.has(w)) refuseAll(w, code, message);
      broken.add(w);
    }),
  }));
  await resolveReferences(
    run,
    keys.flatMap((key) => key.requests),
  );
  const whole = keys.filter((key) => !broken.has(key.w));
  const found = await matchRows(run, layoutOf(model), whole);
  for (const { w, index, values } of whole) {
    const [id, second] = found.get(index) ?? [];
    if (id === undefined) refuseAll(w, ...unknown(model, keyText(w.form.value as object as Record<string, unknown>)));
    else if (second !== undefined)
      refuseAll(w, 'AMBIGUOUS_KEY', `Several ${model.plural} have ${keyText(values)}; give an id.`);
    else w.requests.forEach((request) => request.assign(id));
  }
};

const resolveTarget = async (run: Run, model: Model, requests: readonly RefRequest[]): Promise<void> => {
  const wanted = new Map<string, Wanted>();
  for (const request of requests) {
    const form = formOf(request.given);
    if (!form) {
      request.refuse('BAD_USER_INPUT', `Name ${a(model)} by exactly one of id, number or key.`);
      continue;
    }
    const same = `${form.by}:${typeof form.value === 'string' ? form.value : JSON.stringify(form.value)}`;
    const known = wanted.get(same);
    if (known) known.requests.push(request);
    else wanted.set(same, { form, requests: [request] });
  }
  const forms = groupBy(wanted.values(), (w) => w.form.by);
  for (const w of forms.get('ref') ?? []) resolveNamed(run, model, w);
  for (const by of ['id', 'number'] as const) {
    const asked = forms.get(by);
    if (asked) await resolveColumn(run, model, by, asked);
  }
  const keys = forms.get('key');
  if (keys) await resolveKeys(run, model, keys);
};

/** Turns references into ids: one statement per target, form and pattern of nulls, however many references. */
export const resolveReferences = async (run: Run, requests: readonly RefRequest[]): Promise<void> => {
  const targets = groupBy(requests, (request) => request.target);
  await Promise.all([...targets].map(([model, own]) => resolveTarget(run, model, own)));
};
