import { OPEN_FIELD, type Model, type SourceCustomRef, type SourceRef, type SourceRow } from '@plumbline/engine';
import type { ArchiveRow } from './check.ts';
import { FILE } from './format.ts';

/** A custom field whose values name objects. */
export interface ObjectField {
  readonly name: string;
  /** Type of the objects. */
  readonly related: string;
  readonly isList: boolean;
}

/** Custom fields of one type, as the archive defines them. */
export interface TypeFields {
  readonly names: readonly string[];
  readonly objects: readonly ObjectField[];
}

/** What rows are translated with. */
export interface Translation {
  readonly customFields: ReadonlyMap<string, TypeFields>;
  /** Account here by account in the archive. */
  readonly users: ReadonlyMap<string, string>;
  /** Files without content; what refers to them is empty. */
  readonly missingFiles: ReadonlySet<string>;
}

const NO_FIELDS: TypeFields = { names: [], objects: [] };

/** Keys of a row that are no plain values. */
const APART: ReadonlySet<string> = new Set(['id', 'number', 'customFields', 'createdBy', 'lastUpdatedBy']);

const USER_STAMPS = ['createdBy', 'lastUpdatedBy'] as const;

const refTo = (type: string, field: string, id: unknown): SourceRef | null =>
  typeof id === 'string' ? { type, id, columns: { [field]: id } } : null;

const refsOf = (model: Model, row: ArchiveRow, { missingFiles }: Translation): Record<string, SourceRef | null> => {
  const refs: Record<string, SourceRef | null> = {};
  for (const edge of model.edges.values()) {
    const value = row[edge.name];
    if (value === undefined) continue;
    if (edge.kind === 'one')
      refs[edge.name] =
        edge.target === FILE && missingFiles.has(String(value)) ? null : refTo(edge.target, edge.name, value);
    if (edge.kind === 'arc') {
      const { arm, id } = (value ?? {}) as { arm?: string; id?: string };
      const target = edge.arms.find((each) => each.arm === arm)?.target;
      refs[edge.name] = target === undefined ? null : refTo(target, edge.name, id);
    }
  }
  if (model.isOpen) refs[OPEN_FIELD] = refTo(String(row['objectType']), 'objectId', row['objectId']);
  return refs;
};

const linksOf = (model: Model, row: ArchiveRow): SourceRow['links'] =>
  Object.fromEntries(
    [...model.edges.values()].flatMap((edge) => {
      const ids = row[edge.name];
      return edge.kind === 'manyToMany' && Array.isArray(ids)
        ? [[edge.name, { type: edge.target, ids: ids.map(String) }] as const]
        : [];
    }),
  );

const isPlain = (model: Model, key: string): boolean =>
  !APART.has(key) && !model.edges.has(key) && !(model.isOpen && (key === 'objectType' || key === 'objectId'));

const customValues = (row: ArchiveRow, { names, objects }: TypeFields) => {
  const stored = (row['customFields'] ?? {}) as Readonly<Record<string, unknown>>; // as archives are written
  const apart = new Set(objects.map(({ name }) => name));
  const empty = names.filter((name) => !(name in stored)).map((name) => [name, null] as const);
  const values = Object.fromEntries([...empty, ...Object.entries(stored).filter(([name]) => !apart.has(name))]);
  const refs = objects.flatMap(({ name, related, isList }): SourceCustomRef[] => {
    const value = stored[name] ?? null;
    if (value === null) return [];
    return [{ field: name, type: related, ids: (isList ? (value as unknown[]) : [value]).map(String), isList }];
  });
  return { values, refs };
};

/** A row of the archive as the loader takes it. */
export const translated = (model: Model, row: ArchiveRow, translation: Translation): SourceRow => {
  const custom =
    'customFields' in row ? customValues(row, translation.customFields.get(model.name) ?? NO_FIELDS) : null;
  const values: Record<string, unknown> = Object.fromEntries(
    Object.entries(row).filter(([key]) => isPlain(model, key)),
  );
  for (const stamp of USER_STAMPS) if (stamp in row) values[stamp] = translation.users.get(String(row[stamp])) ?? null;
  if (custom) values['customFields'] = custom.values;
  return {
    id: String(row['id']),
    number: typeof row['number'] === 'number' ? row['number'] : null,
    values,
    refs: refsOf(model, row, translation),
    links: linksOf(model, row),
    customRefs: custom?.refs ?? [],
    rest: {},
  };
};

interface Definition {
  readonly name: string;
  readonly type: string;
  readonly objectTypes: readonly string[];
  readonly relatedObjectType: string | null;
}

/** Whether a custom field of the archive holds objects, and of which type; null when it holds values. */
export const relatedType = (row: ArchiveRow): string | null => {
  const { type, relatedObjectType } = row as object as Definition; // a row of its type
  return type === 'object' || type === 'multiobject' ? relatedObjectType : null;
};

/** Adds the definition of a custom field to those of its types. */
export const addDefinition = (fields: Map<string, TypeFields>, row: ArchiveRow): void => {
  const { name, type, objectTypes } = row as object as Definition; // a row of its type
  const related = relatedType(row);
  for (const owner of objectTypes) {
    const known = fields.get(owner) ?? NO_FIELDS;
    const object = related === null ? [] : [{ name, related, isList: type === 'multiobject' }];
    fields.set(owner, { names: [...known.names, name], objects: [...known.objects, ...object] });
  }
};
