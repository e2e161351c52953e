import { createHmac, randomUUID } from 'node:crypto';
import { codes, Plant } from '../plant.ts';
import { EventBench, Receiver, until, type Arrived } from './bench.ts';

let plant: Plant;
let bench: EventBench;
let receiver: Receiver;
beforeAll(async () => {
  plant = await Plant.open();
  bench = new EventBench(plant);
  receiver = await Receiver.open();
});
beforeEach(async () => {
  receiver.calls.length = 0;
  receiver.answer = () => ({ status: 204 });
  await plant.dataSource.query(
    'TRUNCATE core_outbox, core_consumer, extras_webhook_delivery, extras_webhook_line, extras_event_rule, dcim_site, dcim_region CASCADE',
  );
  await bench.begin();
});
afterAll(async () => {
  await receiver.close();
  await bench.close();
  await plant.close();
});

let serial = 0;

interface RuleOver {
  readonly hook?: object;
  readonly rule?: object;
}

/** A webhook and a rule that calls it; gives the id of the webhook. */
const hooked = async ({ hook = {}, rule = {} }: RuleOver = {}): Promise<string> => {
  const name = `hook ${serial++}`;
  const made = await plant.create('extras.Webhook', { name, payloadUrl: 'https://hooks.example/', ...hook });
  const webhook = String(made.result?.[0]);
  await plant.dataSource.query('UPDATE extras_webhook SET payload_url = $2 WHERE id = $1', [
    webhook,
    `${receiver.url}${(hook as { path?: string }).path ?? '/in'}`,
  ]);
  const ruled = await plant.create('extras.EventRule', {
    name,
    objectTypes: ['dcim.Site'],
    eventTypes: ['object_created', 'object_updated', 'object_deleted'],
    actionObject: { webhook: { id: webhook } },
    ...rule,
  });
  expect([...codes(made), ...codes(ruled)]).toEqual([]);
  return webhook;
};

const sites = async (...inputs: object[]): Promise<string[]> => {
  const { result, errors } = await plant.create(
    'dcim.Site',
    ...inputs.map((input) => ({ slug: `s${serial++}`, ...input })),
  );
  expect(errors).toEqual([]);
  return (result ?? []).map(String);
};

interface Row {
  readonly id: string;
  readonly display: string;
  readonly type: string;
  readonly state: string;
  readonly attempts: number;
  readonly error: string | null;
}

const deliveries = async (): Promise<Row[]> =>
  plant.dataSource.query(
    `SELECT id, object_display AS display, event_type AS type, state, attempts, error FROM extras_webhook_delivery
     ORDER BY sequence, id`,
  );

const shown = async (): Promise<string[]> => (await deliveries()).map(({ type, display }) => `${type} ${display}`);

const bodyOf = ({ body }: Arrived): Record<string, unknown> => JSON.parse(body) as Record<string, unknown>;

test('each event sets off a rule once, however often it is read; nothing comes of a rollback', async () => {
  await hooked();
  const [a] = await sites({ name: 'A' }, { name: 'B' });
  await plant.update('dcim.Site', { id: a, name: 'A2' });
  await plant.run(async (work) => {
    await work.create('dcim.Site', [{ name: 'Never', slug: 'never' }]);
    work.refuse('', 'BAD_USER_INPUT', 'no');
  });
  await plant.run((work) => work.delete('dcim.Site', { ids: [String(a)] }));
  await bench.takeUp();
  const before = await deliveries();
  expect(await shown()).toEqual(['object_created A', 'object_created B', 'object_updated A2', 'object_deleted A2']);
  await plant.dataSource.query('UPDATE core_consumer SET sequence = 0');
  expect(await bench.takeUp()).toBeGreaterThan(3);
  expect(await deliveries()).toEqual(before);
});

test('filters look at the object after and before, and at the fields that changed', async () => {
  await hooked({
    rule: {
      filter: { status: { eq: 'active' } },
      filterBefore: { status: { eq: 'planned' } },
      changedFields: ['status'],
    },
  });
  const [a, b, c] = await sites(
    { name: 'A', status: 'planned' },
    { name: 'B', status: 'planned' },
    { name: 'C', status: 'active' },
  );
  await plant.update('dcim.Site', { id: a, status: 'active' });
  await plant.update('dcim.Site', { id: b, status: 'staging' });
  await plant.update('dcim.Site', { id: c, name: 'C2' });
  await plant.update('dcim.Site', { id: a, name: 'A2' });
  await bench.takeUp();
  expect(await shown()).toEqual(['object_updated A']);
});

test('a filter sees a deleted object as it was, and follows references', async () => {
  const group = await plant.create('dcim.Region', { name: 'North', slug: 'north' });
  await hooked({ rule: { eventTypes: ['object_deleted'], filter: { region: { slug: { eq: 'north' } } } } });
  const [a, b] = await sites({ name: 'In', region: { id: group.result?.[0] } }, { name: 'Out' });
  await plant.run((work) => work.delete('dcim.Site', { ids: [String(a), String(b)] }));
  await bench.takeUp();
  expect(await shown()).toEqual(['object_deleted In']);
});

test.each([
  [{ attr: 'status.value', value: 'active' }, ['A']],
  [{ attr: 'status', value: ['planned', 'retired'], op: 'in' }, ['B']],
  [{ attr: 'status.value', value: 'active', negate: true }, ['B']],
  [
    {
      and: [
        { attr: 'name', value: '^[AB]$', op: 'regex' },
        { attr: 'region.slug', value: 'south' },
      ],
    },
    ['B'],
  ],
  [
    {
      or: [
        { attr: 'name', value: 'A' },
        { attr: 'physical_address', value: 'Bee', op: 'contains' },
      ],
    },
    ['A', 'B'],
  ],
  [{ attr: 'latitude', value: 5, op: 'gt' }, []],
])("NetBox's conditions %j", async (conditions, names) => {
  const region = await plant.create('dcim.Region', { name: 'South', slug: 'south' });
  await hooked({ rule: { conditions } });
  await sites(
    { name: 'A', status: 'active' },
    { name: 'B', status: 'planned', region: { id: region.result?.[0] }, physicalAddress: 'Bee street' },
  );
  await bench.takeUp();
  expect(await shown()).toEqual(names.map((name) => `object_created ${name}`));
});

test('a call carries what happened, signed with its time, and stays recognizable', async () => {
  const webhook = await hooked({
    hook: { secret: 'shh', additionalHeaders: 'X-Api-Key: k1\nX-Plain: {{ event }}' },
    rule: { actionData: { team: 'noc' } },
  });
  const [id] = await sites({ name: 'Signed' });
  await plant.update('dcim.Site', { id, name: 'Signed 2' });
  await bench.takeUp();
  const sender = bench.send(receiver);
  await until(async () => (await deliveries()).every(({ state }) => state === 'delivered'));
  await sender.stop();
  const [created, updated] = receiver.calls;
  if (!created || !updated) throw new Error('Two calls were expected.');
  expect(bodyOf(created)).toMatchObject({
    event: 'created',
    event_type: 'object_created',
    object_type: 'dcim.Site',
    model: 'site',
    username: 'tester',
    data: { id, name: 'Signed', team: 'noc' },
    snapshots: { prechange: null, postchange: { name: 'Signed' } },
  });
  expect(bodyOf(updated)).toMatchObject({
    event: 'updated',
    changes: [{ name: 'name', before: 'Signed', after: 'Signed 2' }],
    snapshots: { prechange: { name: 'Signed' }, postchange: { name: 'Signed 2' } },
  });
  const signature = String(created.headers['x-plumbline-signature']);
  const [, seconds = ''] = /^t=(\d+),v1=/.exec(signature) ?? [];
  const expected = createHmac('sha256', 'shh').update(`${seconds}.${created.body}`).digest('hex');
  expect(signature).toBe(`t=${seconds},v1=${expected}`);
  expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(300);
  expect(created.headers).toMatchObject({
    'x-hook-signature': createHmac('sha512', 'shh').update(created.body).digest('hex'),
    'x-plumbline-event': 'object_created',
    'x-plumbline-delivery': (await deliveries())[0]?.id,
    'x-plain': 'created',
    'content-type': 'application/json',
  });
  const [kept] = await plant.dataSource.query<{ request: { headers: Record<string, string> } }[]>(
    'SELECT request FROM extras_webhook_delivery WHERE webhook_id = $1 LIMIT 1',
    [webhook],
  );
  expect(kept?.request.headers['x-api-key']).not.toBe('k1');
  expect(JSON.stringify(kept)).not.toContain(expected);
});

test('who is down for a while is sent everything in order once it is back, after a circuit that opened', async () => {
  await hooked();
  await sites({ name: 'A' }, { name: 'B' });
  await sites({ name: 'C' });
  await bench.takeUp();
  let down = true;
  receiver.answer = () => ({ status: down ? 503 : 200 });
  const sender = bench.send(receiver);
  const line = async () =>
    (
      await plant.dataSource.query<{ failures: number; open: boolean }[]>(
        'SELECT failures, open_since IS NOT NULL AS open FROM extras_webhook_line',
      )
    )[0];
  await until(async () => (await line())?.open === true);
  expect(new Set(receiver.calls.map((call) => bodyOf(call)['sequence'])).size).toBe(1);
  down = false;
  await until(async () => (await deliveries()).every(({ state }) => state === 'delivered'));
  await sender.stop();
  expect(await line()).toEqual({ failures: 0, open: false });
  const names = receiver.calls.slice(-3).map((call) => (bodyOf(call)['data'] as { name: string }).name);
  expect(names).toEqual(['A', 'B', 'C']);
  const [first, second] = await deliveries();
  expect(first?.attempts).toBeGreaterThan(5);
  expect(second).toMatchObject({ attempts: 1, state: 'delivered' });
});

test('what the other side refuses is tried a few times, and does not hold up what follows', async () => {
  await hooked();
  await sites({ name: 'Bad' }, { name: 'Good' });
  await bench.takeUp();
  receiver.answer = (call) => ({ status: call.body.includes('"Bad"') ? 422 : 200 });
  const sender = bench.send(receiver);
  await until(async () => (await deliveries()).every(({ state }) => state !== 'pending'));
  await sender.stop();
  expect(await deliveries()).toMatchObject([
    { display: 'Bad', state: 'failed', attempts: 3, error: 'The other side answered 422.' },
    { display: 'Good', state: 'delivered', attempts: 1 },
  ]);
});

test('rules start jobs once per event, and say why they can not', async () => {
  const rule = { actionType: 'job', actionObject: null, jobName: 'tidy' };
  const { errors } = await plant.create('extras.EventRule', {
    name: 'Job',
    objectTypes: ['dcim.Site'],
    eventTypes: ['object_created'],
    ...rule,
  });
  expect(errors).toEqual([]);
  await sites({ name: 'A' }, { name: 'B' });
  await bench.takeUp();
  const started: string[] = [];
  const startJob = async ({ name, key, event }: { name: string; key: string; event: { display: string } }) => {
    started.push(`${name} ${event.display} ${key}`);
    return event.display === 'B' ? 'There is no job "tidy".' : null;
  };
  const sender = bench.send(receiver, { startJob });
  await until(async () => (await deliveries()).every(({ state }) => state !== 'pending'));
  await sender.stop();
  const rows = await deliveries();
  expect(started).toEqual(rows.map(({ display, id }) => `tidy ${display} ${id}`));
  expect(rows).toMatchObject([
    { state: 'delivered', error: null },
    { state: 'failed', error: 'There is no job "tidy".' },
  ]);
});

test('a bulk change fires for each object', async () => {
  await hooked({ rule: { filter: { status: { eq: 'active' } }, conditions: { attr: 'region.slug', value: null } } });
  await sites(...Array.from({ length: 120 }, (_, at) => ({ name: `N${at}`, slug: `n${at}`, status: 'active' })));
  await bench.takeUp();
  expect(await deliveries()).toHaveLength(120);
});

test('amid thousands of events that no rule is about the same fires', async () => {
  await hooked();
  const crowd = () =>
    plant.dataSource.query(
      `INSERT INTO core_outbox (id, organization_id, object_type, object_id, action)
       SELECT gen_random_uuid(), $1, 'dcim.CableBundle', gen_random_uuid(), 'create' FROM generate_series(1, 800)`,
      [plant.actor.organizationId],
    );
  await crowd();
  await sites({ name: 'First', slug: 'first-of-crowd' });
  await crowd();
  await sites({ name: 'Last', slug: 'last-of-crowd' });
  await bench.takeUp();
  expect(await shown()).toEqual(['object_created First', 'object_created Last']);
});

test('changes of one object in one request become one event', async () => {
  await hooked();
  await plant.run(async (work) => {
    const [id] = await work.create('dcim.Site', [{ name: 'First', slug: 'first' }]);
    await work.update('dcim.Site', [{ id, name: 'Second' }]);
    await work.update('dcim.Site', [{ id, name: 'Third' }]);
  });
  await bench.takeUp();
  expect(await shown()).toEqual(['object_created Third']);
});

test('job events reach rules with what they say of themselves', async () => {
  await hooked({ rule: { objectTypes: ['core.Job'], eventTypes: ['job_failed'] } });
  await plant.dataSource.query(
    `INSERT INTO core_outbox (id, organization_id, object_type, object_id, action, payload)
     VALUES (gen_random_uuid(), $1, 'core.Job', gen_random_uuid(), 'job_failed', $2)`,
    [
      plant.actor.organizationId,
      JSON.stringify({ label: 'Import', number: 4, error: 'broken', actor: { name: 'ann' } }),
    ],
  );
  await bench.takeUp();
  expect(await shown()).toEqual(['job_failed Import']);
});

test('rules tell the members of a group, and nothing of what they are told sets off rules', async () => {
  const user = randomUUID();
  await plant.dataSource.query(
    "INSERT INTO users_user (id, number, username, is_superuser, is_active) VALUES ($1, 900, 'told', true, true)",
    [user],
  );
  await plant.dataSource.query('INSERT INTO users_membership (user_id, organization_id) VALUES ($1, $2)', [
    user,
    plant.actor.organizationId,
  ]);
  const group = await plant.create('extras.NotificationGroup', { name: 'Night shift', users: [{ id: user }] });
  for (const objectTypes of [['dcim.Site'], ['extras.Notification']]) {
    const { errors } = await plant.create('extras.EventRule', {
      name: `Tell of ${String(objectTypes)}`,
      objectTypes,
      eventTypes: ['object_created', 'object_updated'],
      actionType: 'notification',
      actionObject: { notificationGroup: { id: group.result?.[0] } },
    });
    expect(errors).toEqual([]);
  }
  await sites({ name: 'Told' });
  await bench.takeUp();
  await bench.takeUp();
  const rows = await plant.dataSource.query(
    'SELECT object_type AS type, object_repr AS name, event_type AS event, events FROM extras_notification WHERE user_id = $1',
    [user],
  );
  expect(rows).toEqual([{ type: 'dcim.Site', name: 'Told', event: 'object_created', events: 1 }]);
});
