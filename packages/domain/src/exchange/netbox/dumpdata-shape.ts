import type { Model, Registry } from '@plumbline/engine';
import { snakeCase } from '@plumbline/kit';
import { arcColumns, MAPPINGS } from './mapping.ts';
import { ENTITY_BY_TYPE, TYPE_BY_ENTITY, tableOf } from './types.ts';

/** What the fields of one model are, which the values of a JSON dump alone don't tell. */
export interface FieldShape {
  /** Fields that name one row; their column ends in `_id`. */
  readonly references: ReadonlySet<string>;
  /** Fields that name several rows and have a join table. */
  readonly links: ReadonlySet<string>;
  /** Fields that hold JSON, where a text is not the column's text. */
  readonly documents: ReadonlySet<string>;
}

/** Types of rows, wherever they are named. */
const TYPE_FIELDS = ['content_type', 'object_type', 'related_object_type', 'assigned_object_type'];

/** Names of models no entity is made of, whose references are read all the same. */
const BESIDE: Readonly<Record<string, readonly string[]>> = { 'extras.taggeditem': ['tag'] };

const join = (type: string, field: string): string => `${tableOf(type)}_${field}`;

const linkTables = (): Set<string> =>
  new Set(
    Object.values(MAPPINGS).flatMap(({ linkTables: tables = {}, typeLists = {} }) =>
      [...Object.values(tables), ...Object.values(typeLists)].flat(),
    ),
  );

/** Columns of references that the importer knows for an entity, by any of their names. */
const referenceColumns = (model: Model): string[] => {
  const mapping = MAPPINGS[model.name] ?? {};
  const edges = [...model.edges.values()].flatMap((edge) => {
    if (edge.kind === 'arc') return [arcColumns(model.name, edge.name)[0]];
    if (edge.kind !== 'one' || !TYPE_BY_ENTITY.has(edge.target)) return [];
    return mapping.columns?.[edge.name] ?? [`${snakeCase(edge.name)}_id`];
  });
  const arcs = Object.values(mapping.olderArcs ?? {}).flatMap((columns) => Object.keys(columns));
  const types = Object.values(mapping.typeColumns ?? {}).flat();
  const objects = (mapping.object ?? []).map(([type]) => type);
  const links = Object.values(mapping.olderLinks ?? {});
  const elsewhere = (mapping.elsewhere ?? []).filter((column) => !/_[ab]_id$/.test(column));
  return [...edges, ...arcs, ...types, ...objects, ...links, ...elsewhere].filter((column) => column.endsWith('_id'));
};

const documentColumns = (model: Model): string[] =>
  [...model.scalars.values()]
    .filter(({ spec }) => spec.kind === 'json')
    .flatMap(({ name, column }) => MAPPINGS[model.name]?.columns?.[name] ?? [column]);

const linkFields = (model: Model): string[] =>
  [...model.edges.values()].flatMap((edge) => (edge.kind === 'manyToMany' ? [snakeCase(edge.name)] : []));

/** Works out the shapes of models as they are asked for. */
export const createShapes = (
  registry: Registry,
): ((type: string) => FieldShape & { isLink(field: string): boolean }) => {
  const tables = linkTables();
  const known = new Map<string, FieldShape & { isLink(field: string): boolean }>();
  return (type) => {
    const found = known.get(type);
    if (found) return found;
    const entity = ENTITY_BY_TYPE.get(type.replace(/^auth\./, 'users.'));
    const model = entity === undefined ? undefined : registry.find(entity);
    const columns = model ? referenceColumns(model) : [];
    const links = new Set(model ? linkFields(model) : []);
    const shape = {
      references: new Set([...columns.map((column) => column.slice(0, -3)), ...TYPE_FIELDS, ...(BESIDE[type] ?? [])]),
      links,
      documents: new Set(['custom_field_data', ...(model ? documentColumns(model) : [])]),
      isLink: (field: string) => links.has(field) || tables.has(join(type, field)),
    };
    known.set(type, shape);
    return shape;
  };
};
