import type { GraphqlRequest } from '../../api/client.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { UiEntity, UiField } from '../../catalogue/types.ts';
import type { FilterInput } from './filter.ts';
import { fieldsSelection, identity, identitySelection } from './selection.ts';

/** One step of an order, as the API takes it. */
export interface OrderInput {
  field: string;
  direction: 'ASC' | 'DESC';
}

/** A to-many count shown as a column or a tab. */
export interface CountColumn {
  edge: string;
}

/** What a list asks for; rows come from `offset` on, `first` of them. */
export interface ListAsk {
  entity: UiEntity;
  fields: readonly UiField[];
  counts?: readonly CountColumn[];
  /** Names of custom fields shown as columns. */
  customFields?: readonly string[];
  filter?: FilterInput | undefined;
  orderBy?: readonly OrderInput[];
  query?: string | undefined;
  first: number;
  offset?: number;
  after?: string;
}

interface Variable {
  name: string;
  type: string;
  value: unknown;
}

function declare(variables: readonly Variable[]): string {
  const parts = variables.map(({ name, type }) => `$${name}: ${type}`);
  return parts.length > 0 ? `(${parts.join(', ')})` : '';
}

function pass(variables: readonly Variable[]): string {
  const parts = variables.map(({ name }) => `${name}: $${name}`);
  return parts.length > 0 ? `(${parts.join(', ')})` : '';
}

function valuesOf(variables: readonly Variable[]): Record<string, unknown> {
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

// An argument that is not said is left out: a null filter is an error by contract.
function conditionVariables(ask: Pick<ListAsk, 'entity' | 'filter' | 'query'>): Variable[] {
  const { entity, filter, query } = ask;
  return [
    ...(filter ? [{ name: 'filter', type: `${entity.type}Filter`, value: filter }] : []),
    ...(query ? [{ name: 'query', type: 'String', value: query }] : []),
  ];
}

function pageVariables(ask: ListAsk): Variable[] {
  const { orderBy, first, offset, after } = ask;
  return [
    ...conditionVariables(ask),
    ...(orderBy?.length ? [{ name: 'orderBy', type: '[OrderBy!]', value: orderBy }] : []),
    { name: 'first', type: 'Int', value: first },
    ...(offset ? [{ name: 'offset', type: 'Int', value: offset }] : []),
    ...(after ? [{ name: 'after', type: 'String', value: after }] : []),
  ];
}

function rowSelection(catalogue: Catalogue, ask: ListAsk): string {
  const counts = (ask.counts ?? []).map(({ edge }) => `${edge} { totalCount }`);
  const custom = ask.customFields?.length ? ['customFields'] : [];
  const fields = fieldsSelection(catalogue, ask.fields);
  return [`${identity} rowVersion`, fields, ...counts, ...custom].filter(Boolean).join('\n      ');
}

/** One page of rows, without the total: a list counts once and pages often. */
export function listRequest(catalogue: Catalogue, ask: ListAsk): GraphqlRequest {
  const variables = pageVariables(ask);
  const { entity } = ask;
  return {
    query: `query ${entity.type}List${declare(variables)} {
  ${entity.many}${pass(variables)} {
    nodes {
      ${rowSelection(catalogue, ask)}
    }
  }
}`,
    variables: valuesOf(variables),
  };
}

/** One page by cursor, for exports that walk a whole list. */
export function exportRequest(catalogue: Catalogue, ask: ListAsk): GraphqlRequest {
  const page = listRequest(catalogue, ask);
  const query = page.query.replace(/\n  }\n}$/, '\n    pageInfo { hasNextPage endCursor }\n  }\n}');
  return { ...page, query };
}

/** How many rows match. */
export function countRequest(ask: Pick<ListAsk, 'entity' | 'filter' | 'query'>): GraphqlRequest {
  const variables = conditionVariables(ask);
  const { entity } = ask;
  return {
    query: `query ${entity.type}Count${declare(variables)} {
  ${entity.many}${pass(variables)} { totalCount }
}`,
    variables: valuesOf(variables),
  };
}

/** Totals of several lists in one round trip, for the rail and the overview. */
export function totalsRequest(entities: readonly UiEntity[]): GraphqlRequest {
  const lines = entities.map((entity) => `  ${entity.many} { totalCount }`);
  return { query: `query Totals {\n${lines.join('\n')}\n}`, variables: {} };
}

/** How a row is named in a path: by UUID or by its number. */
export function rowKey(segment: string): { name: 'id' | 'number'; type: string; value: unknown } {
  return /^\d+$/.test(segment)
    ? { name: 'number', type: 'Int', value: Number(segment) }
    : { name: 'id', type: 'ID', value: segment };
}

/** Everything about one row: fields, tags, custom fields and the count of each edge. */
export function detailRequest(catalogue: Catalogue, entity: UiEntity, segment: string): GraphqlRequest {
  const key = rowKey(segment);
  const custom = entity.features.includes('customFields') ? ['customFields'] : [];
  const counts = entity.edges.map((edge) => `${edge.name} { totalCount }`);
  const fields = entity.fields.filter((field) => !['created', 'lastUpdated', 'number'].includes(field.name));
  const lines = [
    `${identity} rowVersion created lastUpdated createdBy lastUpdatedBy`,
    fieldsSelection(catalogue, fields),
    ...custom,
    ...counts,
  ].filter(Boolean);
  return {
    query: `query ${entity.type}Detail($${key.name}: ${key.type}) {
  ${entity.one}(${key.name}: $${key.name}) {
      ${lines.join('\n      ')}
  }
}`,
    variables: { [key.name]: key.value },
  };
}

/** What a picker asks for: rows that match, and which of the rows that were looked at lately fit as well. */
export interface PickerAsk extends Pick<ListAsk, 'entity' | 'filter' | 'query'> {
  recent?: FilterInput | undefined;
}

/** The first rows that match, for pickers; recent ones apart under `recent`. */
export function pickerRequest(ask: PickerAsk): GraphqlRequest {
  const { entity, recent } = ask;
  const conditions = conditionVariables(ask);
  const variables: Variable[] = [...conditions, { name: 'first', type: 'Int', value: 20 }];
  const late: Variable[] = recent ? [{ name: 'recent', type: `${entity.type}Filter`, value: recent }] : [];
  const nodes = `{ nodes { ${identitySelection(entity)} } }`;
  const lately = recent ? `\n  recent: ${entity.many}(filter: $recent, first: $first) ${nodes}` : '';
  return {
    query: `query ${entity.type}Pick${declare([...variables, ...late])} {
  ${entity.many}${pass(variables)} ${nodes}${lately}
}`,
    variables: valuesOf([...variables, ...late]),
  };
}

/** Rows of several entities by id, each entity under `rows0`, `rows1` and so on. */
export function namesRequest(wanted: readonly { entity: UiEntity; ids: readonly string[] }[]): GraphqlRequest {
  const variables = wanted.map(({ entity, ids }, at) => ({
    name: `filter${at}`,
    type: `${entity.type}Filter`,
    value: { id: { in: ids } },
  }));
  const lines = wanted.map(
    ({ entity, ids }, at) =>
      `  rows${at}: ${entity.many}(filter: $filter${at}, first: ${ids.length}) { nodes { ${identitySelection(entity)} } }`,
  );
  return { query: `query Names${declare(variables)} {\n${lines.join('\n')}\n}`, variables: valuesOf(variables) };
}

const writeParts = 'changeSetId dryRun userErrors { code message path details }';
const changeParts = 'changes(first: $changes) { type id number display action fields { name before after } }';

/** Creates rows, or only says what would happen. */
export function createRequest(entity: UiEntity, input: readonly Record<string, unknown>[]): GraphqlRequest {
  return {
    query: `mutation ${entity.type}Create($input: [${entity.type}CreateInput!]!) {
  ${entity.one}Create(input: $input) { nodes { ${identity} } ${writeParts} }
}`,
    variables: { input },
  };
}

/** Updates rows named by id and guarded by their `rowVersion`. */
export function updateRequest(entity: UiEntity, input: readonly Record<string, unknown>[]): GraphqlRequest {
  return {
    query: `mutation ${entity.type}Update($input: [${entity.type}UpdateInput!]!) {
  ${entity.one}Update(input: $input) { nodes { ${identity} rowVersion } ${writeParts} }
}`,
    variables: { input },
  };
}

/** What a bulk write is applied to, and whether it is only a preview. */
export interface BulkAsk {
  entity: UiEntity;
  filter: FilterInput;
  expectedCount: number;
  dryRun: boolean;
  /** Most changes to list in the answer. */
  changes: number;
}

/** Sets fields on every row that matches; refused unless the count still holds. */
export function updateWhereRequest(ask: BulkAsk & { set: Record<string, unknown> }): GraphqlRequest {
  const { entity, filter, expectedCount, dryRun, changes, set } = ask;
  return {
    query: `mutation ${entity.type}UpdateWhere($filter: ${entity.type}Filter!, $set: ${entity.type}SetInput!, $expectedCount: Int!, $options: WriteOptions, $changes: Int) {
  ${entity.one}UpdateWhere(filter: $filter, set: $set, expectedCount: $expectedCount, options: $options) { ${writeParts} ${changeParts} }
}`,
    variables: { filter, set, expectedCount, options: { dryRun }, changes },
  };
}

/** Deletes every row that matches; as a dry run it lists what goes along. `accept` are codes of refusals the person agreed to. */
export function deleteRequest(ask: BulkAsk & { accept?: readonly string[] }): GraphqlRequest {
  const { entity, filter, expectedCount, dryRun, changes, accept = [] } = ask;
  return {
    query: `mutation ${entity.type}Delete($filter: ${entity.type}Filter, $expectedCount: Int, $options: WriteOptions, $changes: Int) {
  ${entity.one}Delete(filter: $filter, expectedCount: $expectedCount, options: $options) { ${writeParts} ${changeParts} }
}`,
    variables: { filter, expectedCount, options: { dryRun, ...(accept.length > 0 && { accept }) }, changes },
  };
}
