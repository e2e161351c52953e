import type { GraphqlRequest } from '../../api/client.ts';
import type { Row } from '../../catalogue/types.ts';
import type { FieldChange } from '../../generic/write.ts';

/** One recorded change of an object. */
export interface ChangeRecord {
  id: string;
  action: string;
  changedAt: string;
  actorName: string | null;
  source: string;
  objectType: string;
  objectId: string;
  objectNumber: number | null;
  objectDisplay: string | null;
  fields: unknown;
  before: unknown;
  after: unknown;
  changeSet: { id: string; number: number; reason: string | null } | null;
}

/** Records and how many there are. */
export interface Records {
  totalCount: number;
  nodes: ChangeRecord[];
}

const selection = `id action changedAt actorName source objectType objectId objectNumber objectDisplay fields before after
      changeSet { id number reason }`;

/** The query for records that a filter selects, newest first unless told otherwise. */
export function recordsRequest(
  filter: Readonly<Record<string, unknown>>,
  first: number,
  oldestFirst = false,
): GraphqlRequest {
  return {
    query: `query Records($filter: ChangeRecordFilter, $first: Int, $orderBy: [OrderBy!]) {
  changeRecords(filter: $filter, first: $first, orderBy: $orderBy) {
    totalCount
    nodes { ${selection} }
  }
}`,
    variables: { filter, first, orderBy: [{ field: 'changedAt', direction: oldestFirst ? 'ASC' : 'DESC' }] },
  };
}

/** The query for change sets that took one back. */
export function revertersRequest(id: string): GraphqlRequest {
  return {
    query: `query Reverters($filter: ChangeSetFilter) {
  changeSets(filter: $filter, first: 5) { nodes { id number display created actorName } }
}`,
    variables: { filter: { revertsId: { eq: id } } },
  };
}

function isChange(value: unknown): value is FieldChange {
  return typeof value === 'object' && value !== null && 'name' in value;
}

function imageOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Row) : {};
}

/** Kept by the product for every object; nobody changed them. */
const kept = new Set(['number', 'created', 'createdBy', 'lastUpdated', 'lastUpdatedBy']);

/** Custom fields stand by themselves, under names as changes give them. */
function spread(image: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(image).flatMap(([name, value]): [string, unknown][] => {
    if (kept.has(name)) return [];
    if (name !== 'customFields') return [[name, value]];
    return Object.entries(imageOf(value)).map(([key, own]) => [`customFields.${key}`, own]);
  });
}

/** Fields of a record with the values they had and got: all of them for a new object and for one that went. */
export function fieldsOf({
  action,
  fields,
  before,
  after,
}: Pick<ChangeRecord, 'action' | 'fields' | 'before' | 'after'>): FieldChange[] {
  if (action === 'create') return spread(imageOf(after)).map(([name, value]) => ({ name, before: null, after: value }));
  if (action === 'delete')
    return spread(imageOf(before)).map(([name, value]) => ({ name, before: value, after: null }));
  return Array.isArray(fields) ? fields.filter(isChange) : [];
}

const sources: Readonly<Record<string, string>> = {
  api: 'by hand or API',
  import: 'by import',
  job: 'by a job',
  plugin: 'by a plugin',
  system: 'by the product',
  cascade: 'went along',
};

/** How a change came about, in words. */
export function sourceWord(source: string): string {
  return sources[source] ?? source;
}
