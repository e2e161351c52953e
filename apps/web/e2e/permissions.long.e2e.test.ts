import { onStage } from './on-stage.ts';
import { axe, open, type Visit } from './visit.ts';

const stage = onStage({}, []);
const { inVisit } = stage;

async function ask({ context }: Visit, query: string): Promise<void> {
  const answer = await context.request.post(`${stage.url}graphql`, {
    data: { query },
    headers: { 'x-plumbline-csrf': '1' },
  });
  expect(await answer.text()).not.toContain('"message"');
}

test('a due password is chosen first; then the account shows this browser and makes a token that only reads', () =>
  inVisit(
    async (here) => {
      const { page } = here;
      await ask(
        here,
        `mutation { userCreate(input: [{ username: "bea", password: "given for now", mustChangePassword: true }]) {
          userErrors { message } } }`,
      );
      await here.context.clearCookies();
      await page.goto(`${stage.url}account`);
      await page.getByLabel('User name').fill('bea');
      await page.getByLabel('Password').fill('given for now');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByLabel('Password you signed in with').fill('given for now');
      await page.getByLabel('New password', { exact: true }).fill('chosen by bea');
      await page.getByLabel('New password again').fill('chosen by Bea');
      await page.getByRole('button', { name: 'Set the password' }).click();
      await page.getByText('This is not the same as above.').waitFor();
      expect(await axe(here)).toEqual([]);
      await page.getByLabel('New password again').fill('chosen by bea');
      await page.getByRole('button', { name: 'Set the password' }).click();
      await page.getByText('this browser', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Create token' }).click();
      await page.getByLabel('What it is for').fill('backup');
      await page.getByLabel('Only reads').check();
      await page.getByRole('dialog').getByRole('button', { name: 'Create token' }).click();
      expect(await page.getByRole('textbox', { name: 'The token' }).inputValue()).toMatch(/^plb_/);
      await page.getByRole('button', { name: 'Done' }).click();
      await page.getByText('reads only').waitFor();
      expect(await axe(here)).toEqual([]);
    },
    'light',
    'own',
  ));

test('a permission is made from verbs and conditions, and its page says what a user would see by it', () =>
  inVisit(async (here) => {
    const { page } = here;
    await ask(
      here,
      `mutation { userCreate(input: [{ username: "cleo", password: "long enough" }]) { userErrors { message } }
        siteCreate(input: [{ name: "Here", slug: "here" }, { name: "There", slug: "there" }]) { userErrors { message } } }`,
    );
    await open(stage, here, 'users/object-permissions/new');
    await page.getByRole('textbox', { name: 'Name' }).fill('Sees one site');
    const pick = async (label: string, typed: string, option: RegExp) => {
      await page.getByRole('combobox', { name: label }).fill(typed);
      await page.getByRole('option', { name: option }).first().click();
      await page.keyboard.press('Escape');
    };
    await pick('Users', 'cleo', /^cleo/);
    await pick('Types', 'site', /^Site/);
    await page.getByRole('checkbox', { name: /^view/ }).check();
    const json = page.getByLabel('Filter as JSON');
    await page.getByRole('button', { name: 'Only the reader’s own sites' }).click();
    expect(JSON.parse(await json.inputValue())).toEqual({ id: { eq: '$site' } });
    await json.fill('{"slug": {eq}}');
    await page.getByText(/Line 1, column 11/).waitFor();
    await json.fill('{"slug": {"eq": "here"}}');
    await page.getByRole('button', { name: 'Remove filter Slug' }).waitFor();
    expect(await axe(here)).toEqual([]);
    await page.getByRole('button', { name: /^Save Ctrl/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Sees one site' }).waitFor();
    await page.getByRole('tab', { name: 'What would they see?' }).click();
    const line = page.getByRole('row').filter({ hasText: 'Sites' });
    await line.waitFor();
    expect(await line.getByRole('cell').allInnerTexts()).toEqual(['1', 'view', 'Here']);
    expect(await axe(here)).toEqual([]);
  }, 'dark'));

test('a permission that may be passed on has a way to invite people, with a password to hand over', () =>
  inVisit(async (here) => {
    const { page } = here;
    await ask(
      here,
      `mutation { objectPermissionCreate(input: [{ name: "Editors", objectTypes: ["dcim.Site", "dcim.Rack"],
        actions: ["view", "change"], delegable: true }]) { userErrors { message } } }`,
    );
    await open(stage, here, 'users/object-permissions');
    await page.getByRole('link', { name: 'Editors' }).first().click();
    await page.getByRole('button', { name: 'Invite a person' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('User name').fill('dora');
    await dialog.getByLabel('E-mail address').fill('dora@example.org');
    await dialog.getByRole('checkbox', { name: /^change/ }).check();
    expect(await axe(here)).toEqual([]);
    await dialog.getByRole('button', { name: 'Invite' }).click();
    expect(await page.getByRole('textbox', { name: 'The password' }).inputValue()).toMatch(/^\S{18,}$/);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await open(stage, here, 'users/object-permissions');
    await page.getByRole('link', { name: 'Editors: dora' }).first().waitFor();
  }));
