import { kindOf, snakeCase, type EntitySpec, type FieldSpec } from '@plumbline/kit';
import type { ArcEdge, Edge, ManyToManyEdge, Model, OneEdge, ScalarField } from './model.ts';
import { customFieldsField, systemFields } from './system-fields.ts';

const RELATIONS = new Set(['ref', 'arc', 'refs']);

const scalarOf = (spec: FieldSpec): ScalarField => ({
  kind: 'scalar',
  name: spec.key,
  column: spec.column ?? snakeCase(spec.key),
  spec,
  type: kindOf(spec.kind),
  nullable: spec.optional,
  system: false,
});

/** Columns of an entity: the engine's own, then the declared ones. */
export const scalarsOf = (spec: EntitySpec): ReadonlyMap<string, ScalarField> => {
  const fields = new Map(systemFields.map((field) => [field.name, field]));
  for (const field of spec.fields.values()) if (!RELATIONS.has(field.kind)) fields.set(field.key, scalarOf(field));
  if (spec.options.features?.includes('customFields')) fields.set('customFields', customFieldsField);
  return fields;
};

const oneEdge = (field: FieldSpec): OneEdge => ({
  kind: 'one',
  name: field.key,
  column: `${snakeCase(field.key)}_id`,
  target: field.target ?? '',
  spec: field,
  nullable: field.optional,
  onDelete: field.onDelete ?? 'restrict',
});

const arcEdge = (field: FieldSpec): ArcEdge => ({
  kind: 'arc',
  name: field.key,
  arms: Object.entries(field.targets ?? {}).map(([arm, target]) => ({
    arm,
    target,
    column: `${snakeCase(field.key)}_${snakeCase(arm)}_id`,
  })),
  spec: field,
  nullable: field.optional,
  onDelete: field.onDelete ?? 'restrict',
});

const ownedEdge = (field: FieldSpec, table: string): ManyToManyEdge => ({
  kind: 'manyToMany',
  name: field.key,
  target: field.target ?? '',
  through: `${table}_${snakeCase(field.key)}`,
  near: 'source_id',
  far: 'target_id',
  owner: true,
  spec: field,
});

/** Relations an entity declares itself. */
export const forwardEdges = (spec: EntitySpec, table: string): Map<string, Edge> => {
  const edges = new Map<string, Edge>();
  for (const field of spec.fields.values()) {
    if (field.kind === 'ref') edges.set(field.key, oneEdge(field));
    if (field.kind === 'arc') edges.set(field.key, arcEdge(field));
    if (field.kind === 'refs') edges.set(field.key, ownedEdge(field, table));
  }
  return edges;
};

const tagEdge = (model: Model, tag: Model): ManyToManyEdge => ({
  kind: 'manyToMany',
  name: 'tags',
  target: tag.name,
  through: 'extras_tagged_item',
  near: 'object_id',
  far: 'tag_id',
  objectType: model.name,
  owner: true,
});

type Drafts = ReadonlyMap<string, Model & { edges: Map<string, Edge> }>;

const addInverse = (drafts: Drafts, model: Model, edge: Edge): void => {
  if (edge.kind === 'many' || !edge.spec) return;
  const name = edge.spec.inverse;
  if (typeof name !== 'string') return;
  const add = (target: string, inverse: Edge) => drafts.get(target)?.edges.set(name, inverse);
  if (edge.kind === 'one')
    add(edge.target, { kind: 'many', name, target: model.name, column: edge.column, via: edge.name });
  if (edge.kind === 'arc')
    for (const arm of edge.arms)
      add(arm.target, { kind: 'many', name, target: model.name, column: arm.column, via: edge.name });
  if (edge.kind === 'manyToMany')
    add(edge.target, {
      kind: 'manyToMany',
      name,
      target: model.name,
      through: edge.through,
      near: edge.far,
      far: edge.near,
      owner: false,
      inverse: edge.name,
    });
};

/** Lists of what is attached to the objects of all types with a feature: journal entries, contacts, images. */
const attachedEdges = (drafts: Drafts, attached: Model): void => {
  const { attaches } = attached.spec.options;
  if (!attaches) return;
  for (const model of drafts.values())
    if (model.features.has(attaches.feature))
      model.edges.set(attaches.inverse, {
        kind: 'many',
        name: attaches.inverse,
        target: attached.name,
        column: 'object_id',
        via: 'objectId',
        objectType: model.name,
      });
};

/** Adds the other side of each declared relation, the lists of attached rows, and the tags of entities with that feature. */
export const inverseEdges = (drafts: Drafts, tag: Model | undefined): void => {
  for (const model of drafts.values()) attachedEdges(drafts, model);
  for (const model of drafts.values())
    for (const edge of Array.from(model.edges.values())) addInverse(drafts, model, edge);
  if (!tag) return;
  for (const model of drafts.values()) if (model.features.has('tags')) model.edges.set('tags', tagEdge(model, tag));
};
