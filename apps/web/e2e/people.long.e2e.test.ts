import { onStage } from './on-stage.ts';
import { axe, open, settled, type Visit } from './visit.ts';
import { ask } from './visitor.ts';

const stage = onStage({}, []);
const { inVisit } = stage;

const header = { 'x-plumbline-csrf': '1' };
const PASSWORD = 'given by the admin';

/** Anna changes a site in a browser of her own. */
async function annaRenames({ context }: Visit, slug: string, facility: string): Promise<void> {
  const hers = await stage.browser.newContext();
  try {
    await hers.request.post(`${stage.url}auth/login`, {
      data: { username: 'anna', password: PASSWORD },
      headers: header,
    });
    const found = await context.request.post(`${stage.url}graphql`, {
      data: { query: `{ sites(filter: { slug: { eq: "${slug}" } }) { nodes { id } } }` },
      headers: header,
    });
    const { data } = (await found.json()) as { data: { sites: { nodes: { id: string }[] } } };
    const query = `mutation { siteUpdate(input: [{ id: "${data.sites.nodes[0]?.id ?? ''}", facility: "${facility}" }]) { userErrors { message } } }`;
    const answer = await hers.request.post(`${stage.url}graphql`, { data: { query }, headers: header });
    expect(await answer.text()).not.toContain('"message"');
  } finally {
    await hers.close();
  }
}

async function prepare(here: Visit): Promise<void> {
  await ask(
    stage,
    here,
    `mutation { userCreate(input: [{ username: "anna", password: "${PASSWORD}", isSuperuser: true }]) { userErrors { message } }
      siteCreate(input: [{ name: "Berlin", slug: "ber1" }, { name: "Frankfurt", slug: "fra1" }]) { userErrors { message } }
      customLinkCreate(input: [{ name: "wiki", objectTypes: ["dcim.Site"], linkText: "Wiki of {{ object.name }}", linkUrl: "https://wiki.example/{{ object.slug }}", newWindow: true }]) { userErrors { message } } }`,
  );
}

test('what others change is told by the bell, and read; an object is kept at hand and carries its links', () =>
  inVisit(async (here) => {
    const { page } = here;
    await prepare(here);
    await open(stage, here, 'dcim/sites/1');
    await page.getByRole('link', { name: 'Wiki of Berlin' }).waitFor();
    const link = page.getByRole('link', { name: 'Wiki of Berlin' });
    expect([await link.getAttribute('href'), await link.getAttribute('rel')]).toEqual([
      'https://wiki.example/ber1',
      'noopener noreferrer',
    ]);
    await page.getByRole('button', { name: 'Bookmark', pressed: false }).click();
    await page.getByRole('button', { name: 'Bookmark', pressed: true }).waitFor();
    await page.getByRole('button', { name: 'Tell me of changes', pressed: false }).click();
    await page.getByRole('button', { name: 'Tell me of changes', pressed: true }).waitFor();
    expect(await axe(here)).toEqual([]);
    await annaRenames(here, 'ber1', 'Hall 4');
    await page.getByRole('button', { name: 'Notifications: 1 unread' }).click();
    const panel = page.getByRole('dialog', { name: 'Notifications' });
    await panel.getByText('site Berlin changed by anna').waitFor();
    expect(await axe(here)).toEqual([]);
    await panel.getByRole('button', { name: 'Mark as read: Berlin' }).click();
    await page.getByRole('button', { name: 'Notifications: nothing unread' }).waitFor();
    await panel.getByRole('link', { name: 'All notifications' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your notifications' }).waitFor();
    await page.getByRole('link', { name: 'Berlin' }).first().waitFor();
    expect(await axe(here)).toEqual([]);
    await open(stage, here, '');
    await page.getByRole('region', { name: 'Bookmarks' }).getByRole('link', { name: 'Berlin' }).waitFor();
  }));

test('a note is written where the object is, in Markdown, by who is signed in', () =>
  inVisit(async (here) => {
    const { page } = here;
    await open(stage, here, 'dcim/sites/2?tab=journalEntries');
    await page.getByRole('textbox', { name: 'New note' }).fill('Power **fails** on Sundays <b>here</b>');
    await page.getByRole('radio', { name: 'Warning' }).check();
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'New note' }).press('Control+Enter');
    const note = page.getByRole('listitem').filter({ hasText: 'on Sundays' });
    await note.getByText('admin').waitFor();
    expect(await note.locator('strong', { hasText: 'fails' }).count()).toBe(1);
    expect(await note.innerText()).toContain('<b>here</b>');
    expect(await axe(here)).toEqual([]);
    await note.getByRole('button', { name: /^Delete note/ }).click();
    await page.getByText('No notes yet').waitFor();
  }));

test('a list is kept under a name, and opens with it from then on', () =>
  inVisit(async (here) => {
    const { page } = here;
    await open(stage, here, 'dcim/sites?f=name:contains:Frank&cols=display,facility&sort=-name');
    await settled(here);
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog', { name: 'Save this view of sites' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Frankfurt alone');
    await dialog.getByRole('checkbox', { name: 'My lists of sites open with it' }).check();
    expect(await axe(here)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await open(stage, here, 'dcim/sites');
    await page.waitForURL(/f=name:contains:Frank/);
    await settled(here);
    await page.getByRole('button', { name: 'Frankfurt alone' }).click();
    await page.getByRole('menuitem', { name: 'All sites' }).click();
    await page.getByRole('gridcell', { name: 'Berlin', exact: true }).waitFor();
    await page.getByRole('checkbox', { name: 'Select Frankfurt' }).check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Bookmark' }).click();
    await page.getByText('Bookmarked 1 site').waitFor();
    await page.getByRole('button', { name: 'Clear selection' }).click();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Tend views' }).click();
    await page.getByRole('button', { name: 'Tell me of changes: Frankfurt alone' }).click();
    await page.getByRole('button', { name: 'Tell me of changes: Frankfurt alone', pressed: true }).waitFor();
    expect(await axe(here)).toEqual([]);
    await page.getByRole('button', { name: 'Delete Frankfurt alone' }).click();
    await page.getByText('No views yet').waitFor();
  }));
