import { Dict, parseJson, type Value } from '@plumbline/jinja';
import type { ContractField } from '../contract.ts';
import type { Graph, Siblings } from './graph.ts';
import type { RecordValue } from './record.ts';

/** Makes the record of a row. */
type RecordMaker = (graph: Graph, type: string, id: string, siblings: () => Siblings) => RecordValue;

/** Names under which custom fields hold records; `custom_field_data` keeps their ids, as NetBox does. */
const WITH_OBJECTS: ReadonlySet<string> = new Set(['cf', 'custom_fields']);

/** Whether a field is the custom fields, asked for by a name under which they hold records. */
export const holdsObjects = (name: string, field: ContractField): boolean =>
  field.kind === 'value' && field.value === 'customFields' && WITH_OBJECTS.has(name);

const dataOf = (record: RecordValue, id: string, field: ContractField): Dict | null => {
  const text = record.graph.text(record.type.name, id, record.siblings, field);
  const data = text === null ? null : parseJson(text);
  return data instanceof Dict ? data : null;
};

const idsOf = (value: Value | undefined): string[] => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
};

const together = new WeakMap<Siblings, Map<string, Siblings>>();

/** Rows that one custom field of all siblings names, so that they are read together. */
function targets(record: RecordValue, field: ContractField, name: string): Siblings {
  const known = together.get(record.siblings) ?? new Map<string, Siblings>();
  together.set(record.siblings, known);
  const found = known.get(name) ?? {
    ids: [...new Set(record.siblings.ids.flatMap((id) => idsOf(dataOf(record, id, field)?.get(name))))],
  };
  known.set(name, found);
  return found;
}

/** Custom fields of a record, with records where a field names objects; None, or none in a list, where they are hidden. */
export function objectsOf(record: RecordValue, field: ContractField, recordOf: RecordMaker): Value {
  const data = dataOf(record, record.id, field);
  if (data === null) return new Dict();
  const { graph, type } = record;
  const objectFields = graph.objectFields(type.name);
  const shown = (name: string, target: string, value: Value): Value => {
    const siblings = targets(record, field, name);
    const records = idsOf(value).flatMap((id) =>
      graph.isShown(target, id, siblings) ? [recordOf(graph, target, id, () => siblings)] : [],
    );
    return Array.isArray(value) ? records : (records[0] ?? null);
  };
  return new Dict(
    [...data.entries()].map(([key, value]): [Value, Value] => {
      const target = typeof key === 'string' ? objectFields.get(key) : undefined;
      return [key, target === undefined ? value : shown(String(key), target, value)];
    }),
  );
}
