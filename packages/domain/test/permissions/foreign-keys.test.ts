import type { Model } from '@plumbline/engine';
import { registry } from '../../src/index.ts';
import { Plant } from '../plant.ts';

interface ForeignKey {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly columns: readonly string[];
  readonly targets: readonly string[];
}

let plant: Plant;
let keys: readonly ForeignKey[];
let owned: ReadonlySet<string>;

const KEYS = `SELECT c.conname AS name, c.conrelid::regclass::text AS from, c.confrelid::regclass::text AS to,
    (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k(at, n)
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.at) AS columns,
    (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY k(at, n)
      JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.at) AS targets
  FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`;

const OWNED = `SELECT a.attrelid::regclass::text AS table FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE a.attname = 'organization_id' AND a.attnotnull AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace`;

beforeAll(async () => {
  plant = await Plant.open();
  keys = await plant.dataSource.query(KEYS);
  const tables: { table: string }[] = await plant.dataSource.query(OWNED);
  owned = new Set(tables.map(({ table }) => table));
});
afterAll(() => plant.close());

/** Tables of rows that live in no single organization, such as users. */
const isShared = (table: string): boolean =>
  registry.models.some((model) => model.table === table && model.global !== null);

/** Columns of a model that hold a key of a row in the same organization. */
const referencesOf = (model: Model): { readonly column: string; readonly target: string }[] =>
  [...model.edges.values()].flatMap((edge): readonly { readonly column: string; readonly target: string }[] => {
    if (edge.kind === 'one') return [{ column: edge.column, target: edge.target }];
    return edge.kind === 'arc' ? edge.arms : [];
  });

const OWNER = 'organization_id';

test('a key from rows of an organization to rows of an organization holds it on both sides, in the same place', () => {
  const loose = keys.filter(({ from, to, columns, targets }) => {
    if (!owned.has(from) || !owned.has(to) || isShared(to)) return false;
    const at = columns.indexOf(OWNER);
    return at < 0 || targets[at] !== OWNER;
  });
  expect(loose.map(({ name, from }) => `${from} ${name}`)).toEqual([]);
  expect(keys.filter(({ from, to }) => owned.has(from) && owned.has(to)).length).toBeGreaterThan(500);
});

test('every reference of every entity is a key of the database', () => {
  const known = new Set(keys.flatMap(({ from, to, columns }) => columns.map((column) => `${from} ${column} ${to}`)));
  const missing = registry.models
    .filter(({ handMade }) => !handMade)
    .flatMap((model) =>
      referencesOf(model)
        .map(({ column, target }) => `${model.table} ${column} ${registry.model(target).table}`)
        .filter((reference) => !known.has(reference)),
    );
  expect(missing).toEqual([]);
});

test('every list of links is tied to both its sides', () => {
  const known = new Set(keys.flatMap(({ from, to, columns }) => columns.map((column) => `${from} ${column} ${to}`)));
  const missing = registry.models.flatMap((model) =>
    [...model.edges.values()].flatMap((edge) => {
      if (edge.kind !== 'manyToMany' || !edge.owner) return [];
      const far = `${edge.through} ${edge.far} ${registry.model(edge.target).table}`;
      const near = edge.objectType === undefined ? [`${edge.through} ${edge.near} ${model.table}`] : [];
      return [far, ...near].filter((reference) => !known.has(reference));
    }),
  );
  expect([...new Set(missing)]).toEqual([]);
});

test('the database refuses a reference into another organization', async () => {
  const other = '01900000-ffff-7000-8000-00000000000f';
  await plant.dataSource.query(
    "INSERT INTO core_organization (id, number, name, slug) VALUES ($1, 2, 'Other', 'other')",
    [other],
  );
  const rack = await plant.rack(await plant.named('dcim.Site'));
  const theirs = await plant.writer.run({ ...plant.actor, organizationId: other }, {}, (work) =>
    work.create('dcim.Site', [{ name: 'Theirs', slug: 'theirs' }]),
  );
  const [foreign] = theirs.result ?? [];
  expect(foreign).toEqual(expect.any(String));
  await expect(
    plant.dataSource.query('UPDATE dcim_rack SET site_id = $1 WHERE id = $2', [foreign, rack]),
  ).rejects.toThrow('violates foreign key constraint');
});
