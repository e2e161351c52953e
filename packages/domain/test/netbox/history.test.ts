import { importDesk, reportOf } from './import-desk.ts';
import { named, typeId } from './small-dump.ts';
import { jobRow, userRow, type Values } from './small-rows.ts';

const desk = importDesk();
const { load, all } = desk;

const users = [userRow(5, 'ann')];

const SITE = typeId('dcim.site');

const change = (id: number, values: Readonly<Record<string, string | number | null>>) => ({
  id,
  time: `2023-05-0${id} 10:00:00.25+02`,
  user_name: 'ann',
  request_id: '11111111-2222-3333-4444-555555555555',
  action: 'update',
  changed_object_id: 7,
  related_object_id: null,
  object_repr: 'Main site',
  prechange_data: null,
  postchange_data: null,
  changed_object_type_id: SITE,
  related_object_type_id: null,
  user_id: 5,
  ...values,
});

const changes = [
  change(1, { action: 'create', postchange_data: '{"name": "Main", "time_zone": null, "tags": []}' }),
  change(2, {
    prechange_data: '{"name": "Main", "time_zone": null, "custom_fields": {"floor": 1, "door": "a"}}',
    postchange_data: '{"name": "Main site", "time_zone": "Europe/Oslo", "custom_fields": {"floor": 2, "door": "a"}}',
  }),
  change(3, { action: 'delete', changed_object_id: 8, object_repr: 'Gone', prechange_data: '{"name": "Gone"}' }),
  change(4, {
    changed_object_type_id: typeId('extras.webhook'),
    changed_object_id: 1,
    prechange_data: '{"secret": "hunter2", "ssl_verification": true}',
    postchange_data: '{"secret": "hunter3", "ssl_verification": true}',
  }),
  change(5, { changed_object_type_id: typeId('acme.widget'), postchange_data: '{"pin": "hunter4"}' }),
];

const history = `SELECT r.object_number AS number, o.id IS NOT NULL AS known, r.display, r.action, r.fields, r.before, r.after, r.changed_at AS at,
    r.actor_name AS name, u.username AS user, r.source, s.request_id AS request
  FROM core_change_record r JOIN core_change_set s ON s.id = r.change_set_id AND s.organization_id = r.organization_id
  LEFT JOIN dcim_site o ON o.id = r.object_id LEFT JOIN users_user u ON u.id = r.actor_user_id
  WHERE r.request_id LIKE '1111%' ORDER BY r.changed_at`;

describe('the change log of a dump', () => {
  test.each(['core_objectchange', 'extras_objectchange'])('is the history of its objects, from %s', async (table) => {
    const report = await load({
      users_user: users,
      dcim_site: [named(7, 'Main site', { status: 'active' })],
      [table]: changes,
    });
    expect(reportOf(report, table)).toMatchObject({ read: 5, created: 4, waiting: 1, refused: 0 });
    const rows = (await all(history)) as Record<string, unknown>[];
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({ action: 'create', known: true, fields: null, before: null, source: 'import' });
    expect(rows[1]).toMatchObject({
      number: 7,
      known: true,
      user: 'ann',
      name: 'ann',
      at: new Date('2023-05-02T08:00:00.250Z'),
      request: '11111111-2222-3333-4444-555555555555',
      before: { name: 'Main', timeZone: null, customFields: { floor: 1, door: 'a' } },
      fields: [
        { name: 'name', before: 'Main', after: 'Main site' },
        { name: 'timeZone', before: null, after: 'Europe/Oslo' },
        { name: 'customFields.floor', before: 1, after: 2 },
      ],
    });
    expect(rows[2]).toMatchObject({
      number: 8,
      known: false,
      display: 'Gone',
      action: 'delete',
      before: { name: 'Gone' },
    });
    expect(JSON.stringify(rows)).not.toContain('hunter');
    expect(rows[3]).toMatchObject({ before: { secret: '********', sslVerification: true } });
    expect(await all("SELECT count(*)::int AS n FROM core_change_set WHERE request_id LIKE '1111%'")).toEqual([
      { n: 1 },
    ]);
    expect(await all("SELECT count(*)::int AS n FROM core_raw_row WHERE source_type = 'core.objectchange'")).toEqual([
      { n: 2 },
    ]);
  });

  test('comes once, tells nobody, and lies in the partitions of its months', async () => {
    const tables = { dcim_site: [named(7, 'Main site', { status: 'active' })], core_objectchange: changes.slice(0, 3) };
    await load(tables);
    const before = await all(history);
    const report = await load(tables);
    expect(reportOf(report, 'core_objectchange')).toMatchObject({ read: 3, created: 0, updated: 0, unchanged: 3 });
    expect(await all(history)).toEqual(before);
    expect(
      await all(
        "SELECT DISTINCT tableoid::regclass::text AS partition FROM core_change_record WHERE request_id LIKE '1111%'",
      ),
    ).toEqual([{ partition: 'core_change_record_202305' }]);
    expect(
      await all(
        `SELECT count(*)::int AS n FROM core_outbox o
         JOIN core_change_record r ON r.id = ANY(coalesce(o.record_ids, ARRAY[o.change_record_id]))
         WHERE r.request_id LIKE '1111%'`,
      ),
    ).toEqual([{ n: 0 }]);
  });

  test('finds its object when that arrives later', async () => {
    await load({ core_objectchange: changes.slice(0, 1) });
    const report = await load({
      dcim_site: [named(7, 'Main site', { status: 'active' })],
      core_objectchange: changes.slice(0, 1),
    });
    expect(reportOf(report, 'core_objectchange')).toMatchObject({ created: 0, updated: 1 });
    expect(await all(history)).toMatchObject([{ known: true }]);
  });

  test('is brought by administrators alone; for others it stays encrypted', async () => {
    const report = await load({ core_objectchange: changes }, desk.ordinary);
    expect(reportOf(report, 'core_objectchange')).toMatchObject({ fate: 'waiting', waiting: 5 });
    expect(await all(history)).toEqual([]);
    await load({ core_objectchange: changes });
    expect(await all('SELECT source_id FROM core_raw_row ORDER BY 1')).toEqual([
      { source_id: '4' },
      { source_id: '5' },
    ]);
  });
});

test('jobs of a dump are finished jobs here, under their own times and names, and are never started', async () => {
  const job = (id: number, values: Values) => jobRow(id, { log_entries: null, ...values });
  const rows = [
    job(1, {
      data: '{"log": [{"time": "2023-05-01T10:00:02Z", "status": "info", "message": "from the script"}], "output": "ok"}',
      log_entries:
        '{"{\\"level\\": \\"warning\\", \\"message\\": \\"a \\\\\\"quoted\\\\\\" line\\", \\"timestamp\\": \\"2023-05-01T10:00:03Z\\"}"}',
    }),
    job(2, { status: 'errored', error: 'It broke.' }),
    job(3, { status: 'scheduled', interval: 60, started: null, completed: null }),
  ];
  const tables = { users_user: users, dcim_site: [named(7, 'Main site', { status: 'active' })], core_job: rows };
  const report = await load(tables);
  expect(reportOf(report, 'core_job')).toMatchObject({ read: 3, created: 3, waiting: 0 });
  const stored = `SELECT j.label, j.status, j.log, j.input, j.result, j.error, j.actor_name AS name, u.username AS user, j.queued_at AS queued,
      j.finished_at AS finished, j.input ->> 'objectId' = s.id::text AS about
    FROM core_job j LEFT JOIN users_user u ON u.id = j.actor_user_id CROSS JOIN dcim_site s ORDER BY j.input ->> 'jobId'`;
  const jobs = (await all(stored)) as Record<string, unknown>[];
  expect(jobs[0]).toMatchObject({
    label: 'Audit',
    status: 'completed',
    name: 'ann',
    user: 'ann',
    about: true,
    log: [
      { at: '2023-05-01T10:00:03Z', text: 'warning: a "quoted" line' },
      { at: '2023-05-01T10:00:02Z', text: 'info: from the script' },
    ],
    result: { output: 'ok' },
    queued: new Date('2023-05-01T10:00:00Z'),
    finished: new Date('2023-05-01T10:00:09Z'),
  });
  expect(jobs[1]).toMatchObject({ status: 'failed', error: 'It broke.' });
  expect(jobs[2]).toMatchObject({ status: 'cancelled', input: { status: 'scheduled', interval: '60' } });
  expect(reportOf(await load(tables), 'core_job')).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
  const later = rows.map((row) =>
    row.id === 3 ? { ...row, status: 'completed', completed: '2023-05-02 10:00:00+00' } : row,
  );
  expect(reportOf(await load({ ...tables, core_job: later }), 'core_job')).toMatchObject({ updated: 1, unchanged: 2 });
});
