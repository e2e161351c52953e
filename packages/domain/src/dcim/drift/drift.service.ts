import { createHash } from 'node:crypto';
import { newParams, quote, type Actor, type Outcome, type Writer } from '@plumbline/engine';
import { NotFound } from '@plumbline/kit';
import type { TypeOwner } from '../templates/templates.queries.ts';
import { applyDrift, type Consent } from './drift.commands.ts';
import { instancesBeside, type Instance } from './drift.queries.ts';

/** A device type or a module type. */
export interface DriftType {
  readonly owner: TypeOwner;
  readonly id: string;
}

/** Which instances to look at: those named, else `first` of all in the order of their ids. */
export interface Window {
  readonly ids?: readonly string[] | null;
  readonly first: number;
  readonly after?: string | null;
}

/** Drifted instances of a window. */
export interface DriftPage {
  readonly examined: number;
  /** Last id of the window when there may be more; null at the end. */
  readonly next: string | null;
  readonly instances: readonly Instance[];
  /** Names this plan: the same differences have the same digest. */
  readonly digest: string;
}

const INSTANCES = { deviceType: 'dcim.Device', moduleType: 'dcim.Module' } as const;

/** Ids of instances that the actor may see; one more than asked for tells that there are more. */
const visibleIds = async ({ engine }: Writer, actor: Actor, type: DriftType, window: Window): Promise<string[]> => {
  const { registry, predicates, dataSource } = engine;
  const model = registry.model(INSTANCES[type.owner]);
  const params = newParams();
  const column = type.owner === 'deviceType' ? 'device_type_id' : 'module_type_id';
  const conditions = [
    `t.${column} = ${params.add(type.id, 'uuid')}`,
    predicates(model, actor)?.sql('t', params) ?? 'true',
    ...(window.ids ? [`t.id = ANY(${params.add(window.ids, 'uuid[]')})`] : []),
    ...(window.after ? [`t.id > ${params.add(window.after, 'uuid')}`] : []),
  ];
  const rows = await dataSource.query<{ id: string }[]>(
    `SELECT t.id FROM ${quote(model.table)} t WHERE ${conditions.join(' AND ')} ORDER BY t.id LIMIT ${window.first + 1}`,
    params.values,
  );
  return rows.map(({ id }) => id);
};

const digestOf = (instances: readonly Instance[]): string => {
  const plan = instances.map(({ device, module, drift }) => [
    device,
    module,
    drift.changes.map(({ kind, action, key, id, cable, fields }) => [kind, action, key, id, cable, fields]),
  ]);
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 32);
};

const windowOf = async (writer: Writer, actor: Actor, type: DriftType, window: Window) => {
  const found = await visibleIds(writer, actor, type, window);
  const ids = found.slice(0, window.first);
  const missing = window.ids?.find((id) => !ids.includes(id));
  if (missing !== undefined) throw new NotFound(`There is no instance of this type with id "${missing}".`, 'ids');
  return { ids, next: found.length > window.first ? (ids.at(-1) ?? null) : null };
};

const drifted = (instances: readonly Instance[]): Instance[] =>
  instances.filter(({ drift, stamped }) => drift.changes.length > 0 || stamped.problems.length > 0);

/** Lists instances that differ from their type; reads only. */
export const driftPage = async (writer: Writer, actor: Actor, type: DriftType, window: Window): Promise<DriftPage> => {
  const { ids, next } = await windowOf(writer, actor, type, window);
  const reading = { ...actor, readOnly: false }; // the run below writes nothing
  const { result } = await writer.run(reading, { dryRun: true }, (work) =>
    instancesBeside(work, type.owner, type.id, ids),
  );
  const instances = drifted(result ?? []);
  return { examined: ids.length, next, instances, digest: digestOf(instances) };
};

/** How a plan is applied. */
export interface Application extends Consent {
  readonly dryRun: boolean;
  readonly reason: string | null;
  /** Digest of the plan that the caller saw; what differs by now is refused. */
  readonly digest: string | null;
}

/** What was applied: the page as it was found before. */
export interface Applied {
  readonly page: DriftPage;
  readonly outcome: Outcome<readonly Instance[]>;
}

/** Brings the instances of a window in line with their type. */
export const applyPage = async (
  writer: Writer,
  actor: Actor,
  type: DriftType,
  window: Window,
  { digest, dryRun, reason, ...consent }: Application,
): Promise<Applied> => {
  const { ids, next } = await windowOf(writer, actor, type, window);
  let found: readonly Instance[] = [];
  const outcome = await writer.run(actor, { dryRun, reason }, async (work) => {
    await work.lock(ids.map((id) => `dcim.drift/${id}`));
    found = drifted(await instancesBeside(work, type.owner, type.id, ids));
    if (digest !== null && digestOf(found) !== digest)
      work.refuse('digest', 'STALE_WRITE', 'Devices or templates changed since you saw the plan; look at it again.');
    else await applyDrift(work, found, consent);
    return found;
  });
  return { page: { examined: ids.length, next, instances: found, digest: digestOf(found) }, outcome };
};
