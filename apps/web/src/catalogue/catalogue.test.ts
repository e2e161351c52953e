import { entityPath, fieldOf, kebab, keyField } from './catalogue.ts';
import { sampleCatalogue, sampleEntity } from './sample.fixture.ts';

const catalogue = sampleCatalogue();

describe('the indexed catalogue', () => {
  test('a list path is the domain and the plural in kebab case', () => {
    expect(entityPath(sampleEntity(catalogue, 'ipam.IpAddress'))).toBe('ipam/ip-addresses');
    expect(kebab('rackReservations')).toBe('rack-reservations');
  });

  test('an entity with tags has a tags field, one without has none', () => {
    expect(fieldOf(sampleEntity(catalogue, 'dcim.Device'), 'tags')?.target).toBe('extras.Tag');
    expect(fieldOf(sampleEntity(catalogue, 'dcim.Site'), 'tags')).toBeUndefined();
  });

  test('every entity can be filtered by number and by the time it was created', () => {
    for (const entity of catalogue.entities) {
      expect(fieldOf(entity, 'number')?.filter).toBe(true);
      expect(fieldOf(entity, 'created')?.filter).toBe(true);
    }
  });

  test('what names a row comes first, remarks come last', () => {
    const names = sampleEntity(catalogue, 'dcim.Device').fields.map((field) => field.name);
    expect(names.slice(0, 3)).toEqual(['name', 'status', 'site']);
    expect(names.indexOf('comments')).toBeGreaterThan(names.indexOf('position'));
  });

  test('what goes on objects of any type has one field for the object, limited to types that take it', () => {
    const note = sampleEntity(catalogue, 'extras.Note');
    expect(fieldOf(note, 'objectId')).toMatchObject({ kind: 'anyObject', types: ['dcim.Device'], input: true });
    expect(fieldOf(note, 'objectType')).toMatchObject({ kind: 'entityType', input: false, filter: true });
  });

  test('a site is named by its slug, a device only by its number', () => {
    expect(keyField(sampleEntity(catalogue, 'dcim.Site'))?.name).toBe('slug');
    expect(keyField(sampleEntity(catalogue, 'dcim.Device'))).toBeUndefined();
  });
});
