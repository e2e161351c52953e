import { Conflict, Forbidden, InvalidInput, NotFound } from '@plumbline/kit';
import type { ClientBase } from 'pg';
import { newParams, type Actor } from '../actor.ts';
import { displayOf } from '../changes/record.ts';
import { storeChanges, type StoredChange } from '../changes/store.ts';
import { mayAct } from '../permissions/rights.ts';
import { RowRights } from '../permissions/row-rights.ts';
import { quote, type Model } from '../registry/model.ts';
import { recordSecurityEvent } from '../security/events.ts';
import { readSetting } from '../settings/settings.ts';
import { createDb, type Db } from '../write/db.ts';
import type { Engine } from '../write/engine.ts';
import { layoutOf, type StoredField } from '../write/layout.ts';
import { rowReader, selectList } from '../write/load.ts';
import { uuidv7 } from '../write/uuid.ts';
import type { Row } from '../write/work.ts';
import type { SecretValue } from './reference.ts';
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

interface Wanted {
  readonly model: Model;
  readonly field: StoredField;
  readonly id: string;
}

const MASKED = 'may not be shown to you.';

/** Rows follow the grants that let them be seen; the secret, those that hold `reveal` for the row and the field. */
const assertReach = async (engine: Engine, actor: Actor, db: Db, { model, field, id }: Wanted): Promise<void> => {
  if (actor.superuser) return;
  const rights = new RowRights(engine.registry, actor, model, 'reveal');
  const params = newParams();
  const key = params.add(id, 'uuid');
  const columns = rights.columns('t', params).join(', ');
  const [row = {}] = await db.query(
    `SELECT t.id, ${columns} FROM ${quote(model.table)} t WHERE t.id = ${key}`,
    params.values,
  );
  const right = rights.read(row);
  if (!right) throw new Conflict('FORBIDDEN', `Secrets of this ${model.label} ${MASKED}`, 'id');
  if (right.fields?.has(field.key) === false)
    throw new Conflict('FORBIDDEN', `"${field.key}" of this ${model.label} ${MASKED}`, 'field');
};

const find = async (engine: Engine, actor: Actor, db: Db, wanted: Wanted): Promise<Found> => {
  const { model, field, id } = wanted;
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
  await assertReach(engine, actor, db, wanted);
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

/** Setting that makes the reason a must. */
export const REVEAL_REASON = 'core.revealReason';

const REASON_CHARACTERS = 3;

const modelOf = ({ registry }: Engine, type: string): Model =>
  registry.find(type) ?? registry.byType.get(type) ?? refuse('type', `There is no type "${type.slice(0, 100)}".`);

const assertReason = async (db: Db, { organizationId }: Actor, reason: string | null): Promise<void> => {
  if ((reason?.trim().length ?? 0) >= REASON_CHARACTERS) return;
  if ((await readSetting(db, organizationId, REVEAL_REASON)) === 'required')
    throw new InvalidInput([{ path: 'reason', code: 'REQUIRED', message: 'Say why the secret has to be shown.' }]);
};

interface Asked extends RevealRequest {
  readonly model: Model;
}

/** The value, once it is stored who sees it. */
const open = async (engine: Engine, actor: Actor, db: Db, request: Asked): Promise<SecretValue | null> => {
  const { model, id, reason } = request;
  const field = fieldOf(model, request.field);
  if (!UUID.test(id)) throw new NotFound(`There is no ${model.label} with this id.`, 'id');
  await assertReason(db, actor, reason);
  const { row, sealed } = await find(engine, actor, db, { model, field, id });
  if (sealed === null) return null;
  const context = secretContext(actor.organizationId, model.name, id, field.key);
  const [value = null] = await engine.vault.open(db.query, actor.organizationId, [{ sealed, context }]);
  const by = { actor, db, changeSetId: uuidv7(), reason, trusted: false, now: new Date().toISOString() };
  const record = recordOf(model, field, row);
  await storeChanges(by, [record]);
  await db.settled();
  const details = { type: model.name, field: field.key, reason };
  await recordSecurityEvent(db, actor, { kind: 'revealed', subject: record.display, subjectId: id, details });
  return value;
};

const inTransaction = async <T>(engine: Engine, body: (db: Db) => Promise<T>): Promise<T> => {
  const queryRunner = engine.dataSource.createQueryRunner();
  try {
    const db = createDb((await queryRunner.connect()) as ClientBase);
    await queryRunner.startTransaction('READ COMMITTED');
    const result = await body(db);
    await queryRunner.commitTransaction();
    return result;
  } catch (error) {
    if (queryRunner.isTransactionActive) await queryRunner.rollbackTransaction();
    throw error;
  } finally {
    await queryRunner.release();
  }
};

/**
 * The plain value of one secret, or null when none is stored.
 *
 * The one way out for secrets. Who asked, when, for what and why is stored before the value is given: when the record
 * can't be kept, nothing is shown.
 *
 * @throws Forbidden without the action `reveal` on the type, and for tokens that only read; Conflict `FORBIDDEN` for a
 * row or field out of reach, `RATE_LIMITED`, `SECRET_UNRESOLVED`; InvalidInput, NotFound.
 */
export const revealSecret = async (engine: Engine, actor: Actor, request: RevealRequest): Promise<string | null> => {
  const model = modelOf(engine, request.type);
  if (!mayAct(actor, model, 'reveal')) throw new Forbidden(`You may not have secrets of ${model.plural} shown.`);
  if (actor.readOnly) throw new Forbidden('This token may only read; having a secret shown leaves a record.');
  engine.reveals.spend(actor);
  const value = await inTransaction(engine, (db) => open(engine, actor, db, { ...request, model }));
  return value === null ? null : engine.vault.outside.resolve(value);
};
