import { registry } from '../../src/index.ts';
import { answersTo, differences } from './compare.ts';
import { questionsAbout } from './questions.ts';
import { removalOf } from './removal.ts';
import { viewerWithout, World, type Hidden } from './world.ts';

/** Filling the world takes long on a busy machine. */
const PATIENCE_MS = 180_000;

let world: World;

beforeAll(async () => {
  world = await World.open();
}, PATIENCE_MS);
afterAll(() => world?.close());

/** Where every row of a type is hidden, most ways of asking tell what they tell where some are; the long run asks in all. */
const isLong = process.env['PLUMBLINE_FULL'] === '1';

const questionsOf = ({ model, which }: Hidden) =>
  questionsAbout(model).filter(({ rank }) => isLong || rank === 'telling' || (rank === 'usual' && which === 'even'));

/** One type in so many is hidden in the short run; the long run hides each of them in turn. */
const EVERY = { even: 4, all: 12 } as const;

const namesFor = (which: Hidden['which']) =>
  registry.models.flatMap(({ name }, at) => (isLong || at % EVERY[which] === 0 ? [[name] as const] : []));

describe.each(['even', 'all'] as const)(
  'when %s rows of a type are hidden, the rest of the world is as without them',
  (which) => {
    test.each(namesFor(which))('%s', async (name) => {
      const hidden: Hidden = { model: registry.model(name), which };
      const questions = questionsOf(hidden);
      const seen = await answersTo(world.as(viewerWithout(hidden)), questions);
      const gone: Hidden = hidden.model.administratorsOnly ? { ...hidden, which: 'all' } : hidden; // nothing grants these
      const expected = await world.without(removalOf(gone), (ask) => answersTo(ask, questions));
      expect(differences(questions, seen, expected)).toEqual([]);
    });
  },
);
