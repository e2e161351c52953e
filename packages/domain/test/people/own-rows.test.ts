import type { Actor } from '@plumbline/engine';
import { parse } from 'graphql';

import { marksAt, marksOf, setMarks, type MarkWish } from '../../src/extras/people/marks.commands.ts';
import type { PeopleParts } from '../../src/extras/people/person.ts';
import { preferencesOf, setPreferences } from '../../src/extras/people/preferences.commands.ts';
import { namedObjects } from '../../src/extras/people/seen.queries.ts';
import { deleteView, saveView, watchView, type ViewWish } from '../../src/extras/people/views.commands.ts';
import { runView, viewById, viewsOf } from '../../src/extras/people/views.queries.ts';
import { registry } from '../../src/index.ts';
import { Office } from '../permissions/office.ts';

let office: Office;
let parts: PeopleParts;

beforeAll(async () => {
  office = await Office.open();
  parts = { writer: office.writer, reader: office.reader, pool: office.desk.pool };
});
afterAll(() => office?.close());

/** A member who sees devices, or those of a predicate. */
const member = async (predicate: object | null = null): Promise<Actor> => {
  const userId = await office.user();
  await office.permission({ users: [userId], predicate });
  return office.as(userId);
};

const star = (ids: readonly string[], on = true): MarkWish => ({
  mark: 'extras.Bookmark',
  type: 'dcim.Device',
  ids,
  on,
});

const bookmarks = async (actor: Actor): Promise<string[]> => {
  const marks = await marksOf(parts.writer, actor, 'extras.Bookmark');
  return (await namedObjects(parts, actor, marks)).map(({ id }) => id).toSorted();
};

describe('bookmarks and watches', () => {
  test('are put on what one sees, twice as once, and taken away again', async () => {
    const { devices } = await office.place();
    const [one = ''] = devices;
    const actor = await member();
    expect(await setMarks(parts.writer, actor, star(devices))).toEqual({ userErrors: [] });
    expect(await setMarks(parts.writer, actor, star([one]))).toEqual({ userErrors: [] });
    expect(await bookmarks(actor)).toEqual(devices.toSorted());
    await setMarks(parts.writer, actor, { ...star([one]), mark: 'extras.ObjectSubscription' });
    const at = { type: 'dcim.Device', id: one };
    expect(await marksAt(parts.writer, actor, at)).toEqual({ isBookmarked: true, isWatched: true });
    await setMarks(parts.writer, actor, star([one], false));
    expect(await marksAt(parts.writer, actor, at)).toEqual({ isBookmarked: false, isWatched: true });
    expect(await bookmarks(actor)).toEqual(devices.slice(1));
  });

  test('are refused for what one does not see, all or none, and vanish with the right to see', async () => {
    const [{ site, devices }, elsewhere] = [await office.place(), await office.place()];
    const [one = ''] = devices;
    const [hidden = ''] = elsewhere.devices;
    const actor = await member({ site: { id: { eq: site } } });
    expect(await setMarks(parts.writer, actor, star([one, hidden]))).toMatchObject({
      userErrors: [{ path: 'ids.1', code: 'NOT_FOUND' }],
    });
    expect(await bookmarks(actor)).toEqual([]);
    const wide = await member();
    await setMarks(parts.writer, wide, star([one, hidden]));
    const narrowed = { ...wide, grants: actor.grants };
    expect(await bookmarks(narrowed)).toEqual([one]);
  });

  test('are nobody’s business: neither lists nor the change log show them to others', async () => {
    const { devices } = await office.place();
    const owner = await member();
    await setMarks(parts.writer, owner, star(devices));
    const userId = await office.user();
    await office.permission({ users: [userId], objectTypes: ['*'], actions: ['*'] });
    const curious = await office.as(userId);
    expect(await office.seen(curious, 'bookmarks')).toEqual([]);
    const [{ id = '' } = {}] = await office.plant.dataSource.query<{ id?: string }[]>(
      "SELECT id FROM core_change_record WHERE object_type = 'extras.Bookmark' ORDER BY changed_at DESC LIMIT 1",
    );
    expect(id).not.toBe('');
    expect(await office.seen(curious, 'changeRecords')).not.toContain(id);
    expect(await bookmarks(curious)).toEqual([]);
  });

  test('are out of reach for a token that is narrowed to permissions', async () => {
    const narrowed = { ...(await member()), tokenGrants: [] };
    await expect(setMarks(parts.writer, narrowed, star([]))).rejects.toThrow('narrowed to permissions');
  });
});

const wish = (rest: Partial<ViewWish> = {}): ViewWish => ({
  id: null,
  type: 'dcim.Device',
  name: office.plant.name('view'),
  filter: null,
  words: null,
  orderBy: null,
  tokens: null,
  columns: null,
  density: null,
  description: null,
  shared: false,
  isDefault: false,
  ...rest,
});

const names = async (actor: Actor): Promise<string[]> =>
  (await viewsOf(parts.writer, actor, 'dcim.Device')).map(({ name }) => name).toSorted();

/** Names of the devices that a list with these arguments shows, in its order; else what was refused. */
const listed = async (actor: Actor, args: string): Promise<readonly string[]> => {
  const document = parse(`{ devices(${args}) { totalCount nodes { name } } devicesAggregate(${args}) { count } }`);
  const answer = await office.reader.respond({ document, actor }, office.desk.pool);
  type Listed = { devices: { totalCount: number; nodes: { name: string }[] }; devicesAggregate: { count: number }[] };
  const { devices, devicesAggregate } = JSON.parse(answer?.text ?? '') as Listed;
  expect(devicesAggregate[0]?.count).toBe(devices.totalCount);
  return devices.nodes.map(({ name }) => name);
};

describe('a list that names a saved view', () => {
  afterEach(() => office.plant.dataSource.query('DELETE FROM extras_saved_filter'));

  const saved = async (actor: Actor, rest: Partial<ViewWish>): Promise<string> => {
    const { id, userErrors } = await saveView(parts, actor, wish(rest));
    expect(userErrors).toEqual([]);
    return String(id);
  };

  test('holds its filter and words besides those of the list, in its order unless the list asks for one', async () => {
    const { devices } = await office.place();
    const actor = await member();
    const all = await listed(actor, `filter: { id: { in: ${JSON.stringify(devices)} } }`);
    const [first = '', second = ''] = all.toSorted();
    const id = await saved(actor, { filter: { id: { in: devices } }, orderBy: ['-name'] });
    expect(await listed(actor, `savedView: "${id}"`)).toEqual(all.toSorted().toReversed());
    expect(await listed(actor, `savedView: "${id}", filter: { name: { eq: "${second}" } }`)).toEqual([second]);
    expect(await listed(actor, `savedView: "${id}", query: "${first}"`)).toEqual([first]);
    const words = await saved(actor, { words: first });
    expect(await listed(actor, `savedView: "${words}", filter: { name: { eq: "${second}" } }`)).toEqual([]);
    await saveView(parts, actor, { ...wish({ filter: { name: { eq: first } } }), id });
    expect(await listed(actor, `savedView: "${id}"`)).toEqual([first]);
  });

  test('shows what its reader sees, and is not there for who may not open the view', async () => {
    const [here, there] = [await office.place(), await office.place()];
    const [owner, narrow, other] = [await member(), await member({ site: { id: { eq: here.site } } }), await member()];
    const filter = { id: { in: [...here.devices, ...there.devices] } };
    const shared = await saved(owner, { filter });
    await office.plant.dataSource.query('UPDATE extras_saved_filter SET shared = true WHERE id = $1', [shared]);
    expect(await listed(narrow, `savedView: "${shared}"`)).toHaveLength(here.devices.length);
    const own = await saved(owner, { filter });
    await expect(listed(other, `savedView: "${own}"`)).rejects.toThrow('There is no saved view of devices');
    await expect(listed({ ...owner, tokenGrants: [] }, `savedView: "${own}"`)).rejects.toThrow('no saved view');
    const sites = parse(`{ sites(savedView: "${shared}") { totalCount } }`);
    await expect(office.reader.respond({ document: sites, actor: owner }, office.desk.pool)).rejects.toThrow(
      'There is no saved view of sites',
    );
  });
});

describe('saved views', () => {
  test('keep filter, columns, order and density for their owner alone', async () => {
    const { devices } = await office.place();
    const [actor, other] = [await member(), await member()];
    const made = wish({
      filter: { id: { in: devices } },
      columns: ['name', 'site'],
      orderBy: ['-name'],
      density: 'compact',
    });
    const { id, userErrors } = await saveView(parts, actor, made);
    expect(userErrors).toEqual([]);
    expect(await viewById(parts.writer, actor, String(id))).toMatchObject({
      name: made.name,
      filter: made.filter,
      columns: ['name', 'site'],
      orderBy: ['-name'],
      density: 'compact',
    });
    expect(await names(actor)).toEqual([made.name]);
    expect(await viewById(parts.writer, other, String(id))).toBeNull();
    const page = await runView(parts, actor, registry.model('dcim.Device'), made, { first: 10, offset: 0 });
    expect([page.total, page.ids]).toEqual([2, devices.toReversed()]);
    await expect(deleteView(parts.writer, other, String(id))).rejects.toThrow('no saved view');
    expect(await deleteView(parts.writer, actor, String(id))).toEqual([]);
    expect(await names(actor)).toEqual([]);
  });

  test('are refused when they do not fit the type, before they are kept', async () => {
    const actor = await member();
    const { id, userErrors } = await saveView(
      parts,
      actor,
      wish({ filter: { colour: { eq: 'red' } }, density: 'tiny' }),
    );
    expect(id).toBeNull();
    expect(userErrors.map(({ code }) => code)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
  });

  test('are shared by those who may add saved filters, and one of them is the default', async () => {
    const actor = await member();
    await expect(saveView(parts, actor, wish({ shared: true }))).rejects.toThrow('may add saved filters');
    const lead = await office.user();
    await office.permission({ users: [lead] });
    await office.permission({ users: [lead], objectTypes: ['extras.SavedFilter'], actions: ['add'] });
    const leader = await office.as(lead);
    const first = wish({ shared: true, isDefault: true });
    const second = wish({ shared: true, isDefault: true });
    for (const each of [first, second]) expect((await saveView(parts, leader, each)).userErrors).toEqual([]);
    const shared = await viewsOf(parts.writer, actor, 'dcim.Device');
    expect(shared.filter(({ isDefault }) => isDefault).map(({ name }) => name)).toEqual([second.name]);
    const nobody = await office.as(await office.user());
    expect(await names(nobody)).toEqual([]);
    for (const { id } of shared) await deleteView(parts.writer, leader, id);
  });

  test('a private view of another person is not in the way of a name', async () => {
    const [one, other] = [await member(), await member()];
    const made = wish();
    await saveView(parts, one, made);
    expect(await saveView(parts, one, made)).toMatchObject({ userErrors: [{ path: 'name', code: 'DUPLICATE' }] });
    expect((await saveView(parts, other, made)).userErrors).toEqual([]);
    expect(await names(other)).toEqual([`${made.name} (${other.name})`]);
  });

  test('are watched when the server knows their filter', async () => {
    const actor = await member();
    const { id } = await saveView(parts, actor, wish());
    for (const on of [true, true, false]) {
      expect(await watchView(parts.writer, actor, String(id), on)).toEqual([]);
      expect(await viewById(parts.writer, actor, String(id))).toMatchObject({ isWatched: on });
    }
    const imported = await office.plant.named('extras.SavedFilter', {
      objectTypes: ['dcim.Device'],
      parameters: { status: ['active'] },
    });
    await expect(watchView(parts.writer, actor, imported, true)).rejects.toThrow('came with an import');
  });
});

describe('preferences', () => {
  test('are changed name by name, over what administrators start people with', async () => {
    const actor = await member();
    await office.plant.run((work) => work.changeSetting('core.userPreferences', { theme: 'dark', density: 'compact' }));
    expect(await preferencesOf(parts.writer, actor)).toEqual({ theme: 'dark', density: 'compact' });
    await setPreferences(parts.writer, actor, { theme: 'light', mail: 'daily' });
    await setPreferences(parts.writer, actor, { 'columns.dcim.Device': ['name'] });
    expect(await preferencesOf(parts.writer, actor)).toEqual({
      theme: 'light',
      density: 'compact',
      mail: 'daily',
      'columns.dcim.Device': ['name'],
    });
    await setPreferences(parts.writer, actor, { theme: null });
    expect(await preferencesOf(parts.writer, actor)).toMatchObject({ theme: 'dark', mail: 'daily' });
    expect(await preferencesOf(parts.writer, await member())).toEqual({ theme: 'dark', density: 'compact' });
  });

  test('take no time of mail that there is not', async () => {
    await expect(setPreferences(parts.writer, await member(), { mail: 'hourly' })).rejects.toThrow('Mail comes');
  });
});
