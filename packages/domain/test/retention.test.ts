import { changeSettings } from '@plumbline/engine';
import { randomUUID } from 'node:crypto';
import { forgetHistory } from '../src/index.ts';
import { Plant } from './plant.ts';

let plant: Plant;
beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

const ask = <T>(text: string, values: readonly unknown[]) => plant.dataSource.query<T[]>(text, [...values]);

const set = async (input: Readonly<Record<string, unknown>>): Promise<void> => {
  const changes = Object.entries(input).map(([key, value]) => ({ key, value, version: null }));
  const options = { level: 'ORGANIZATION', reason: null, dryRun: false } as const;
  expect((await changeSettings(plant.writer, plant.actor, changes, options)).errors).toEqual([]);
};

/** Descriptions a region had by its change records, oldest first. */
const history = async (id: string): Promise<string[]> =>
  (
    await ask<{ is: string }>(
      `SELECT coalesce(after ->> 'description', action) AS is FROM core_change_record
       WHERE object_id = $1 ORDER BY changed_at, id`,
      [id],
    )
  ).map((row) => row.is);

const aged = (id: string, days: number) =>
  ask(
    `WITH moved AS (UPDATE core_change_record SET changed_at = changed_at - $2::int * interval '1 day'
       WHERE object_id = $1 RETURNING change_set_id)
     UPDATE core_change_set s SET created = created - $2::int * interval '1 day' FROM moved WHERE s.id = moved.change_set_id`,
    [id, days],
  );

test('change records go after the days that are set, of an object that lives on all but the ends', async () => {
  const id = await plant.make('dcim.Region', { name: 'a', slug: 'a', description: '1' });
  for (const description of ['2', '3', '4'])
    await plant.run((work) => work.update('dcim.Region', [{ id, description }]));
  await aged(id, 40);
  await plant.run((work) => work.update('dcim.Region', [{ id, description: '5' }]));
  expect(await forgetHistory(ask)).toEqual({ changes: 0, changeSets: 0, jobs: 0, actors: 0 });
  await set({ 'core.changelogRetention': 30, 'core.changelogKeepEnds': true });
  expect(await forgetHistory(ask, 2)).toEqual({ changes: 3, changeSets: 3, jobs: 0, actors: 0 });
  expect(await history(id)).toEqual(['1', '5']);
  await set({ 'core.changelogKeepEnds': false });
  expect(await forgetHistory(ask)).toEqual({ changes: 1, changeSets: 1, jobs: 0, actors: 0 });
  expect(await history(id)).toEqual(['5']);
});

test('ended jobs go after the days that are set, and those of other organizations stay', async () => {
  const other = randomUUID();
  await ask("INSERT INTO core_organization (id, number, name, slug) VALUES ($1, 2, 'Other', 'other')", [other]);
  const add = (organization: string, status: string, days: number) =>
    ask(
      `INSERT INTO core_job (organization_id, id, name, label, status, actor, actor_name, finished_at)
       VALUES ($1, gen_random_uuid(), 'x', $2, $3, '{}', 'x', CASE WHEN $3 <> 'running' THEN now() - $4::int * interval '1 day' END)`,
      [organization, `${status} ${days}`, status, days],
    );
  for (const days of [5, 20]) {
    await add(plant.actor.organizationId, 'completed', days);
    await add(other, 'failed', days);
  }
  await add(plant.actor.organizationId, 'running', 20);
  await set({ 'core.jobRetention': 10 });
  expect((await forgetHistory(ask)).jobs).toBe(1);
  const left = await ask<{ label: string }>('SELECT label FROM core_job ORDER BY label', []);
  expect(left.map(({ label }) => label)).toEqual(['completed 5', 'failed 20', 'failed 5', 'running 20']);
});

test('the log forgets who made a change after the days that are set, and keeps the change', async () => {
  const made = async (name: string) => {
    const id = await plant.make('dcim.Region', { name, slug: name, description: '1' });
    await plant.run((work) => work.update('dcim.Region', [{ id, description: '2' }]));
    return id;
  };
  const [old, young] = [await made('old'), await made('young')];
  await aged(old, 40);
  const told = (id: string) =>
    ask(
      `SELECT r.action, r.actor_name AS name, r.actor_user_id AS "user", r.after -> 'createdBy' AS maker, s.actor_name AS "setName",
         s.actor_user_id AS "setUser", s.actor_token_id AS token
       FROM core_change_record r JOIN core_change_set s ON s.id = r.change_set_id
       WHERE r.object_id = $1 ORDER BY r.changed_at, r.id`,
      [id],
    );
  const before = await told(young);
  await set({ 'core.changelogRetention': 0, 'core.changelogActorDays': 30 });
  expect((await forgetHistory(ask, 1)).actors).toBe(2);
  const nameless = { name: 'someone', user: null, maker: null, setName: 'someone', setUser: null, token: null };
  expect(await told(old)).toEqual([
    { action: 'create', ...nameless },
    { action: 'update', ...nameless },
  ]);
  expect(await told(young)).toEqual(before);
  expect(before).toMatchObject([{ name: plant.actor.name }, { setName: plant.actor.name }]);
  expect((await forgetHistory(ask)).actors).toBe(0);
});
