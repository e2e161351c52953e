import { type Catalogue, indexCatalogue } from './catalogue.ts';
import type { UiEdge, UiEntity, UiField } from './types.ts';

const text = ['eq', 'ne', 'in', 'notIn', 'isNull', 'contains', 'icontains', 'startsWith'];
const ordered = ['eq', 'ne', 'in', 'notIn', 'isNull', 'lt', 'lte', 'gt', 'gte', 'between'];

/** A field with everything on, for tests. */
export function sampleField(name: string, kind: string, more: Partial<UiField> = {}): UiField {
  const operators = ['int', 'decimal'].includes(kind) ? ordered : text;
  return {
    name,
    kind,
    label: name,
    required: false,
    list: true,
    filter: true,
    sort: true,
    input: true,
    immutable: false,
    operators,
    ...more,
  };
}

function entity(name: string, many: string, fields: UiField[], more: Partial<UiEntity> = {}): UiEntity {
  const [domain = '', type = ''] = name.split('.');
  return {
    name,
    domain,
    type,
    one: type.charAt(0).toLowerCase() + type.slice(1),
    many,
    label: type.toLowerCase(),
    plural: many,
    features: [],
    display: ['name'],
    matchBy: ['name'],
    defaultOrder: ['name'],
    tree: null,
    scope: {},
    readOnly: false,
    fields,
    edges: [],
    ...more,
  };
}

function edge(name: string, target: string, inverse: string): UiEdge {
  return { name, label: name, kind: 'many', target, inverse };
}

const name = sampleField('name', 'text', { required: true });
const slug = sampleField('slug', 'slug');
const statuses = ['active', 'planned', 'offline'].map((value) => ({ value, label: value }));

function places(): UiEntity[] {
  return [
    entity('dcim.Region', 'regions', [name, slug, sampleField('parent', 'ref', { target: 'dcim.Region' })], {
      tree: 'parent',
      matchBy: ['slug'],
    }),
    entity('dcim.Site', 'sites', [name, slug, sampleField('region', 'ref', { target: 'dcim.Region' })], {
      matchBy: ['slug'],
      edges: [edge('devices', 'dcim.Device', 'site')],
    }),
  ];
}

function device(): UiEntity {
  const fields = [
    sampleField('comments', 'longText', { list: false, sort: false }),
    sampleField('name', 'text'),
    sampleField('status', 'choice', { choices: statuses, default: 'active', required: true }),
    sampleField('site', 'ref', { target: 'dcim.Site', required: true }),
    sampleField('position', 'decimal', { unit: 'U' }),
    sampleField('psk', 'secret', { list: false, filter: false }),
  ];
  return entity('dcim.Device', 'devices', fields, {
    features: ['tags', 'customFields'],
    matchBy: ['site', 'name'],
    edges: [edge('interfaces', 'dcim.Interface', 'device'), edge('notes', 'extras.Note', 'objectId')],
  });
}

function note(): UiEntity {
  const fields = [
    sampleField('objectType', 'text', { required: true }),
    sampleField('objectId', 'uuid', { required: true }),
    sampleField('text', 'longText'),
  ];
  return entity('extras.Note', 'notes', fields, { display: ['number'], matchBy: ['number'] });
}

function port(): UiEntity {
  const fields = [
    sampleField('device', 'ref', { target: 'dcim.Device', required: true, immutable: true }),
    name,
    sampleField('enabled', 'bool', { default: true }),
    sampleField('mtu', 'int', { min: 1, max: 65_536 }),
  ];
  return entity('dcim.Interface', 'interfaces', fields, { matchBy: ['device', 'name'] });
}

function address(): UiEntity {
  const fields = [
    sampleField('address', 'ipHost', { required: true, operators: ['eq', 'in', 'within'] }),
    sampleField('assignedObject', 'arc', { targets: [{ arm: 'interface', target: 'dcim.Interface' }] }),
  ];
  return entity('ipam.IpAddress', 'ipAddresses', fields, { display: ['address'], matchBy: ['address'] });
}

/** A small network: regions, sites, devices with interfaces, addresses and tags. */
export function sampleCatalogue(): Catalogue {
  const tag = entity('extras.Tag', 'tags', [name, slug, sampleField('color', 'color')], { matchBy: ['slug'] });
  return indexCatalogue({ hash: 'sample', entities: [...places(), device(), port(), address(), note(), tag] });
}

/** One entity of the sample network. */
export function sampleEntity(catalogue: Catalogue, entityName: string): UiEntity {
  const found = catalogue.byName.get(entityName);
  if (!found) throw new Error(`The sample has no ${entityName}`);
  return found;
}
