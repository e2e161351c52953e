import { sampleCatalogue, sampleEntity } from '../../catalogue/sample.fixture.ts';
import { faults } from '../../generic/query/schema-faults.fixture.ts';
import { asideRequest, bookmarksRequest, markRequest, watchesRequest } from '../bookmarks/marks.ts';
import { linkGroups } from '../custom-links/link-groups.ts';
import { notesRequest } from '../journal/journal.ts';
import { happened, notificationsRequest, settleRequest, unreadRequest } from '../notifications/notifications.ts';
import { preferencesRequest, setPreferencesRequest } from '../../api/preferences.ts';
import { knownPreferences } from '../../frame/preferences.ts';
import { translated } from './imported.ts';
import { isShown, openedView, viewInput } from './view-search.ts';
import { deleteViewRequest, type SavedView, saveViewRequest, viewsRequest, watchViewRequest } from './views.ts';

const catalogue = sampleCatalogue();
const device = sampleEntity(catalogue, 'dcim.Device');

test.each([
  viewsRequest(device.name),
  saveViewRequest({ type: device.name, name: 'mine', filter: {}, columns: ['name'], shared: false, isDefault: true }),
  deleteViewRequest('an id'),
  watchViewRequest('an id', true),
  asideRequest(device.name, 'an id'),
  markRequest('bookmark', device.name, ['an id'], true),
  markRequest('watch', device.name, ['an id'], false),
  bookmarksRequest,
  watchesRequest,
  notesRequest(device.name, 'an id', 25),
  notificationsRequest(10, 0, true),
  settleRequest('READ', null),
  unreadRequest,
  preferencesRequest,
  setPreferencesRequest({ theme: 'dark' }),
])('$query fits the schema', (request) => {
  expect(faults(request)).toEqual([]);
});

const saved: SavedView = {
  id: 'an id',
  number: 1,
  kind: 'VIEW',
  name: 'mine',
  filter: null,
  query: null,
  tokens: null,
  columns: null,
  orderBy: null,
  density: null,
  parameters: null,
  shared: false,
  isDefault: false,
  isOwn: true,
  mayChange: true,
  isWatched: false,
  ownerName: null,
};

test('a list is kept and opened as it was', () => {
  const view = {
    tokens: [{ path: 'name', op: 'contains', values: ['a,b~c'] }],
    sort: [{ path: 'name', descending: true }],
    columns: ['name', 'site'],
    text: 'leaf',
    peek: null,
  };
  const {
    query = null,
    filter = null,
    tokens = null,
    columns = null,
    orderBy = null,
  } = viewInput(catalogue, device, view);
  expect(filter).toEqual({ name: { contains: 'a,b~c' } });
  const opened = openedView(catalogue, device, { ...saved, query, filter, tokens, columns, orderBy });
  expect(opened.problem).toBeNull();
  expect(isShown(view, opened)).toBe(true);
  expect(isShown({ ...view, text: '' }, opened)).toBe(false);
});

test('filters of imports are translated, and what has no counterpart is named', () => {
  const { tokens, text, left } = translated(catalogue, device, {
    status: ['active', 'planned'],
    site: ['fra1'],
    site_id: ['7'],
    name__ic: ['sw'],
    tag: ['core'],
    cf_owner: ['net'],
    q: ['leaf'],
    has_primary_ip: ['true'],
    name__regex: ['x'],
  });
  expect(tokens).toEqual([
    { path: 'status', op: 'in', values: ['active', 'planned'] },
    { path: 'site', op: 'in', values: ['fra1'] },
    { path: 'site', op: 'in', values: ['#7'] },
    { path: 'name', op: 'contains', values: ['sw'] },
    { path: 'tags', op: 'in', values: ['core'] },
    { path: 'cf.owner', op: 'eq', values: ['net'] },
  ]);
  expect([text, left]).toEqual(['leaf', ['has_primary_ip', 'name__regex']]);
});

test('columns of imports are those that a list has here', () => {
  const table = {
    ...saved,
    kind: 'COLUMNS' as const,
    columns: ['name', 'site', 'pk'],
    orderBy: ['-last_updated'],
  };
  expect(openedView(catalogue, device, table).view).toMatchObject({
    columns: ['display', 'site'],
    sort: [{ path: 'lastUpdated', descending: true }],
  });
});

test('a filter that was set through the API is told of, not dropped in silence', () => {
  expect(openedView(catalogue, device, { ...saved, filter: { name: { eq: 'a' } } }).problem).toContain(
    'through the API',
  );
});

test('links of a group stand in one menu, after the single ones', () => {
  const link = (id: string, group: string | null) => ({
    id,
    group,
    name: id,
    text: id,
    url: null,
    problem: null,
    newWindow: false,
  });
  const groups = linkGroups([link('a', 'x'), link('b', null), link('c', 'x')]);
  expect(groups.map(({ group, links }) => [group, links.map(({ id }) => id)])).toEqual([
    [null, ['b']],
    ['x', ['a', 'c']],
  ]);
});

test('what happened is told in words', () => {
  expect(happened({ eventType: 'object_updated', events: 3, actorName: 'anna' })).toBe('changed by anna, 3 events');
  expect(happened({ eventType: 'job_failed', events: 1, actorName: null })).toBe('failed');
});

test('stored choices that this client does not know are left alone', () => {
  expect(
    knownPreferences({ theme: 'pink', density: 'regular', railOpen: 'yes', pinned: ['a', 7], mail: 'daily' }),
  ).toEqual({
    density: 'regular',
    pinned: ['a'],
  });
});
