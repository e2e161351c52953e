import { quote, type Model } from '../registry/model.ts';
import { among, FEW } from './among.ts';
import { layoutOf } from './layout.ts';
import { paramsFrom, type Run } from './run.ts';

/** Rows that point at those to hold, and by which reference. */
export interface HeldBy {
  readonly model: string;
  readonly reference: string;
}

const columnOf = (model: Model, reference: string): string => {
  const edge = model.edges.get(reference);
  if (edge?.kind !== 'one') throw new Error(`${model.name} has no reference "${reference}" to hold.`);
  return quote(edge.column);
};

/** Locks rows against change until the transaction ends, in order of id; what is asked next waits for it. */
export const holdRows = (run: Run, name: string, ids: readonly string[], of?: HeldBy): void => {
  if (ids.length === 0) return;
  const model = run.registry.model(name);
  const params = paramsFrom([]);
  const organization = layoutOf(model).organizationColumn;
  const within =
    organization === null ? '' : ` AND t.${quote(organization)} = ${params.add(run.actor.organizationId, 'uuid')}`;
  const given = among(params, ids, 'uuid');
  const by = of && run.registry.model(of.model);
  const held = by ? `IN (SELECT r.${columnOf(by, of.reference)} FROM ${quote(by.table)} r WHERE r.id ${given})` : given;
  run.db.send(
    `SELECT t.id FROM ${quote(model.table)} t WHERE t.id ${held}${within} ORDER BY t.id FOR SHARE OF t`,
    params.values,
    ids.length <= FEW ? 'kept' : 'each time',
  );
};
