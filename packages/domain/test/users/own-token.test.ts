import type { Actor } from '@plumbline/engine';
import {
  makeToken,
  ownPermissions,
  ownTokens,
  revokeTokens,
  type TokenWish,
} from '../../src/users/own-token.commands.ts';
import { Plant } from '../plant.ts';

const PERMISSION = 'users.ObjectPermission';
let plant: Plant;

beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

const someone = async (): Promise<Actor & { userId: string }> => ({
  ...plant.actor,
  superuser: false,
  userId: await plant.user(),
});

const wish: TokenWish = {
  description: 'backup',
  expires: null,
  writeEnabled: false,
  bulk: false,
  allowedIps: ['192.0.2.0/24'],
  permissions: [],
};

const permission = (rest: object) =>
  plant.make(PERMISSION, { name: plant.name('permission'), objectTypes: ['dcim.Site'], actions: ['view'], ...rest });

const revoke = (actor: Actor, ids: string[]) =>
  plant.writer.run(actor, { granted: ['users.ApiToken'] }, (work) => revokeTokens(work, ids));

test('people make, see and end their own tokens, and nobody else’s', async () => {
  const [one, other] = [await someone(), await someone()];
  const made = await makeToken(plant.writer, one, wish);
  expect(made).toMatchObject({ userErrors: [], token: expect.stringMatching(/^plb_/) });
  expect(await ownTokens(plant.writer, one)).toMatchObject([
    {
      id: made.id,
      description: 'backup',
      writeEnabled: false,
      bulk: false,
      allowedIps: ['192.0.2.0/24'],
      permissions: [],
    },
  ]);
  expect(await ownTokens(plant.writer, other)).toEqual([]);
  const id = String(made.id);
  expect((await revoke(other, [id])).errors).toMatchObject([{ path: 'ids.0', code: 'NOT_FOUND' }]);
  expect(await ownTokens(plant.writer, one)).toHaveLength(1);
  expect(await revoke(one, [id])).toMatchObject({ errors: [], result: 1 });
  expect(await ownTokens(plant.writer, one)).toEqual([]);
});

test('a token is narrowed to permissions that reach its user, beside the tokens they narrow already', async () => {
  const actor = await someone();
  const group = await plant.make('users.Group', { name: plant.name('group'), users: [actor.userId] });
  const [mine, ours] = [await permission({ users: [actor.userId] }), await permission({ groups: [group] })];
  const foreign = await permission({});
  await permission({ users: [actor.userId], enabled: false });
  expect((await ownPermissions(plant.writer, actor)).map(({ id }) => id).toSorted()).toEqual([mine, ours].toSorted());
  for (const _ of [1, 2]) await makeToken(plant.writer, actor, { ...wish, permissions: [mine, ours] });
  const narrowed = await ownTokens(plant.writer, actor);
  expect(narrowed.map(({ permissions }) => permissions.length)).toEqual([2, 2]);
  const refused = await makeToken(plant.writer, actor, { ...wish, permissions: [mine, foreign] });
  expect(refused).toMatchObject({ token: null, userErrors: [{ path: 'permissions.1', code: 'NOT_FOUND' }] });
  expect(await ownTokens(plant.writer, actor)).toHaveLength(2);
});

test('no token gets more than its maker may do', async () => {
  const actor = await someone();
  await expect(makeToken(plant.writer, actor, { ...wish, bulk: true })).rejects.toThrow('Only administrators');
  const narrowed = { ...actor, tokenGrants: [] };
  await expect(makeToken(plant.writer, narrowed, wish)).rejects.toThrow('makes no further tokens');
  const administrator = { ...actor, superuser: true };
  await makeToken(plant.writer, administrator, { ...wish, bulk: true });
  expect(await ownTokens(plant.writer, administrator)).toMatchObject([{ bulk: true }]);
});
