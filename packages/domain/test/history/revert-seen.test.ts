import { grantPredicates, revertChangeSet, type InputRow, type Outcome } from '@plumbline/engine';
import { registry } from '../../src/index.ts';
import { viewerOf } from '../permissions/viewers.ts';
import { Plant } from '../plant.ts';

let plant: Plant;
let shown: string;
let hidden: string;

beforeAll(async () => {
  plant = await Plant.open();
  [shown, hidden] = [await plant.named('dcim.Site'), await plant.named('dcim.Site', { description: 'out of sight' })];
});
afterAll(() => plant?.close());

const viewer = () =>
  viewerOf({ ...plant.actor, userId: '00000000-0000-4000-8000-000000000001' }, [{ type: 'dcim.Site', id: hidden }]);

const revertAsViewer = async (outcome: Outcome<unknown>): Promise<string[]> => {
  const { errors } = await revertChangeSet(
    plant.seeing(grantPredicates(registry)),
    viewer(),
    outcome.changeSetId ?? '',
  );
  expect(JSON.stringify(errors)).not.toContain('out of sight');
  return errors.map(({ path, code }) => `${path} ${code}`);
};

const edit = (...inputs: InputRow[]): Promise<Outcome<unknown>> => plant.update('dcim.Site', ...inputs);

test('a change set is taken back by who sees all of it', async () => {
  const both = await edit({ id: shown, facility: 'a' }, { id: hidden, facility: 'a' });
  expect(await revertAsViewer(both)).toEqual(['id FORBIDDEN']);
  expect(await revertAsViewer(await edit({ id: hidden, facility: 'b' }))).toEqual(['id NOT_FOUND']);
  expect(await revertAsViewer(await edit({ id: shown, facility: 'c' }))).toEqual([]);
});

test('who made a change set takes it back, though nobody sees deleted rows any more', async () => {
  const writer = plant.seeing(grantPredicates(registry));
  const own = await plant.named('dcim.Site');
  const gone = await writer.run(viewer(), {}, (work) => work.delete('dcim.Site', { ids: [own] }));
  expect(gone.errors).toEqual([]);
  expect(await revertAsViewer(gone)).toEqual([]);
  expect(await plant.row('dcim_site', own)).toMatchObject({ id: own });
});

test('what was taken away for safety does not come back to life', async () => {
  const user = await plant.user();
  const token = await plant.make('users.ApiToken', { user, secret: plant.name('long-enough-for-a-token') });
  const gone = await plant.remove('users.ApiToken', token);
  const { errors } = await revertChangeSet(plant.writer, plant.actor, gone.changeSetId ?? '');
  expect(errors.map(({ path, code }) => `${path} ${code}`)).toEqual(['changes.0.secret REQUIRED']);
  const [named = ''] = await plant.all('users.User', [{ username: 'gone-soon', password: 'long enough for once' }]);
  const left = await plant.remove('users.User', named);
  const back = await revertChangeSet(plant.writer, plant.actor, left.changeSetId ?? '');
  expect(back.errors).toEqual([]);
  expect(await plant.row('users_user', named)).toMatchObject({ username: 'gone-soon', password_hash: null });
});
