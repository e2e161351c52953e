import type { Change, FieldChange } from '../changes/record.ts';
import { isWhollyVisible } from '../read/context.ts';
import type { Model } from '../registry/model.ts';
import type { Run } from './run.ts';

/** Objects that a value names: ids in a text, an arc or a list of these. */
const idsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value === 'object' && value !== null && 'id' in value) return idsIn(value.id);
  return [];
};

const armOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'arm' in value ? value.arm : undefined;

const CUSTOM = 'customFields.';

/** Full name of the type that a value of a field names objects of; null for plain values. */
type TargetOf = (model: Model, name: string, value: unknown) => string | null;

/** Types that custom fields lead to, by name; read when one was changed. */
const customTargets = async (run: Run, changes: readonly Change[]): Promise<ReadonlyMap<string, string>> => {
  const provider = run.registry.providing('customFields');
  const isAsked = changes.some(({ fields }) => fields.some(({ name }) => name.startsWith(CUSTOM)));
  if (!provider || !isAsked) return new Map();
  const rows = await run.work.read.rows(provider.name, { fields: ['name', 'relatedObjectType'] });
  return new Map(
    rows.flatMap(({ name, relatedObjectType }): [string, string][] =>
      typeof relatedObjectType === 'string' ? [[`${CUSTOM}${String(name)}`, relatedObjectType]] : [],
    ),
  );
};

const targetsBy =
  (custom: ReadonlyMap<string, string>): TargetOf =>
  (model, name, value) => {
    const edge = model.edges.get(name);
    if (edge?.kind === 'arc') return edge.arms.find(({ arm }) => arm === armOf(value))?.target ?? null;
    return edge ? edge.target : (custom.get(name) ?? null);
  };

/** Ids in the values of changes, by the type they are of, as far as rows of it may be hidden. */
const idsByTarget = (run: Run, changes: readonly Change[], targetOf: TargetOf): Map<string, Set<string>> => {
  const { predicates } = run.engine;
  const found = new Map<string, Set<string>>();
  for (const { type, fields } of changes)
    for (const { name, before, after } of fields)
      for (const value of [before, after]) {
        const target = targetOf(run.registry.model(type), name, value);
        const model = target === null ? undefined : run.registry.find(target);
        if (!model || isWhollyVisible({ predicates, actor: run.actor }, model)) continue;
        found.set(model.name, new Set([...(found.get(model.name) ?? []), ...idsIn(value)]));
      }
  return found;
};

/**
 * Takes ids of objects that the caller may not see out of changed fields: null in place of one, lists without it.
 *
 * One statement per type that is named and not seen as a whole, however many changes.
 */
export const withoutHiddenIds = async (
  run: Run,
  changes: readonly Change[],
): Promise<(type: string, field: FieldChange) => FieldChange> => {
  const targetOf = targetsBy(await customTargets(run, changes));
  const hidden = new Map<string, ReadonlySet<string>>();
  for (const [target, ids] of idsByTarget(run, changes, targetOf)) {
    const seen = await run.work.read.seen(target, [...ids]);
    hidden.set(target, new Set([...ids].filter((id) => !seen.has(id))));
  }
  const shown = (type: string, name: string, value: unknown): unknown => {
    const gone = hidden.get(targetOf(run.registry.model(type), name, value) ?? '');
    const isHidden = (one: unknown): boolean => idsIn(one).some((id) => gone?.has(id));
    if (Array.isArray(value)) return value.filter((one) => !isHidden(one));
    return isHidden(value) ? null : value;
  };
  return (type, { name, before, after }) => ({
    name,
    before: shown(type, name, before),
    after: shown(type, name, after),
  });
};
