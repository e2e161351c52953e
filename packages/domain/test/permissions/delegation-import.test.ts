import { grantPredicates, importJobs, type JobDefinition } from '@plumbline/engine';
import { actorByNow, registry } from '../../src/index.ts';
import { ExchangeDesk, type Report } from '../exchange-desk.ts';

const PERMISSION = 'users.ObjectPermission';
let desk: ExchangeDesk;

beforeAll(async () => {
  desk = await ExchangeDesk.open();
});
afterAll(() => desk?.close());

test('a table of permissions is imported below what is passed on, and no further', async () => {
  const { plant } = desk;
  const boss = await plant.user();
  const base = { objectTypes: ['dcim.Site'], actions: ['view'], delegable: true };
  await plant.make(PERMISSION, { ...base, name: 'Held', users: [boss] });
  await plant.make(PERMISSION, { ...base, name: 'Of others' });
  const actor = await actorByNow((text, values) => plant.dataSource.query(text, [...values]), {
    ...plant.actor,
    superuser: false,
    userId: boss,
  });
  if (actor === null) throw new Error('The boss has no account.');
  const [job] = importJobs as readonly [JobDefinition, ...JobDefinition[]];
  const imported = async (name: string, parent: string, type: string) => {
    const row = `${name},${parent},"[""${type}""]","[""view""]"`;
    const { organizationId } = plant.actor;
    const file = await desk.files.create({ organizationId, userId: boss, name: 'rows' });
    const bytes = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`name,parent,objectTypes,actions\n${row}\n`);
    };
    await desk.files.complete(await desk.files.append(file, 0, bytes()));
    const context = desk.context({ type: PERMISSION, fileId: file.id }, actor);
    const run = job.run({ ...context, writer: plant.seeing(grantPredicates(registry)) });
    return run as Promise<Report>;
  };
  const problems = ({ errors }: Report) => errors.map(({ row, code }) => `${row} ${code}`);
  expect(await imported('Fine', 'Held', 'dcim.Site')).toMatchObject({ created: 1, errors: [] });
  expect(problems(await imported('Held', '', 'dcim.Rack'))).toEqual(['1 FORBIDDEN']);
  expect(problems(await imported('New', '', 'dcim.Site'))).toEqual(['1 REQUIRED']);
  expect(problems(await imported('Below', 'Of others', 'dcim.Site'))).toEqual(['1 NOT_FOUND']);
  expect(problems(await imported('Wide', 'Held', 'dcim.Rack'))).toEqual(['1 BAD_USER_INPUT']);
});
