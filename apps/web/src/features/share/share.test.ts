import { sampleCatalogue, sampleEntity } from '../../catalogue/sample.fixture.ts';
import { faults } from '../../generic/query/schema-faults.fixture.ts';
import { liftRequest, lockoutRequest } from '../members/lockout.tsx';
import { sharedText } from './shared-value.tsx';
import {
  fieldsOfColumns,
  isShareable,
  linkState,
  ownLinksRequest,
  revokeLinksRequest,
  shareFieldsRequest,
  shareRequest,
  shownOrder,
} from './share.ts';
import { listSubject, objectSubject } from './subjects.ts';

const device = sampleEntity(sampleCatalogue(), 'dcim.Device');

const offered = ['name', 'status', 'site', 'cf_owner'].map((name) => ({
  name,
  label: name,
  isOwn: name !== 'site',
  isListed: name === 'status',
}));

test('what is asked of the server fits its schema', () => {
  const ask = { entity: device, fields: [], filter: { name: { eq: 'x' } }, query: '"fra"' };
  const list = listSubject(device, ask, ['display', 'status'], [{ path: 'name', descending: true }]);
  const input = { name: 'Link', type: device.name, expires: '2030-01-01T00:00:00.000Z' };
  const requests = [
    shareFieldsRequest(device.name),
    shareRequest({ ...input, ...list.input(['name'], offered) }),
    shareRequest({ ...input, id: 'an id', fields: null }),
    ownLinksRequest,
    revokeLinksRequest(['an id']),
    lockoutRequest('an id'),
    liftRequest('an id'),
  ];
  expect(requests.flatMap(faults)).toEqual([]);
});

test('columns of a list become the fields that make them, and what is not offered is left out', () => {
  expect(fieldsOfColumns(device, ['display', 'status', 'interfaces', 'cf.owner', 'name'], offered)).toEqual([
    'name',
    'status',
    'cf_owner',
  ]);
});

test('a list keeps the steps of its order that go by fields which are shown', () => {
  const sort = [
    { path: 'site.name', descending: true },
    { path: 'name', descending: false },
  ];
  expect(shownOrder(sort, ['site'])).toEqual(['-site.name']);
  expect(shownOrder(sort, ['name', 'site'])).toEqual(['-site.name', 'name']);
});

test('an object whose own fields are all chosen is shared as a whole', () => {
  const subject = objectSubject(device, { id: 'an id', number: 1, display: 'fra1' } as never);
  expect(subject.start(offered)).toEqual(['name', 'status', 'cf_owner']);
  expect(subject.input(['cf_owner', 'name', 'status'], offered)).toEqual({ id: 'an id', fields: null });
  expect(subject.input(['name', 'status', 'cf_owner', 'site'], offered).fields).toHaveLength(4);
});

test('accounts and rows about other objects have no button', () => {
  expect(isShareable(device)).toBe(true);
  expect(isShareable({ ...device, domain: 'users' })).toBe(false);
  expect(isShareable({ ...device, fields: [{ ...device.fields[0], kind: 'anyObject' }] as never })).toBe(false);
});

test('a link works until it ends or is revoked', () => {
  const now = Date.parse('2030-01-01T00:00:00Z');
  expect(linkState({ revoked: null, expires: '2030-01-02T00:00:00Z' }, now)).toBe('active');
  expect(linkState({ revoked: null, expires: '2029-12-31T00:00:00Z' }, now)).toBe('expired');
  expect(linkState({ revoked: '2029-12-31T00:00:00Z', expires: '2030-01-02T00:00:00Z' }, now)).toBe('revoked');
});

test.each([
  ['text', null, null, ''],
  ['bool', null, false, 'No'],
  ['int', 'mm', 600, '600 mm'],
  ['references', null, ['a', 'b'], 'a, b'],
  ['json', null, { a: 1 }, '{\n  "a": 1\n}'],
  ['longText', null, '<b>x</b>', '<b>x</b>'],
])('a value of kind %s is told in words', (kind, unit, value, text) => {
  expect(sharedText({ kind, unit }, value)).toBe(text);
});
