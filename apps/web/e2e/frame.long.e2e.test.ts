import { onStage } from './on-stage.ts';
import { axe, open } from './visit.ts';

const stage = onStage();
const { inVisit } = stage;

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
      await page.getByText('Nothing changed').waitFor();
      await switchOf.check();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Nothing changed').waitFor();
      await page.getByRole('button', { name: 'History of unique outside VRFs' }).click();
      expect(await axe(here)).toEqual([]);
      await page
        .getByRole('row')
        .filter({ has: page.getByRole('cell', { name: 'no', exact: true }) })
        .getByRole('button', { name: 'Bring back' })
        .click();
      await page.getByRole('dialog', { name: 'History of unique outside VRFs' }).waitFor({ state: 'detached' });
      await page.waitForFunction(
        () => !document.querySelector<HTMLInputElement>('#setting-ipam-enforceGlobalUnique')?.checked,
      );
    }));
});

describe('the rail', () => {
  test('a type is found in the rail by typing a part of its name', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, '');
      await page.keyboard.press('g');
      await page.keyboard.press('n');
      await page.keyboard.type('rack res');
      const rail = page.getByRole('navigation', { name: 'Primary' });
      expect(await rail.getByRole('listitem').allInnerTexts()).toEqual([expect.stringMatching(/^Rack reservations/)]);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Rack reservations' }).waitFor();
    }));

  test('a group opens with the right arrow, shows its types, and stays open after a reload', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, '');
      const group = page.getByRole('button', { name: /^Components/ });
      await group.focus();
      await page.keyboard.press('ArrowRight');
      await page.getByRole('link', { name: /^Rear ports/ }).waitFor();
      expect(await axe(here)).toEqual([]);
      await page.reload();
      await page.getByRole('link', { name: /^Rear ports/ }).waitFor();
      await group.focus();
      await page.keyboard.press('ArrowLeft');
      await page.getByRole('link', { name: /^Rear ports/ }).waitFor({ state: 'detached' });
    }));

  test('the group of the page that is open stands open', () =>
    inVisit(async (here) => {
      await open(stage, here, 'dcim/rear-ports');
      await here.page.getByRole('link', { name: /^Rear ports/, exact: false }).waitFor();
    }));

  test('a pinned type stands at the top until it is unpinned', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/rear-ports');
      await page.getByRole('button', { name: 'Pin rear ports' }).first().click();
      const pinned = page.getByRole('list', { name: 'Pinned' });
      await pinned.getByRole('link', { name: /^Rear ports/ }).waitFor();
      await pinned.getByRole('button', { name: 'Unpin rear ports' }).click();
      await pinned.waitFor({ state: 'detached' });
    }));

  test('on a small screen the rail opens over the page and goes when a place is chosen', () =>
    inVisit(async (here) => {
      const { page } = here;
      await page.setViewportSize({ width: 390, height: 844 });
      await open(stage, here, '');
      await page.getByRole('button', { name: 'Menu' }).click();
      const menu = page.getByRole('dialog', { name: 'Menu' });
      await menu.getByRole('link', { name: /^Racks/ }).click();
      await page.getByRole('heading', { level: 1, name: 'Racks' }).waitFor();
      await menu.waitFor({ state: 'detached' });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(390);
    }));
});
