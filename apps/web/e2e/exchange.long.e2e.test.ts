import { readFileSync } from 'node:fs';
import { onStage } from './on-stage.ts';
import { axe, open, settled, type Visit } from './visit.ts';

const stage = onStage();
const { inVisit } = stage;

async function give({ page }: Visit, name: string, text: string): Promise<void> {
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
}

/** A dump of a NetBox that holds one site. */
const DUMP = `COPY public.django_content_type (id, app_label, model) FROM stdin;
1\tdcim\tsite
\\.

COPY public.dcim_site (id, name, slug, status) FROM stdin;
7\tFrom a dump\tfrom-a-dump\tactive
\\.
`;

async function chooseType({ page }: Visit, typed: string): Promise<void> {
  await page.getByLabel('Type', { exact: true }).fill(typed);
  await page.getByRole('option', { name: typed }).first().click();
}

describe('rows of one type', () => {
  test('a preview names every bad line and saves nothing; the mended file is imported', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/regions');
      await page.getByRole('link', { name: 'Import', exact: true }).last().click();
      await page.getByRole('heading', { level: 1, name: 'Import' }).waitFor();
      await give(here, 'regions.csv', 'name,slug,parent\nNorth,north,\nSouth,,\nWest,west,nowhere\n');
      await page.getByRole('button', { name: 'Preview' }).click();
      const refused = page.getByRole('region', { name: 'Refused rows' });
      await refused.getByRole('row').filter({ hasText: 'nowhere' }).first().waitFor();
      expect(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
      expect(await axe(here)).toEqual([]);
      await give(here, 'regions.csv', 'name,slug\nNorth,north\nSouth,south\n');
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByText('All rows are fine').waitFor();
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByRole('link', { name: 'Show regions' }).click();
      await settled(here);
      await page.getByRole('gridcell', { name: 'South', exact: true }).waitFor();
    }));

  test('pasted JSON is understood, and the change set of the import is one click away', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'import');
      await chooseType(here, 'Tags');
      await page.getByRole('button', { name: 'or paste text' }).click();
      await page.getByLabel('Pasted text').fill('[{"name": "Pasted", "slug": "pasted"}]');
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByText('All rows are fine').waitFor();
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByRole('link', { name: 'All changes of this import' }).click();
      await page.getByText('JSON import of tags').first().waitFor();
    }));
});

describe('a list as a file', () => {
  test.each(['CSV', 'JSON', 'YAML'])('all columns of the filtered rows are saved as %s', (format) =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'dcim/sites?f=name:icontains:frankfurt');
      await settled(here);
      await page.getByRole('button', { name: 'Export' }).click();
      const download = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: format, exact: true }).click();
      const file = await download;
      const text = readFileSync((await file.path()) ?? '', 'utf8');
      expect(file.suggestedFilename().toLowerCase()).toContain(`.${format.toLowerCase()}`);
      expect(text).toContain('FRA1 Frankfurt');
      expect(text).not.toContain('AMS1');
    }),
  );
});

describe('a NetBox dump', () => {
  test('its media and settings go along, and a preview tells what becomes of them', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'import?from=netbox');
      await give(here, 'dump.sql', DUMP);
      await page.getByLabel('Settings (configuration.py)').setInputFiles({
        name: 'configuration.py',
        mimeType: 'text/x-python',
        buffer: Buffer.from("SECRET_KEY = 'x'\nENFORCE_GLOBAL_UNIQUE = False\n"),
      });
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByRole('heading', { name: 'Settings of the configuration' }).waitFor();
      await page.getByText('Taken over (1)').click();
      await page.getByText('ipam.enforceGlobalUnique: false').waitFor();
      expect(await axe(here)).toEqual([]);
    }));

  test('a file that is none fails with its reason, and the job can be run again', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'import?from=netbox');
      await give(here, 'dump.sql', 'SELECT 1;\n');
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByRole('alert').waitFor();
      await page.getByRole('link', { name: /^Job #/ }).click();
      await page.getByRole('heading', { level: 1, name: 'Import from NetBox' }).waitFor();
      await page.getByRole('button', { name: 'Run again' }).waitFor();
      expect(await axe(here)).toEqual([]);
    }));
});

describe('jobs', () => {
  test('the list shows what ran, with its state', () =>
    inVisit(async (here) => {
      const { page } = here;
      await open(stage, here, 'core/jobs?f=status:in:completed');
      await settled(here);
      const row = page.getByRole('row').filter({ hasText: 'completed' }).first();
      await row.dblclick();
      await page.getByRole('progressbar').waitFor();
      await page.getByRole('list', { name: 'Log' }).waitFor();
    }));
});
