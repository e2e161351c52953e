import { ask as asked } from './visitor.ts';
import { onStage } from './on-stage.ts';
import { axe, open, type Visit } from './visit.ts';

const stage = onStage({}, []);
const { inVisit } = stage;

const ask = (here: Visit, query: string) => asked(stage, here, query);

const save = async ({ page }: Visit): Promise<void> => page.keyboard.press('Control+Enter');

test('what was saved is taken back from its notice, by key, and with u again', () =>
  inVisit(async (here) => {
    const { page } = here;
    await ask(
      here,
      `mutation { siteCreate(input: [{ name: "Harbour", slug: "harbour", facility: "old" }]) { userErrors { message } } }`,
    );
    await open(stage, here, 'dcim/sites');
    await page.getByRole('link', { name: 'Harbour' }).click();
    await page.getByRole('link', { name: /^Edit/ }).click();
    await page.getByRole('textbox', { name: 'Facility' }).fill('new');
    await save(here);
    await page.getByText('Saved site Harbour').waitFor();
    await page.getByText('new', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('Undone').waitFor();
    await page.getByText('old', { exact: true }).first().waitFor();
    await page.locator('h1').click();
    await page.keyboard.press('u');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('Facility').first().waitFor();
    await page.locator('ol > li:nth-child(4)').waitFor();
    expect(await page.locator('ol > li').count()).toBe(4);
    expect(await page.getByText('Undone').count()).toBe(1); // a notice goes when what it tells of is taken back
    expect(await axe(here)).toEqual([]);
  }));

test('a change set shows each object in words, and what stands in the way of its undo', () =>
  inVisit(async (here) => {
    const { page } = here;
    const answer = await ask(
      here,
      `mutation { tenantCreate(input: [{ name: "Owner", slug: "owner" }]) { nodes { id } userErrors { message } }
        siteCreate(input: [{ name: "North", slug: "north", tenant: { key: { slug: "owner" } } }, { name: "South", slug: "south" }]) {
          changeSetId nodes { id } userErrors { message } } }`,
    );
    const { data } = JSON.parse(answer) as { data: { siteCreate: { changeSetId: string; nodes: { id: string }[] } } };
    const { changeSetId, nodes } = data.siteCreate;
    await ask(
      here,
      `mutation { siteUpdate(input: [{ id: "${nodes[1]?.id}", facility: "later" }]) { userErrors { message } } }`,
    );
    await open(stage, here, `core/change-sets/${changeSetId}`);
    await page.getByRole('link', { name: 'South' }).waitFor();
    await page
      .getByText(/values$/)
      .first()
      .click();
    await page.getByRole('link', { name: 'Owner' }).waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText(/Site South was changed since by admin: facility/).waitFor();
    expect(await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).isDisabled()).toBe(true);
    expect(await axe(here)).toEqual([]);
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /Change set/ })
      .click();
    await page.getByText('later').waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('a slip');
    await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('Undone').first().waitFor();
    await page.getByText(/^#\d+ by admin/).waitFor();
    await open(stage, here, `core/change-sets/${changeSetId}`);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('dialog').getByText('sites deleted').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('Undone').first().waitFor();
    await open(stage, here, 'dcim/sites?q=South');
    await page.getByText(/No site/).waitFor();
  }));

test('who saves second sees both values and merges them', () =>
  inVisit(async (here) => {
    const { page } = here;
    const answer = await ask(
      here,
      `mutation { siteCreate(input: [{ name: "Shared", slug: "shared", facility: "first" }]) { nodes { id number } userErrors { message } } }`,
    );
    const { data } = JSON.parse(answer) as { data: { siteCreate: { nodes: { id: string; number: number }[] } } };
    const [site] = data.siteCreate.nodes;
    await open(stage, here, `dcim/sites/${site?.number}/edit`);
    await page.getByRole('textbox', { name: 'Facility' }).fill('mine');
    await page.getByRole('textbox', { name: 'Description' }).fill('said by me');
    await ask(
      here,
      `mutation { siteUpdate(input: [{ id: "${site?.id}", facility: "theirs", timeZone: "Europe/Berlin" }]) { userErrors { message } } }`,
    );
    await save(here);
    await page.getByRole('dialog', { name: 'Somebody else saved first' }).waitFor();
    await page.getByRole('radio', { name: 'Facility: keep theirs' }).check();
    await page.getByText(/Also changed, and kept: time zone/).waitFor();
    expect(await axe(here)).toEqual([]);
    await page.getByRole('button', { name: 'Save the merged values' }).click();
    await page.getByText('Saved site Shared').waitFor();
    await page.getByText('said by me').first().waitFor();
    const stored = await ask(here, `{ site(id: "${site?.id}") { facility description timeZone } }`);
    expect(JSON.parse(stored)).toMatchObject({
      data: { site: { facility: 'theirs', description: 'said by me', timeZone: 'Europe/Berlin' } },
    });
  }));
