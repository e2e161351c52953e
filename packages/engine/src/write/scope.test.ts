import { organizationPredicates } from '../permissions.ts';
import type { RowPredicates } from '../actor.ts';
import { openLibrary, type Library } from '../../test/library/index.ts';

let library: Library;
let shelf: string;

/** Lost books are out of reach. */
const predicates: RowPredicates = (model, actor) => {
  const inside = organizationPredicates(model, actor);
  if (model.name !== 'library.Book' || !inside) return inside;
  return { sql: (alias, params) => `${inside.sql(alias, params)} AND ${alias}.state <> ${params.add('lost', 'text')}` };
};

beforeAll(async () => {
  library = await openLibrary({ predicates });
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
});
afterAll(() => library?.close());

const book = (title: string, rest: object = {}) => ({ title, shelf: { id: shelf }, ...rest });

describe('what an actor may touch', () => {
  test("a row may not be written out of one's own reach", async () => {
    const [id] = await library.make('library.Book', book('Mine'));
    expect((await library.update('library.Book', [{ id, state: 'lost' }])).errors).toMatchObject([
      { path: 'input.0', code: 'FORBIDDEN' },
    ]);
    expect((await library.create('library.Book', [book('New', { state: 'lost' })])).errors).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
  });

  test('a row out of reach can be neither changed nor deleted nor referred to, and looks absent', async () => {
    const [id = ''] = await library.make('library.Book', book('Hidden'));
    await library.query("UPDATE library_book SET state = 'lost' WHERE id = $1", [id]);
    const outcomes = [
      await library.update('library.Book', [{ id, slot: 1 }]),
      await library.run((work) => work.delete('library.Book', { ids: [id] })),
      await library.create('library.Loan', [{ book: { id } }]),
    ];
    expect(outcomes.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual([
      'NOT_FOUND',
      'NOT_FOUND',
      'NOT_FOUND',
    ]);
  });

  test('rules see the whole organization, and on demand what the actor may see', async () => {
    const [id = ''] = await library.make('library.Book', book('Gone'));
    await library.query("UPDATE library_book SET state = 'lost' WHERE id = $1", [id]);
    const read = (visible: boolean) =>
      library.run((work) => work.read.rows('library.Book', { where: { id: [id] }, fields: ['title'], visible }));
    expect((await read(false)).result).toHaveLength(1);
    expect((await read(true)).result).toEqual([]);
  });

  test('superusers make further organizations, others do not', async () => {
    const make = (superuser: boolean) =>
      library.writer.run({ ...library.actor, superuser }, {}, (work) =>
        work.create('library.Organization', [{ name: `Org ${superuser}` }]),
      );
    expect((await make(true)).errors).toEqual([]);
    expect((await make(false)).errors).toMatchObject([{ path: 'input.0', code: 'FORBIDDEN' }]);
  });

  test('a token for reading does not write', async () => {
    await expect(library.writer.run({ ...library.actor, readOnly: true }, {}, async () => null)).rejects.toThrow(
      'may only read',
    );
  });
});
