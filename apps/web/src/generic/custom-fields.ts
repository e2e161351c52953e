import { useQuery } from '@tanstack/react-query';
import { graphql } from '../api/client.ts';
import { fieldOf } from '../catalogue/catalogue.ts';
import type { Connection, Row, UiEntity, UiField } from '../catalogue/types.ts';
import { useCatalogue } from '../catalogue/use-catalogue.ts';
import { listRequest } from './query/documents.ts';

const kinds: Readonly<Record<string, string>> = {
  text: 'text',
  longtext: 'longText',
  integer: 'int',
  decimal: 'decimal',
  boolean: 'bool',
  date: 'date',
  datetime: 'dateTime',
  url: 'url',
  json: 'json',
  select: 'choice',
  multiselect: 'textList',
};

/** The parts of a custom field's definition that screens read. */
const definitionFields = [
  'name',
  'label',
  'type',
  'required',
  'description',
  'groupName',
  'objectTypes',
  'choiceSet',
  'weight',
];

function appliesTo(row: Row, entity: UiEntity): boolean {
  const types = row['objectTypes'];
  if (!Array.isArray(types)) return false;
  const names = [entity.name, entity.type].map((name) => name.toLowerCase());
  return types.some((type) => names.includes(String(type).toLowerCase()));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A custom field as a field of the catalogue, so that every widget takes it. */
export function asField(row: Row): UiField {
  const name = String(row['name']);
  const help = text(row['description']);
  const kind = kinds[String(row['type'])] ?? 'json';
  return {
    name,
    kind: kind === 'choice' ? 'text' : kind,
    label: text(row['label']) ?? name.replaceAll('_', ' '),
    ...(help ? { help } : {}),
    group: text(row['groupName']) ?? 'Custom fields',
    required: row['required'] === true,
    list: false,
    filter: true,
    sort: false,
    input: true,
    immutable: false,
    operators: ['eq', 'ne', 'in', 'contains', 'startsWith', 'isNull'],
  };
}

/** Custom fields as far as they are loaded. */
export interface CustomFields {
  fields: UiField[];
  /** False while the definitions load: a form must wait, or it would drop their values. */
  isReady: boolean;
}

/** Custom fields defined for an entity, in the order of their weight. */
export function useCustomFields(entity: UiEntity): CustomFields {
  const catalogue = useCatalogue();
  const definitions = catalogue.byName.get('extras.CustomField');
  const wanted = definitions ? definitionFields.flatMap((name) => fieldOf(definitions, name) ?? []) : [];
  const query = useQuery({
    queryKey: ['custom-fields'],
    enabled: definitions !== undefined && entity.features.includes('customFields'),
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      if (!definitions) return [];
      const request = listRequest(catalogue, { entity: definitions, fields: wanted, first: 1000 });
      const { data } = await graphql<Record<string, Connection>>(request, signal);
      return data[definitions.many]?.nodes ?? [];
    },
  });
  const fields = (query.data ?? [])
    .filter((row) => appliesTo(row, entity))
    .sort((left, right) => Number(left['weight'] ?? 0) - Number(right['weight'] ?? 0))
    .map(asField);
  return { fields, isReady: query.isFetched || query.fetchStatus === 'idle' };
}
