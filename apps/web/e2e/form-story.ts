import type { Locator, Page } from 'playwright-core';
import { entityPath } from '../src/catalogue/catalogue.ts';
import type { RefValue, UiEntity, UiField } from '../src/catalogue/types.ts';
import { isRef, type Sample } from './samples.ts';

/** Goes to a path of the open application without loading it again. */
export async function goInside(page: Page, base: string, path: string): Promise<void> {
  await page.evaluate((to) => history.pushState({}, '', to), new URL(path, base).pathname + new URL(path, base).search);
}

/** Path of the form, with references by number filled in as links to forms do. */
export function formPath(entity: UiEntity, sample: Sample): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(sample)) {
    if (isRef(value) && !value.arm && value.row.number !== null) search.set(name, String(value.row.number));
  }
  return `${entityPath(entity)}/new?${search}`;
}

async function pickRow(page: Page, id: string, row: RefValue): Promise<void> {
  await page.locator(`#${id}`).fill(row.number === null ? (row.display ?? '') : `#${row.number}`);
  await page
    .getByRole('option', { name: row.display ?? '' })
    .first()
    .click();
}

async function pickOption(page: Page, box: Locator, words: string): Promise<void> {
  await box.fill(words);
  await page.getByRole('option', { name: words }).first().click();
}

/** What a type is called on screens, out of its full name: `dcim.DeviceType` is "Device type". */
function wordsOf(type = ''): string {
  const words = (type.split('.')[1] ?? '').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

async function fillOne(page: Page, field: UiField, value: Sample[string]): Promise<void> {
  const id = `field-${field.name}`;
  const control = page.locator(`#${id}`);
  if (isRef(value)) {
    const kinds = page.getByRole('combobox', { name: new RegExp(`^${field.label}: kind$`, 'i') });
    await control.waitFor();
    if (field.kind === 'anyObject') await pickOption(page, page.locator(`#${id}`), wordsOf(value.arm));
    else if (value.arm && (await kinds.count()) > 0) await kinds.selectOption(value.arm);
    await pickRow(page, id, value.row);
    if (field.kind === 'arcs') await page.keyboard.press('Escape');
    return;
  }
  if (field.kind === 'entityType' || field.kind === 'entityTypes') {
    for (const type of [value].flat()) await pickOption(page, control, wordsOf(String(type)));
    await page.keyboard.press('Escape');
    return;
  }
  const tag = await control.evaluate((element) => element.getAttribute('role') ?? element.tagName);
  if (tag === 'SELECT') {
    await control.selectOption(String(value));
  } else if (Array.isArray(value) && (await control.getAttribute('type')) === 'checkbox') {
    const boxes = page.getByRole('group').filter({ has: control });
    for (const one of value) await boxes.getByRole('checkbox', { name: new RegExp(`^${String(one)}\\b`) }).check();
  } else if (Array.isArray(value) && tag === 'combobox') {
    for (const one of value) await pickOption(page, control, wordsOf(String(one)));
    await page.keyboard.press('Escape');
  } else if (field.choices && field.choices.length > 0) {
    const label = field.choices.find((choice) => choice.value === value)?.label ?? String(value);
    await control.fill(label);
    await page.getByRole('option', { name: label, exact: true }).first().click();
  } else if (tag === 'combobox') {
    await pickOption(page, control, String(value));
  } else if (field.kind === 'json') {
    await control.fill(JSON.stringify(value));
  } else {
    await control.fill(Array.isArray(value) ? value.join(', ') : String(value));
  }
}

/** Fills a form with a sample; what its address brought is there already. */
export async function fillForm(page: Page, entity: UiEntity, sample: Sample): Promise<void> {
  const fields = [...entity.fields, ...(entity.extraInputs ?? [])];
  for (const [name, value] of Object.entries(sample)) {
    const field = fields.find((candidate) => candidate.name === name);
    if (!field) throw new Error(`${entity.name} has no field ${name}`);
    const isThere = isRef(value) && !value.arm && value.row.number !== null;
    if (!isThere) await fillOne(page, field, value);
  }
}

/** Sends the form and waits for the object's page; a refusal is an error with its words. */
export async function saveForm(page: Page, entity: UiEntity): Promise<void> {
  await page.getByRole('button', { name: /^Save Ctrl/ }).click();
  const done = new RegExp(`/${entityPath(entity)}/(?!new)[^/?]+$`);
  const alert = page.getByRole('alert').first();
  const outcome = await Promise.race([
    page.waitForURL(done, { waitUntil: 'commit' }).then(() => ''),
    alert.waitFor().then(() => alert.innerText()),
  ]);
  if (outcome) throw new Error(`${entity.name} is refused: ${outcome}`);
}

/** An edit that every server takes: which field, and what is put there. */
export interface Edit {
  field: UiField;
  value: string;
}

const editKinds = ['text', 'longText', 'int', 'slug'];

/** The field of a type that is easiest to change; undefined when all are fixed after creation. */
export function easyEdit(entity: UiEntity): Edit | undefined {
  const free = entity.fields.filter(
    ({ name, input, immutable, kind, choices }) =>
      input &&
      !immutable &&
      !choices &&
      editKinds.includes(kind) &&
      !['objectType', 'payloadUrl', 'type'].includes(name),
  );
  const field =
    free.find(({ name }) => name === 'description') ??
    free.find(({ name }) => name === 'comments') ??
    free.find(({ kind }) => kind === 'text') ??
    free[0];
  if (!field) return undefined;
  return {
    field,
    value: field.kind === 'int' ? String(field.min ?? 3) : field.kind === 'slug' ? 'changed-slug' : 'Changed',
  };
}
