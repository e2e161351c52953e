import { didYouMean, words } from '@plumbline/kit';
import type { ArcEdge, Model, OneEdge } from '../registry/model.ts';
import { layoutOf } from './layout.ts';
import type { RefRequest } from './references.ts';
import type { Run } from './run.ts';
import { canonical } from './values.ts';

type Refuse = (code: string, message: string) => void;

/** A natural key as read: plain values at once, references once `requests` are resolved. */
export interface ReadKey {
  readonly values: Record<string, unknown>;
  readonly requests: readonly RefRequest[];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The single arm an arc's input names, with what it gives for it; null when it names none or several. */
export const armOf = (
  edge: ArcEdge,
  given: unknown,
): { readonly arm: string; readonly target: string; readonly given: unknown } | null => {
  if (!isRecord(given)) return null;
  if (typeof given['arm'] === 'string' && 'id' in given) {
    const arm = edge.arms.find((candidate) => candidate.arm === given['arm']);
    return arm ? { arm: arm.arm, target: arm.target, given: given['id'] } : null;
  }
  const [only, more] = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  const arm = edge.arms.find((candidate) => candidate.arm === only?.[0]);
  return arm && more === undefined ? { arm: arm.arm, target: arm.target, given: only?.[1] } : null;
};

/** Requests for the id behind a reference or arc; `assign` gets the stored value. */
export const requestFor = (
  run: Run,
  edge: OneEdge | ArcEdge,
  given: unknown,
  assign: (value: unknown) => void,
  refuse: RefRequest['refuse'],
): RefRequest[] => {
  if (edge.kind === 'one') return [{ target: run.registry.model(edge.target), given, assign, refuse }];
  const arm = armOf(edge, given);
  if (!arm) {
    refuse('BAD_USER_INPUT', `${words(edge.name)} takes exactly one of ${edge.arms.map((x) => x.arm).join(', ')}.`);
    return [];
  }
  const target = run.registry.model(arm.target);
  return [{ target, given: arm.given, assign: (id) => assign({ arm: arm.arm, id }), refuse }];
};

/** Reads the fields of a natural key; any subset of the entity's own fields is understood. */
export const readKey = (run: Run, model: Model, given: unknown, refuse: Refuse): ReadKey => {
  const layout = layoutOf(model);
  const values: Record<string, unknown> = {};
  const requests: RefRequest[] = [];
  if (!isRecord(given) || Object.keys(given).length === 0) refuse('BAD_USER_INPUT', 'A key names at least one field.');
  for (const [name, value] of Object.entries(isRecord(given) ? given : {})) {
    const field = layout.byKey.get(name);
    if (!field || field.secret)
      refuse('BAD_USER_INPUT', `A ${model.label} has no key field "${name}".${didYouMean(name, model.matchBy)}`);
    else if (value === null || value === undefined) values[name] = null;
    else if (field.source.kind !== 'scalar')
      requests.push(...requestFor(run, field.source, value, (stored) => (values[name] = stored), refuse));
    else {
      const parsed = field.source.type.parse(value, field.source.spec);
      if (parsed.ok) values[name] = canonical(parsed.value, field.source.spec);
      else refuse('BAD_USER_INPUT', `${words(name)} ${parsed.problem}`);
    }
  }
  return { values, requests };
};
