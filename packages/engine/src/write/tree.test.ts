import { openLibrary, type Library } from '../../test/library/index.ts';

let library: Library;
beforeAll(async () => {
  library = await openLibrary();
});
afterAll(() => library?.close());

let serial = 0;
const makeShelf = async (parent: string | null = null): Promise<string> =>
  (
    await library.make('library.Shelf', {
      name: `S${++serial}`,
      slug: `s${serial}`,
      parent: parent === null ? null : { id: parent },
    })
  )[0] ?? '';
const paths = async (...ids: string[]): Promise<string[][]> => {
  const rows = await library.query<{ id: string; tree_path: string[] }>(
    'SELECT id, tree_path FROM library_shelf WHERE id = ANY($1)',
    [ids],
  );
  const known = new Map(rows.map((row) => [row.id, row.tree_path]));
  return ids.map((id) => known.get(id) ?? []);
};
const move = (...moves: [id: string, parent: string | null][]) =>
  library.update(
    'library.Shelf',
    moves.map(([id, parent]) => ({ id, parent: parent === null ? null : { id: parent } })),
  );

describe('trees', () => {
  test('a moved subtree takes its branches along in one statement', async () => {
    const [a, x] = [await makeShelf(), await makeShelf()];
    const b = await makeShelf(a);
    const c = await makeShelf(b);
    const { statements } = await move([b, x]);
    expect(await paths(b, c)).toEqual([
      [x, b],
      [x, b, c],
    ]);
    const d = await makeShelf(c);
    const again = await move([b, null]);
    expect(again.statements).toBe(statements - 2); // no parent to look up and to read the path of
    expect(await paths(b, c, d)).toEqual([[b], [b, c], [b, c, d]]);
  });

  test('rows of one input may hang below each other and move together', async () => {
    const a = await makeShelf();
    const b = await makeShelf(a);
    const c = await makeShelf(b);
    const d = await makeShelf(c);
    expect((await move([c, null], [a, c], [b, d])).errors).toEqual([]);
    expect(await paths(a, b, c, d)).toEqual([[c, a], [c, d, b], [c], [c, d]]);
  });

  test("new rows of one input may be each other's parents, in any order", async () => {
    const { result, errors } = await library.run((work) =>
      work.create('library.Shelf', [
        { name: 'leaf', slug: 'leaf', parent: { ref: 'mid' } },
        { name: 'mid', slug: 'mid', ref: 'mid', parent: { ref: 'top' } },
        { name: 'top', slug: 'top', ref: 'top' },
      ]),
    );
    expect(errors).toEqual([]);
    const [leaf, mid, top] = (result ?? []).map(String);
    expect(await paths(leaf ?? '')).toEqual([[top, mid, leaf]]);
  });

  test('nothing lies inside itself, neither directly nor through rows of the same input', async () => {
    const a = await makeShelf();
    const b = await makeShelf(a);
    const c = await makeShelf(b);
    expect((await move([a, a])).errors).toMatchObject([{ path: 'input.0.parent', code: 'TREE_CYCLE' }]);
    expect((await move([a, c])).errors).toMatchObject([{ code: 'TREE_CYCLE' }]);
    const x = await makeShelf();
    expect((await move([a, x], [x, c])).errors.map(({ code }) => code)).toEqual(['TREE_CYCLE', 'TREE_CYCLE']);
    expect(await paths(c)).toEqual([[a, b, c]]);
  });

  test('two writers that move rows below each other do not make a ring', async () => {
    const [a, b] = [await makeShelf(), await makeShelf()];
    const outcomes = await Promise.all([move([a, b]), move([b, a])]);
    expect(outcomes.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual(['TREE_CYCLE']);
    const [pathA = [], pathB = []] = await paths(a, b);
    expect(pathA.length + pathB.length).toBe(3);
  });

  test('a branch made while its trunk moves ends up in the right place', async () => {
    const [a, x] = [await makeShelf(), await makeShelf()];
    const b = await makeShelf(a);
    const made = await Promise.all([...Array.from({ length: 6 }, () => makeShelf(b)), move([b, x])]);
    const ids = made.filter((item): item is string => typeof item === 'string');
    for (const [i, path] of (await paths(...ids)).entries()) expect(path).toEqual([x, b, ids[i]]);
  });
});
