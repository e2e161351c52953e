import { grantPredicates, type Actor } from '@plumbline/engine';
import { RenderPool } from '@plumbline/render';
import { allowedSchemes, linkAddress, linkText, refusedAddress } from '../../src/extras/customization/link-address.ts';
import { ConfigService, registry } from '../../src/index.ts';
import { LinkResolver } from '../../src/render/api/link.resolver.ts';
import type { StoredLink } from '../../src/render/links/custom-links.queries.ts';
import { Office } from '../permissions/office.ts';

let office: Office;
let renders: RenderPool;
let configs: ConfigService;

beforeAll(async () => {
  office = await Office.open();
  renders = new RenderPool({ size: 1 });
  const graph = { registry, schema: office.desk.schema, predicates: grantPredicates(registry) };
  configs = new ConfigService({ graph, pool: office.desk.pool, renders });
});
afterAll(async () => {
  await configs?.stop();
  await office?.close();
});

const link = (rest: Partial<StoredLink>): StoredLink => ({
  id: '00000000-0000-7000-8000-000000000001',
  name: 'graphs',
  linkText: 'Graphs',
  linkUrl: 'https://graphs.example/',
  groupName: null,
  buttonClass: 'default',
  newWindow: true,
  ...rest,
});

const member = async (): Promise<Actor> => {
  const userId = await office.user();
  await office.permission({ users: [userId] });
  return office.as(userId);
};

const shown = (actor: Actor, id: string, ...links: readonly StoredLink[]) =>
  configs.links({ actor }, { type: 'dcim.Device', id }, links, allowedSchemes(null));

test('links are rendered about the object as its viewer sees it', async () => {
  const { devices, site } = await office.place();
  const [id = ''] = devices;
  const { name } = await office.plant.row('dcim_device', id);
  await office.plant.update('dcim.Device', { id, name: 'core 1/a' });
  const address = link({ linkUrl: 'https://graphs.example/{{ object.name }}?by={{ user.username }}' });
  const place = link({ linkText: '{{ object.site.name }}' });
  const member1 = await member();
  const [first, ...hidden] = await shown(member1, id, address, place);
  expect(first).toMatchObject({ url: `https://graphs.example/core%201/a?by=${member1.name}`, problem: null });
  expect(hidden).toEqual([]); // the member sees no sites, so that the text is empty
  const { name: siteName } = await office.plant.row('dcim_site', site);
  expect(await shown({ ...office.plant.actor, superuser: true }, id, place)).toMatchObject([{ text: siteName }]);
  expect(name).not.toBe('core 1/a');
});

test('an object that is hidden has no links', async () => {
  const { devices } = await office.place();
  const nobody = await office.as(await office.user());
  expect(await shown(nobody, String(devices[0]), link({}))).toEqual([]);
});

test('a link whose template fails or leads to a scheme that is not allowed is told, not opened', async () => {
  const { devices } = await office.place();
  const broken = link({ name: 'broken', linkUrl: 'https://x.example/{{ object.name | nosuch }}' });
  const script = link({ linkUrl: '{{ "java" }}script:alert(1)' });
  const found = await shown(
    await member(),
    String(devices[0]),
    broken,
    script,
    link({ linkText: '{% if false %}x{% endif %}' }),
  );
  expect(found.map(({ url }) => url)).toEqual([null, null]);
  expect(found[0]?.problem).toContain('nosuch');
  expect(found[1]?.problem).toContain('javascript:');
});

test('pages of objects have the links of their type, and one to a map where they have a place', async () => {
  const { plant } = office;
  const actor = { ...plant.actor, superuser: true };
  await plant.run(async (work) => {
    await work.changeSetting('core.mapsUrl', 'https://maps.example/?q=');
    await work.changeSetting('core.urlSchemes', ['https', 'ssh']);
  });
  const [placed, lost] = [
    await plant.named('dcim.Site', { latitude: '50.1', longitude: '8.6' }),
    await plant.named('dcim.Site'),
  ];
  const types = { objectTypes: ['dcim.Site'], linkText: 'Console' };
  await plant.make('extras.CustomLink', { name: 'console', linkUrl: 'ssh://{{ object.slug }}', ...types });
  await plant.make('extras.CustomLink', { name: 'off', linkUrl: 'https://x.example', enabled: false, ...types });
  const links = async (id: string) => {
    const context = { actor, writer: office.writer, configs };
    return (await new LinkResolver().objectLinks('dcim.Site', id, context)).map(({ text, url }) => [text, url]);
  };
  const slug = async (id: string) => String((await plant.row('dcim_site', id))['slug']);
  expect(await links(lost)).toEqual([['Console', `ssh://${await slug(lost)}`]]);
  expect(await links(placed)).toEqual([
    ['Map', expect.stringMatching(/^https:\/\/maps\.example\/\?q=50\.10*,8\.60*$/)],
    ['Console', `ssh://${await slug(placed)}`],
  ]);
});

describe('addresses of links', () => {
  test.each([
    ['https://a.example/b', null],
    ['/dcim/devices', null],
    ['//evil.example', 'no scheme'],
    ['\\\\evil.example', 'no scheme'],
    ['/\\evil.example', null], // encoded, a path of this server
    ['ssh://router', 'ssh:'],
    ['JAVASCRIPT:alert(1)', 'javascript:'],
    ['java\nscript:alert(1)', 'javascript:'],
    ['', 'empty'],
  ])('%j: %s', (given, problem) => {
    const refusal = refusedAddress(linkAddress(given), allowedSchemes(null));
    expect(problem === null ? refusal : refusal?.includes(problem)).toBe(problem === null ? null : true);
  });

  test('schemes are as the setting says, but never those that run code', () => {
    const schemes = allowedSchemes(['ssh', 'HTTPS:', 'javascript', 7]);
    expect([...schemes]).toEqual(['ssh', 'https']);
  });

  test('texts are without markup', () => {
    expect(linkText(' <i class="mdi"></i>  Graphs\n<b>now</b> ')).toBe('Graphs now');
  });
});
