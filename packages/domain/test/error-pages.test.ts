import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const PAGES = join(ROOT, 'docs/errors');
const SOURCES = [
  ...['kit', 'engine', 'domain', 'net', 'postgres'].map((name) => `packages/${name}/src`),
  ...['server', 'cli', 'web'].map((name) => `apps/${name}/src`),
];

/** Places in the sources where an error gets its code. */
const PLACES = [
  /\bcode: (?!code\b)([^,;\n}]*)/g,
  /\b(?:Conflict|DomainError|super)\(\s*('[A-Z_]+')/g,
  /HttpError\(\s*\d+,\s*('[A-Z_]+')/g,
  /ApiError\([^;]*?,\s*('[A-Z_]+')/g,
  /\bconst code = ([^;]*)/g,
  /\brefuse\w*\(([^;]{0,300}?'[A-Z]{2,}(?:_[A-Z]+)*',)/g,
  /_CODES[^=]*= new Set\(\[([^\]]*)\]/g,
];
const CODE = /'([A-Z]{2,}(?:_[A-Z]+)*)'/g;

const groups = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, group = '']) => group);

const sourceTexts = (): string[] =>
  SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/\.(test|gen)\./.test(file))
      .map((file) => readFileSync(join(ROOT, folder, file), 'utf8')),
  );

const codesIn = (text: string): string[] =>
  PLACES.flatMap((place) => groups(text, place)).flatMap((found) => groups(found, CODE));

const codes = [...new Set(sourceTexts().flatMap(codesIn))].toSorted();
const pages = readdirSync(PAGES)
  .filter((file) => file !== 'README.md')
  .map((file) => file.replace('.md', ''))
  .toSorted();

test('codes are found wherever errors are made', () => {
  const text = `throw new HttpError(400, 'AA_B', 'x'); throw new Conflict('CC', m);
    draft.refuse('face', 'DD_E', 'x'); refuseAll(wanted, 'FF', text);
    draft.refuse(
      slot,
      'GG',
      message); ({ code: is ? 'HH' : 'II' }); const X_CODES = new Set(['JJ']); throw new ApiError(m, 'KK', 0);`;
  expect(codesIn(text).toSorted()).toEqual(['AA_B', 'CC', 'DD_E', 'FF', 'GG', 'HH', 'II', 'JJ', 'KK']);
});

test('every code has a page and every page a code', () => {
  expect(pages).toEqual(codes);
});

test.each(pages)('the page of %s says what happened, why, and what to do', (code) => {
  const text = readFileSync(join(PAGES, `${code}.md`), 'utf8');
  expect(text).toMatch(
    new RegExp(`^# ${code}: [^\\n]+\\n\\n\\*\\*Why\\.\\*\\* [^]+\\n\\n\\*\\*What to do\\.\\*\\* [^]+\\n$`),
  );
});

test('the index lists every page once', () => {
  const index = readFileSync(join(PAGES, 'README.md'), 'utf8');
  const listed = groups(index, /\]\((\w+)\.md\)/g);
  expect(listed.toSorted()).toEqual(pages);
});
