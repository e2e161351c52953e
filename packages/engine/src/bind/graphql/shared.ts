import { Field, InputType, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { readTypeName } from '../../read/extensions.ts';
import { addField, addMethod, makeClass, type Made } from './declare.ts';
import { scalars } from './scalars.ts';

const direction = { ASC: 'ASC', DESC: 'DESC' } as const;
const nulls = { FIRST: 'FIRST', LAST: 'LAST' } as const;
const searchReason = { EXACT: 'EXACT', START: 'START', PART: 'PART', INSIDE: 'INSIDE', HOLDS: 'HOLDS' } as const;
const SEARCH_REASONS = {
  EXACT: { description: 'The value is the text, in any notation of addresses.' },
  START: { description: 'The value begins with the text.' },
  PART: { description: 'The value holds the text.' },
  INSIDE: { description: 'The address or network lies inside the network searched for.' },
  HOLDS: { description: 'The network holds the address or network searched for.' },
};
const mode = { ATOMIC: 'ATOMIC', PER_ROW: 'PER_ROW' } as const;

/** Types that do not depend on the model, made anew for each schema. */
export interface SharedTypes {
  readonly node: Made;
  readonly choice: Made;
  readonly pageInfo: Made;
  readonly orderBy: Made;
  readonly group: Made;
  readonly hit: Made;
  readonly writeOptions: Made;
  readonly userError: Made;
  readonly change: Made;
  readonly operation: Made;
  readonly jsonCondition: Made;
  readonly relatedObjects: Made;
  readonly relationCondition: Made;
  readonly provenance: Made;
  readonly applyPayload: Made;
  readonly viewer: Made;
}

const object = (name: string, description?: string): Made => {
  const made = makeClass(name);
  ObjectType(name, { simpleResolvers: true, ...(description !== undefined && { description }) })(made);
  return made;
};

const input = (name: string, description?: string): Made => {
  const made = makeClass(name);
  InputType(name, description === undefined ? {} : { description })(made);
  return made;
};

/** Declares the interface every stored object implements. */
const nodeInterface = (): Made => {
  const made = makeClass('Node');
  InterfaceType('Node', { resolveType: readTypeName, description: 'Any stored object.' })(made);
  nodeFields(made);
  return made;
};

/** Fields that every stored object has. */
export const nodeFields = (made: Made): void => {
  addField(made, 'id', () => scalars.ID, { description: 'UUIDv7.' });
  addField(made, 'number', () => scalars.Int, { description: 'Counts 1..n per organization and type.' });
  addField(made, 'display', () => scalars.String, { description: 'Text that names the object to a person.' });
  addField(made, 'url', () => scalars.String, { description: 'Path of the object in the web interface.' });
  addField(made, 'rowVersion', () => scalars.Int, { description: 'Rises by one with each write.' });
  addField(made, 'created', () => scalars.DateTime, { nullable: true });
  addField(made, 'lastUpdated', () => scalars.DateTime, { nullable: true });
  addField(made, 'createdBy', () => scalars.ID, { nullable: true, description: 'User id.' });
  addField(made, 'lastUpdatedBy', () => scalars.ID, { nullable: true, description: 'User id.' });
};

const choiceType = (): Made => {
  const made = object('Choice', 'A stored choice with its label and colour.');
  addField(made, 'value', () => scalars.JSON);
  addField(made, 'label', () => scalars.String);
  addField(made, 'color', () => scalars.String, { nullable: true });
  return made;
};

const pageInfoType = (): Made => {
  const made = object('PageInfo');
  addField(made, 'hasNextPage', () => scalars.Boolean);
  addField(made, 'hasPreviousPage', () => scalars.Boolean);
  addField(made, 'startCursor', () => scalars.String, { nullable: true });
  addField(made, 'endCursor', () => scalars.String, { nullable: true });
  return made;
};

const orderByType = (): Made => {
  registerEnumType(direction, { name: 'OrderDirection' });
  registerEnumType(nulls, { name: 'OrderNulls' });
  const made = input('OrderBy', 'A field, or a path over one reference such as `site.name`.');
  addField(made, 'field', () => scalars.String);
  Field(() => direction as never, { nullable: true, defaultValue: 'ASC' })(made.prototype as object, 'direction');
  Field(() => nulls as never, { nullable: true })(made.prototype as object, 'nulls');
  return made;
};

const groupType = (): Made => {
  const made = object(
    'AggregateGroup',
    'One group of an aggregate; `key` holds the value of each path it is grouped by.',
  );
  const field = [{ name: 'field', type: () => scalars.String, nullable: false }];
  addField(made, 'key', () => scalars.JSON);
  addField(made, 'count', () => scalars.Int);
  addMethod(made, 'countDistinct', () => scalars.Int, field);
  addMethod(made, 'min', () => scalars.JSON, field, { nullable: true });
  addMethod(made, 'max', () => scalars.JSON, field, { nullable: true });
  addMethod(made, 'sum', () => scalars.Decimal, field, { nullable: true });
  addMethod(made, 'avg', () => scalars.Decimal, field, { nullable: true });
  return made;
};

const hitType = (node: Made): Made => {
  registerEnumType(searchReason, { name: 'SearchReason', valuesConfig: SEARCH_REASONS });
  const made = object('SearchHit', 'An object found by text, with the field that matched.');
  addField(made, 'type', () => scalars.String);
  addField(made, 'field', () => scalars.String);
  addField(made, 'value', () => scalars.String);
  addField(made, 'score', () => scalars.Float, { description: 'Higher is better: by the field and how well it fits.' });
  Field(() => searchReason as never, { description: 'How the value fits the text.' })(
    made.prototype as object,
    'reason',
  );
  addField(made, 'object', () => node, { nullable: true });
  return made;
};

const writeOptionsType = (): Made => {
  registerEnumType(mode, { name: 'WriteMode' });
  const made = input('WriteOptions');
  addField(made, 'dryRun', () => scalars.Boolean, {
    nullable: true,
    description: 'Run everything, report the diff, keep nothing.',
  });
  Field(() => mode as never, { nullable: true, description: 'PER_ROW keeps the rows that are fine.' })(
    made.prototype as object,
    'mode',
  );
  addField(made, 'reason', () => scalars.String, { nullable: true, description: 'Kept in the change set.' });
  addField(made, 'accept', () => [scalars.String], {
    nullable: true,
    description:
      'Codes of refusals that only ask, and that you agree to: those whose `details` say `acceptable`, such as CABLED_PARTS.',
  });
  addField(made, 'idempotencyKey', () => scalars.String, {
    nullable: true,
    description: 'A repeated key within 24 hours returns the first answer.',
  });
  return made;
};

const userErrorType = (): Made => {
  const made = object('UserError', 'A refusal of the input.');
  addField(made, 'code', () => scalars.String);
  addField(made, 'message', () => scalars.String);
  addField(made, 'path', () => scalars.String, { description: 'Input path such as `input.0.position`.' });
  addField(made, 'details', () => scalars.JSON, { nullable: true });
  return made;
};

const changeType = (): Made => {
  const diff = object('FieldChange');
  addField(diff, 'name', () => scalars.String);
  addField(diff, 'before', () => scalars.JSON, { nullable: true });
  addField(diff, 'after', () => scalars.JSON, { nullable: true });
  const made = object('Change', 'What a write did, or would do, to one object.');
  addField(made, 'type', () => scalars.String);
  addField(made, 'id', () => scalars.ID);
  addField(made, 'number', () => scalars.Int, { nullable: true });
  addField(made, 'display', () => scalars.String, { nullable: true });
  addField(made, 'action', () => scalars.String);
  addField(made, 'fields', () => [diff]);
  return made;
};

const operationType = (): Made => {
  const made = input(
    'ChangeOperation',
    'One step of `applyChanges`; later steps refer to its row as `{ ref: "name" }`.',
  );
  addField(made, 'type', () => scalars.String);
  addField(made, 'action', () => scalars.String, { description: 'create, update, upsert or delete.' });
  addField(made, 'input', () => scalars.JSON, { nullable: true });
  addField(made, 'id', () => scalars.ID, { nullable: true });
  addField(made, 'ref', () => scalars.String, { nullable: true });
  return made;
};

const JSON_TEXT = [
  'contains',
  'startsWith',
  'endsWith',
  'regex',
  'ieq',
  'icontains',
  'istartsWith',
  'iendsWith',
  'iregex',
];

const jsonConditionType = (): Made => {
  const made = input('JsonCondition', 'A condition on a custom field (`name`) or on a place in a document (`path`).');
  addField(made, 'name', () => scalars.String, { nullable: true });
  addField(made, 'path', () => scalars.String, { nullable: true });
  for (const key of ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'has'])
    addField(made, key, () => scalars.JSON, { nullable: true });
  for (const key of ['in', 'notIn', 'between']) addField(made, key, () => [scalars.JSON], { nullable: true });
  for (const key of ['isNull', 'exists']) addField(made, key, () => scalars.Boolean, { nullable: true });
  for (const key of JSON_TEXT) addField(made, key, () => scalars.String, { nullable: true });
  return made;
};

const relatedObjectsType = (node: Made): Made => {
  const made = object('RelatedObjects', 'Objects at the other end of a relationship that the organization defined.');
  addField(made, 'nodes', () => [node]);
  return made;
};

const relationConditionType = (): Made => {
  const made = input('RelationCondition', 'A condition on a relationship that the organization defined.');
  addField(made, 'name', () => scalars.String);
  for (const key of ['some', 'none'])
    addField(made, key, () => scalars.JSON, { nullable: true, description: 'A filter of the type at the other end.' });
  return made;
};

const viewerType = (): Made => {
  const made = object('Viewer', 'The identity a request carries.');
  addField(made, 'userId', () => scalars.ID, { nullable: true });
  addField(made, 'name', () => scalars.String);
  addField(made, 'organizationId', () => scalars.ID);
  addField(made, 'superuser', () => scalars.Boolean);
  addField(made, 'readOnly', () => scalars.Boolean, { description: 'The token may only read.' });
  addField(made, 'bulk', () => scalars.Boolean, { description: 'The token may read large pages.' });
  return made;
};

const provenanceType = (): Made => {
  const made = input('Provenance', 'Names a row by what it was called in another system.');
  addField(made, 'source', () => scalars.String);
  addField(made, 'type', () => scalars.String);
  addField(made, 'id', () => scalars.String);
  return made;
};

const applyPayloadType = (node: Made, userError: Made, change: Made): Made => {
  const made = object('ApplyChangesPayload');
  addField(made, 'nodes', () => [node], {
    listItemsNullable: true,
    description: 'A row for each operation, in their order; null for deletes. Empty when nothing was saved.',
  });
  addPayloadParts(made, userError, change);
  return made;
};

/** Declares the parts every payload has. */
export const addPayloadParts = (made: Made, userError: Made, change: Made): void => {
  addField(made, 'changeSetId', () => scalars.ID, { nullable: true, description: 'Null when nothing was written.' });
  addField(made, 'dryRun', () => scalars.Boolean);
  addField(made, 'userErrors', () => [userError], { description: 'Everything that stood in the way, at once.' });
  addMethod(made, 'changes', () => [change], [
    { name: 'first', type: () => scalars.Int, description: '100 when absent.' },
  ]);
};

/** Declares all types that do not depend on the model. */
export const sharedTypes = (): SharedTypes => {
  const node = nodeInterface();
  const userError = userErrorType();
  const change = changeType();
  return {
    node,
    choice: choiceType(),
    pageInfo: pageInfoType(),
    orderBy: orderByType(),
    group: groupType(),
    hit: hitType(node),
    writeOptions: writeOptionsType(),
    userError,
    change,
    operation: operationType(),
    jsonCondition: jsonConditionType(),
    relatedObjects: relatedObjectsType(node),
    relationCondition: relationConditionType(),
    provenance: provenanceType(),
    viewer: viewerType(),
    applyPayload: applyPayloadType(node, userError, change),
  };
};

/** An object type without fields. */
export const objectType = object;

/** An input type without fields. */
export const inputType = input;
