import type { Model } from '../../registry/model.ts';
import { CHUNK, groupBy } from '../../write/collections.ts';
import { followRows, valuesOf } from '../../write/follow.ts';
import { layoutOf } from '../../write/layout.ts';
import { loadRows } from '../../write/load.ts';
import { requireAction } from '../../write/rights.ts';
import type { Run } from '../../write/run.ts';
import { TryAgain } from '../../write/violation.ts';
import type { Row } from '../../write/work.ts';
import { FOLLOWED, type LoggedChange, type LoggedSet } from './logged-set.ts';
import type { Obstacle } from './obstacles.ts';
import { backOf, CUSTOM } from './plan.ts';

type FollowedRecord = Pick<LoggedChange, 'type' | 'id' | 'number' | 'display' | 'version' | 'fields'>;

const CURSOR = 'followed';

/** Records of a change set whose values followed their fields, a chunk at a time. */
async function* followedOf(run: Run, set: LoggedSet): AsyncGenerator<FollowedRecord[]> {
  if (set.followed === 0) return;
  await run.db.query(
    `DECLARE ${CURSOR} NO SCROLL CURSOR FOR
     SELECT r.object_type AS type, r.object_id AS id, r.object_number AS number, r.display, r.object_version AS version, r.fields
     FROM core_change_record r WHERE r.organization_id = $1 AND r.change_set_id = $2 AND ${FOLLOWED} ORDER BY r.id`,
    [run.actor.organizationId, set.id],
  );
  for (let records: FollowedRecord[]; ; ) {
    records = await run.db.query<FollowedRecord>(`FETCH ${CHUNK} FROM ${CURSOR}`);
    if (records.length > 0) yield records;
    if (records.length < CHUNK) break;
  }
  await run.db.query(`CLOSE ${CURSOR}`);
}

/** Names that a field had before the change set and has after it, as `before after`. */
const renamedIn = (run: Run, { changes }: LoggedSet): ReadonlySet<string> => {
  const provider = run.registry.providing('customFields')?.name;
  return new Set(
    changes
      .filter(({ type, action }) => type === provider && action === 'update')
      .flatMap(({ fields }) => fields)
      .filter(({ name }) => name === 'name')
      .map(({ before, after }) => `${String(before)} ${String(after)}`),
  );
};

/** Fields that are to go back by themselves: those of a renamed field follow it, with whatever they hold by now. */
const ownFields = ({ fields }: FollowedRecord, set: LoggedSet, renamed: ReadonlySet<string>) => {
  const named = fields.map(({ name, before, after }) => ({ key: name.slice(CUSTOM.length), before, after }));
  const left = named.filter(({ after }) => after === null).map(({ key }) => key);
  const taken = named.filter(({ before }) => before === null).map(({ key }) => key);
  const moved = new Set(
    left.flatMap((from) => taken.flatMap((to) => (renamed.has(`${from} ${to}`) ? [from, to] : []))),
  );
  const isAsked = (key: string) => !moved.has(key) && (set.followedFields?.has(key) ?? true);
  return fields.filter(({ name }) => isAsked(name.slice(CUSTOM.length)));
};

interface Page {
  readonly model: Model;
  readonly records: readonly FollowedRecord[];
}

async function* pagesOf(run: Run, set: LoggedSet): AsyncGenerator<Page> {
  const renamed = renamedIn(run, set);
  for await (const records of followedOf(run, set))
    for (const [type, own] of groupBy(records, (record) => record.type)) {
      const model = run.registry.find(type);
      const asked = own.map((record) => ({ ...record, fields: ownFields(record, set, renamed) }));
      if (model) yield { model, records: asked.filter(({ fields }) => fields.length > 0) };
    }
}

/** Objects whose values are neither as the change set left them nor as they were. Those that are gone need no values. */
export const findChangedValues = async (run: Run, set: LoggedSet): Promise<Obstacle[]> => {
  const obstacles: Obstacle[] = [];
  let index = set.changes.length;
  for await (const { model, records } of pagesOf(run, set)) {
    const ids = records.map(({ id }) => id);
    const rows = await loadRows(run, layoutOf(model), ids, 'organization', null);
    for (const { id, number, display, version, fields } of records) {
      const row = rows.get(id);
      const changed = row ? fields.filter((field) => backOf(model, row, field) === 'changed') : [];
      const path = `changes.${index++}`;
      if (changed.length > 0)
        obstacles.push({
          kind: 'changed',
          path,
          model,
          id,
          number,
          display,
          version,
          fields: changed.map((f) => f.name),
        });
    }
    if (obstacles.length > CHUNK) break;
  }
  return obstacles;
};

const valuesBack = (model: Model, row: Row, { fields }: FollowedRecord): Row => {
  const backs = fields.flatMap((field): [string, unknown][] => {
    const back = backOf(model, row, field);
    if (back === 'changed') throw new TryAgain(); // it was not when the plan was made
    return typeof back === 'object' ? [[field.name.slice(CUSTOM.length), back.value]] : [];
  });
  const values = { ...valuesOf(row), ...Object.fromEntries(backs) };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
};

/**
 * Gives objects back the values that went or came with their fields, once the fields are as they were.
 *
 * Whoever may write the fields may do so, as they did when the values followed. @throws Forbidden
 */
export const takeBackValues = async (run: Run, set: LoggedSet): Promise<void> => {
  const provider = run.registry.providing('customFields');
  if (set.followed > 0 && provider) requireAction(run, provider, 'change');
  for await (const { model, records } of pagesOf(run, set)) {
    const byId = new Map(records.map((record) => [record.id, record]));
    await followRows(run, layoutOf(model), [...byId.keys()], (row) => {
      const record = byId.get(String(row['id']));
      return record ? valuesBack(model, row, record) : valuesOf(row);
    });
  }
};
