import { importDesk, reportOf, type Tables } from './import-desk.ts';
import { named, row, typeId } from './small-dump.ts';
import { customFieldRow, deviceTables, interfaceRow } from './small-rows.ts';

const desk = importDesk();

const { load } = desk;

const idOf = async (table: string, number: number): Promise<string> => {
  const [found] = await desk.plant.dataSource.query<{ id: string }[]>(`SELECT id FROM ${table} WHERE number = $1`, [
    number,
  ]);
  return found?.id ?? '';
};

const edit = async (model: string, table: string, number: number, values: object): Promise<void> => {
  const { errors } = await desk.plant.update(model, { id: await idOf(table, number), ...values });
  expect(errors).toEqual([]);
};

const site = async (number = 7): Promise<Record<string, unknown>> =>
  desk.plant.row('dcim_site', await idOf('dcim_site', number));

const sites = (values: Readonly<Record<string, string | number | null>> = {}): Tables => ({
  dcim_site: [named(7, 'Main site', { status: 'active', ...values })],
});

test('a local edit stays when the dump is imported again, and the report says so', async () => {
  await load(sites());
  await edit('dcim.Site', 'dcim_site', 7, { description: 'ours', status: 'planned' });
  const report = await load(sites());
  expect(reportOf(report, 'dcim_site')).toMatchObject({
    unchanged: 1,
    updated: 0,
    keptEdits: 2,
    edits: [
      { id: '7', number: 7, field: 'description', local: 'ours', source: null },
      { id: '7', number: 7, field: 'status', local: 'planned', source: 'active' },
    ],
  });
  expect(report.totals).toMatchObject({ updated: 0, keptEdits: 2 });
  expect(await site()).toMatchObject({ description: 'ours', status: 'planned' });
});

test('what the source changed since arrives beside a local edit of another field', async () => {
  await load(sites());
  await edit('dcim.Site', 'dcim_site', 7, { description: 'ours' });
  const report = await load(
    sites({ description: 'theirs', status: 'retired', last_updated: '2039-02-03 04:05:06+00' }),
  );
  expect(reportOf(report, 'dcim_site')).toMatchObject({ updated: 1, keptEdits: 1 });
  expect(await site()).toMatchObject({
    description: 'ours',
    status: 'retired',
    last_updated: new Date('2039-02-03T04:05:06Z'),
  });
});

test('an edit that arrives at the same value as the source is none', async () => {
  await load(sites());
  await edit('dcim.Site', 'dcim_site', 7, { description: 'same' });
  const report = await load(sites({ description: 'same' }));
  expect(report.totals).toMatchObject({ updated: 0, unchanged: 1, keptEdits: 0 });
  await load(sites({ description: 'newer' }));
  expect(await site()).toMatchObject({ description: 'newer' });
});

test('an edit stays through any number of imports, until it is taken back', async () => {
  await load(sites());
  await edit('dcim.Site', 'dcim_site', 7, { description: 'ours' });
  for (const description of ['a', 'b', 'b']) expect((await load(sites({ description }))).totals.keptEdits).toBe(1);
  await edit('dcim.Site', 'dcim_site', 7, { description: 'b' });
  expect((await load(sites({ description: 'c' }))).totals).toMatchObject({ updated: 1, keptEdits: 0 });
  expect(await site()).toMatchObject({ description: 'c' });
});

test('overwriting takes the source everywhere, also in a rehearsal that keeps nothing', async () => {
  await load(sites());
  await edit('dcim.Site', 'dcim_site', 7, { description: 'ours' });
  expect((await load(sites(), { overwrite: true, dryRun: true })).totals).toMatchObject({ updated: 1, keptEdits: 0 });
  expect(await site()).toMatchObject({ description: 'ours' });
  expect((await load(sites(), { overwrite: true })).totals).toMatchObject({ updated: 1, keptEdits: 0 });
  expect(await site()).toMatchObject({ description: null });
  expect((await load(sites())).totals).toMatchObject({ updated: 0, keptEdits: 0 });
});

test('custom fields are compared one by one', async () => {
  const fields = {
    extras_customfield: ['floor', 'room'].map((name, i) => customFieldRow(i + 1, name, 'text')),
    extras_customfield_object_types: [1, 2].map((id) => ({
      id,
      customfield_id: id,
      objecttype_id: typeId('dcim.site'),
    })),
  };
  const at = (floor: string, room: string) => ({
    ...fields,
    ...sites({ custom_field_data: JSON.stringify({ floor, room }) }),
  });
  expect((await load(at('1', 'a'))).totals).toMatchObject({ refused: 0, incomplete: 0 });
  await edit('dcim.Site', 'dcim_site', 7, { customFields: { floor: '9' } });
  const report = await load(at('1', 'b'));
  expect(reportOf(report, 'dcim_site')?.edits).toEqual([
    { id: '7', number: 7, field: 'customFields.floor', local: '9', source: '1' },
  ]);
  expect(await site()).toMatchObject({ custom_fields: { floor: '9', room: 'b' } });
});

test('references are reported by name, and those made late are compared as well', async () => {
  const address = (id: number, text: string) =>
    row(id, {
      address: text,
      status: 'active',
      assigned_object_type_id: typeId('dcim.interface'),
      assigned_object_id: 40,
      custom_field_data: '{}',
    });
  const tables = {
    ...deviceTables([{ primary_ip4_id: 30 }]),
    dcim_interface: [interfaceRow(40, 'eth0')],
    ipam_ipaddress: [address(30, '192.0.2.1/24'), address(31, '192.0.2.2/24')],
  };
  expect((await load(tables)).totals).toMatchObject({ refused: 0, incomplete: 0 });
  await edit('dcim.Device', 'dcim_device', 1, { primaryIp4: await idOf('ipam_ip_address', 31) });
  const again = await load(tables);
  expect(reportOf(again, 'dcim_device')?.edits).toEqual([
    { id: '1', number: 1, field: 'primaryIp4', local: '192.0.2.2/24', source: '192.0.2.1/24' },
  ]);
  expect(again.totals).toMatchObject({ updated: 0 });
});

test('a thousand rows are compared with as many statements as one', async () => {
  const many = (count: number): Tables => ({
    dcim_site: Array.from({ length: count }, (_, i) => named(i + 1, `S ${i + 1}`, { status: 'active' })),
  });
  const statementsOf = async (count: number): Promise<number> => {
    await load(many(count));
    let statements = 0;
    const counting = {
      ...desk.plant.writer,
      run: (async (...args: Parameters<typeof desk.plant.writer.run>) => {
        const outcome = await desk.plant.writer.run(...args);
        statements += outcome.statements;
        return outcome;
      }) as typeof desk.plant.writer.run,
    };
    expect((await load(many(count), { writer: counting })).totals).toMatchObject({ unchanged: count });
    return statements;
  };
  expect(await statementsOf(1000)).toBe(await statementsOf(1));
});
