import { Forbidden, InvalidInput, NotFound } from '@plumbline/kit';
import type { ClientBase } from 'pg';
import { newParams, type Actor } from '../actor.ts';
import { displayOf } from '../changes/record.ts';
import { storeChanges, type StoredChange } from '../changes/store.ts';
import { quote, type Model } from '../registry/model.ts';
import { createDb, type Db } from '../write/db.ts';
import type { Engine } from '../write/engine.ts';
import { layoutOf, type StoredField } from '../write/layout.ts';
import { rowReader, selectList } from '../write/load.ts';
import { uuidv7 } from '../write/uuid.ts';
import type { Row } from '../write/work.ts';
import { SECRET_MASK, secretContext } from './sealer.ts';

/** Which secret is to be shown, and why; the reason is kept with the record. */
export interface RevealRequest {
  /** Full name or type of the object. */
  readonly type: string;
  readonly id: string;
  readonly field: string;
  readonly reason: string | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const refuse = (path: string, message: string): never => {
  throw new InvalidInput([{ path, code: 'BAD_USER_INPUT', message }]);
};

/** Secrets of people's own, such as password digests, are derived: nobody can read them back. */
const fieldOf = (model: Model, name: string): StoredField => {
  const field = layoutOf(model).byKey.get(name);
  return field?.secret && !field.derived ? field : refuse('field', `A ${model.label} has no secret "${name}" to show.`);
};

interface Found {
  readonly row: Row;
  readonly sealed: Buffer | null;
}

const find = async (
  engine: Engine,
  actor: Actor,
  db: Db,
  { model, field, id }: { readonly model: Model; readonly field: StoredField; readonly id: string },
): Promise<Found> => {
  const params = newParams();
  const layout = layoutOf(model);
  const key = params.add(id, 'uuid');
  const scope = engine.predicates(model, actor)?.sql('t', params) ?? 'true';
  const [texts] = await db.raw(
    `SELECT encode(t.${quote(field.columns[0] ?? '')}, 'hex'), ${selectList(layout, layout.fields, [])}
     FROM ${quote(model.table)} t WHERE t.id = ${key} AND ${scope} FOR SHARE OF t`,
    params.values,
  );
  if (!texts) throw new NotFound(`There is no ${model.label} with this id.`, 'id');
  const [hex = null, ...rest] = texts;
  return { row: rowReader(layout.fields, [])(rest), sealed: hex === null ? null : Buffer.from(hex, 'hex') };
};

const recordOf = (model: Model, field: StoredField, row: Row): StoredChange => ({
  type: model.name,
  id: String(row['id']),
  number: (row['number'] as number | undefined) ?? null,
  display: displayOf(model, row),
  action: 'reveal',
  version: (row['rowVersion'] as number | undefined) ?? null,
  fields: [{ name: field.key, before: SECRET_MASK, after: SECRET_MASK }],
  before: null,
  after: null,
});

const open = async (engine: Engine, actor: Actor, db: Db, request: RevealRequest): Promise<string | null> => {
  const model =
    engine.registry.find(request.type) ??
    engine.registry.byType.get(request.type) ??
    refuse('type', `There is no type "${request.type.slice(0, 100)}".`);
  const field = fieldOf(model, request.field);
  if (!UUID.test(request.id)) throw new NotFound(`There is no ${model.label} with this id.`, 'id');
  const { row, sealed } = await find(engine, actor, db, { model, field, id: request.id });
  if (sealed === null) return null;
  const value = engine.sealer.open(
    sealed,
    secretContext(actor.organizationId, model.name, String(row['id']), field.key),
  );
  const by = {
    actor,
    db,
    changeSetId: uuidv7(),
    reason: request.reason,
    trusted: false,
    now: new Date().toISOString(),
  };
  await storeChanges(by, [recordOf(model, field, row)]);
  return value;
};

/**
 * The plain value of one secret, or null when none is stored.
 *
 * The one way out for secrets. Who asked, when, for what and why is stored before the value is given: when the record
 * can't be kept, nothing is shown.
 *
 * @throws Forbidden unless the actor administers the organization and may write; InvalidInput, NotFound.
 */
export const revealSecret = async (engine: Engine, actor: Actor, request: RevealRequest): Promise<string | null> => {
  if (!actor.superuser) throw new Forbidden('Only administrators may have secrets shown.');
  if (actor.readOnly) throw new Forbidden('This token may only read; having a secret shown leaves a record.');
  const queryRunner = engine.dataSource.createQueryRunner();
  try {
    const db = createDb((await queryRunner.connect()) as ClientBase);
    await queryRunner.startTransaction('READ COMMITTED');
    const value = await open(engine, actor, db, request);
    await queryRunner.commitTransaction();
    return value;
  } catch (error) {
    if (queryRunner.isTransactionActive) await queryRunner.rollbackTransaction();
    throw error;
  } finally {
    await queryRunner.release();
  }
};
