import {
  grantPredicates,
  readFieldResolver,
  type Actor,
  type Grant,
  type InputRow,
  type RunOptions,
} from '@plumbline/engine';
import { Forbidden, NotFound } from '@plumbline/kit';
import { execute, parse } from 'graphql';
import { registry } from '../../src/index.ts';
import { connect, move, takeOut } from '../../src/dcim/cabling/cabling.service.ts';
import { renderJob } from '../../src/render/run/render.job.ts';
import { DEVICE } from '../../src/render/subject.ts';
import { codes } from '../plant.ts';
import { Studio } from '../render/studio.ts';

let studio: Studio;
/** Two devices of one site, and their ports. */
let mine: string;
let other: string;

const grant = (objectTypes: readonly string[], actions: readonly string[], predicate: Grant['predicate'] = null) => ({
  objectTypes,
  actions,
  predicate,
  fields: null,
});

const VIEW = grant(['*'], ['view']);
const actorWith = (...grants: Grant[]): Actor => ({ ...studio.actor, superuser: false, grants: [VIEW, ...grants] });

beforeAll(async () => {
  studio = await Studio.open();
  studio.predicates = grantPredicates(registry);
  const { plant } = studio;
  const [type, site] = [await plant.type(), await plant.named('dcim.Site')];
  [mine, other] = [await plant.device(type, { site, name: 'mine' }), await plant.device(type, { site, name: 'other' })];
  for (const device of [mine, other])
    await plant.all(
      'dcim.Interface',
      ['p1', 'p2', 'p3'].map((name) => ({ device, name, type: '1000base-t' })),
    );
});
afterAll(() => studio?.close());

describe('render', () => {
  const ASK = { template: null, source: 'hostname {{ device.name }}', options: null, extra: null };
  const onMine = () => grant(['dcim.Device'], ['render'], { name: { eq: 'mine' } });

  const answered = async (actor: Actor, text: string) => {
    const answer = await execute({
      schema: studio.schema,
      document: parse(text),
      variableValues: { mine, other },
      contextValue: { actor, configs: studio.configs, writer: studio.plant.writer },
      fieldResolver: readFieldResolver as never,
    });
    const errors = (answer.errors ?? []).map(({ path, originalError, message }) => {
      return `${path?.join('.')} ${originalError instanceof Forbidden ? 'FORBIDDEN' : message}`;
    });
    return { data: JSON.parse(JSON.stringify(answer.data ?? null)) as unknown, errors };
  };

  test('whoever sees a device but may not render is refused in every way to render', async () => {
    const actor = actorWith(grant(['dcim.Device'], ['add', 'change', 'delete']));
    const caller = { actor };
    const refusal = 'You may not render configurations of devices';
    await expect(studio.configs.render(caller, { id: mine }, ASK)).rejects.toThrow(refusal);
    await expect(studio.configs.renders(caller, [mine], ASK)).rejects.toThrow(refusal);
    await expect(studio.configs.page(caller, {}, { first: 10, offset: 0 }, ASK)).rejects.toThrow(refusal);
    await expect(studio.configs.ids(caller, DEVICE, undefined)).rejects.toThrow(refusal);
    const job = { actor, input: {}, signal: new AbortController().signal, writer: studio.plant.writer };
    await expect(renderJob(studio.configs).run(job as never)).rejects.toThrow(refusal); // it takes nothing else
    const ways = [
      '{ configRender(device: { name: "mine" }, source: "x") { text } }',
      '{ configRenders { totalCount } }',
      'mutation { configArtefactRender(device: { name: "mine" }) { stored } }',
    ];
    const refused = await Promise.all(ways.map(async (way) => (await answered(actor, way)).errors));
    expect(refused).toEqual([
      ['configRender FORBIDDEN'],
      ['configRenders FORBIDDEN'],
      ['configArtefactRender FORBIDDEN'],
    ]);
  });

  test('the field of a device is refused row by row', async () => {
    const text = '{ devices(orderBy: [{ field: "name" }]) { nodes { name renderedConfig { ok } } } }';
    const { data, errors } = await answered(actorWith(onMine()), text);
    expect(errors).toEqual(['devices.nodes.1.renderedConfig FORBIDDEN']);
    expect(data).toEqual({
      devices: {
        nodes: [
          { name: 'mine', renderedConfig: { ok: false } },
          { name: 'other', renderedConfig: null },
        ],
      },
    });
  });

  test('a condition lets some be rendered and names the others', async () => {
    const actor = actorWith(onMine());
    const caller = { actor };
    expect(await studio.configs.render(caller, { name: 'mine' }, ASK)).toMatchObject({ text: 'hostname mine' });
    await expect(studio.configs.render(caller, { name: 'other' }, ASK)).rejects.toThrow(
      'You may not render the configuration of this device.',
    );
    const page = await studio.configs.page(caller, undefined, { first: 10, offset: 0 }, ASK);
    expect([page.total, page.renders.map(({ text }) => text)]).toEqual([1, ['hostname mine']]);
    expect(await studio.configs.ids(caller, DEVICE, undefined)).toEqual([mine]);
    expect((await studio.configs.renders(caller, [other, mine], ASK)).map(({ subject }) => subject.id)).toEqual([mine]);
  });

  test('what is hidden is not there, whatever may be rendered', async () => {
    const actor: Actor = {
      ...actorWith(),
      grants: [grant(['dcim.Device'], ['render']), { ...onMine(), actions: ['view'] }],
    };
    await expect(studio.configs.render({ actor }, { id: other }, ASK)).rejects.toThrow(NotFound);
    expect(await studio.configs.render({ actor }, { id: mine }, ASK)).toMatchObject({ text: 'hostname mine' });
  });

  test('who may render every device sends no statement more', async () => {
    const statements = async (actor: Actor) => {
      studio.statements.length = 0;
      await studio.configs.renders({ actor }, [mine, other], ASK);
      return studio.statements.length;
    };
    await statements(studio.actor);
    const [administrator, member, some] = [
      await statements(studio.actor),
      await statements(actorWith(grant(['dcim.Device'], ['render']))),
      await statements(actorWith(onMine())),
    ];
    expect([member, some]).toEqual([administrator, administrator + 1]);
  });
});

describe('connect', () => {
  const ports = (device: string, ...names: string[]) => ({ deviceIds: [device], names });
  const onMine = () => grant(['dcim.Interface'], ['connect'], { device: { id: { eq: mine } } });
  const everywhere = () => grant(['dcim.Interface'], ['connect']);
  const request = (actor: Actor, options: RunOptions = {}) => ({
    writer: studio.plant.seeing(grantPredicates(registry)),
    actor,
    options,
    nodes: async () => () => [],
  });
  const joined = async (actor: Actor, a: object, b: object, options: RunOptions = {}, cable: InputRow = {}) => {
    const { ids, outcome } = await connect(request(actor, options), { a, b, cable });
    return { made: ids.filter((id) => id !== null), problems: codes(outcome) };
  };

  test('cables own ports without any right to cables, and only by its own verbs', async () => {
    const actor = actorWith(onMine());
    const made = await joined(actor, ports(mine, 'p1'), ports(mine, 'p2'), {}, { label: 'C1' });
    expect(made).toEqual({ made: [expect.any(String)], problems: [] });
    const moved = await move(request(actor), [{ from: ports(mine, 'p2'), to: ports(mine, 'p3') }]);
    expect(codes(moved.outcome)).toEqual([]);
    const write = studio.plant.seeing(grantPredicates(registry));
    const change = { id: made.made[0], label: 'C2' };
    await expect(write.run(actor, {}, (work) => work.update('dcim.Cable', [change]))).rejects.toThrow(
      'You may not change',
    );
    await expect(write.run(actor, {}, (work) => work.delete('dcim.Cable', { ids: made.made }))).rejects.toThrow(
      Forbidden,
    );
    const gone = await takeOut(request(actor), { ports: [ports(mine, 'p1')] });
    expect([gone.plan.cables.length, codes(gone.outcome)]).toEqual([1, []]);
  });

  test('leaves the ports of others alone', async () => {
    const actor = actorWith(onMine());
    const refused = await joined(actor, ports(mine, 'p1'), ports(other, 'p1'));
    expect(refused).toEqual({ made: [], problems: ['pairs.0.b.0 FORBIDDEN'] });
    expect(await joined(actor, ports(mine, 'p1'), ports(other, 'p1'), { dryRun: true })).toEqual(refused);
    await expect(joined(actorWith(), ports(mine, 'p1'), ports(mine, 'p2'))).rejects.toThrow('You may not add cables');

    const both = actorWith(everywhere());
    expect((await joined(both, ports(mine, 'p1'), ports(other, 'p1'))).problems).toEqual([]);
    const away = await move(request(actor), [{ from: ports(mine, 'p1'), to: ports(other, 'p2') }]);
    expect(codes(away.outcome)).toEqual(['moves.0.to FORBIDDEN']);
    const theirs = await move(request(actor), [{ from: ports(other, 'p1'), to: ports(mine, 'p2') }]);
    expect(codes(theirs.outcome)).toEqual(['moves.0.from FORBIDDEN']);
    expect(codes((await takeOut(request(actor), { ports: [ports(mine, 'p1')] })).outcome)).toEqual(['input FORBIDDEN']);
    expect(codes((await takeOut(request(both), { ports: [ports(mine, 'p1')] })).outcome)).toEqual([]);
  });

  test('does what can be done where parts may be left out', async () => {
    const actor = actorWith(onMine());
    const some = await joined(
      actor,
      ports(mine, 'p1', 'p2'),
      { ids: await interfaces(['p3', mine], ['p1', other]) },
      { mode: 'PER_ROW' },
    );
    expect([some.made.length, some.problems]).toEqual([1, ['pairs.1.b.0 FORBIDDEN']]);
    await takeOut(request(actor), { ports: [ports(mine, 'p1')] });
  });

  test('adds to rights to cables and takes none away', async () => {
    const cables = grant(['dcim.Cable'], ['add', 'delete'], { label: { startsWith: 'X' } });
    const actor = actorWith(cables, onMine());
    const label = (text: string) => ({ label: text });
    expect((await joined(actor, ports(mine, 'p1'), ports(other, 'p1'), {}, label('X1'))).problems).toEqual([]);
    expect((await joined(actor, ports(mine, 'p2'), ports(other, 'p2'), {}, label('Y1'))).problems).toEqual([
      'pairs.0 OUT_OF_SCOPE',
    ]);
    expect((await joined(actor, ports(mine, 'p2'), ports(mine, 'p3'), {}, label('Y1'))).problems).toEqual([]);
  });

  test('names no tenant for a cable that the caller does not see', async () => {
    const { plant } = studio;
    const tenant = await plant.named('tenancy.Tenant');
    const hidden: Actor = { ...actorWith(), grants: [grant(['dcim.*'], ['view']), everywhere()] };
    const refused = await joined(hidden, ports(other, 'p2'), ports(other, 'p3'), {}, { tenant });
    expect(refused.problems).toEqual(['input.cable.tenant NOT_FOUND']);
  });

  const interfaces = async (...named: [name: string, device: string][]): Promise<string[]> => {
    const ids: string[] = [];
    for (const [name, device] of named) {
      const [row] = await studio.plant.dataSource.query<{ id: string }[]>(
        'SELECT id FROM dcim_interface WHERE device_id = $1 AND name = $2',
        [device, name],
      );
      ids.push(row?.id ?? '');
    }
    return ids;
  };
});
