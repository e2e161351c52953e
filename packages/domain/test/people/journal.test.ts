import type { Actor } from '@plumbline/engine';
import { codes, Plant } from '../plant.ts';

const NOTE = 'extras.JournalEntry';
let plant: Plant;

beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

const note = async () => ({ objectType: 'dcim.Site', objectId: await plant.named('dcim.Site'), comments: 'Seen' });

const writerOf = async (): Promise<Actor & { userId: string }> => {
  const userId = await plant.user();
  const { username } = await plant.row('users_user', userId);
  return { ...plant.actor, superuser: false, userId, name: String(username) };
};

const write = async (actor: Actor, rest: object = {}) => {
  const row = { ...(await note()), ...rest };
  return plant.writer.run(actor, {}, (work) => work.create(NOTE, [row]));
};

test('a note keeps the name of its author when the account is gone', async () => {
  const actor = await writerOf();
  const { result } = await write(actor);
  const id = String(result?.[0]);
  const by = { author_id: actor.userId, author_name: actor.name };
  expect(await plant.row('extras_journal_entry', id)).toMatchObject(by);
  await plant.remove('users.User', actor.userId);
  expect(await plant.row('extras_journal_entry', id)).toMatchObject({ ...by, author_id: null });
});

test('nobody writes a note in the name of another', async () => {
  const [actor, other] = [await writerOf(), await writerOf()];
  expect(codes(await write(actor, { author: { id: other.userId } }))).toEqual(['input.0.author FORBIDDEN']);
  const { result } = await write(actor, { authorName: 'somebody else' });
  expect(await plant.row('extras_journal_entry', String(result?.[0]))).toMatchObject({ author_name: actor.name });
});

test('administrators name another author, and imports say what the author was called', async () => {
  const other = await writerOf();
  const { result } = await write(plant.actor, { author: { id: other.userId } });
  const stored = await plant.row('extras_journal_entry', String(result?.[0]));
  expect(stored).toMatchObject({ author_id: other.userId, author_name: other.name });
  const imported = await plant.import(NOTE, { ...(await note()), author: null, authorName: 'long gone' });
  const kept = await plant.row('extras_journal_entry', String(imported.result?.[0]));
  expect(kept).toMatchObject({ author_id: null, author_name: 'long gone' });
});

test('who wrote a note does not change', async () => {
  const { result } = await write(await writerOf());
  const outcome = await plant.update(NOTE, { id: String(result?.[0]), author: null });
  expect(codes(outcome)).toEqual(['input.0.author IMMUTABLE']);
});
