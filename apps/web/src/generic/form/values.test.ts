import { sampleCatalogue, sampleEntity, sampleField } from '../../catalogue/sample.fixture.ts';
import type { Row } from '../../catalogue/types.ts';
import { compareEdits, mergeEdits } from './conflict.ts';
import { createInput, formFields, mapErrors, startValues, updateInput } from './values.ts';

const catalogue = sampleCatalogue();
const device = sampleEntity(catalogue, 'dcim.Device');
const custom = [sampleField('cust_id', 'text')];
const withCustom = { ...device, custom };
const site = { id: 's1', number: 1, display: 'AMS1' };
const stored: Row = {
  id: 'd1',
  number: 1,
  display: 'leaf-01',
  rowVersion: 4,
  name: 'leaf-01',
  status: 'active',
  site,
  position: '17.0',
  comments: null,
  tags: { totalCount: 1, nodes: [{ id: 't1', number: 1, display: 'lab' }] },
  customFields: { cust_id: 'C1' },
};

describe('a form that creates', () => {
  const fields = formFields(withCustom, 'create');
  const start = startValues(catalogue, fields, null);

  test('starts with the defaults', () => {
    expect(start['status']).toBe('active');
    expect(start['name']).toBe('');
  });

  test('sends what is filled and nothing else', () => {
    const { input, problems } = createInput(fields, { ...start, name: 'leaf-02', site, 'custom:cust_id': 'C9' });
    expect(problems).toEqual({});
    expect(input).toEqual({
      name: 'leaf-02',
      status: 'active',
      site: { id: 's1' },
      customFields: { cust_id: 'C9' },
    });
  });

  test('says all that is missing at once', () => {
    const { problems } = createInput(fields, { ...start, status: '', position: 'high' });
    expect(Object.keys(problems).sort()).toEqual(['position', 'site', 'status']);
  });
});

describe('a form that edits', () => {
  const fields = formFields(withCustom, 'edit');
  const start = startValues(catalogue, fields, stored);

  test('sends only what changed', () => {
    const { input } = updateInput(fields, start, { ...start, name: 'leaf-09', comments: '' });
    expect(input).toEqual({ name: 'leaf-09' });
  });

  test('sends null for what was emptied and the ids of changed tags', () => {
    const { input } = updateInput(fields, start, { ...start, position: '', tags: [] });
    expect(input).toEqual({ position: null, tags: [] });
  });

  test('leaves an untouched secret alone', () => {
    expect(updateInput(fields, start, start).input).toEqual({});
    expect(updateInput(fields, start, { ...start, psk: 'new' }).input).toEqual({ psk: 'new' });
  });

  test('does not show what is fixed after creation', () => {
    const names = formFields(sampleEntity(catalogue, 'dcim.Interface'), 'edit').map((item) => item.name);
    expect(names).not.toContain('device');
  });

  test('holds a polymorphic reference with its arm', () => {
    const address = sampleEntity(catalogue, 'ipam.IpAddress');
    const port = { __typename: 'Interface', id: 'i1', number: 1, display: 'Gi1' };
    const values = startValues(catalogue, formFields(address, 'edit'), {
      ...stored,
      address: '192.0.2.1/24',
      assignedObject: port,
    });
    expect(values['assignedObject']).toEqual({ arm: 'interface', row: port });
  });
});

describe('a form of something attached to an object of any type', () => {
  const note = sampleEntity(catalogue, 'extras.Note');
  const fields = formFields(note, 'create');
  const start = startValues(catalogue, fields, null);

  test('asks for the object once, and sends its type and id', () => {
    expect(fields.map(({ name }) => name)).toEqual(['objectId', 'text']);
    const object = { arm: 'dcim.Device', row: { id: 'd1', number: 1, display: 'leaf-01' } };
    expect(createInput(fields, { ...start, objectId: object, text: 'x' }).input).toEqual({
      objectType: 'dcim.Device',
      objectId: 'd1',
      text: 'x',
    });
    expect(createInput(fields, { ...start, objectId: { ...object, row: null } }).problems).toHaveProperty('objectId');
  });

  test('starts from the stored pair, and shows refusals of either half at the object', () => {
    const row = { ...stored, objectType: 'dcim.Device', objectId: 'd1' };
    expect(startValues(catalogue, fields, row)['objectId']).toMatchObject({ arm: 'dcim.Device', row: { id: 'd1' } });
    const error = { code: 'X', message: 'No.', path: 'input.0.objectType' };
    expect(mapErrors(fields, [error]).byName).toEqual({ objectId: 'No.' });
  });
});

describe('a form with custom fields', () => {
  const fixed = { ...device, custom: [sampleField('seen', 'text', { fixed: true, required: true })] };
  const number = { ...device, custom: [sampleField('load', 'number')] };
  const object = { ...device, custom: [sampleField('peer', 'objectId', { target: 'dcim.Device' })] };

  test('never asks for what may only be read', () => {
    const fields = formFields(fixed, 'edit');
    const start = startValues(catalogue, fields, stored);
    expect(updateInput(fields, start, { ...start, name: 'x' })).toEqual({ input: { name: 'x' }, problems: {} });
  });

  test.each([
    [number, 'custom:load', '1.5', { load: 1.5 }],
    [object, 'custom:peer', { id: 'd2', number: 2, display: 'leaf-02' }, { peer: 'd2' }],
  ])('sends numbers as numbers and objects as ids', (entity, name, value, sent) => {
    const fields = formFields(entity, 'edit');
    const start = startValues(catalogue, fields, stored);
    expect(updateInput(fields, start, { ...start, [name]: value }).input).toEqual({ customFields: sent });
  });
});

describe('refusals of the server', () => {
  const fields = formFields(withCustom, 'create');
  const refusal = (path: string | null, message = 'No.') => ({ code: 'X', message, path });

  test('go to the field their path names', () => {
    const mapped = mapErrors(fields, [
      refusal('input.0.position', 'Units 10-12 are taken.'),
      refusal('input.0.site.id', 'There is no such site.'),
      refusal('input.0.customFields.cust_id', 'Too long.'),
    ]);
    expect(mapped.byName).toEqual({
      position: 'Units 10-12 are taken.',
      site: 'There is no such site.',
      'custom:cust_id': 'Too long.',
    });
    expect(mapped.general).toEqual([]);
  });

  test('without a field stand in the summary', () => {
    expect(mapErrors(fields, [refusal(null), refusal('input.0')]).general).toHaveLength(2);
  });

  test('of one field are kept together', () => {
    const mapped = mapErrors(fields, [refusal('input.0.name', 'Too long.'), refusal('input.0.name', 'Taken.')]);
    expect(mapped.byName).toEqual({ name: 'Too long. Taken.' });
  });
});

describe('two people edit one device', () => {
  const fields = formFields(device, 'edit');
  const start = startValues(catalogue, fields, stored);
  const mine = { ...start, name: 'mine', comments: 'my note' };
  const theirs = { ...start, name: 'theirs', position: '20' };

  test('only a field that both changed needs a choice', () => {
    const { conflicts, onlyTheirs } = compareEdits(fields, start, mine, theirs);
    expect(conflicts.map(({ item }) => item.name)).toEqual(['name']);
    expect(onlyTheirs.map((item) => item.name)).toEqual(['position']);
  });

  test('the merge keeps both sides and takes the choice', () => {
    const comparison = compareEdits(fields, start, mine, theirs);
    const kept = mergeEdits(comparison, mine, theirs, new Set());
    expect(kept).toMatchObject({ name: 'mine', comments: 'my note', position: '20' });
    expect(mergeEdits(comparison, mine, theirs, new Set(['name']))).toMatchObject({ name: 'theirs' });
  });

  test('the same change on both sides is no conflict', () => {
    const same = { ...start, name: 'same' };
    expect(compareEdits(fields, start, same, same)).toEqual({ conflicts: [], onlyTheirs: [] });
  });
});
