import { registry } from '../src/index.ts';
import { ExchangeDesk } from './exchange-desk.ts';
import { Samples } from './samples.ts';

let desk: ExchangeDesk;
beforeAll(async () => void (desk = await ExchangeDesk.open()));
afterAll(() => desk.close());

const FORMATS = ['CSV', 'JSON', 'YAML'] as const;

const models = registry.models.filter(({ readOnly, global, handMade }) => !readOnly && global === null && !handMade);

const changeRecords = async (): Promise<number> => {
  const [found] = await desk.plant.dataSource.query<{ n: number }[]>(
    'SELECT count(*)::int AS n FROM core_change_record',
  );
  return found?.n ?? -1;
};

describe('every type', () => {
  test('has rows that leave and come back in each format without a change or a change record', async () => {
    const samples = new Samples(registry, desk.plant);
    const wrong: object[] = [];
    for (const { name } of models)
      await samples.make(name).catch((error: unknown) => wrong.push({ name, error: String(error) }));
    const before = await changeRecords();
    for (const { name } of models)
      for (const format of FORMATS) {
        const { fileId } = await desk.export(name, { format });
        const { rows, created, updated, errors } = await desk.importFile(name, fileId);
        if (rows === 0 || created + updated > 0 || errors.length > 0)
          wrong.push({ name, format, rows, created, updated, errors: errors.slice(0, 2) });
      }
    expect(wrong).toEqual([]);
    expect(await changeRecords()).toBe(before);
  });
});

const regions = async (): Promise<unknown> =>
  desk.plant.dataSource.query(
    `SELECT r.slug, p.slug AS parent FROM dcim_region r LEFT JOIN dcim_region p ON p.id = r.parent_id
     WHERE r.slug LIKE 'tree-%' ORDER BY r.slug`,
  );

const TREE = [
  { slug: 'tree-city', name: 'City', parent: 'tree-land' },
  { slug: 'tree-land', name: 'Land', parent: 'tree-world' },
  { slug: 'tree-street', name: 'Street', parent: 'tree-city' },
  { slug: 'tree-world', name: 'World', parent: null },
];

const csvOf = (rows: readonly Readonly<Record<string, unknown>>[]): string => {
  const columns = Object.keys(rows[0] ?? {});
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');
};

const yamlOf = (rows: readonly Readonly<Record<string, unknown>>[]): string =>
  rows
    .map((row) =>
      Object.entries(row)
        .map(([name, value], i) => `${i === 0 ? '- ' : '  '}${name}: ${JSON.stringify(value)}\n`)
        .join(''),
    )
    .join('# and so on\n');

describe('rows that refer to rows of the same file', () => {
  test.each([
    ['CSV', csvOf(TREE)],
    ['JSON', JSON.stringify(TREE)],
    ['YAML', yamlOf(TREE)],
  ])('%s: arrive in one pass, whatever their order', async (format, text) => {
    for (const mode of ['CREATE', 'UPSERT']) {
      const report = await desk.import('dcim.Region', text, { format, mode });
      expect(report).toMatchObject({ rows: 4, created: mode === 'CREATE' ? 4 : 0, updated: 0, errors: [] });
    }
    expect(await regions()).toEqual([
      { slug: 'tree-city', parent: 'tree-land' },
      { slug: 'tree-land', parent: 'tree-world' },
      { slug: 'tree-street', parent: 'tree-city' },
      { slug: 'tree-world', parent: null },
    ]);
    const { errors } = await desk.plant.run((work) =>
      work.delete('dcim.Region', { filter: { slug: { startsWith: 'tree-' } }, expectedCount: 4 }),
    );
    expect(errors).toEqual([]);
  });

  test('a circle is refused, and the error names its lines', async () => {
    const rows = [
      { slug: 'ring-a', name: 'A', parent: 'ring-c' },
      { slug: 'ring-b', name: 'B', parent: 'ring-a' },
      { slug: 'ring-c', name: 'C', parent: 'ring-b' },
      { slug: 'ring-d', name: 'D', parent: 'ring-a' },
    ];
    const { errors, saved } = await desk.import('dcim.Region', csvOf(rows), { format: 'CSV' });
    const circle = 'Lines 2, 3 and 4 refer to each other in a circle; import one of them without this column first.';
    expect(saved).toBe(false);
    expect(errors.slice(0, 3).map(({ row, line, column, message }) => ({ row, line, column, message }))).toEqual(
      [1, 2, 3].map((row) => ({ row, line: row + 1, column: 'parent', message: circle })),
    );
  });

  test('rows that are there may refer to each other as they do', async () => {
    const device = await new Samples(registry, desk.plant).make('dcim.Device');
    const [a, b] = await desk.plant.all(
      'dcim.Interface',
      ['ring0', 'ring1'].map((name) => ({ device, name, type: 'bridge' })),
    );
    const linked = await desk.plant.update('dcim.Interface', { id: a, bridge: b }, { id: b, bridge: a });
    expect(linked.errors).toEqual([]);
    const filter = { name: { startsWith: 'ring' } };
    const { fileId } = await desk.export('dcim.Interface', { filter, format: 'JSON' });
    expect(await desk.importFile('dcim.Interface', fileId)).toMatchObject({ rows: 2, updated: 0, errors: [] });
  });
});

describe('files of objects', () => {
  test('a list, one object after another, and objects inside of objects are read', async () => {
    const list = '\uFEFF[ {"slug":"obj-1","name":"A } \\" [","customFields":{}},\n {"slug":"obj-2","name":"B"} ]\n';
    expect(await desk.import('dcim.Site', list, { format: 'JSON' })).toMatchObject({ created: 2, errors: [] });
    const lines = '{"slug":"obj-1","region":{"number":1}}\n{"slug":"obj-2","region":null}\n';
    const report = await desk.import('dcim.Site', lines, { format: 'JSON', mode: 'UPDATE' });
    expect(report).toMatchObject({ rows: 2, updated: 1, errors: [] });
  });

  test('YAML with comments, blocks and numbers in place of texts is read', async () => {
    const text = `# sites\n---\n  - slug: yaml-1\n    name: 42\n    comments: |\n      - one\n      - two\n\n  - {slug: yaml-2, name: "B: b"}\n`;
    expect(await desk.import('dcim.Site', text, { format: 'YAML' })).toMatchObject({ created: 2, errors: [] });
    const { text: back } = await desk.export('dcim.Site', {
      format: 'YAML',
      columns: ['slug', 'name', 'comments'],
      filter: { slug: { startsWith: 'yaml-' } },
    });
    expect(back).toBe(
      '- slug: yaml-1\n  name: "42"\n  comments: |\n    - one\n    - two\n- slug: yaml-2\n  name: "B: b"\n  comments: null\n',
    );
  });

  test('an export of nothing can be imported', async () => {
    for (const format of FORMATS) {
      const { fileId } = await desk.export('dcim.Site', { format, filter: { slug: { eq: 'nowhere' } } });
      expect(await desk.importFile('dcim.Site', fileId)).toMatchObject({ rows: 0, errors: [] });
    }
  });

  test('all errors come at once with row, line, column, cause and suggestion', async () => {
    const text = yamlOf([
      { slug: 'bad-1', name: 'A', status: 'actve' },
      { slug: 'bad-2', nmae: 'B' },
      { slug: 'bad-3', name: 'C', 'region.number': 'x', tags: 'a' },
    ]);
    const { errors, saved } = await desk.import('dcim.Site', `${text}- just text\n`, { format: 'YAML' });
    expect(saved).toBe(false);
    expect(errors.map(({ row, line, column, suggestion }) => [row, line, column, suggestion])).toEqual([
      [1, 1, 'status', 'active'],
      [2, 5, 'nmae', 'name'],
      [2, 5, 'name', null],
      [3, 8, 'region.number', null],
      [3, 8, 'tags', null],
      [4, 12, null, null],
      [4, 12, null, null],
    ]);
  });

  test.each([
    ['JSON', '[{"slug":"a"}', 'The file ends before its list does.'],
    ['JSON', '[{"slug":"a"', 'The file ends inside of this row.'],
    ['JSON', '["a"]', 'The file is a list of objects'],
    ['YAML', 'slug: a\n', 'The file is a list; each row begins with "- ".'],
  ])('%s that is no list of rows is refused with its line: %s', async (format, text, message) => {
    const { errors, saved } = await desk.import('dcim.Site', text, { format });
    expect(saved).toBe(false);
    expect(errors).toEqual([
      expect.objectContaining({ row: null, line: 1, message: expect.stringContaining(message) }),
    ]);
  });

  test('UPDATE refuses rows that are not there and changes the others', async () => {
    await desk.plant.create('dcim.Site', { slug: 'there', name: 'There' });
    const rows = [
      { slug: 'there', name: 'Now' },
      { slug: 'not-there', name: 'Never' },
    ];
    const options = { format: 'JSON', mode: 'UPDATE' };
    const { errors } = await desk.import('dcim.Site', JSON.stringify(rows), options);
    expect(errors).toMatchObject([{ row: 2, code: 'NOT_FOUND' }]);
    const report = await desk.import('dcim.Site', JSON.stringify(rows), { ...options, perRow: true });
    expect(report).toMatchObject({ created: 0, updated: 1, saved: true });
  });
});
