import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UiEntity } from '../src/catalogue/types.ts';
import { entityPath } from '../src/catalogue/catalogue.ts';
import { Api } from './api.ts';
import { easyEdit, fillForm, formPath, goInside, saveForm } from './form-story.ts';
import { Samples } from './samples.ts';
import { openStage, type Stage } from './stage.ts';
import { open, visit, type Visit, withView } from './visit.ts';

const schema = readFileSync(join(__dirname, '../../../schema.graphql'), 'utf8');

/** A new organization is not seen from this one, so that it has a test of its own. */
const elsewhere = 'organization';

/** Singular names of all types that the API can create, in the order of the schema. */
const creatable = [...schema.matchAll(/^  (\w+)Create\(input: \[/gm)]
  .map(([, one]) => one ?? '')
  .filter((one) => one !== elsewhere);

interface Desk {
  stage: Stage;
  here: Visit;
  api: Api;
  samples: Samples;
}

async function openDesk(): Promise<Desk> {
  const stage = await openStage({}, []);
  const here = await visit(stage);
  // Counts beside every place of the rail would be asked for again after each write.
  await here.context.addInitScript(() => localStorage.setItem('plumbline.railOpen', 'false'));
  const api = await Api.open(stage.url, here.context.request);
  await open(stage, here, 'types');
  return { stage, here, api, samples: new Samples(api) };
}

async function changeIt({ here: { page }, api }: Desk, entity: UiEntity, id: string): Promise<void> {
  const edit = easyEdit(entity);
  if (!edit) return;
  await page.getByRole('link', { name: /^Edit/ }).click();
  await page.locator(`#field-${edit.field.name}`).fill(edit.value);
  await saveForm(page, entity);
  expect(String(await api.read(entity, id, edit.field.name))).toBe(edit.value);
}

async function deleteIt({ here: { page }, api }: Desk, entity: UiEntity, id: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.waitForURL(new RegExp(`/${entityPath(entity)}$`), { waitUntil: 'commit' });
  expect(await api.read(entity, id, 'id')).toBeUndefined();
}

/** The id of the newest row of a type. */
async function newestId(api: Api, entity: UiEntity): Promise<string> {
  const query = `{ ${entity.many}(first: 1, orderBy: [{ field: "id", direction: DESC }]) { nodes { id } } }`;
  const reply = await api.ask<Record<string, { nodes: { id: string }[] }>>(query);
  return reply[entity.many]?.nodes[0]?.id ?? '';
}

async function story(desk: Desk, one: string): Promise<void> {
  const { stage, here, api, samples } = desk;
  const entity = api.catalogue.entities.find((candidate) => candidate.one === one);
  if (!entity) throw new Error(`The catalogue has no ${one}`);
  const sample = await samples.of(entity.name);
  await goInside(here.page, stage.url, formPath(entity, sample));
  await here.page.getByRole('heading', { level: 1, name: `Add ${entity.label}`, exact: true }).waitFor();
  await fillForm(here.page, entity, sample);
  await saveForm(here.page, entity);
  const id = await newestId(api, entity);
  await here.page.getByRole('tab', { name: 'Overview' }).waitFor();
  await changeIt(desk, entity, id);
  await deleteIt(desk, entity, id);
}

/**
 * Adds, changes and deletes an object of each of these types through the generated pages.
 *
 * Two files take half of the types each, so that both run at once.
 */
export function everyForm(part: 0 | 1): void {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk?.stage.close());

  test('an organization is added, and belongs to itself', async () => {
    const { here, stage, api } = desk;
    const name = `Other ${part}`;
    await goInside(here.page, stage.url, 'core/organizations/new');
    await here.page.locator('#field-name').fill(name);
    await here.page.locator('#field-slug').fill(`other-${part}`);
    await here.page.getByRole('button', { name: /^Save Ctrl/ }).click();
    await here.page.getByRole('heading', { level: 1, name: 'Organizations' }).waitFor();
    const { organizations } = await api.ask<{ organizations: { nodes: { name: string }[] } }>(
      '{ organizations { nodes { name } } }',
    );
    expect(organizations.nodes.map((node) => node.name)).not.toContain(name);
  });

  test.each(creatable.filter((_, index) => index % 2 === part))(
    'a person adds, changes and deletes: %s',
    async (one) => {
      try {
        await story(desk, one);
        expect(desk.here.faults).toEqual([]);
      } catch (error) {
        throw await withView(error as Error, desk.here);
      }
    },
  );
}
