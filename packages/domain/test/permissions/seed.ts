import { quote, type Model } from '@plumbline/engine';
import type { DataSource } from 'typeorm';
import { registry } from '../../src/index.ts';
import { idOf, ORGANIZATIONS, ROWS } from './ids.ts';

/** Rows of each type that attached rows and change records are about: the first is seen, the second may be hidden. */
const ABOUT = [1, 2] as const;

/** Models whose rows point at objects of any type. */
export const attachedModels = (): Model[] => registry.models.filter(({ isOpen }) => isOpen);

/** One object of each type twice, and the number of the row that is about it. */
const objects = (organization: number) =>
  registry.models
    .filter(({ handMade }) => !handMade)
    .flatMap((model) => ABOUT.map((number) => ({ type: model.name, id: aboutId(model, number, organization) })))
    .map((object, at) => ({ ...object, number: at + 1 }));

const aboutId = (model: Model, number: number, organization: number): string =>
  model.global?.kind === 'self' ? (ORGANIZATIONS[organization] ?? '') : idOf(model, number, organization);

/** How rows of tables made by hand are filled; records of changes are made apart. */
const HAND_MADE: Readonly<Record<string, string>> = {
  core_file: `(organization_id, id, number, name, complete) SELECT $1, id, n, 'file-' || n, true`,
  core_job: `(organization_id, id, number, name, label, actor, actor_name) SELECT $1, id, n, 'job', 'job-' || n, '{}', 'tester'`,
  core_change_set: `(organization_id, id, number, actor_name, source, request_id) SELECT $1, id, n, 'tester', 'api', 'request-' || n`,
  users_security_event: `(organization_id, id, number, kind, actor_name, request_id) SELECT $1, id, n, 'signIn', 'tester', 'request-' || n`,
};

const handMade = async (dataSource: DataSource, organization: number): Promise<void> => {
  for (const model of registry.models) {
    const columns = HAND_MADE[model.table];
    if (columns === undefined) continue;
    await dataSource.query(`INSERT INTO ${model.table} ${columns} FROM unnest($2::uuid[]) WITH ORDINALITY u(id, n)`, [
      ORGANIZATIONS[organization],
      Array.from({ length: ROWS }, (_, n) => idOf(model, n + 1, organization)),
    ]);
  }
};

/** A record of each object; its change set has records of two objects that are seen and hidden together. */
const changeRecords = async (dataSource: DataSource, organization: number): Promise<void> => {
  const about = objects(organization);
  await dataSource.query(
    `INSERT INTO core_change_record (organization_id, id, number, change_set_id, object_type, object_id, display, action, actor_name, source, request_id)
     SELECT $1, v.id, v.number, v.change_set, v.type, v.object, 'object ' || v.number, 'update', 'tester', 'api', 'request'
     FROM unnest($2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::uuid[]) v(id, number, change_set, type, object)`,
    [
      ORGANIZATIONS[organization],
      about.map(({ number }) =>
        idOf('core.ChangeRecord', number, organization % 2).replace(/.{8}$/, (end) => numbered(end, number)),
      ),
      about.map(({ number }) => number),
      about.map(({ number }) => idOf('core.ChangeSet', (number % ROWS) + 1, organization)),
      about.map(({ type }) => type),
      about.map(({ id }) => id),
    ],
  );
};

/** What was sent of each object. */
const deliveries = async (dataSource: DataSource, organization: number): Promise<void> => {
  const about = objects(organization);
  await dataSource.query(
    `INSERT INTO extras_webhook_delivery (organization_id, id, number, event_rule_name, target, event_type, sequence, object_type, object_id, object_display, event)
     SELECT $1, v.id, v.number, 'rule', 'hook', 'object_updated', v.number, v.type, v.object, 'object ' || v.number, '{}'
     FROM unnest($2::uuid[], $3::int[], $4::text[], $5::uuid[]) v(id, number, type, object)`,
    [
      ORGANIZATIONS[organization],
      about.map(({ number }) =>
        idOf('extras.WebhookDelivery', number, organization % 2).replace(/.{8}$/, (end) => numbered(end, number)),
      ),
      about.map(({ number }) => number),
      about.map(({ type }) => type),
      about.map(({ id }) => id),
    ],
  );
};

/** Last digits of an id for a number; the seed repeats its ids after as many rows as it made. */
const numbered = (end: string, number: number): string => (0x100_0000 + number).toString(16).padStart(end.length, '0');

/** Copies a row of an attached model for each object of each type. */
const attach = async (dataSource: DataSource, model: Model, organization: number): Promise<void> => {
  const columns: { name: string }[] = await dataSource.query(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [model.table],
  );
  const own = new Set(['id', 'number', 'object_type', 'object_id']);
  const copied = columns.map(({ name }) => name).filter((name) => !own.has(name));
  const about = objects(organization);
  const owner = 'organization_id';
  await dataSource.query(`DELETE FROM ${quote(model.table)} WHERE ${owner} = $1 AND number > $2`, [
    ORGANIZATIONS[organization],
    ROWS,
  ]);
  await dataSource.query(
    `INSERT INTO ${quote(model.table)} (id, number, object_type, object_id, ${copied.map(quote).join(', ')})
     SELECT v.id, v.number, v.type, v.object, ${copied.map((name) => `t.${quote(name)}`).join(', ')}
     FROM unnest($2::uuid[], $3::int[], $4::text[], $5::uuid[]) v(id, number, type, object)
     JOIN ${quote(model.table)} t ON t.organization_id = $1 AND t.number = v.number % ${ROWS} + 1 AND v.number > ${ROWS}`,
    [
      ORGANIZATIONS[organization],
      about.map(({ number }) => idOf(model, 1, organization).replace(/.{8}$/, (end) => numbered(end, number))),
      about.map(({ number }) => number),
      about.map(({ type }) => type),
      about.map(({ id }) => id),
    ],
  );
  await dataSource.query(
    `UPDATE ${quote(model.table)} t SET object_type = v.type, object_id = v.object
     FROM unnest($2::int[], $3::text[], $4::uuid[]) v(number, type, object) WHERE t.organization_id = $1 AND t.number = v.number`,
    [
      ORGANIZATIONS[organization],
      about.map(({ number }) => number),
      about.map(({ type }) => type),
      about.map(({ id }) => id),
    ],
  );
};

/** Makes what the generic seed leaves out: rows of hand-made tables, memberships, and what attached rows are about. */
export const finishSeed = async (dataSource: DataSource, organizations: readonly string[]): Promise<void> => {
  for (const organization of organizations.keys()) {
    await handMade(dataSource, organization);
    await changeRecords(dataSource, organization);
    await deliveries(dataSource, organization);
    await dataSource.query(
      'INSERT INTO users_membership (user_id, organization_id) SELECT id, $1 FROM unnest($2::uuid[]) u(id)',
      [ORGANIZATIONS[organization], Array.from({ length: ROWS }, (_, n) => idOf('users.User', n + 1, organization))],
    );
    for (const model of attachedModels()) await attach(dataSource, model, organization);
  }
};

/** Lets every reference be empty, so that rows may be taken out of the world. */
export const loosen = (dataSource: DataSource): Promise<unknown> =>
  dataSource.query(`DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT a.attrelid::regclass t, a.attname FROM pg_attribute a JOIN pg_class r ON r.oid = a.attrelid
      WHERE r.relnamespace = 'public'::regnamespace AND r.relkind IN ('r', 'p') AND NOT r.relispartition AND a.attnum > 0 AND a.attnotnull AND a.attname LIKE '%\\_id'
        AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)) LOOP
      EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', c.t, c.attname); END LOOP; END $$`);
