import { upperFirst } from '@plumbline/kit';
import { displayOf } from '../record.ts';
import { seenFieldsOf } from '../../read/field-rights.ts';
import type { Model } from '../../registry/model.ts';
import { holdersAmong, findLoosened, followCascades, type Doomed } from '../../write/cascade.ts';
import { groupBy } from '../../write/collections.ts';
import { layoutOf } from '../../write/layout.ts';
import { loadRows } from '../../write/load.ts';
import { rowLimit } from '../../write/limits.ts';
import type { Run } from '../../write/run.ts';
import { listed, seenIds } from '../../write/seen.ts';
import type { Row } from '../../write/work.ts';
import type { LoggedSet } from './logged-set.ts';

/** How an object stands in the way: what happened to it since, or that it hangs on something that would go. */
export type ObstacleKind = 'changed' | 'deleted' | 'exists' | 'added' | 'refers' | 'unknown' | 'imported';

/** An object that keeps a change set from being taken back. */
export interface Obstacle {
  readonly kind: ObstacleKind;
  readonly path: string;
  readonly model: Model | null;
  readonly id: string;
  readonly number: number | null;
  readonly display: string;
  /** Fields that differ from what the change set left behind. */
  readonly fields: readonly string[];
  /** Version the change set left behind, where it says so. */
  readonly version: number | null;
}

/** A later change of an object in the way. */
interface Later {
  readonly objectId: string;
  readonly id: string;
  readonly number: number;
  readonly actorName: string;
  readonly at: string;
  readonly action: string;
}

const MOST_SETS = 5;

const numberOf = (row: Row): number | null => (typeof row['number'] === 'number' ? row['number'] : null);

/** Change sets that touched the objects after the one to take back, newest first; one statement. */
const laterSets = async (run: Run, set: LoggedSet, obstacles: readonly Obstacle[]): Promise<Map<string, Later[]>> => {
  if (obstacles.length === 0) return new Map();
  const rows = await run.db.query<Later>(
    `SELECT r.object_id AS "objectId", s.id, s.number, s.actor_name AS "actorName", to_json(r.changed_at) #>> '{}' AS at, r.action
     FROM unnest($2::uuid[], $3::int[]) AS v(object, version)
     JOIN core_change_record r ON r.organization_id = $1 AND r.object_id = v.object AND r.action <> 'reveal'
     JOIN core_change_set s ON s.organization_id = r.organization_id AND s.id = r.change_set_id
     WHERE r.change_set_id <> $4 AND (r.object_version > v.version OR r.changed_at >= $5::timestamptz)
     ORDER BY r.changed_at DESC, r.id DESC`,
    [run.actor.organizationId, obstacles.map(({ id }) => id), obstacles.map(({ version }) => version), set.id, set.at],
  );
  return groupBy(rows, ({ objectId }) => objectId);
};

const SAID: Readonly<Record<ObstacleKind, string>> = {
  changed: 'was changed since',
  deleted: 'was deleted since',
  exists: 'is there again and differs',
  added: 'was added since and would go along',
  refers: 'refers since to what would go',
  unknown: 'is of a type that this version does not know',
  imported: 'was changed in another system, of which only the record is here',
};

const messageOf = ({ kind, model, display, fields }: Obstacle, later: readonly Later[]): string => {
  const who = kind === 'unknown' || kind === 'imported' ? null : later[0]?.actorName;
  const by = who === null || who === undefined ? '' : ` by ${who}`;
  const what = fields.length === 0 ? '' : `: ${listed(fields, null)}`;
  return `${upperFirst(model?.label ?? 'object')} ${display} ${SAID[kind]}${by}${what}.`;
};

/** Obstacles whose objects the caller sees; those of deleted ones are told as the change set itself is. */
const seenAmong = async (run: Run, obstacles: readonly Obstacle[]): Promise<ReadonlySet<string>> => {
  const seen = new Set<string>();
  for (const [model, own] of groupBy(obstacles, (obstacle) => obstacle.model)) {
    const gone = own.filter(({ kind }) => kind === 'deleted' || kind === 'unknown' || kind === 'imported');
    const there = own.filter((obstacle) => !gone.includes(obstacle)).map(({ id }) => id);
    for (const { id } of gone) seen.add(id);
    if (model) for (const id of await seenIds(run, model, there)) seen.add(id);
  }
  return seen;
};

/** Refuses the run, one problem per object in the way, with the later change sets it was changed by. */
export const refuseObstacles = async (run: Run, set: LoggedSet, obstacles: readonly Obstacle[]): Promise<void> => {
  const later = await laterSets(run, set, obstacles);
  const seen = await seenAmong(run, obstacles);
  const seenFields = seenFieldsOf({ predicates: run.engine.predicates, actor: run.actor });
  for (const obstacle of obstacles) {
    const { kind, path, model, id, number, display } = obstacle;
    if (!seen.has(id)) {
      const message = 'An object that you do not see stands in the way.';
      run.problems.push({ path, code: 'CHANGED_SINCE', message, details: { kind } });
      continue;
    }
    const shown = model ? seenFields(model) : null;
    const fields = obstacle.fields.filter((name) => shown?.has(name.split('.')[0] ?? '') ?? true);
    const sets = later.get(id) ?? [];
    const changeSets = sets.slice(0, MOST_SETS).map(({ objectId: _objectId, ...one }) => one);
    run.problems.push({
      path,
      code: 'CHANGED_SINCE',
      message: messageOf({ ...obstacle, fields }, sets),
      details: { kind, type: model?.name ?? null, id, number, display, fields, changeSets },
    });
  }
};

/** Rows of people's own about any object (what they keep at hand, what they are told) never stand in the way. */
const isPrivate = ({ isOpen, administratorsOnly, spec }: Model): boolean =>
  isOpen && (administratorsOnly || spec.options.seenByMaker === true);

const describe = (kind: ObstacleKind, model: Model, row: Row, path: string, fields: readonly string[]): Obstacle => ({
  kind,
  path,
  model,
  id: String(row['id']),
  number: numberOf(row),
  display: displayOf(model, row),
  fields,
  version: null,
});

interface Referring {
  readonly model: Model;
  readonly id: string;
  readonly field: string;
  readonly path: string;
}

const described = async (run: Run, referring: readonly Referring[]): Promise<Obstacle[]> => {
  const obstacles: Obstacle[] = [];
  for (const [model, own] of groupBy(referring, (one) => one.model)) {
    const byId = groupBy(own, ({ id }) => id);
    const rows = await loadRows(run, layoutOf(model), [...byId.keys()], 'organization', null);
    for (const [id, row] of rows) {
      const found = byId.get(id) ?? [];
      const fields = [...new Set(found.map(({ field }) => field))];
      obstacles.push(describe('refers', model, row, found[0]?.path ?? '', fields));
    }
  }
  return obstacles;
};

/**
 * What hangs on rows that are to go though the change set did not bring it: rows that would go along, and references.
 *
 * `own` are the ids the change set itself touched, which are taken back together.
 */
export const findDependents = async (run: Run, doomed: Doomed, own: ReadonlySet<string>): Promise<Obstacle[]> => {
  if (doomed.size === 0) return [];
  const planned = new Set(doomed.keys());
  const found = await followCascades(run, doomed, rowLimit(run, 'delete'));
  const along = [...doomed.values()].filter(({ id, model }) => !planned.has(id) && !own.has(id) && !isPrivate(model));
  const added = along.map(({ model, row, path }) => describe('added', model, row, path, []));
  const held = holdersAmong(found, doomed).map(
    ({ pointer, id, held: row }): Referring => ({
      id,
      model: pointer.model,
      field: pointer.field,
      path: doomed.get(row)?.path ?? '',
    }),
  );
  const loosened = (await findLoosened(run, found, doomed)).filter(
    ({ model, field }) => layoutOf(model).byKey.get(field)?.derived !== true,
  );
  const referring = [...held, ...loosened].filter(({ id }) => !own.has(id));
  return [...added, ...(await described(run, referring))];
};
