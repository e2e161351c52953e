import { openStage, type Stage } from './stage.ts';
import { axe, inVisitTo, open } from './visit.ts';

jest.setTimeout(120_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 180_000);
afterAll(() => stage?.close());
const inVisit = inVisitTo(() => stage);

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
