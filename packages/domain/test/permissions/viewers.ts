import type { Actor, Grant } from '@plumbline/engine';
import { registry } from '../../src/index.ts';

/** A row of a type. */
export interface Typed {
  readonly type: string;
  readonly id: string;
}

const everything: Omit<Grant, 'objectTypes'> = { actions: ['*'], predicate: null, fields: null };

/** Who may do everything, but sees none of some rows, and of some types only some fields. */
export const viewerOf = (
  actor: Actor,
  hidden: readonly Typed[],
  fields: Readonly<Record<string, readonly string[]>> = {},
): Actor => {
  const limited = new Set([...hidden.map(({ type }) => type), ...Object.keys(fields)]);
  const others = registry.models.map(({ name }) => name).filter((name) => !limited.has(name));
  const some = [...limited].map((type): Grant => {
    const ids = hidden.filter((row) => row.type === type).map(({ id }) => id);
    const predicate = ids.length === 0 ? null : { id: { notIn: ids } };
    return { ...everything, objectTypes: [type], predicate, fields: fields[type] ?? null };
  });
  return { ...actor, superuser: false, grants: [{ ...everything, objectTypes: others }, ...some] };
};
