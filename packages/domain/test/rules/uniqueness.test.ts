import type { InputRow, Model, UniqueRule } from '@plumbline/engine';
import { registry } from '../../src/index.ts';
import { codes, Plant } from '../plant.ts';
import { Samples } from '../samples.ts';
import { attempt, whileDropped } from './harness.ts';
import { sampledUniques } from './uniques.ts';

let plant: Plant;
let samples: Samples;

beforeAll(async () => {
  plant = await Plant.open();
  samples = new Samples(registry, plant);
});
afterAll(() => plant?.close());

let serial = 40;

const isDerived = (model: Model, field: string): boolean => {
  const edge = model.edges.get(field);
  return edge?.kind === 'one' && edge.spec.derived === true;
};

/** A value for a field that takes part in the uniqueness. */
const valueOf = async (model: Model, field: string): Promise<unknown> => {
  const scalar = model.scalars.get(field);
  if (scalar) return scalar.type.sample(++serial, scalar.spec);
  const edge = model.edges.get(field);
  if (edge?.kind === 'one') return samples.make(edge.target);
  const arm = edge?.kind === 'arc' ? edge.arms[0] : undefined;
  if (!arm) throw new Error(`${model.name}.${field} is neither a value nor a reference.`);
  return { [arm.arm]: { id: await samples.make(arm.target) } };
};

/** References that tie a row to what they point at: reference, table it points into, and owner that both share. */
const TIED = [
  ['dcim.InventoryItem', 'parent', 'dcim_inventory_item', 'device'],
  ['dcim.InventoryItemTemplate', 'parent', 'dcim_inventory_item_template', 'deviceType'],
  ['dcim.ModuleBay', 'module', 'dcim_module', 'device'],
  ['dcim.Module', 'moduleBay', 'dcim_module_bay', 'device'],
] as const;

/** The provider, or its network, that goes with an account. */
const providerOf = async (model: Model, shared: InputRow): Promise<InputRow> => {
  const account = await plant.row('circuits_provider_account', String(shared['providerAccount']));
  const provider = account['provider_id'];
  if (model.edges.has('provider')) return { provider };
  return { providerNetwork: await plant.make('circuits.ProviderNetwork', { provider, name: plant.name('net') }) };
};

/** What else has to be said so that the fields may be set. */
const context = async (model: Model, { fields }: UniqueRule, shared: InputRow): Promise<InputRow> => {
  if (fields.includes('location') && model.name === 'dcim.Rack')
    return { site: (await plant.row('dcim_location', String(shared['location'])))['site_id'] };
  if (fields.includes('parent') && model.name === 'dcim.Location')
    return { site: (await plant.row('dcim_location', String(shared['parent'])))['site_id'] };
  for (const [name, reference, table, owner] of TIED)
    if (model.name === name && fields.includes(reference)) {
      const target = await plant.row(table, String(shared[reference]));
      return { [owner]: target[owner === 'device' ? 'device_id' : 'device_type_id'] };
    }
  if (isDerived(model, 'site') && fields.includes('site'))
    return { scope: { site: { id: await samples.make('dcim.Site') } } };
  if (fields.includes('qinqSvlan')) return { qinqRole: 'cvlan' };
  if (model.name === 'virtualization.VirtualMachine' && fields.includes('device')) return { site: null };
  if (fields.includes('providerAccount')) return providerOf(model, shared);
  return {};
};

/** Two rows that share the fields of the uniqueness and nothing else. */
const twins = async (model: Model, unique: UniqueRule): Promise<readonly [InputRow, InputRow]> => {
  const first = await samples.input(model.name);
  const second = await samples.input(model.name);
  const shared: Record<string, unknown> = {};
  for (const field of unique.fields.filter((key) => !isDerived(model, key)))
    shared[field] = first[field] ?? (await valueOf(model, field));
  if (unique.fields.includes('qinqSvlan'))
    shared['qinqSvlan'] = await plant.make('ipam.Vlan', { name: plant.name('s'), vid: 4000, qinqRole: 'svlan' });
  Object.assign(shared, await context(model, unique, shared));
  if (unique.fields.includes('moduleType')) shared['deviceType'] = null;
  return [
    { ...first, ...shared },
    { ...second, ...shared },
  ];
};

describe.each(
  sampledUniques.map(({ model, unique }) => [`${model.name} ${unique.fields.join()}`, model, unique] as const),
)('%s', (_, model, unique) => {
  test('stands once: the second of a batch is refused, and one beside a stored row', async () => {
    const [first, second] = await twins(model, unique);
    const both = await attempt(plant, { model: model.name }, [first, second], { mode: 'PER_ROW' });
    expect(codes(both)).toEqual([expect.stringMatching(new RegExp(`^input\\.1\\.\\w+ ${unique.code}$`))]);
    expect(both.result?.[0]).not.toBeNull();
    await plant.make(model.name, first);
    expect((await attempt(plant, { model: model.name }, [second])).errors[0]).toMatchObject({ code: unique.code });
  });

  test('nothing else keeps the two apart', async () => {
    const rows = await twins(model, unique);
    const [first, second] = rows;
    const isShared = (field: string) =>
      unique.fields.includes(field) ||
      (first[field] !== undefined && JSON.stringify(first[field]) === JSON.stringify(second[field]));
    const others = model.unique.filter(({ name, fields }) => name !== unique.name && fields.every(isShared));
    const off = [unique, ...others].map(({ name }) => name);
    expect(codes(await whileDropped(plant, off, () => attempt(plant, { model: model.name }, rows)))).toEqual([]);
  });

  test('of two writers at the same time one gets it', async () => {
    const rows = await twins(model, unique);
    const outcomes = await Promise.all(rows.map((row) => plant.create(model.name, row)));
    expect(outcomes.map(({ errors }) => errors[0]?.code ?? null).toSorted()).toEqual([unique.code, null]);
  });
});
