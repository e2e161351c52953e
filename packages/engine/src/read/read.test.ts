import { openLab, type Lab } from '../../test/lab/index.ts';

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

test('a list answers with nodes, edges, total and page information', async () => {
  const { data, statements } = await lab.ask('{ devices(first: 2) { nodes { id number name display url } edges { cursor node { name } } totalCount pageInfo { hasNextPage endCursor } } }');
  expect(data).toMatchSnapshot();
  expect(statements).toMatchSnapshot();
});
