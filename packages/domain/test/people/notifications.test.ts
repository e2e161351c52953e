import { beginConsumers, consumeAll, eventDb, type Actor, type ConsumeParts, type Work } from '@plumbline/engine';
import { Pool } from 'pg';
import { setMarks } from '../../src/extras/people/marks.commands.ts';
import { notificationsConsumer } from '../../src/extras/people/notifications.consumer.ts';
import { ownNotifications, settleNotifications } from '../../src/extras/people/notifications.commands.ts';
import { membersOfGroups } from '../../src/extras/people/notify.ts';
import { setPreferences } from '../../src/extras/people/preferences.commands.ts';
import { saveView, watchView } from '../../src/extras/people/views.commands.ts';
import { forgetNotifications } from '../../src/extras/people/retention.queries.ts';
import { numberEvents } from '../numbered.ts';
import { Office } from '../permissions/office.ts';

let office: Office;
let pool: Pool;
let parts: ConsumeParts;

beforeAll(async () => {
  office = await Office.open();
  pool = new Pool({ connectionString: office.plant.url, max: 2 });
  parts = {
    writer: office.writer,
    db: eventDb(pool),
    onError: (error) => {
      throw error;
    },
    pauses: [0],
  };
  await numberEvents(office.plant.dataSource);
  await beginConsumers(parts.db, [notificationsConsumer.name]);
});
afterAll(async () => {
  await pool?.end();
  await office?.close();
});

/** Has people be told of all that happened. */
const told = async (): Promise<void> => {
  await numberEvents(office.plant.dataSource);
  await consumeAll(parts, notificationsConsumer);
};

/** A member who sees and changes devices, or those of a predicate. */
const member = async (predicate: object | null = null): Promise<Actor> => {
  const userId = await office.user();
  await office.permission({ users: [userId], predicate, actions: ['view', 'change', 'delete'] });
  return office.as(userId);
};

const watch = (actor: Actor, ids: readonly string[]) =>
  setMarks(office.writer, actor, { mark: 'extras.ObjectSubscription', type: 'dcim.Device', ids, on: true });

const rename = (actor: Actor, id: string) =>
  office.write(actor, (work: Work) => work.update('dcim.Device', [{ id, name: office.plant.name('renamed') }]));

const all = { first: 50, offset: 0, unreadOnly: false };
const inbox = async (actor: Actor) => (await ownNotifications(office.writer, actor, all)).items;

test('who watches an object is told what others do to it, once for all that happened since it was read', async () => {
  const { devices } = await office.place();
  const [id = '', other = ''] = devices;
  const [watcher, writer] = [await member(), await member()];
  await watch(watcher, [id]);
  await rename(writer, id);
  await rename(writer, other);
  await rename(watcher, id);
  await rename(writer, id);
  await told();
  const [first, ...rest] = await inbox(watcher);
  expect(rest).toEqual([]);
  expect(first).toMatchObject({ objectId: id, type: 'dcim.Device', eventType: 'object_updated', read: null });
  expect([first?.events, first?.actorName]).toEqual([2, writer.name]);
  expect(await inbox(writer)).toEqual([]);
  await settleNotifications(office.writer, watcher, null, 'read');
  expect(await ownNotifications(office.writer, watcher, all)).toMatchObject({ total: 1, unread: 0 });
  await rename(writer, id);
  await told();
  await told();
  expect(await inbox(watcher)).toMatchObject([{ objectId: id, events: 1, read: null }]);
});

test('nobody is told of what they may not see by then', async () => {
  const { site, devices } = await office.place();
  const [id = ''] = devices;
  const [watcher, writer] = [await member(), await member()];
  await watch(watcher, [id]);
  await office.plant.dataSource.query(
    'UPDATE users_object_permission p SET predicate = $1 FROM users_object_permission_users l WHERE l.source_id = p.id AND l.target_id = $2',
    [{ not: { site: { id: { eq: site } } } }, watcher.userId],
  );
  await rename(writer, id);
  await told();
  expect(await inbox(watcher)).toEqual([]);
});

test('who watched an object hears of its end', async () => {
  const { devices } = await office.place();
  const [id = ''] = devices;
  const [watcher, writer] = [await member(), await member()];
  await watch(watcher, [id]);
  await office.write(writer, (work) => work.delete('dcim.Device', { ids: [id] }));
  await told();
  expect(await inbox(watcher)).toMatchObject([{ objectId: id, eventType: 'object_deleted' }]);
});

/** Has somebody watch a view of their own that shows devices a filter matches. */
const watchDevices = async (watcher: Actor, filter: Readonly<Record<string, unknown>>): Promise<void> => {
  const query = { filter, words: null, orderBy: null };
  const rest = { tokens: null, columns: null, density: null, description: null, shared: false, isDefault: false };
  const people = { writer: office.writer, reader: office.reader, pool: office.desk.pool };
  const wish = { id: null, type: 'dcim.Device', name: office.plant.name('view'), ...query, ...rest };
  const { id } = await saveView(people, watcher, wish);
  await watchView(office.writer, watcher, String(id), true);
};

test('who watches a saved view is told of what it shows, and of nothing else', async () => {
  const { devices } = await office.place();
  const [shown = '', other = ''] = devices;
  const [watcher, writer] = [await member(), await member()];
  await watchDevices(watcher, { id: { eq: shown } });
  await rename(writer, shown);
  await rename(writer, other);
  await told();
  expect(await inbox(watcher)).toMatchObject([{ objectId: shown, eventType: 'object_updated' }]);
});

test('amid thousands of events that nobody watches the same is told', async () => {
  const [renamed = '', deleted = ''] = (await office.place()).devices;
  const [shown = ''] = (await office.place()).devices;
  const [watcher, writer] = [await member(), await member()];
  const crowd = () =>
    office.plant.dataSource.query(
      `INSERT INTO core_outbox (id, organization_id, object_type, object_id, action)
       SELECT gen_random_uuid(), $1, 'dcim.CableBundle', gen_random_uuid(), 'create' FROM generate_series(1, 700)`,
      [writer.organizationId],
    );
  await watch(watcher, [renamed, deleted]);
  await watchDevices(watcher, { id: { eq: shown } });
  await told();
  await crowd();
  await rename(writer, renamed);
  await office.write(writer, (work) => work.delete('dcim.Device', { ids: [deleted] }));
  await crowd();
  await rename(writer, shown);
  await crowd();
  await told();
  const news = (await inbox(watcher)).map(({ objectId, eventType }) => `${objectId} ${eventType}`);
  const wanted = [`${renamed} object_updated`, `${deleted} object_deleted`, `${shown} object_updated`];
  expect(news.toSorted()).toEqual(wanted.toSorted());
});

test('many who watch views cost as many statements as one, whatever their rights and filters', async () => {
  const { devices, site } = await office.place();
  const [shown = '', other = ''] = devices;
  const writer = await member();
  const counted = async (): Promise<number> => {
    await rename(writer, shown);
    await rename(writer, other);
    await numberEvents(office.plant.dataSource);
    let statements = 0;
    const run = async (...args: Parameters<typeof parts.writer.run>) => {
      const outcome = await parts.writer.run(...args);
      statements += outcome.statements;
      return outcome;
    };
    const counting = Object.create(parts.writer, { run: { value: run } }) as typeof parts.writer; // all else is the writer's
    await consumeAll({ ...parts, writer: counting }, notificationsConsumer);
    return statements;
  };
  const first = await member();
  await watchDevices(first, { id: { eq: shown } });
  await counted();
  const one = await counted();
  const others = await Promise.all([member(), member({ site: { id: { eq: site } } }), member({ id: { eq: other } })]);
  for (const watcher of others) await watchDevices(watcher, { id: { in: [shown, other] } });
  await counted();
  expect(await counted()).toBe(one);
  const heard = await Promise.all(
    [first, ...others].map(async (watcher) => (await inbox(watcher)).map((n) => n.objectId)),
  );
  expect(heard.map((ids) => new Set(ids))).toEqual([
    new Set([shown]),
    new Set([shown, other]),
    new Set([shown, other]),
    new Set([other]),
  ]);
});

test('notifications are their reader’s alone', async () => {
  const { devices } = await office.place();
  const [id = ''] = devices;
  const [watcher, writer] = [await member(), await member()];
  await watch(watcher, [id]);
  await rename(writer, id);
  await told();
  const [own] = await inbox(watcher);
  expect(await settleNotifications(office.writer, writer, [String(own?.id)], 'deleted')).toMatchObject({ count: 0 });
  const userId = await office.user();
  await office.permission({ users: [userId], objectTypes: ['*'], actions: ['*'] });
  expect(await office.seen(await office.as(userId), 'notifications')).toEqual([]);
  expect(await settleNotifications(office.writer, watcher, [String(own?.id)], 'deleted')).toMatchObject({ count: 1 });
  expect(await inbox(watcher)).toEqual([]);
});

test('mail is planned as people chose, where there is a mail server', async () => {
  await office.plant.run((work) => work.changeSetting('core.smtpServer', 'mail.example'));
  const { devices } = await office.place();
  const [id = ''] = devices;
  const writer = await member();
  const due = async (mail: string | null): Promise<unknown> => {
    const watcher = await member();
    await setPreferences(office.writer, watcher, { mail });
    await watch(watcher, [id]);
    await rename(writer, id);
    await told();
    const [row] = await office.plant.dataSource.query<{ wait: unknown }[]>(
      `SELECT CASE WHEN mail_due IS NULL THEN 'never' WHEN mail_due < now() + interval '2 minutes' THEN 'soon'
         WHEN mail_due <= now() + interval '1 day' THEN 'a day' END AS wait FROM extras_notification WHERE user_id = $1`,
      [watcher.userId],
    );
    return row?.wait;
  };
  expect([await due(null), await due('none'), await due('immediate')]).toEqual(['never', 'never', 'soon']);
  expect(['soon', 'a day']).toContain(await due('daily'));
});

test('daily mail waits for the hour that is set', async () => {
  await office.plant.run((work) => work.changeSetting('core.smtpServer', 'mail.example'));
  await office.plant.run((work) => work.changeSetting('core.mailHour', 13));
  const { devices } = await office.place();
  const [id = ''] = devices;
  const [watcher, writer] = [await member(), await member()];
  await setPreferences(office.writer, watcher, { mail: 'daily' });
  await watch(watcher, [id]);
  await rename(writer, id);
  await told();
  const [row] = await office.plant.dataSource.query<{ at: string; isNext: boolean }[]>(
    `SELECT to_char(mail_due AT TIME ZONE 'UTC', 'HH24:MI') AS at, mail_due BETWEEN now() AND now() + interval '1 day' AS "isNext"
     FROM extras_notification WHERE user_id = $1`,
    [watcher.userId],
  );
  expect(row).toEqual({ at: '13:00', isNext: true });
});

test('notifications go after the days that are set, but not while their mail waits', async () => {
  const { devices } = await office.place();
  const writer = await member();
  const watchers = [await member(), await member(), await member()];
  for (const watcher of watchers) await watch(watcher, devices);
  for (const id of devices) await rename(writer, id);
  await told();
  const [old, mailed] = watchers;
  const { dataSource } = office.plant;
  const age = `UPDATE extras_notification SET happened_at = now() - interval '91 days', created = now() - interval '91 days',
    last_updated = NULL, mail_due = CASE WHEN $2 THEN now() END WHERE user_id = $1`;
  await dataSource.query(age, [old?.userId, false]);
  await dataSource.query(age, [mailed?.userId, true]);
  const ask = <T>(text: string, values: readonly unknown[]) => dataSource.query<T[]>(text, [...values]);
  expect(await forgetNotifications(office.writer, ask, 1)).toBe(2);
  expect(await forgetNotifications(office.writer, ask)).toBe(0);
  expect(await Promise.all(watchers.map(async (one) => (await inbox(one)).length))).toEqual([0, 2, 2]);
});

test('a notification group reaches people by name and by their groups, each once', async () => {
  const [one, two, outside] = [await office.user(), await office.user(), await office.user()];
  const group = await office.plant.make('users.Group', { name: office.plant.name('group'), users: [one, two] });
  const id = await office.plant.make('extras.NotificationGroup', {
    name: office.plant.name('told'),
    users: [one],
    groups: [group],
  });
  const { result } = await office.plant.run((work) => membersOfGroups(work, [id]));
  expect([...(result?.get(id) ?? [])].toSorted()).toEqual([one, two].toSorted());
  expect(result?.get(id)).not.toContain(outside);
});
