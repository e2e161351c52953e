import { restoreObject, revertChangeSet, type Outcome } from '@plumbline/engine';
import { Plant } from '../plant.ts';
import { contentsOf, differences } from './contents.ts';

if (process.env['PLUMBLINE_FULL'] === '1') jest.setTimeout(900_000);

let plant: Plant;
let serial = 0;

beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

const MANY = process.env['PLUMBLINE_FULL'] === '1' ? 100_000 : 5_020;

/** Objects of a type that few rules look at, written without history. */
const tenants = async (count: number, values: object): Promise<void> => {
  const stem = `many${++serial}`;
  await plant.dataSource.query(
    `INSERT INTO tenancy_tenant (organization_id, id, number, name, slug, created, custom_fields)
     SELECT $1, gen_random_uuid(), 100000 * $5::integer + n, $2 || n, $2 || n, now(), $3 FROM generate_series(1, $4::integer) n`,
    [plant.actor.organizationId, stem, values, count, serial],
  );
};

const field = (rest: object = {}) => ({ name: `f${++serial}`, type: 'text', objectTypes: ['tenancy.Tenant'], ...rest });

const setOf = ({ changeSetId, errors }: Outcome<unknown>): string => {
  expect(errors).toEqual([]);
  return changeSetId ?? '';
};

const recordsOf = (set: string) =>
  plant.dataSource.query<{ source: string; fields: unknown; told: number; count: number }[]>(
    `SELECT r.source, r.fields, count(*)::integer AS count, count(o.id)::integer AS told
     FROM core_change_record r LEFT JOIN (SELECT unnest(coalesce(record_ids, ARRAY[change_record_id])) AS id FROM core_outbox) o ON o.id = r.id
     WHERE r.change_set_id = $1 AND r.object_type = 'tenancy.Tenant' GROUP BY r.source, r.fields ORDER BY r.fields::text`,
    [set],
  );

const undo = (set: string): Promise<Outcome<unknown>> => revertChangeSet(plant.writer, plant.actor, set);

/** Undo and redo, each to the row; versions and stamps apart. */
const backAndForth = async (change: () => Promise<Outcome<unknown>>): Promise<void> => {
  const before = await contentsOf(plant);
  const set = setOf(await change());
  const after = await contentsOf(plant);
  const undone = setOf(await undo(set));
  expect(differences(before, await contentsOf(plant))).toEqual([]);
  const redone = setOf(await undo(undone));
  expect(differences(after, await contentsOf(plant))).toEqual([]);
  setOf(await undo(redone));
  expect(differences(before, await contentsOf(plant))).toEqual([]);
};

describe('values follow their custom field, each object with its record', () => {
  test('a field that goes takes its values, one record and one event per object, and undo brings them back', async () => {
    const one = field();
    const id = await plant.make('extras.CustomField', one);
    await tenants(3, { [one.name]: 'x', other: 'kept' });
    const set = setOf(await plant.remove('extras.CustomField', id));
    const fields = [{ name: `customFields.${one.name}`, before: 'x', after: null }];
    expect(await recordsOf(set)).toEqual([{ source: 'cascade', fields, count: 3, told: 3 }]);
    setOf(await undo(set));
    const rows = await plant.dataSource.query<{ count: number }[]>(
      `SELECT count(*)::integer AS count FROM tenancy_tenant WHERE custom_fields = $1 AND row_version = 3`,
      [{ [one.name]: 'x', other: 'kept' }],
    );
    expect(rows).toEqual([{ count: 3 }]);
  });

  test('fields that are made with a default, renamed, taken off a type or deleted come and go without a trace', async () => {
    const [a, b] = [field({ default: 'none' }), field()];
    await tenants(2, {});
    await backAndForth(() => plant.create('extras.CustomField', a));
    const [first, second] = await plant.all('extras.CustomField', [a, b]);
    await tenants(2, { [a.name]: 'mine', [b.name]: 'theirs' });
    await backAndForth(() => plant.update('extras.CustomField', { id: first, name: 'changed' }));
    await backAndForth(() =>
      plant.update('extras.CustomField', { id: first, name: b.name }, { id: second, name: a.name }),
    );
    await backAndForth(() => plant.update('extras.CustomField', { id: first, objectTypes: ['dcim.Site'] }));
    await backAndForth(() => plant.remove('extras.CustomField', first ?? '', second ?? ''));
  });

  test('a value that was changed after a rename goes back to the old name with its field', async () => {
    const one = field();
    const id = await plant.make('extras.CustomField', one);
    const tenant = await plant.named('tenancy.Tenant', { customFields: { [one.name]: 'x' } });
    const set = setOf(await plant.update('extras.CustomField', { id, name: 'elsewhere' }));
    setOf(await plant.update('tenancy.Tenant', { id: tenant, customFields: { elsewhere: 'y' } }));
    setOf(await undo(set));
    expect((await plant.row('tenancy_tenant', tenant))['custom_fields']).toMatchObject({ [one.name]: 'y' });
  });

  test('a default that somebody changed since stands in the way of undoing the field', async () => {
    const one = field({ default: 'none' });
    const tenant = await plant.named('tenancy.Tenant');
    const set = setOf(await plant.create('extras.CustomField', one));
    setOf(await plant.update('tenancy.Tenant', { id: tenant, customFields: { [one.name]: 'mine' } }));
    const { errors } = await undo(set);
    expect(errors.map(({ code, details }) => [code, details?.['id'], details?.['fields']])).toEqual([
      ['CHANGED_SINCE', tenant, [`customFields.${one.name}`]],
    ]);
  });

  test('of two fields deleted together, one comes back alone with its values', async () => {
    const [a, b] = [field(), field()];
    const [first = '', second = ''] = await plant.all('extras.CustomField', [a, b]);
    const tenant = await plant.named('tenancy.Tenant', { customFields: { [a.name]: 'x', [b.name]: 'y' } });
    setOf(await plant.remove('extras.CustomField', first, second));
    setOf(await restoreObject(plant.writer, plant.actor, second));
    const values = (await plant.row('tenancy_tenant', tenant))['custom_fields'];
    expect(values).toMatchObject({ [b.name]: 'y' });
    expect(values).not.toHaveProperty(a.name);
  });

  test('an object comes back without values of a field that was deleted after it, and with those of one deleted with it', async () => {
    const [a, b] = [field(), field({ unique: true })];
    const [first = '', second = ''] = await plant.all('extras.CustomField', [a, b]);
    const tenant = await plant.named('tenancy.Tenant', { customFields: { [a.name]: 'x', [b.name]: 'y' } });
    const set = setOf(
      await plant.run(async (work) => {
        await work.delete('tenancy.Tenant', { ids: [tenant] });
        await work.delete('extras.CustomField', { ids: [second] });
      }),
    );
    setOf(await plant.remove('extras.CustomField', first));
    setOf(await undo(set));
    const values = (await plant.row('tenancy_tenant', tenant))['custom_fields'];
    expect(values).toMatchObject({ [b.name]: 'y' });
    expect(values).not.toHaveProperty(a.name);
  });

  test('more rows than a chunk take statements by the chunk, and one record each even when they change twice', async () => {
    const [a, b] = [field(), field()];
    const [first = '', second = ''] = await plant.all('extras.CustomField', [a, b]);
    await tenants(MANY, { [a.name]: 'x', [b.name]: 'y' });
    const outcome = await plant.run(async (work) => {
      await work.delete('extras.CustomField', { ids: [first] });
      await work.update('extras.CustomField', [{ id: second, name: 'moved' }]);
    });
    const set = setOf(outcome);
    const chunks = Math.ceil(MANY / 5_000);
    expect(outcome.statements).toBeLessThanOrEqual(30 + 16 * chunks);
    const counted = (await recordsOf(set)).map(({ count, told }) => [count, told]);
    expect(counted).toEqual([[MANY, MANY]]);
    const job = { ...plant.actor, source: 'job' as const };
    setOf(await revertChangeSet(plant.writer, job, set));
    const rows = await plant.dataSource.query<{ count: number }[]>(
      'SELECT count(*)::integer AS count FROM tenancy_tenant WHERE custom_fields = $1',
      [{ [a.name]: 'x', [b.name]: 'y' }],
    );
    expect(rows).toEqual([{ count: MANY }]);
  });
});
