import { onStage } from './on-stage.ts';
import { admin } from './stage.ts';
import { open, settled } from './visit.ts';
import { ask, asVisitor, MARKUP } from './visitor.ts';

const stage = onStage({}, []);
const { inVisit } = stage;

test('an object is shared from its page; an administrator lets somebody in who is locked out', () =>
  inVisit(async (here) => {
    const { page } = here;
    await ask(
      stage,
      here,
      `mutation { siteCreate(input: { name: ${JSON.stringify(MARKUP)}, slug: "ber1", facility: "Hall 4" }) { userErrors { message } } }`,
    );
    await open(stage, here, 'dcim/sites/1');
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('checkbox', { name: 'Facility' }).uncheck();
    await page.getByRole('button', { name: 'Create link' }).click();
    const address = await page.getByRole('textbox', { name: 'The link' }).inputValue();
    await asVisitor(stage, address, async (visitor) => {
      await visitor.page.getByRole('heading', { level: 1, name: MARKUP }).waitFor();
      await visitor.page.getByText('Active', { exact: true }).waitFor();
      expect(await visitor.page.content()).not.toContain('Hall 4');
    });
    await ask(
      stage,
      here,
      'mutation { userCreate(input: [{ username: "kim", password: "long enough" }]) { userErrors { message } } }',
    );
    const wrong = { data: { username: 'kim', password: 'wrong' }, headers: { 'x-plumbline-csrf': '1' } };
    for (let n = 0; n < 5; n++) await page.request.post(`${stage.url}auth/login`, wrong);
    await open(stage, here, 'users/users');
    await settled(here);
    await page.getByRole('link', { name: 'kim' }).click();
    await page.getByRole('button', { name: 'Let in now' }).click();
    await page.getByText('The user may sign in again').waitFor();
    const events = await ask(
      stage,
      here,
      '{ securityEvents(filter: { kind: { eq: "lockoutLifted" } }) { nodes { actorName } } }',
    );
    expect(events).toContain(admin.username);
  }, 'dark'));
