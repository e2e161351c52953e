import { createReader, organizationPredicates, type Actor } from '@plumbline/engine';
import { registry } from '../../src/index.ts';
import { readShared } from '../../src/users/share-read.queries.ts';
import type { SharedContent } from '../../src/users/share-view.ts';
import { Desk } from '../desk.ts';

let desk: Desk;
const statements: string[] = [];

const everything: SharedContent = {
  type: 'dcim.Site',
  rowId: null,
  filter: null,
  words: null,
  orderBy: null,
  fields: null,
};

/** Reads as the administrator who runs the plant, and gives what it took besides. */
const read = async (content: Partial<SharedContent>) => {
  const { schema, pool, plant } = desk;
  const onStatement = ({ text }: { text: string }) => void statements.push(text);
  const reader = createReader({ registry, schema, predicates: organizationPredicates, onStatement });
  statements.length = 0;
  const actorFor = (): Actor => plant.actor;
  const { organizationId } = plant.actor;
  const whole = { ...everything, ...content };
  return readShared({ registry, reader, pool }, { content: whole, organizationId, actorFor, offset: 0 });
};

const make = async (type: string, rows: readonly Record<string, unknown>[]): Promise<readonly (string | null)[]> => {
  const { errors, result } = await desk.plant.run((work) => work.create(type, rows));
  expect(errors).toEqual([]);
  return result ?? [];
};

beforeAll(async () => {
  desk = await Desk.open();
  const [set] = await make('extras.CustomFieldChoiceSet', [
    {
      name: 'Tiers',
      extraChoices: [
        ['a', 'Gold'],
        ['b', 'Silver'],
      ],
    },
  ]);
  const onSites = { objectTypes: ['dcim.Site'] };
  await make('extras.CustomField', [
    { name: 'tier', label: 'Service tier', type: 'select', choiceSet: { id: set }, ...onSites },
    { name: 'tiers', type: 'multiselect', choiceSet: { id: set }, ...onSites },
    { name: 'kept_back', type: 'text', uiVisible: 'hidden', ...onSites },
    { name: 'next_site', type: 'object', relatedObjectType: 'dcim.Site', ...onSites },
  ]);
});
afterAll(() => desk?.close());

test('custom fields are shown by their labels, but for hidden ones and those that hold ids', async () => {
  const [id = ''] = await make('dcim.Site', [
    { name: 'Here', slug: 'here', customFields: { tier: 'a', tiers: ['b', 'a'], kept_back: 'no word of this' } },
  ]);
  const shown = await read({ rowId: id });
  const custom = shown?.kind === 'object' ? shown.fields.filter(({ name }) => name.startsWith('cf_')) : [];
  expect(custom).toEqual([
    { name: 'cf_tier', label: 'Service tier', kind: 'text', unit: null, value: 'Gold' },
    { name: 'cf_tiers', label: 'tiers', kind: 'textList', unit: null, value: ['Silver', 'Gold'] },
  ]);
  expect(JSON.stringify(shown)).not.toContain('no word of this');
  const one = await read({ rowId: id, fields: ['cf_tier'] });
  expect(one).toMatchObject({ title: 'Site 1', fields: [{ value: 'Gold' }] });
});

test('a list takes the same statements for one row and for many', async () => {
  const content = { fields: ['name', 'status', 'region', 'tags', 'cf_tier'], filter: { slug: { startsWith: 'row' } } };
  const counts: number[] = [];
  for (const rows of [1, 60]) {
    await make(
      'dcim.Site',
      Array.from({ length: rows }, (_, n) => ({ name: `Row ${rows} ${n}`, slug: `row-${rows}-${n}` })),
    );
    const shown = await read(content);
    expect(shown).toMatchObject({ kind: 'list', total: rows === 1 ? 1 : 61 });
    counts.push(statements.length);
  }
  expect(counts[0]).toBeLessThanOrEqual(6);
  expect(counts[1]).toBe(counts[0]);
});
