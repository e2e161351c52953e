import type { Locator, Page } from 'playwright-core';
import type { RefValue } from '../src/catalogue/types.ts';
import { Api } from './api.ts';
import { onStage } from './on-stage.ts';
import { patchRoom } from './patch-room.ts';
import { axe, open, visit } from './visit.ts';

const stage = onStage({}, []);
const { inVisit } = stage;

let room: Awaited<ReturnType<typeof patchRoom>>;
beforeAll(async () => {
  const { context } = await visit(stage);
  room = await patchRoom(await Api.open(stage.url, context.request));
  await context.close();
});

const cabling = ({ number }: RefValue): string => `dcim/devices/${number}?tab=cabling`;

/** Opens the cable dialog and names the device of the other side, by keyboard alone. */
async function connectTo(page: Page, name: string): Promise<Locator> {
  await page.keyboard.press('c');
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
  await page.keyboard.type(name);
  await page.getByRole('option', { name }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  return page.getByRole('dialog', { name: 'Connect ports' });
}

const saved = (page: Page, words: string) => page.getByText(words).first().waitFor();

test('a person cables a 48-port switch to a panel with one name, one label and one key', () =>
  inVisit(async (here) => {
    const { page } = here;
    await open(stage, here, cabling(room.desk));
    await page.getByText('0 of 48 ports cabled').waitFor();
    const dialog = await connectTo(page, 'pp-near');
    await dialog.getByText('All 48 pairs can be joined').waitFor();
    await dialog.getByLabel('Labels').fill('P-001');
    await dialog.getByText('P-048').waitFor();
    expect(await axe(here)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await saved(page, 'Connected 48 pairs');
    await page.getByText('48 of 48 ports cabled').waitFor();
    await page.getByRole('row', { name: /Ethernet48 .*P-048.* pp-near F48/ }).waitFor();
    expect(await axe(here)).toEqual([]);
  }));

test('what is refused stands at its pair, and the rest is joined without it', () =>
  inVisit(async (here) => {
    const { page } = here;
    await open(stage, here, cabling(room.near));
    await page.getByText(/of 96 ports cabled/).waitFor();
    const dialog = await connectTo(page, 'pp-far');
    await dialog.getByLabel('Kind').first().selectOption('dcim.RearPort');
    await dialog
      .getByLabel(/^Ports/)
      .first()
      .fill('R[11-15]');
    await dialog.getByLabel('Kind').last().selectOption('dcim.RearPort');
    await dialog
      .getByLabel(/^Ports/)
      .last()
      .fill('R[11-14], R99');
    await dialog.getByText('4 of 5 pairs can be joined').waitFor();
    const refused = dialog.getByRole('row', { name: /^5 pp-near R15/ });
    expect(await refused.innerText()).toContain('has no rear port "R99"');
    await dialog.getByLabel('Leave out what is refused (1)').check();
    await dialog.getByRole('button', { name: /^Connect 4 pairs/ }).click();
    await saved(page, 'Connected 4 pairs');
    await page.getByRole('row', { name: /R14 .* pp-far R14/ }).waitFor();
  }, 'dark'));

test('a port is followed through a panel to where nothing leads on', () =>
  inVisit(async (here) => {
    const { page } = here;
    await open(stage, here, cabling(room.small));
    await page.getByRole('link', { name: 'Port2', exact: true }).focus();
    await page.keyboard.press('t');
    const path = page.getByRole('region', { name: 'From sw-4 Port2' });
    await path.getByText('incomplete').waitFor();
    for (const words of ['sw-4', 'L-2', 'pp-far', 'F2', 'R2', 'Nothing leads on from here'])
      await path.getByText(words, { exact: true }).waitFor();
    expect(await axe(here)).toEqual([]);
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const text = (await (await (await waiting).createReadStream()).toArray()).join('');
    expect(text.split('\r\n')[1]).toBe('1,1,sw-4 Port2,cable,L-2,connected,,pp-far F2');
  }, 'dark'));

test('a cable end moves to another port, and cables are taken out, both after a preview', () =>
  inVisit(async (here) => {
    const { page } = here;
    await open(stage, here, cabling(room.small));
    await page.getByRole('button', { name: 'More for Port4', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Move this end…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Move 1 cable end' });
    await dialog.getByRole('row', { name: /L-4 end A sw-4 Port4 sw-4 Port5 fine/ }).waitFor();
    await dialog.getByLabel(/^Ports/).fill('Port1');
    await dialog.getByText(/has cable L-1/).waitFor();
    await dialog.getByLabel(/^Ports/).fill('Port6');
    await dialog.getByRole('row', { name: /Port6 fine/ }).waitFor();
    await page.keyboard.press('Control+Enter');
    await saved(page, 'Moved 1 cable end');
    await page.getByRole('checkbox', { name: 'Select Port3', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Select Port6', exact: true }).click({ modifiers: ['Shift'] });
    await page.getByRole('button', { name: 'Disconnect 2', exact: true }).click();
    await page.getByText('2 cables would be deleted').waitFor();
    await page.keyboard.press('Control+Enter');
    await saved(page, 'Disconnected 2 cables');
    await page.getByText('2 of 8 ports cabled').waitFor();
  }));
