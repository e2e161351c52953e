import { Desk } from './desk.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

/** Makes a tree of three and assigns a contact to each. */
const tree = async (model: string, rest: object = {}): Promise<string[]> => {
  const { plant } = desk;
  const role = await plant.named('tenancy.ContactRole');
  const ids: string[] = [];
  for (const level of ['top', 'middle', 'leaf']) {
    const id = await plant.named(model, { parent: ids.at(-1) ?? null, ...rest });
    const contact = await plant.make('tenancy.Contact', { name: `${model} ${level}` });
    await plant.make('tenancy.ContactAssignment', { objectType: model, objectId: id, contact, role });
    ids.push(id);
  }
  return ids;
};

test.each([
  ['dcim.Region', 'region'],
  ['dcim.SiteGroup', 'siteGroup'],
  ['dcim.Location', 'location'],
])('a %s has the contacts of what it lies in, the closest first', async (model, one) => {
  const site = model === 'dcim.Location' ? await desk.plant.named('dcim.Site') : undefined;
  const [top, middle, leaf] = await tree(model, site === undefined ? {} : { site });
  const contacts = async (id: string | undefined): Promise<string[]> => {
    const { data } = await desk.ask(`{ one: ${one}(id: "${id}") { inheritedContacts } }`);
    const { inheritedContacts } = data['one'] as { inheritedContacts: { contact: { name: string } }[] };
    return inheritedContacts.map(({ contact }) => contact.name.replace(`${model} `, ''));
  };
  expect(await contacts(leaf)).toEqual(['leaf', 'middle', 'top']);
  expect(await contacts(middle)).toEqual(['middle', 'top']);
  expect(await contacts(top)).toEqual(['top']);
});
