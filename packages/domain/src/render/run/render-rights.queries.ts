import { actionPredicate, actsOnAll, mayAct, type Actor, type GraphSession, type Registry } from '@plumbline/engine';
import { Forbidden } from '@plumbline/kit';
import type { Subject } from '../subject.ts';

/** The verb that permissions name for rendering configurations. */
export const RENDER = 'render';

/** Who renders, and what is known of types. */
export interface Renderer {
  readonly registry: Registry;
  readonly actor: Actor;
}

/** Refuses who may render none of a type. @throws Forbidden */
export const requireRender = ({ registry, actor }: Renderer, { type, plural }: Subject): void => {
  if (!mayAct(actor, registry.model(type), RENDER))
    throw new Forbidden(
      `You may not render configurations of ${plural}: that takes the action "${RENDER}" on ${type}.`,
    );
};

/** Whether every row that is seen may be rendered. */
export const rendersAll = ({ registry, actor }: Renderer, { type }: Subject): boolean =>
  actsOnAll(actor, registry.model(type), RENDER);

/** Those of the ids, in their order, whose configurations the actor may render; no statement for who may render all. */
export const renderable = async (
  session: GraphSession,
  renderer: Renderer,
  subject: Subject,
  ids: readonly string[],
): Promise<readonly string[]> => {
  requireRender(renderer, subject);
  if (ids.length === 0 || rendersAll(renderer, subject)) return ids;
  const { registry, actor } = renderer;
  const model = registry.model(subject.type);
  const rows = await session.select(({ add, visible, isOneOf }) => {
    const may = actionPredicate(registry, model, actor, RENDER).sql('t', { values: [], add });
    return `SELECT t.id FROM ${model.table} t WHERE ${isOneOf('t.id', ids)} AND ${visible(model.name, 't')} AND ${may}`;
  });
  const own = new Set(rows.map(([id]) => id));
  return ids.filter((id) => own.has(id));
};
