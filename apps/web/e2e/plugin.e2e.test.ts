import { join } from 'node:path';
import { openStage, type Stage } from './stage.ts';
import { axe, inVisitTo, open } from './visit.ts';

jest.setTimeout(120_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ PLUMBLINE_PLUGINS: join(__dirname, '../../../plugins/example') });
}, 180_000);
afterAll(() => stage?.close());
const inVisit = inVisitTo(() => stage);

test("a plugin's entity has a list and a form, and its panel stands on the page of a site", () =>
  inVisit(async (here) => {
    const { page } = here;
    await open(stage, here, 'dcim/sites/1');
    const panel = page.getByRole('region', { name: 'Batteries', exact: true });
    await panel.getByText('No battery at this site.').waitFor();
    await open(stage, here, 'example/batteries/new');
    await page.getByLabel('Name', { exact: false }).first().waitFor();
    const answer = await page.request.post(`${stage.url}graphql`, {
      headers: { 'x-plumbline-csrf': '1' },
      data: {
        query:
          'mutation { batteryCreate(input: { site: { number: 1 }, name: "B2", capacityWh: 900 }) { userErrors { message } } }',
      },
    });
    expect(await answer.json()).toEqual({ data: { batteryCreate: { userErrors: [] } } });
    await open(stage, here, 'dcim/sites/1');
    await panel.getByText('900 Wh in active batteries.').waitFor();
    expect(await axe(here)).toEqual([]);
    await panel.getByRole('link', { name: 'B2' }).click();
    await page.getByRole('heading', { level: 1, name: 'B2' }).waitFor();
    expect(page.url()).toContain('example/batteries/1');
  }));

test('a panel whose module fails says so and leaves the page alone', () =>
  inVisit(async (here) => {
    const { page } = here;
    await page.route('**/plugins/example/*.js*', (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: "export const mount = () => { throw new Error('no batteries today'); };",
      }),
    );
    await open(stage, here, 'dcim/sites/1');
    const panel = page.getByRole('region', { name: 'Batteries', exact: true });
    await panel.getByText('no batteries today').waitFor();
    await page.getByRole('region', { name: 'Identity' }).waitFor();
    await panel.getByRole('button', { name: 'Try again' }).waitFor();
  }));
