import { onStage } from './on-stage.ts';
import { axe, open, settled } from './visit.ts';
import { ask } from './visitor.ts';

const stage = onStage({}, []);
const { inVisit } = stage;

test('a job is started, followed by its log, and started again after it failed', () =>
  inVisit(async (here) => {
    const { page } = here;
    await open(stage, here, 'core/jobs');
    await page.getByRole('button', { name: '1 worker' }).click();
    await page.getByRole('dialog').getByText('works', { exact: true }).waitFor();
    expect(await axe(here)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

    await page.getByRole('button', { name: 'Run a job' }).click();
    await page.getByRole('combobox', { name: 'Job' }).selectOption('bulkExport');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('This is needed.').waitFor();
    expect(await axe(here)).toEqual([]);
    await page.getByRole('textbox', { name: 'query' }).fill('{ regions { nodes { name } } }');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page
      .getByRole('list', { name: 'Log' })
      .getByText(/rows in \d+ bytes/)
      .waitFor();
    await page.getByRole('link', { name: 'Download the file' }).waitFor();
    expect(await axe(here)).toEqual([]);

    const input = '{ type: "extras.Tag", fileId: "00000000-0000-7000-8000-000000000001" }';
    await ask(stage, here, `mutation { jobStart(name: "importRows", input: ${input}) { id } }`);
    await open(stage, here, 'core/jobs');
    await settled(here);
    await page.getByRole('link', { name: 'Import rows' }).first().click();
    await page
      .getByText(/There is no file/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByText('Runs so far').waitFor();
  }));

test('a schedule shows its next times while it is made, and its job can be started at once', () =>
  inVisit(async (here) => {
    const { page } = here;
    await open(stage, here, 'core/job-schedules/new');
    await page.getByRole('textbox', { name: 'Name' }).fill('Export every night');
    await page.getByRole('combobox', { name: 'Job' }).fill('Export of everything');
    await page.getByRole('option', { name: /Export of everything/ }).click();
    await page.getByRole('textbox', { name: 'Pattern' }).fill('99 3 * * *');
    await page.getByText('Invalid value for minute: 99.').waitFor();
    await page.getByRole('textbox', { name: 'Pattern' }).fill('0 3 * * 1-5');
    await page.getByText('Monday to Friday at 03:00, UTC').waitFor();
    expect(await page.getByRole('list', { name: 'Next times' }).getByRole('listitem').count()).toBe(5);
    expect(await axe(here)).toEqual([]);
    await page.getByRole('button', { name: /^Save/ }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Export every night' }).waitFor();
    await page.getByText('Monday to Friday at 03:00, UTC').waitFor();
    expect(await axe(here)).toEqual([]);
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('heading', { level: 1, name: /Export of everything/ }).waitFor();
    await page.getByText('completed', { exact: true }).first().waitFor();
  }));
