import { onStage } from './on-stage.ts';
import { axe, open, settled } from './visit.ts';
import { ask, asVisitor, MARKUP } from './visitor.ts';

const stage = onStage({}, []);
const { inVisit } = stage;

test('a list is shared with some of its columns, seen without an account, and gone once it is revoked', () =>
  inVisit(async (here) => {
    const { page } = here;
    const names = JSON.stringify([
      { name: MARKUP, slug: 'ber1', facility: 'Hall 4' },
      { name: 'Frankfurt', slug: 'fra1', facility: 'Hall 5' },
    ]).replaceAll(/"(\w+)":/g, '$1:');
    await ask(stage, here, `mutation { siteCreate(input: ${names}) { userErrors { message } } }`);
    await open(stage, here, 'dcim/sites');
    await settled(here);
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Sites for the audit');
    await page.getByRole('button', { name: 'None' }).click();
    expect(await page.getByRole('button', { name: 'Create link' }).isDisabled()).toBe(true);
    for (const field of ['Name', 'Status']) await page.getByRole('checkbox', { name: field, exact: true }).check();
    expect(await axe(here)).toEqual([]);
    await page.getByRole('button', { name: 'Create link' }).click();
    const address = await page.getByRole('textbox', { name: 'The link' }).inputValue();
    await page.getByRole('button', { name: 'Done' }).click();
    await asVisitor(stage, address, async (visitor) => {
      await visitor.page.getByRole('heading', { level: 1, name: 'Sites for the audit' }).waitFor();
      expect(await visitor.page.getByRole('row').allInnerTexts()).toEqual(
        expect.arrayContaining([expect.stringContaining(MARKUP), expect.stringContaining('Frankfurt')]),
      );
      expect(await visitor.page.content()).not.toContain('Hall 4');
      expect(await visitor.page.getByRole('navigation').count()).toBe(0);
      expect(await axe(visitor)).toEqual([]);
    });
    await open(stage, here, 'account');
    await page.getByText('opened 1 time').waitFor();
    await page.getByRole('button', { name: 'Revoke Sites for the audit' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('revoked', { exact: true }).waitFor();
    await asVisitor(stage, address, async (visitor) => {
      await visitor.page.getByText('This link shows nothing').waitFor();
      expect(await axe(visitor)).toEqual([]);
    });
  }));
