import { mayAct, withinVerb, type Work } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { groupBy } from '../../group.ts';
import { PORT_MODELS } from '../component-models.ts';
import { portCalled } from './pairs.ts';
import type { Port } from './port.ts';

/** What a request does to cables, as grants on them call it. */
export type CableAction = 'add' | 'change' | 'delete';

const CONNECT = 'connect';

/** Ports of a request that are not the caller's to cable, by id. */
export type Strangers = ReadonlySet<string>;

/**
 * Ports among these that the caller may not cable by the verb `connect`.
 *
 * Null when the verb does not decide: for who holds it on no kind of port, and where it does not reach all of the ports
 * but the caller may write cables. At most one statement per kind of port.
 */
export const strangersAmong = async (
  work: Work,
  ports: readonly Port[],
  action: CableAction,
): Promise<Strangers | null> => {
  const { actor, registry } = work;
  const may = (type: string, verb: string) => mayAct(actor, registry.model(type), verb);
  if (actor.superuser || !Object.values(PORT_MODELS).some((type) => may(type, CONNECT))) return null;
  const own = new Set<string>();
  for (const [kind, some] of groupBy(ports, (port) => port.kind)) {
    const ids = [...new Set(some.map(({ id }) => id))];
    for (const id of await withinVerb(work, PORT_MODELS[kind], CONNECT, ids)) own.add(id);
  }
  const strangers = new Set(ports.flatMap(({ id }) => (own.has(id) ? [] : [id])));
  return strangers.size > 0 && may('dcim.Cable', action) ? null : strangers;
};

/** What is said of a port that is not the caller's to cable. */
export const notYours = (port: Port, path: string): Problem => ({
  path,
  code: 'FORBIDDEN',
  message: port.isHidden
    ? 'One of the ports of this cable is not yours to cable.'
    : `${portCalled(port)} is not yours to cable.`,
});
