import { openStage, type Stage } from './stage.ts';
import { axe, inVisitTo, open } from './visit.ts';

jest.setTimeout(120_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 180_000);
afterAll(() => stage?.close());
const inVisit = inVisitTo(() => stage);

describe('the search box', () => {
  test('an address that no row holds leads to the network around it, and says why', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, '');
      await page.keyboard.press('Control+k');
      await page.keyboard.type('10.16.10.250');
      const found = page.getByRole('option').filter({ hasText: 'holds 10.16.10.250' }).first();
      await found.waitFor();
      expect(await axe(here)).toEqual([]);
      await found.click();
      await page.getByRole('heading', { level: 1, name: /^10\.16\./ }).waitFor();
    }));

  test('a type before a colon limits what is found', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, '');
      await page.keyboard.press('/');
      await page.keyboard.type('rack: fra1');
      await page.getByRole('option', { name: /^FRA1-R01/ }).waitFor();
      const found = page.getByRole('group').filter({ hasText: 'Found' }).getByRole('option');
      for (const line of await found.allInnerTexts()) expect(line).toMatch(/rack$/);
    }));

  test('what was looked at stands in the empty box', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/sites/1');
      const name = await page.getByRole('heading', { level: 1 }).innerText();
      await open(stage, here, 'types');
      await page.keyboard.press('Control+k');
      await page.getByRole('group').filter({ hasText: 'Recent' }).getByRole('option', { name }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
    }));

  test('a command is run by its name', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, '');
      await page.keyboard.press('Control+k');
      await page.keyboard.type('add vlan group');
      await page.getByRole('option', { name: 'Add VLAN group' }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Add VLAN group' }).waitFor();
    }));
});

describe('settings', () => {
  test('a value is changed, seen in the history, and brought back', () =>
    inVisit(async (here) => {
      const { page } = here;
      const switchOf = page.getByLabel('Unique outside VRFs', { exact: true });
      await open(stage, here, 'settings');
      expect(await switchOf.isChecked()).toBe(true);
      await switchOf.uncheck();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('set here').waitFor();
      await switchOf.check();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved 1 setting').first().waitFor();
      await page.getByRole('button', { name: 'History of unique outside VRFs' }).click();
      expect(await axe(here)).toEqual([]);
      await page.getByRole('row').filter({ hasText: 'no' }).getByRole('button', { name: 'Bring back' }).click();
      await page.getByRole('dialog', { name: 'History of unique outside VRFs' }).waitFor({ state: 'detached' });
      await page.waitForFunction(
        () => !document.querySelector<HTMLInputElement>('#setting-ipam-enforceGlobalUnique')?.checked,
      );
    }));
});
