import { onStage } from './on-stage.ts';
import { admin } from './stage.ts';
import { axe, open, settled, type Visit } from './visit.ts';

const stage = onStage();
const { inVisit } = stage;

async function ask<T>({ context }: Visit, query: string, headers: Record<string, string> = {}): Promise<T> {
  const answer = await context.request.post(`${stage.url}graphql`, {
    headers: { 'x-plumbline-csrf': '1', ...headers },
    data: { query },
  });
  const text = await answer.text();
  expect(text).not.toContain('"message"');
  return (JSON.parse(text) as { data: T }).data;
}

describe('an object of any type', () => {
  test('is chosen by type and name with the keyboard alone, and shown by its name', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/racks/1');
      const rack = await page.getByRole('heading', { level: 1 }).innerText();
      await open(stage, here, 'extras/journal-entries/new');
      const box = page.locator('#field-objectId');
      await box.focus();
      await page.keyboard.type('Rack');
      await page.getByRole('option', { name: 'Rack', exact: false }).first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByPlaceholder('Find rack', { exact: true }).focus();
      await page.keyboard.press('ArrowDown');
      // What was looked at last stands first.
      await page.getByRole('option').first().filter({ hasText: rack }).waitFor();
      await page.keyboard.type(rack);
      await page.waitForFunction(() => document.querySelectorAll('[role=option]').length === 1);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect(await box.inputValue()).toBe(rack);
      await page.locator('#field-comments').fill('Door is open.');
      expect(await axe(here)).toEqual([]);
      await page.keyboard.press('Control+Enter');
      await page.getByRole('link', { name: /^Edit/ }).waitFor();
      await page.getByRole('main').getByRole('link', { name: rack }).first().click();
      await page.getByRole('tab', { name: /^Journal/ }).click();
      await page.getByText('Door is open.').waitFor();
      await open(stage, here, 'dcim/racks/1?tab=contacts');
      await page.getByRole('link', { name: 'Add contact assignment' }).first().click();
      await page.waitForFunction(
        (name) => document.querySelector<HTMLInputElement>('#field-objectId')?.value === name,
        rack,
      );
    }));
});

describe('custom fields', () => {
  test('stand in their groups, are edited by their kind, and are columns and filters', () =>
    inVisit(async (here) => {
      const { page } = here;
      await ask(
        here,
        `mutation {
          customFieldGroupCreate(input: [{ name: "Support", isCollapsed: true, description: "Who answers" }]) { userErrors { message } }
          customFieldChoiceSetCreate(input: [{ name: "Tier", extraChoices: [["gold", "Gold, all hours"]], choiceColors: { gold: "f0c400" } }]) { userErrors { message } }
          customFieldCreate(input: [
            { name: "tier", type: "select", choiceSet: { key: { name: "Tier" } }, objectTypes: ["dcim.Site"], groupName: "Support" }
            { name: "price", type: "decimal", objectTypes: ["dcim.Site"], groupName: "Support" }
            { name: "twin", type: "object", relatedObjectType: "dcim.Site", relatedObjectFilter: { slug: { in: ["ams1", "ber1"] } }, objectTypes: ["dcim.Site"] }
            { name: "legacy", type: "text", uiEditable: "no", objectTypes: ["dcim.Site"] }
            { name: "inner", type: "text", uiVisible: "hidden", uiEditable: "hidden", objectTypes: ["dcim.Site"] }
          ]) { userErrors { message } }
        }`,
      );
      await open(stage, here, 'dcim/sites/1/edit');
      await page.getByText('not set; not edited here').waitFor();
      expect(await page.getByText('Inner', { exact: true }).count()).toBe(0);
      await page.locator('#field-custom-twin').click();
      await page.getByRole('option', { name: 'BER1 Berlin' }).waitFor();
      expect(await page.getByRole('option').count()).toBe(2);
      await page.getByRole('option', { name: 'BER1 Berlin' }).click();
      await page.getByRole('heading', { name: 'Support' }).click();
      await page.locator('#field-custom-tier').selectOption({ label: 'Gold, all hours' });
      await page.locator('#field-custom-price').fill('1299,5');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('region', { name: 'Custom fields' }).getByRole('link', { name: 'BER1 Berlin' }).waitFor();
      const support = page.getByRole('region', { name: 'Support' });
      expect(await support.getByText('Gold, all hours').isVisible()).toBe(false);
      await support.getByRole('heading', { name: 'Support' }).click();
      await support.getByText('Gold, all hours').waitFor();
      expect(await axe(here)).toEqual([]);
      await open(stage, here, 'dcim/sites?f=cf.price:gt:1000&cols=display,cf.tier,cf.twin,cf.price');
      await settled(here);
      await page.getByRole('gridcell', { name: 'BER1 Berlin' }).waitFor();
      expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('2');
    }));
});

describe('an IPsec profile', () => {
  test('is made with its policies and proposals in one form, and changed in it', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'vpn/ipsec-profiles/new');
      await page.locator('#field-name').fill('branch');
      await page.locator('#field-mode').selectOption('esp');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('alert').getByText('Choose a policy, or make a new one.').first().waitFor();
      await page.getByRole('button', { name: 'New IKE policy' }).click();
      await page.locator('#field-ike-policy-name').fill('branch-ike');
      await page.getByRole('button', { name: 'New IKE proposal' }).click();
      await page.locator('#field-ike-new1-name').fill('ike-gcm');
      await page.locator('#field-ike-new1-authenticationMethod').selectOption('preshared-keys');
      await page.locator('#field-ike-new1-encryptionAlgorithm').selectOption('aes-256-gcm');
      await page.locator('#field-ike-new1-group').fill('19');
      await page.getByRole('option', { name: /19/ }).first().click();
      await page.getByRole('button', { name: 'New IPsec policy' }).click();
      await page.locator('#field-ipsec-policy-name').fill('branch-esp');
      expect(await axe(here)).toEqual([]);
      await page.keyboard.press('Control+Enter');
      await page.getByRole('heading', { level: 1, name: 'branch', exact: true }).waitFor();
      await page.keyboard.press('e');
      await page.getByRole('listitem', { name: 'Proposal 1: ike-gcm' }).waitFor();
      await page.getByRole('button', { name: 'New IPsec proposal' }).click();
      await page.locator('#field-ipsec-new1-name').fill('esp-gcm');
      await page.locator('#field-ipsec-new1-encryptionAlgorithm').selectOption('aes-256-gcm');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('link', { name: /^Edit/ }).waitFor();
      const tree = `{ ipsecProfiles { nodes { name
        ikePolicy { name proposals { nodes { name } } } ipsecPolicy { name proposals { nodes { name } } } } } }`;
      expect(await ask(here, tree)).toEqual({
        ipsecProfiles: {
          nodes: [
            {
              name: 'branch',
              ikePolicy: { name: 'branch-ike', proposals: { nodes: [{ name: 'ike-gcm' }] } },
              ipsecPolicy: { name: 'branch-esp', proposals: { nodes: [{ name: 'esp-gcm' }] } },
            },
          ],
        },
      });
    }));
});

describe("one's own account", () => {
  test('a token is shown once, works, and is refused once it is revoked', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'account');
      await page.getByRole('button', { name: 'Create token' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('What it is for').fill('backup script');
      await dialog.getByLabel('Networks it may be used from').fill('nowhere');
      await dialog.getByRole('button', { name: 'Create token' }).click();
      await dialog.getByRole('alert').getByText('nowhere').waitFor();
      await dialog.getByLabel('Networks it may be used from').fill('127.0.0.0/8, ::1');
      expect(await axe(here)).toEqual([]);
      await dialog.getByRole('button', { name: 'Create token' }).click();
      const token = await dialog.getByLabel('The token', { exact: true }).inputValue();
      await dialog.getByRole('button', { name: 'Done' }).click();
      const asks = async () => {
        const answer = await fetch(`${stage.url}graphql`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ query: '{ viewer { name } }' }),
        });
        return answer.status;
      };
      expect(await asks()).toBe(200);
      expect(await page.content()).not.toContain(token);
      await page.getByRole('button', { name: 'Revoke backup script' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Revoke backup script' }).waitFor({ state: 'detached' });
      expect(await asks()).toBe(401);
      expect(await axe(here)).toEqual([]);
    }));

  test('the password is changed, which signs other browsers out and not this one, and the new one signs in', () =>
    inVisit(
      async (here) => {
        const { page } = here;
        await ask(
          here,
          'mutation { userCreate(input: [{ username: "ann", password: "long enough" }]) { userErrors { message } } }',
        );
        await page.context().clearCookies();
        const login = await page.context().request.post(`${stage.url}auth/login`, {
          data: { username: 'ann', password: 'long enough' },
          headers: { 'x-plumbline-csrf': '1' },
        });
        expect(login.ok()).toBe(true);
        await open(stage, here, 'account');
        await page.getByLabel('Current password').fill(admin.password);
        await page.getByLabel('New password', { exact: true }).fill('even longer');
        await page.getByLabel('New password again').fill('even longer');
        await page.getByRole('button', { name: 'Change password' }).click();
        await page.getByText('This is not the current password.').waitFor();
        await page.getByLabel('Current password').fill('long enough');
        await page.getByRole('button', { name: 'Change password' }).click();
        await page.getByText('Your password is changed').waitFor();
        const signsIn = async (password: string) => {
          const data = { username: 'ann', password };
          return (await page.context().request.post(`${stage.url}auth/login`, { data })).ok();
        };
        expect([await signsIn('long enough'), await signsIn('even longer')]).toEqual([false, true]);
        await open(stage, here, 'account');
        await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor();
      },
      'light',
      'own',
    ));
});
