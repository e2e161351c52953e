import {
  arc,
  BaseObject,
  choice,
  choiceSet,
  entity,
  int,
  OrganizationalObject,
  ref,
  refs,
  secret,
  text,
} from '@plumbline/kit';
import { buildRegistry } from '../registry/build.ts';
import { command } from '../write/rules.ts';
import { catalogueOf } from './catalogue.ts';
import { catalogueReader } from './runtime.ts';
import type { UiEntity, UiField } from './types.ts';

const states = choiceSet('state', [
  ['on', 'On', '00ff00'],
  ['off', 'Off'],
]);

@entity('lab.Label', { provides: 'tags' })
class Label extends OrganizationalObject {}

@entity('lab.Room', { tree: 'parent', features: ['tags'], order: ['-heightMm', 'name'], scope: { room: 'id' } })
class Room extends BaseObject {
  @ref('lab.Room', { optional: true, inverse: 'children' })
  parent!: Room | null;
  @text({ max: 50, list: true })
  name!: string;
  @choice(states, { default: 'on' })
  state!: string;
  @int({ optional: true, min: 1, unit: 'mm', help: 'Floor to ceiling' })
  heightMm!: number | null;
  @secret({ optional: true })
  pin!: string | null;
  @int({ optional: true, derived: true })
  shelfCount!: number | null;
}

@entity('lab.Shelf', { readOnly: true })
class Shelf extends BaseObject {
  @arc({ room: 'lab.Room' }, { inverse: 'shelves' })
  place!: Room;
  @refs('lab.Label', { inverse: 'shelves' })
  labels!: Label[];
}

const registry = buildRegistry([Label, Room, Shelf]);
const entities = new Map(catalogueOf(registry).entities.map((e) => [e.name, e]));
const room = entities.get('lab.Room') as UiEntity;
const field = (name: string): UiField | undefined => room.fields.find((f) => f.name === name);

test('an entity says its names, order, tree and features', () => {
  expect(room).toMatchObject({
    type: 'Room',
    one: 'room',
    many: 'rooms',
    tree: 'parent',
    features: ['tags'],
    defaultOrder: ['-heightMm', 'name'],
    scope: { room: 'id' },
    readOnly: false,
  });
  expect(entities.get('lab.Shelf')?.readOnly).toBe(true);
});

test('a field says its limits, words and whether it is needed', () => {
  expect(field('heightMm')).toMatchObject({
    kind: 'int',
    label: 'height mm',
    min: 1,
    unit: 'mm',
    help: 'Floor to ceiling',
    required: false,
    input: true,
  });
  expect(field('name')).toMatchObject({ required: true, list: true, max: 50, sort: true });
  expect(field('state')).toMatchObject({
    required: false,
    default: 'on',
    choices: [
      { value: 'on', label: 'On', color: '00ff00' },
      { value: 'off', label: 'Off' },
    ],
  });
});

test('secrets can be given but neither filtered nor sorted, and derived fields are not given', () => {
  expect(field('pin')).toMatchObject({ input: true, filter: false, sort: false, operators: [] });
  expect(field('shelfCount')).toMatchObject({ input: false, required: false });
});

test('references are fields, what points back is an edge, tags are a feature', () => {
  expect(field('parent')).toMatchObject({ kind: 'ref', target: 'lab.Room' });
  expect(room.edges.map(({ name, target, inverse }) => [name, target, inverse])).toEqual([
    ['children', 'lab.Room', 'parent'],
    ['shelves', 'lab.Shelf', 'place'],
  ]);
  const shelf = entities.get('lab.Shelf');
  expect(shelf?.fields.map(({ name, kind }) => [name, kind])).toEqual([
    ['place', 'arc'],
    ['labels', 'refs'],
  ]);
  expect(shelf?.fields[0]?.targets).toEqual([{ arm: 'room', target: 'lab.Room' }]);
});

test('choices an organization added appear and change the digest', async () => {
  const rows = [{ choice_set: 'state', value: 'dim', label: 'Dim', color: null }];
  const [plain, own] = [
    catalogueReader(registry, [], { query: () => Promise.resolve({ rows: [] }) }),
    catalogueReader(registry, [], { query: () => Promise.resolve({ rows }) }),
  ];
  const [before, after] = [await plain('o'), await own('o')];
  expect(after.hash).not.toBe(before.hash);
  const choices = after.entities.find((e) => e.name === 'lab.Room')?.fields.find((f) => f.name === 'state')?.choices;
  expect(choices?.map((c) => c.value)).toEqual(['on', 'off', 'dim']);
});

test('an input that a command adds is listed with its verb', () => {
  const rules = [
    command('lab.Room', 'create', (_work, inputs, next) => next(inputs), {
      shelves: { kind: 'int', help: 'Shelves to put up' },
    }),
  ];
  const own = catalogueOf(registry, { rules }).entities.find((e) => e.name === 'lab.Room');
  expect(own?.extraInputs).toMatchObject([{ name: 'shelves', verb: 'create', kind: 'int', required: false }]);
});
