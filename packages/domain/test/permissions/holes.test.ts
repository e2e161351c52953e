import { organizationPredicates, type Actor, type Model, type Predicate, type RowPredicates } from '@plumbline/engine';
import { registry } from '../../src/index.ts';
import { answersTo, differences } from './compare.ts';
import { edgesTo, questionsAbout } from './questions.ts';
import { removalOf } from './removal.ts';
import { hiding, World, type Hidden } from './world.ts';

/** Filling the world takes long on a busy machine. */
const PATIENCE_MS = 180_000;

let world: World;

beforeAll(async () => {
  world = await World.open();
}, PATIENCE_MS);
afterAll(() => world?.close());

const hidden = (): Hidden => ({ model: registry.model('dcim.Site'), which: 'even' });

/** Questions about sites that tell when rights are asked as given. */
const leaks = async (rights: RowPredicates): Promise<string[]> => {
  const questions = questionsAbout(hidden().model);
  const seen = await answersTo(world.by(rights), questions);
  const expected = await world.without(removalOf(hidden()), (ask) => answersTo(ask, questions));
  return differences(questions, seen, expected);
};

/** Rights as they should be, except where an alias says that a part of the engine asks. */
const forgottenAt = (alias: RegExp): RowPredicates => {
  const right = hiding(hidden());
  const rights = (model: Model, actor: Actor): Predicate | null => {
    const [limited, open] = [right(model, actor), organizationPredicates(model, actor)];
    if (!limited || !open) return limited;
    return { sql: (at, params) => (alias.test(at) ? open : limited).sql(at, params) };
  };
  return Object.assign(rights, { reach: right.reach });
};

test('rights that hold everywhere tell nothing', async () => {
  expect(await leaks(hiding(hidden()))).toEqual([]);
});

test('rights that forget a type are found out by every edge that leads to it', async () => {
  const found = (await leaks(organizationPredicates)).join('\n');
  expect(edgesTo(hidden().model).filter((edge) => !found.includes(edge))).toEqual([]);
});

test.each([
  ['lists and single rows', /^t$/, 'dcim.Site. list'],
  ['filters', /^f\d/, 'filter'],
  ['orders and groups', /^o\d/, 'order'],
  ['references read along with a row', /^j\d/, 'of one row'],
])('an engine that skips rights in %s is found out', async (_what, alias, how) => {
  expect((await leaks(forgottenAt(alias))).join('\n')).toContain(how);
});
