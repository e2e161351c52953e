import { join } from 'node:path';
import { onStage } from './on-stage.ts';
import { axe, open } from './visit.ts';

const stage = onStage({ PLUMBLINE_PLUGINS: join(__dirname, '../../../plugins/example') });
const { inVisit } = stage;

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

test('its tab asks a question of its own and shows the answer', () =>
  inVisit(async (here) => {
    const { page } = here;
    await open(stage, here, 'dcim/sites/1');
    await page.getByRole('tab', { name: 'Power reserve' }).click();
    const panel = page.getByRole('region', { name: 'Power reserve content' });
    await panel.getByRole('status').filter({ hasText: '108 min on 900 Wh.' }).waitFor();
    await panel.getByLabel('Load in W').fill('100');
    await page.keyboard.press('Tab');
    await panel.getByRole('status').filter({ hasText: '540 min on 900 Wh.' }).waitFor();
    expect(await axe(here)).toEqual([]);
  }));
