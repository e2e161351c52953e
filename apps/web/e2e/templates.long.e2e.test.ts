import { onStage } from './on-stage.ts';
import { open, type Visit } from './visit.ts';

const stage = onStage();
const { inVisit } = stage;

async function ask(here: Visit, query: string): Promise<void> {
  const answer = await here.context.request.post(`${stage.url}graphql`, {
    headers: { 'x-plumbline-csrf': '1' },
    data: { query },
  });
  expect(await answer.text()).not.toContain('"message"');
}

test('a template is written against devices: preview, an error at its line, completion, save, difference', () =>
  inVisit(async (here) => {
    const { page } = here;
    await ask(
      here,
      'mutation { configTemplateCreate(input: [{ name: "e2e", templateCode: "hostname {{ device.name }}\\n" }]) { userErrors { message } } }',
    );
    await ask(
      here,
      'mutation { configArtefactRender(device: { name: "ams1-r01-leaf01" }, template: { name: "e2e" }) { stored } }',
    );
    await open(stage, here, 'extras/config-templates/1?tab=editor');
    const devices = page.getByRole('combobox', { name: 'Devices to preview' });
    await devices.fill('ams1-r01-leaf01');
    await page.getByRole('option', { name: 'ams1-r01-leaf01' }).first().click();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'ams1-r01-leaf01 no change' }).waitFor();

    const editor = page.getByRole('textbox', { name: 'Text of e2e' });
    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('serial {{ devce.serial }}');
    await page.getByRole('tab', { name: 'ams1-r01-leaf01 error line 2' }).waitFor();
    await page.locator('.cm-lint-marker').first().waitFor();

    for (let i = 0; i < 'devce.serial }}'.length; i++) await page.keyboard.press('Backspace');
    await page.keyboard.press('Control+Shift+End');
    await page.keyboard.press('Delete');
    await page.keyboard.type('device.ser');
    await page
      .getByRole('option', { name: /^serial/ })
      .first()
      .click();
    await page.keyboard.type(' }}');
    await page.getByRole('tab', { name: /^ams1-r01-leaf01 \+\d/ }).waitFor();

    await page.keyboard.press('Control+s');
    await page.getByText('Saved config template e2e').waitFor();
    await page.reload();
    await page.getByText('serial {{ device.serial }}').waitFor();
  }));

test('a device shows its configuration, and who says what in its context', () =>
  inVisit(async (here) => {
    const { page } = here;
    await ask(
      here,
      'mutation { configContextCreate(input: [{ name: "base", data: { ntp: "10.0.0.1" } }, { name: "over", weight: 2000, data: { ntp: "10.0.0.2" } }]) { userErrors { message } } }',
    );
    await open(stage, here, 'dcim/devices?q=ams1-r02-leaf01');
    await page.locator('[role=row] a').first().click();
    await page.getByRole('tab', { name: 'Config', exact: true }).click();
    await page.getByText('No template applies').waitFor();
    await ask(
      here,
      'mutation { deviceRoleUpdate(input: [{ key: { slug: "leaf" }, configTemplate: { number: 1 } }]) { userErrors { message } } }',
    );
    await page.reload();
    await page.getByText('hostname ams1-r02-leaf01').waitFor();
    await page.getByRole('tab', { name: 'Context', exact: true }).click();
    await page.getByRole('row', { name: 'ntp "10.0.0.2" over base' }).waitFor();
  }));

test('a virtual machine is previewed beside devices, and shows its configuration and context', () =>
  inVisit(async (here) => {
    const { page } = here;
    await ask(
      here,
      `mutation {
        virtualMachineCreate(input: [{ name: "e2e-vm", site: { number: 1 }, role: { number: 1 }, vcpus: "2" }]) { userErrors { message } }
        configContextCreate(input: [{ name: "machines", data: { zone: "b" } }]) { userErrors { message } }
        configTemplateCreate(input: [{ name: "e2e-vm", templateCode: "vm {{ device.name }} {{ zone }}\\n" }]) { userErrors { message } }
      }`,
    );
    await ask(
      here,
      'mutation { virtualMachineUpdate(input: [{ number: 1, configTemplate: { key: { name: "e2e-vm" } } }]) { userErrors { message } } }',
    );
    await open(stage, here, 'virtualization/virtual-machines/1?tab=config');
    await page.getByText('vm e2e-vm b').waitFor();
    await page.getByRole('tab', { name: 'Context', exact: true }).click();
    await page.getByRole('row', { name: 'zone "b" machines' }).waitFor();
    await page.getByRole('link', { name: 'machines', exact: true }).waitFor();

    await open(stage, here, 'extras/config-templates?q=e2e-vm');
    await page.locator('[role=row] a').first().click();
    await page.getByRole('tab', { name: 'Editor', exact: true }).click();
    const machines = page.getByRole('combobox', { name: 'Virtual machines to preview' });
    await machines.fill('e2e-vm');
    await page.getByRole('option', { name: 'e2e-vm' }).first().click();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'e2e-vm first render' }).waitFor();
    await page.getByText('vm e2e-vm b').waitFor();

    await page
      .getByRole('navigation', { name: 'Types this template reads' })
      .getByRole('link', { name: 'devices' })
      .click();
    await page.getByRole('link', { name: 'e2e-vm' }).first().waitFor();
  }));
