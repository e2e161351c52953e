import { onStage } from './on-stage.ts';
import { admin } from './stage.ts';
import { names, open, settled, visit, type Visit } from './visit.ts';

const stage = onStage();
const { inVisit } = stage;

async function pick({ page }: Visit, label: string, typed: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).fill(typed);
  await page.getByRole('option', { name: typed }).first().click();
}

describe('signing in', () => {
  test('a wrong password is refused, the right one leads to the page that was asked for', async () => {
    const here = await visit(stage, 'light', 'none');
    const { page } = here;
    await page.goto(`${stage.url}dcim/sites?f=status:in:active`);
    await page.getByLabel('User name').fill(admin.username);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('wrong password');
    await page.getByLabel('Password').fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Sites' }).waitFor();
    expect(page.url()).toContain('f=status:in:active');
    await here.context.close();
  });

  test('signing out leaves nothing to see', () =>
    inVisit(
      async (here) => {
        const { page } = here;
        await open(stage, here, 'dcim/devices');
        await page.getByRole('button', { name: 'Account of admin' }).click();
        await page.getByRole('menuitem', { name: 'Sign out' }).click();
        await page.getByRole('button', { name: 'Sign in' }).waitFor();
        expect(await page.getByRole('grid').count()).toBe(0);
        await page.reload();
        await page.getByRole('button', { name: 'Sign in' }).waitFor();
      },
      'light',
      'own',
    ));
});

describe('a list', () => {
  test('a filter and an order stand in the URL, and the URL opens the same rows', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/devices');
      await settled(here);
      await page.getByLabel('Filter', { exact: true }).fill('status:in:planned,staged');
      await page.keyboard.press('Enter');
      await page.waitForURL(/f=status:in:planned,staged/);
      await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
      await page.waitForURL(/sort=name/);
      await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
      await page.waitForURL(/sort=-name/);
      await settled(here);
      const shown = await names(here);
      expect(shown.length).toBeGreaterThan(10);
      expect(shown).toEqual([...shown].sort((left, right) => right.localeCompare(left, 'en', { numeric: true })));
      await page.goto(page.url());
      await settled(here);
      expect(await names(here)).toEqual(shown);
    }));

  test('a token is made from a field, an operator and a value', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/devices');
      await settled(here);
      await page.getByLabel('Filter', { exact: true }).fill('site');
      await page.getByRole('option', { name: 'Site site', exact: true }).click();
      await page.getByRole('combobox', { name: 'Site value' }).fill('FRA1');
      await page.getByRole('option', { name: /FRA1/ }).click();
      await page.getByRole('button', { name: 'Apply' }).click();
      await page.waitForURL(/f=site:in:/);
      await settled(here);
      expect((await names(here)).every((name) => name.startsWith('fra1'))).toBe(true);
      await page.getByRole('button', { name: 'Remove filter Site' }).click();
      await page.waitForURL((url) => !url.search.includes('site'));
    }));

  test('the last of thousands of rows is reached by one key', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/interfaces');
      await settled(here);
      await page.getByRole('grid').focus();
      await page.keyboard.press('End');
      await settled(here);
      const total = Number(await page.getByRole('grid').getAttribute('aria-rowcount'));
      expect(total).toBeGreaterThan(3000);
      await page.locator(`[role=row][aria-rowindex="${total}"] a`).waitFor();
    }));

  test('no match says so and offers a way back', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/devices?q=nosuchdevice');
      await page.getByText('No devices match').waitFor();
      await page.getByRole('button', { name: 'Remove all filters' }).click();
      await settled(here);
      await open(stage, here, 'dcim/platforms');
      await page.getByText('No platforms yet').waitFor();
    }));

  test('an export holds every row of the view', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/sites');
      await settled(here);
      const waiting = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: 'The columns shown' }).click();
      const file = await (await waiting).createReadStream();
      const text = (await file.toArray()).join('');
      expect(text.split('\r\n')[0]).toMatch(/^Name,Status/);
      expect(text.trim().split('\r\n')).toHaveLength(7);
    }));
});

describe('an object', () => {
  test('a device is added with its references, changed and deleted', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/devices/new');
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('e2e-leaf-1');
      await page.keyboard.press('Control+Enter');
      expect(await page.getByRole('alert').innerText()).toContain('Role');
      await pick(here, 'Role', 'Leaf');
      await pick(here, 'Type', 'NL-7050X-48');
      await pick(here, 'Site', 'FRA1');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('heading', { level: 1, name: 'e2e-leaf-1' }).waitFor();
      await page.getByRole('tab', { name: /Interfaces 55/ }).waitFor();

      await page.keyboard.press('e');
      await page.getByLabel('Serial number').fill('SN-E2E');
      await page.keyboard.press('Control+Enter');
      await page.getByText('SN-E2E').first().waitFor();
      await page.getByRole('tab', { name: 'History' }).click();
      expect(await page.getByRole('main').getByRole('listitem').first().innerText()).toContain('SN-E2E');

      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      const dialog = page.getByRole('dialog', { name: /^Delete device/ });
      await dialog.getByText('interfaces deleted').waitFor();
      const count = /Type (\d+) to confirm/.exec(await dialog.innerText())?.[1] ?? '';
      await dialog.getByLabel(/to confirm/).fill(count);
      await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
      await open(stage, here, 'dcim/devices?q=e2e-leaf-1');
      await page.getByText('No devices match').waitFor();
    }));

  test('a refusal of the server stands at the field it is about', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/sites/new');
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Twice');
      await page.getByRole('textbox', { name: 'Slug', exact: true }).fill('not a slug');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('alert').getByRole('button', { name: /Slug/ }).waitFor();
      expect(await page.getByRole('textbox', { name: 'Slug', exact: true }).getAttribute('aria-invalid')).toBe('true');
    }));

  test('two people edit one site: the second sees both values and merges', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/sites');
      await settled(here);
      await page.locator('[role=row] a').first().click();
      await page.getByRole('link', { name: /Edit/ }).click();
      await page.getByRole('textbox', { name: 'Facility', exact: true }).fill('mine');
      const number = Number(/sites\/(\d+)/.exec(page.url())?.[1]);
      const other = await here.context.request.post(`${stage.url}graphql`, {
        headers: { 'x-plumbline-csrf': '1' },
        data: {
          query:
            'mutation($n: Int) { siteUpdate(input: [{ number: $n, facility: "theirs" }]) { userErrors { message } } }',
          variables: { n: number },
        },
      });
      expect(await other.json()).toMatchObject({ data: { siteUpdate: { userErrors: [] } } });
      await page.keyboard.press('Control+Enter');
      const dialog = page.getByRole('dialog', { name: 'Somebody else saved first' });
      expect(await dialog.innerText()).toContain('theirs');
      await dialog.getByRole('button', { name: 'Save the merged values' }).click();
      await page.getByText('mine').first().waitFor();
    }));

  test('three devices chosen by key are changed together after a preview', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/devices?f=status:in:planned');
      await settled(here);
      const before = Number(await page.getByRole('grid').getAttribute('aria-rowcount'));
      for (const key of ['j', 'x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
      await page.getByRole('toolbar').getByRole('button', { name: 'Edit' }).click();
      const dialog = page.getByRole('dialog', { name: 'Edit 3 devices' });
      await dialog.getByLabel('Field to change').selectOption('status');
      await dialog.getByLabel('Status', { exact: true }).selectOption('active');
      await dialog.getByRole('button', { name: 'Preview' }).click();
      await dialog.getByText('3 of 3 rows change.').waitFor();
      await dialog.getByRole('button', { name: 'Apply' }).click();
      await page.locator(`[role=grid][aria-rowcount="${before - 3}"]`).waitFor();
    }));
});

describe('the pages made by hand', () => {
  test('a switch shows its front, and a port opens from it', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/devices?q=ams1-r01-leaf01');
      await settled(here);
      await page.locator('[role=row] a').first().click();
      const front = page.getByRole('group', { name: /Front of ams1-r01-leaf01, 55 ports/ });
      await front.waitFor();
      await front.getByRole('link', { name: 'Ethernet1, connected' }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Ethernet3' }).waitFor();
      await page.goBack();
      await page.getByRole('tab', { name: 'Cabling' }).click();
      await page
        .getByRole('row', { name: /Ethernet1 SFP28.* C-\d+ .* ams1/ })
        .first()
        .waitFor();
    }));

  test('a rack shows its devices on both faces and those without a unit', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/racks?q=AMS1-R01');
      await settled(here);
      await page.locator('[role=row] a').first().click();
      const front = page.getByRole('group', { name: 'AMS1-R01 front elevation' });
      await front.getByRole('link', { name: /leaf01 .*U39, 1 U/ }).waitFor();
      await page
        .getByRole('group', { name: 'AMS1-R01 rear elevation' })
        .getByRole('link', { name: /leaf01 \(rear\)/ })
        .waitFor();
      await page
        .getByRole('region', { name: 'Without a unit' })
        .getByRole('link', { name: 'ams1-r01-pdu01' })
        .waitFor();
      await front.getByRole('link', { name: /leaf01 / }).click();
      await page.getByRole('heading', { level: 1, name: 'ams1-r01-leaf01' }).waitFor();
    }));
});

describe('the keyboard', () => {
  test('alone leads from the overview to a device and back', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, '');
      await page.keyboard.press('g');
      await page.keyboard.press('d');
      await page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
      await settled(here);
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      const [, second = ''] = await names(here);
      await page.keyboard.press(' ');
      await page
        .getByRole('complementary', { name: 'Preview of device' })
        .getByRole('heading', { name: second })
        .waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: second }).waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    }));

  test('the omnibox finds a device by part of its name', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'types');
      await page.keyboard.press('Control+k');
      await page.getByLabel('Search, jump or run').last().fill('r02-leaf01');
      await page.getByRole('option', { name: 'fra1-r02-leaf01 device' }).click();
      await page.getByRole('heading', { level: 1, name: 'fra1-r02-leaf01' }).waitFor();
    }));

  test('letters do nothing once they are switched off', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'types');
      await page.keyboard.press('?');
      await page.getByLabel('Single letters act').uncheck();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('?');
      await page.keyboard.press('g');
      await page.keyboard.press('d');
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(page.url()).toContain('/types');
      await open(stage, here, 'account'); // the choice follows the person into the next stories
      await page.getByLabel('Single letters act').check();
      await page.waitForResponse((answer) => answer.request().postData()?.includes('SetPreferences') ?? false);
    }));
});

describe('the view as a query', () => {
  test('can be read, with its variables apart', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/devices?f=status:in:planned');
      await settled(here);
      await page.getByRole('button', { name: /GraphQL for this view/ }).click();
      const text = await page.getByLabel('GraphQL text').innerText();
      expect(text).toContain('query DeviceList($filter: DeviceFilter');
      expect(text).toContain('"planned"');
      await page.getByRole('tab', { name: 'curl' }).click();
      expect(await page.getByLabel('curl text').innerText()).toContain(`${stage.url}graphql`);
    }));
});
