import {
  createWriter,
  FileStore,
  grantPredicates,
  JobQueue,
  JobStore,
  newMasterKey,
  organizationPredicates,
  readJobLog,
  type Actor,
  type Model,
  type Work,
  type Writer,
} from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import type { DataSource } from 'typeorm';
import { createDataSource, domains, registry } from '../../src/index.ts';
import { answersTo, differences } from './compare.ts';
import { questionsAbout, type Question } from './questions.ts';
import { idOf } from './ids.ts';
import { memberOf, World } from './world.ts';

/** Filling the world takes long on a busy machine. */
const PATIENCE_MS = 180_000;

let world: World;
let dataSource: DataSource;
let writer: Writer;

beforeAll(async () => {
  world = await World.open(2);
  dataSource = await createDataSource(world.url, { poolSize: 2 }).initialize();
  writer = createWriter({
    registry,
    dataSource,
    rules: domains.flatMap((domain) => domain.rules),
    masterKeys: [newMasterKey()],
  });
}, PATIENCE_MS);
afterAll(async () => {
  await dataSource.destroy();
  await world.close();
});

/** Part of ids that says which organization a row of the world belongs to. */
const [OWN, FOREIGN, UNKNOWN] = ['-8000-0000', '-8000-0001', '-8000-00ff'] as const;

const ofOthers = (text: string, part: typeof FOREIGN | typeof UNKNOWN): string => text.replaceAll(OWN, part);

const naming = (questions: readonly Question[], part: typeof FOREIGN | typeof UNKNOWN): Question[] =>
  questions.map((question) => ({ ...question, field: ofOthers(question.field, part) }));

/** The short run takes every third type, the long run each. */
const isAsked = (at: number): boolean => process.env['PLUMBLINE_FULL'] === '1' || at % 3 === 0;

const names = registry.models.filter((_, at) => isAsked(at)).map((model) => [model.name] as const);

describe('ids of another organization ask and answer as ids of nothing', () => {
  test.each(names)('%s', async (name) => {
    const questions = questionsAbout(registry.model(name)).filter(
      ({ field, rank }) => field.includes(OWN) && rank !== 'long',
    );
    const ask = world.by(organizationPredicates);
    const foreign = await answersTo(ask, naming(questions, FOREIGN));
    const unknown = await answersTo(ask, naming(questions, UNKNOWN));
    expect(differences(naming(questions, FOREIGN), foreign, unknown)).toEqual([]);
  });
});

describe('no list of any kind holds a row of another organization', () => {
  test.each(names)('%s', async (name) => {
    const questions = questionsAbout(registry.model(name)).filter(
      ({ field, rank }) => !field.includes(OWN) && rank === 'telling',
    );
    const answers = await answersTo(world.by(organizationPredicates), questions);
    expect(questions.filter((_, i) => answers[i]?.includes(FOREIGN)).map((one) => one.name)).toEqual([]);
    const isShown = answers.some((answer) => answer.includes(OWN));
    expect(isShown || registry.model(name).administratorsOnly).toBe(true);
  });
});

const actor = (): Actor => ({ ...memberOf(), readOnly: false, superuser: true });

const refusals = async (body: (work: Work) => Promise<unknown>): Promise<readonly Problem[]> =>
  (await writer.run(actor(), { dryRun: true }, body)).errors;

/** Every reference of a model with a row of it in one of the others' organizations. */
const referring = (model: Model, part: typeof FOREIGN | typeof UNKNOWN): Record<string, unknown> => {
  const id = (target: string) => ({ id: ofOthers(idOf(target, 1), part) });
  return Object.fromEntries(
    [...model.edges.values()].flatMap((edge): [string, unknown][] => {
      if (edge.kind === 'many' || (edge.kind === 'manyToMany' && !edge.owner) || edge.spec?.derived === true) return [];
      if (edge.kind === 'one') return [[edge.name, id(edge.target)]];
      if (edge.kind === 'manyToMany') return [[edge.name, [id(edge.target)]]];
      return edge.arms.slice(0, 1).map(({ arm, target }) => [edge.name, { [arm]: id(target) }]);
    }),
  );
};

/** Errors as texts in which both kinds of ids read alike. */
const told = (problems: readonly Problem[]): string[] =>
  problems.map((problem) => JSON.stringify(problem).replaceAll(FOREIGN, UNKNOWN)).toSorted();

const writable = registry.models
  .filter(({ readOnly }, at) => !readOnly && isAsked(at))
  .map((model) => [model.name] as const);

describe('writes refuse ids of another organization as ids of nothing', () => {
  test.each(writable)('%s', async (name) => {
    const model = registry.model(name);
    const each = async (part: typeof FOREIGN | typeof UNKNOWN) => {
      const id = ofOthers(idOf(model, 1), part);
      return [
        told(await refusals((work) => work.create(name, [referring(model, part)]))),
        told(await refusals((work) => work.update(name, [{ id, ...referring(model, part) }]))),
        told(await refusals((work) => work.upsert(name, [{ id, ...referring(model, part) }]))),
        told(await refusals((work) => work.delete(name, { ids: [id] }))),
      ];
    };
    const [foreign, unknown] = [await each(FOREIGN), await each(UNKNOWN)];
    expect(foreign).toEqual(unknown);
    expect(foreign.slice(1).every((errors) => errors.length > 0)).toBe(true);
  });
});

test('jobs and files of another organization are as none', async () => {
  const { pool } = world;
  const parts = { pool, definitions: [], registry, rights: grantPredicates(registry) };
  const queue = new JobQueue({ store: new JobStore(pool), ...parts });
  const files = new FileStore('/nowhere', world.pool);
  const wordsOf = async (part: typeof FOREIGN | typeof UNKNOWN) => {
    const [job, file] = [ofOthers(idOf('core.Job', 1), part), ofOthers(idOf('core.File', 1), part)];
    const log = readJobLog(parts, actor(), job, { after: 0, first: 1 });
    const all = [queue.retry(actor(), job), queue.cancel(actor(), job), files.findFor(actor(), file), log];
    const said = all.map((outcome) =>
      outcome.then(String, (error: unknown) => String(error).replaceAll(FOREIGN, UNKNOWN)),
    );
    return Promise.all(said);
  };
  expect(await wordsOf(FOREIGN)).toEqual(await wordsOf(UNKNOWN));
});
