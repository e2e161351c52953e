import { openLibrary, type Library } from '../../../test/library/index.ts';
import type { Actor, Grant } from '../../actor.ts';
import type { InputRow } from '../../write/work.ts';
import type { Outcome } from '../../write/writer.ts';
import { revertChangeSet, type Reverted } from './revert.ts';

let library: Library;
let shelf: string;
let other: string;

beforeAll(async () => {
  library = await openLibrary({ byGrants: true });
  [shelf = '', other = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' }, { name: 'B', slug: 'b' });
});
afterAll(() => library?.close());

let counter = 0;
const book = (rest: InputRow = {}): InputRow => ({ title: `Book ${++counter}`, shelf: { id: shelf }, ...rest });

const viewAll: Grant = { objectTypes: ['*'], actions: ['view'], predicate: null, fields: null };
const grant = (actions: string[], over: Partial<Grant> = {}): Grant => ({
  objectTypes: ['library.Book', 'library.Page'],
  actions,
  predicate: null,
  fields: null,
  ...over,
});

const as = (...grants: Grant[]): Actor => ({ ...library.actor, superuser: false, grants: [viewAll, ...grants] });

const revertAs = (actor: Actor, { changeSetId }: Outcome<unknown>): Promise<Outcome<Reverted>> =>
  revertChangeSet(library.writer, actor, changeSetId ?? '');

const codes = ({ errors }: Outcome<unknown>) => errors.map(({ path, code }) => `${path} ${code}`);

test('taking back takes the rights of the opposite writes', async () => {
  const made = await library.create('library.Book', [book({ pageCount: 1 })]);
  const [id = ''] = made.result ?? [];
  await expect(revertAs(as(grant(['add', 'change'])), made)).rejects.toThrow('You may not delete');
  const changed = await library.update('library.Book', [{ id, slot: 5 }]);
  await expect(revertAs(as(grant(['add', 'delete'])), changed)).rejects.toThrow('You may not change books.');
  expect((await revertAs(as(grant(['change'])), changed)).errors).toEqual([]);
  const gone = await library.run((work) => work.delete('library.Book', { ids: [id ?? ''] }));
  await expect(revertAs(as(grant(['change', 'delete'])), gone)).rejects.toThrow('You may not add');
  const { errors, changes } = await revertAs(as(grant(['add'])), gone);
  expect({ errors, types: changes.map(({ type }) => type) }).toEqual({
    errors: [],
    types: ['library.Book', 'library.Page'],
  });
});

test('rows and fields out of reach stay as they are, and so does the rest', async () => {
  const [id = '', far = ''] = await library.make('library.Book', book(), book({ shelf: { id: other } }));
  const changed = await library.update('library.Book', [
    { id, slot: 21, price: '1' },
    { id: far, slot: 22 },
  ]);
  const here = { predicate: { shelf: { id: { eq: shelf } } } };
  expect(codes(await revertAs(as(grant(['change'], here)), changed))).toEqual(['changes.1 FORBIDDEN']);
  expect(codes(await revertAs(as(grant(['change'], { fields: ['slot'] })), changed))).toEqual([
    'changes.0.price FORBIDDEN',
  ]);
  expect(await library.query('SELECT slot FROM library_book WHERE id = ANY($1) ORDER BY slot', [[id, far]])).toEqual([
    { slot: 21 },
    { slot: 22 },
  ]);
});

test('a row comes back only where its caller may add it', async () => {
  const [far = ''] = await library.make('library.Book', book({ shelf: { id: other } }));
  const gone = await library.run((work) => work.delete('library.Book', { ids: [far] }));
  const here = { predicate: { shelf: { id: { eq: shelf } } } };
  expect(codes(await revertAs(as(grant(['add'], here)), gone))).toEqual(['changes.0 OUT_OF_SCOPE']);
});

test('what stands in the way is not named to who does not see it', async () => {
  const made = await library.create('library.Book', [book({ title: 'Seen and not' })]);
  const [id = ''] = made.result ?? [];
  await library.make('library.Loan', { book: { id: id ?? '' } });
  const withoutLoans = [
    { ...viewAll, objectTypes: ['library.Book', 'library.Page', 'library.Shelf', 'library.Author', 'library.Tag'] },
    grant(['*']),
  ];
  const blind = { ...library.actor, superuser: false, grants: withoutLoans };
  const { errors } = await revertAs(blind, made);
  expect(errors).toEqual([
    {
      path: 'changes.0',
      code: 'CHANGED_SINCE',
      message: expect.stringContaining('do not see'),
      details: { kind: 'refers' },
    },
  ]);
});

test('names of changed fields are told as far as they are seen', async () => {
  const [id = ''] = await library.make('library.Book', book());
  const changed = await library.update('library.Book', [{ id, slot: 31, price: '1' }]);
  await library.update('library.Book', [{ id, slot: 32, price: '2' }]);
  const seen = ['title', 'slot', 'shelf'];
  const half = {
    ...library.actor,
    superuser: false,
    grants: [{ ...grant(['view', 'change'], { fields: seen }) }],
  };
  const { errors } = await revertAs(half, changed);
  expect(errors).toMatchObject([{ code: 'CHANGED_SINCE', details: { fields: ['slot'] } }]);
  expect(JSON.stringify(errors)).not.toContain('price');
});
