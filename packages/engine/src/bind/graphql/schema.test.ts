import {
  arc,
  BaseObject,
  choice,
  choiceSet,
  entity,
  ipHost,
  OrganizationalObject,
  ref,
  refs,
  secret,
  text,
} from '@plumbline/kit';
import {
  assertValidSchema,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
  validateSchema,
} from 'graphql';
import { Arg, Mutation, Resolver } from 'type-graphql';
import { buildRegistry } from '../../registry/build.ts';
import { command } from '../../write/rules.ts';
import { buildSchemaFor, generatedType, mutationsOf, printedSchema } from './schema.ts';

const states = choiceSet('state', [
  ['on', 'On'],
  ['off', 'Off'],
]);

@entity('lab.Label', { provides: 'tags' })
class Label extends OrganizationalObject {}

@entity('lab.Room', { tree: 'parent', matchBy: ['parent', 'name'], features: ['tags', 'customFields'] })
class Room extends BaseObject {
  @ref('lab.Room', { optional: true, inverse: 'children' })
  parent!: Room | null;
  @text({ max: 50 })
  name!: string;
  @choice(states, { default: 'on' })
  state!: string;
  @secret({ optional: true })
  pin!: string | null;
}

@entity('lab.Shelf', {})
class Shelf extends BaseObject {
  @ref('lab.Room', { inverse: 'shelves', immutable: true })
  room!: Room;
  @refs('lab.Label', { inverse: 'shelves' })
  labels!: Label[];
}

@entity('lab.Thing', { many: 'thingList' })
class Thing extends BaseObject {
  @arc({ room: 'lab.Room', shelf: 'lab.Shelf' }, { optional: true, inverse: 'things' })
  place!: Room | Shelf | null;
  @ipHost({ optional: true })
  address!: string | null;
}

@entity('lab.Reading', { readOnly: true })
class Reading extends BaseObject {
  @text({ max: 10 })
  value!: string;
}

const registry = buildRegistry([Label, Room, Shelf, Thing, Reading]);
const stamp = command('lab.Shelf', 'create', (_work, inputs, next) => next(inputs), {
  slots: { kind: 'int' },
  beside: { kind: 'refs', targets: { room: 'lab.Room', thing: 'lab.Thing' } },
});
let schema: GraphQLSchema;

beforeAll(() => {
  schema = buildSchemaFor({ registry, rules: [stamp] });
});

const fields = (type: string): string[] =>
  Object.keys((schema.getType(type) as GraphQLObjectType | GraphQLInputObjectType).getFields());
const typeOf = (type: string, field: string): string =>
  String((schema.getType(type) as GraphQLObjectType).getFields()[field]?.type);

test('a schema of any registry is valid GraphQL', () => {
  expect(validateSchema(schema)).toEqual([]);
  assertValidSchema(schema);
});

test('an entity gets one, many and aggregate queries, and five mutations unless it is read only', () => {
  const queries = fields('Query');
  expect(queries).toEqual(
    expect.arrayContaining(['room', 'rooms', 'roomsAggregate', 'thingList', 'reading', 'node', 'search']),
  );
  const mutations = fields('Mutation');
  for (const verb of ['Create', 'Update', 'Upsert', 'UpdateWhere', 'Delete'])
    expect(mutations).toContain(`room${verb}`);
  expect(mutations.filter((name) => name.startsWith('reading'))).toEqual([]);
  expect(mutations).toContain('applyChanges');
});

test('an object has its fields, choice companions, references, connections and no secrets', () => {
  expect(fields('Room')).toEqual(
    expect.arrayContaining(['id', 'display', 'url', 'stateChoice', 'tags', 'customFields', 'shelves', 'things']),
  );
  expect(fields('Room')).not.toContain('pin');
  expect(typeOf('Shelf', 'room')).toBe('Room');
  expect(typeOf('Room', 'shelves')).toBe('ShelfConnection!');
  expect(typeOf('Thing', 'place')).toBe('ThingPlace');
  expect(typeOf('Room', 'name')).toBe('String!');
});

test('types with custom fields have places for relationships and computed fields of an organization', () => {
  expect(typeOf('Room', 'relations')).toBe('RelatedObjects!');
  expect(typeOf('Room', 'computed')).toBe('JSON');
  expect(fields('RelatedObjects')).toEqual(['nodes']);
  expect(fields('RoomFilter')).toContain('relation');
  expect(fields('RelationCondition').toSorted()).toEqual(['count', 'name', 'none', 'some']);
  expect(fields('Shelf')).not.toContain('relations');
  expect(fields('ShelfFilter')).not.toContain('relation');
});

test('a nested list takes the arguments of the root list', () => {
  const room = schema.getType('Room') as GraphQLObjectType;
  const args = room.getFields()['shelves']?.args.map((a) => `${a.name}: ${String(a.type)}`);
  expect(args).toEqual([
    'filter: ShelfFilter',
    'orderBy: [OrderBy!]',
    'first: Int',
    'after: String',
    'last: Int',
    'before: String',
    'offset: Int',
    'query: String',
  ]);
});

test('inputs take references by id, number or key, and arcs by arm', () => {
  expect(fields('RoomRef')).toEqual(['id', 'number', 'key']);
  expect(fields('ShelfRef')).toEqual(['id', 'number']);
  expect(fields('RoomKey')).toEqual(['parent', 'name']);
  expect(fields('ThingPlaceInput')).toEqual(['room', 'shelf']);
  expect(fields('ShelfCreateInput')).toEqual(['room', 'labels', 'slots', 'beside']);
  expect(fields('ShelfBesideInput')).toEqual(['room', 'thing']);
  expect(fields('ShelfSetInput')).toEqual(['labels']);
  expect(fields('ShelfUpsertInput')).toEqual([
    'id',
    'number',
    'provenance',
    'rowVersion',
    'room',
    'labels',
    'slots',
    'beside',
  ]);
  expect(fields('RoomUpdateInput')).toEqual(
    expect.arrayContaining(['id', 'number', 'key', 'rowVersion', 'pin', 'tags']),
  );
});

test('filters hold the operators of each kind, edges, sets and trees', () => {
  expect(fields('RoomFilter')).toEqual(
    expect.arrayContaining(['and', 'or', 'not', 'isNull', 'parent', 'shelves', 'inTreeOf', 'childOf', 'customField']),
  );
  expect(fields('ShelfSetFilter')).toEqual(['some', 'every', 'none', 'count']);
  expect(fields('ThingPlaceFilter')).toEqual(['isNull', 'room', 'shelf']);
  expect(fields('IpHostOperators')).toEqual(expect.arrayContaining(['within', 'family', 'host']));
});

test('rows pass through graphql-js without resolvers of their own', () => {
  const room = schema.getType('Room') as GraphQLObjectType;
  expect(Object.values(room.getFields()).filter((field) => field.resolve)).toEqual([]);
});

test('a second build in one process prints the same text', () => {
  expect(printedSchema(buildSchemaFor({ registry, rules: [stamp] }))).toBe(printedSchema(schema));
});

@Resolver()
class Keys {
  @Mutation(() => generatedType('RoomPayload'))
  roomCreate(@Arg('code', () => String) code: string): object {
    return { code };
  }
}

test('a mutation written by hand takes the place of the generated one and may answer generated types', () => {
  const own = buildSchemaFor({ registry, resolvers: [Keys] });
  const field = own.getMutationType()?.getFields()['roomCreate'];
  expect(field?.args.map((a) => a.name)).toEqual(['code']);
  expect(String(field?.type)).toBe('RoomPayload!');
  expect([...mutationsOf([Keys])]).toEqual(['roomCreate']);
});
