import type { Edge, Model, ScalarField } from '@plumbline/engine';
import { registry } from '../src/index.ts';
import { Desk } from './desk.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.withDemo();
});
afterAll(() => desk.close());

const nestedText = (edge: Edge): string => {
  if (edge.kind === 'one') return `${edge.name} { id }`;
  if (edge.kind === 'arc') return `${edge.name} { ... on Node { id } }`;
  return `${edge.name}(first: 3) { totalCount nodes { id } }`;
};

const question = (model: Model, edge: Edge, first: number): string =>
  `{ ${model.many}(first: ${first}) { nodes { id ${nestedText(edge)} } } }`;

/** Statements an edge takes at most below a list: one per arm that rows point at, one more for totals. */
const most = (edge: Edge): number => {
  if (edge.kind === 'arc') return 1 + edge.arms.length;
  return edge.kind === 'one' ? 2 : 3;
};

/** A list that ends with rows without a date, newest first, reads those apart when the dated ones do not fill a page. */
const halves = ({ order: [first], scalars }: Model): number =>
  first?.descending === true && scalars.get(first.field)?.nullable === true ? 1 : 0;

const pairs = registry.models.flatMap((model) => [...model.edges.values()].map((edge) => [model, edge] as const));

/** Every list with every nested field of the model, asked at 5 and at 50 rows. */
const counts = async (): Promise<{ name: string; few: number; many: number; most: number }[]> => {
  const found = [];
  for (const [model, edge] of pairs) {
    const [few, many] = [await desk.ask(question(model, edge, 5)), await desk.ask(question(model, edge, 50))];
    found.push({
      name: `${model.name}.${edge.name}`,
      few: few.statements.length,
      many: many.statements.length,
      most: most(edge) + halves(model),
    });
  }
  return found;
};

/** Statements of an arc follow the kinds of target that the rows have, so that only a bound can hold. */
const arcs = new Set(
  pairs.filter(([, edge]) => edge.kind === 'arc').map(([model, edge]) => `${model.name}.${edge.name}`),
);

test('every list with every nested field takes as many statements at 50 rows as at 5', async () => {
  const all = await counts();
  expect(all.length).toBeGreaterThan(200);
  expect(all.filter(({ many, most }) => many > most)).toEqual([]);
  expect(all.filter(({ name, few, many }) => !arcs.has(name) && few !== many)).toEqual([]);
});

const derivedFields = registry.models.flatMap((model) =>
  [...model.derived.values()].map((field) => [model, field] as const),
);

/** Statements of a derived field at most: the list, two of the loader, one per entity it leads to. */
const mostDerived = (targets: number): number => 3 + targets;

test('every list with every field that a loader fills takes as many statements at 50 rows as at 5, per kind of target', async () => {
  const wrong: string[] = [];
  for (const [model, field] of derivedFields) {
    const isEdge = field.kind === 'edge';
    const nested = isEdge ? `${field.name} { __typename ... on Node { id } }` : field.name;
    const ask = (first: number) => desk.ask(`{ ${model.many}(first: ${first}) { nodes { id ${nested} } } }`);
    const [few, many] = [await ask(5), await ask(50)];
    const kinds = ({ text }: { text: string }) => (isEdge ? new Set(text.match(/"__typename":"\w+"/g)).size : 0);
    const [a, b] = [few.statements.length - kinds(few), many.statements.length - kinds(many)];
    if (b > Math.max(a, mostDerived(0)) || many.statements.length > mostDerived(kinds(many)))
      wrong.push(`${model.name}.${field.name}: ${few.statements.length} and ${many.statements.length}`);
  }
  expect(derivedFields.length).toBeGreaterThan(30);
  expect(wrong).toEqual([]);
});

const COLUMN = /\b[a-z]\d*\."(\w+)"/g;

/** Columns in the select lists of a statement; conditions and orders may name others. */
const selected = (sql: string): string[] =>
  [...sql.matchAll(/SELECT (.*?) FROM /g)].flatMap(([, list = '']) =>
    [...list.matchAll(COLUMN)].map(([, column = '']) => column),
  );

const keysOf = (model: Model): string[] => [
  'id',
  ...[...model.edges.values()].flatMap((edge) => {
    if (edge.kind === 'one') return [edge.column];
    return edge.kind === 'arc' ? edge.arms.map((arm) => arm.column) : [];
  }),
];

const isShown = (field: ScalarField): boolean => !field.spec.secret && field.name !== 'id';

test('a list reads the selected column of a model and no other, but keys', async () => {
  const wrong: string[] = [];
  for (const model of registry.models) {
    const keys = new Set(keysOf(model));
    for (const field of [...model.scalars.values()].filter(isShown)) {
      const { statements } = await desk.ask(`{ ${model.many}(first: 1) { nodes { ${field.name} } } }`);
      const columns = statements.flatMap(selected);
      const others = columns.filter((column) => column !== field.column && !keys.has(column));
      if (others.length > 0 || !columns.includes(field.column))
        wrong.push(`${model.name}.${field.name} reads ${columns.join(', ')}`);
    }
  }
  expect(wrong).toEqual([]);
});

const nestedStamp = (edge: Edge): string => {
  if (edge.kind === 'one') return `${edge.name} { lastUpdated }`;
  if (edge.kind === 'arc') return `${edge.name} { ... on Node { lastUpdated } }`;
  return `${edge.name}(first: 3) { nodes { lastUpdated } }`;
};

const targets = (edge: Edge): Model[] =>
  (edge.kind === 'arc' ? edge.arms.map((arm) => arm.target) : [edge.target]).map((name) => registry.model(name));

test('a nested field reads the selected column of its target and no other, but keys', async () => {
  const wrong: string[] = [];
  for (const [model, edge] of pairs) {
    const keys = new Set(['last_updated', ...[model, ...targets(edge)].flatMap(keysOf)]);
    const { statements } = await desk.ask(`{ ${model.many}(first: 5) { nodes { ${nestedStamp(edge)} } } }`);
    const others = statements.flatMap(selected).filter((column) => !keys.has(column));
    if (others.length > 0) wrong.push(`${model.name}.${edge.name} reads ${others.join(', ')}`);
  }
  expect(wrong).toEqual([]);
});

test('reads make no entity instances and never pass through TypeORM', async () => {
  const { dataSource } = desk.plant;
  const made: string[] = [];
  const spies = dataSource.entityMetadatas.map((metadata) =>
    jest.spyOn(metadata, 'create').mockImplementation(() => {
      made.push(metadata.name);
      return {};
    }),
  );
  const runner = jest.spyOn(dataSource, 'createQueryRunner');
  for (const model of registry.models) await desk.ask(`{ ${model.many}(first: 50) { nodes { id display } } }`);
  expect(runner).not.toHaveBeenCalled();
  expect(made).toEqual([]);
  for (const spy of [...spies, runner]) spy.mockRestore();
});
