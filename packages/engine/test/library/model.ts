import {
  arc,
  bool,
  choice,
  choiceSet,
  date,
  dateTime,
  decimal,
  entity,
  int,
  ipHost,
  json,
  OrganizationalObject,
  PrimaryObject,
  BaseObject,
  ref,
  refs,
  secret,
  text,
  textList,
  uuid,
} from '@plumbline/kit';
import { afterSave, command, derive, rule, type DomainRule } from '../../src/write/rules.ts';

const states = choiceSet('library.state', [
  ['available', 'Available', 'green'],
  ['lent', 'Lent', 'orange'],
  ['lost', 'Lost', 'red'],
]);
const kinds = choiceSet(
  'library.kind',
  [
    ['hard', 'Hard cover'],
    ['soft', 'Soft cover'],
  ],
  { closed: true },
);

@entity('library.Organization', {
  provides: 'organization',
  global: { kind: 'self' },
  matchBy: ['name'],
  unique: [['name']],
})
export class Organization extends BaseObject {
  @text({ max: 100 })
  name!: string;
}

@entity('library.Tag', { provides: 'tags', matchBy: ['name'], unique: [['name'], ['slug']] })
export class Tag extends OrganizationalObject {}

@entity('library.Shelf', {
  tree: 'parent',
  matchBy: ['parent', 'name'],
  unique: [{ fields: ['parent', 'name'], nullsEqual: true }],
  features: ['tags'],
})
export class Shelf extends OrganizationalObject {
  @ref('library.Shelf', { inverse: 'children', onDelete: 'cascade', optional: true })
  parent!: Shelf | null;
}

@entity('library.Author', { matchBy: ['name'], unique: [['lower(name)']] })
export class Author extends PrimaryObject {
  @text({ max: 100, search: 100 })
  name!: string;
}

@entity('library.Book', {
  matchBy: ['shelf', 'title'],
  unique: [
    { fields: ['shelf', 'lower(title)'], code: 'BOOK_TITLE_TAKEN', message: 'The shelf has a book of that title.' },
    ['isbn'],
  ],
  display: ['title'],
  features: ['tags', 'customFields'],
  exclusions: [
    {
      rule: 'slot',
      code: 'SLOT_TAKEN',
      message: 'The place on the shelf is taken.',
      sql: 'USING gist (organization_id WITH =, shelf_id WITH =, int4range(slot, slot + width) WITH &&) WHERE (slot IS NOT NULL AND NOT imported_conflict)',
    },
  ],
})
export class Book extends PrimaryObject {
  @ref('library.Shelf', { inverse: 'books' })
  shelf!: Shelf;

  @text({ max: 60, search: 100, natural: true })
  title!: string;

  @text({ max: 20, optional: true, search: 200, immutable: true })
  isbn!: string | null;

  @choice(states, { default: 'available' })
  state!: string;

  @choice(kinds, { default: 'soft' })
  kind!: string;

  @int({ optional: true, min: 0, max: 1000 })
  slot!: number | null;

  @int({ min: 1, max: 10, default: 1 })
  width!: number;

  @decimal({ digits: 8, scale: 2, optional: true })
  price!: string | null;

  @dateTime({ optional: true })
  readAt!: string | null;

  @date({ optional: true })
  published!: string | null;

  @json({ optional: true })
  extra!: unknown;

  @textList({ optional: true })
  keywords!: readonly string[] | null;

  @ipHost({ optional: true, search: 300 })
  reader!: string | null;

  @secret({ optional: true })
  pin!: string | null;

  @bool({ default: false, derived: true })
  importedConflict!: boolean;

  @text({ max: 200, optional: true, derived: true })
  shelfName!: string | null;

  @ref('library.Author', { inverse: 'mainBooks', optional: true, onDelete: 'setNull' })
  author!: Author | null;

  @refs('library.Author', { inverse: 'coBooks' })
  coAuthors!: readonly Author[];
}

@entity('library.Page', { matchBy: ['book', 'name'], unique: [['book', 'name']] })
export class Page extends PrimaryObject {
  @ref('library.Book', { inverse: 'pages', onDelete: 'cascade' })
  book!: Book;

  @text({ max: 60, natural: true, search: 100 })
  name!: string;
}

@entity('library.Loan', { order: ['number'] })
export class Loan extends PrimaryObject {
  @ref('library.Book', { inverse: 'loans', onDelete: 'restrict' })
  book!: Book;

  @arc({ author: 'library.Author', shelf: 'library.Shelf' }, { inverse: false, optional: true, onDelete: 'setNull' })
  to!: Author | Shelf | null;
}

@entity('library.Bookmark', { order: ['number'] })
export class Bookmark extends BaseObject {
  @text({ max: 60 })
  objectType!: string;

  @uuid()
  objectId!: string;
}

/** Entities of the tests. */
export const libraryClasses = [Organization, Tag, Shelf, Author, Book, Page, Loan, Bookmark];

/** Rules of the tests: one of each kind. */
export const libraryRules: readonly DomainRule[] = [
  derive('library.Book', {
    name: 'shelf name',
    from: ['shelf'],
    fill: async (drafts, work) => {
      const shelves = await work.read.rows('library.Shelf', {
        where: { id: drafts.map((draft) => draft.after['shelf']) },
        fields: ['name'],
      });
      const names = new Map(shelves.map((shelf) => [shelf['id'], shelf['name']]));
      for (const draft of drafts) draft.set('shelfName', names.get(draft.after['shelf']) ?? null);
    },
  }),
  rule('library.Book', {
    name: 'no forbidden title',
    when: ['title'],
    check: (drafts) => {
      for (const draft of drafts)
        if (draft.after['title'] === 'forbidden')
          draft.refuse('title', 'FORBIDDEN_TITLE', 'That title is not kept here.');
    },
  }),
  rule('library.Shelf', {
    name: 'at most three books a shelf may be counted',
    on: ['delete'],
    check: (drafts) => {
      for (const draft of drafts)
        if (draft.after['name'] === 'fixed') draft.refuse('', 'FIXED_SHELF', 'This shelf stays.');
    },
  }),
  rule('library.Loan', {
    name: 'one open loan a book',
    locks: (drafts) => drafts.map((draft) => `loan:${String(draft.after['book'])}`),
    check: async (drafts, work) => {
      const loans = await work.read.rows('library.Loan', {
        where: { book: drafts.map((draft) => draft.after['book']) },
        fields: ['book'],
      });
      for (const draft of drafts)
        if (loans.some((loan) => loan['book'] === draft.after['book'] && loan['id'] !== draft.id))
          draft.refuse('book', 'LENT', 'The book is lent already.');
    },
  }),
  afterSave('library.Shelf', {
    name: 'push the name to books',
    on: ['update'],
    when: ['name'],
    run: async (drafts, work) => {
      const names = new Map(drafts.map((draft) => [draft.id, draft.after['name']]));
      const books = await work.read.rows('library.Book', { where: { shelf: [...names.keys()] }, fields: ['shelf'] });
      await work.setDerived(
        'library.Book',
        books.map((book) => ({ id: book['id'], shelfName: names.get(String(book['shelf'])) })),
      );
    },
  }),
  command(
    'library.Book',
    'create',
    async (work, inputs, next) => {
      const ids = await next(inputs);
      const pages = ids.flatMap((book, i) => {
        const count = Number(inputs[i]?.['pageCount'] ?? 0);
        return book === null ? [] : Array.from({ length: count }, (_, n) => ({ book, i, name: `Page ${n + 1}` }));
      });
      const path = (at: number) => `input.${pages[at]?.i ?? 0}.pageCount`;
      if (pages.length > 0)
        await work.create(
          'library.Page',
          pages.map(({ book, name }) => ({ book: { id: book }, name })),
          { path },
        );
      return ids;
    },
    { pageCount: { kind: 'int' } },
  ),
];
