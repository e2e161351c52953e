import {
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { UiCatalogue, UiEdge, UiEntity, UiField } from '../../catalogue/types.ts';

const kindOfScalar: Readonly<Record<string, string>> = {
  String: 'text',
  Int: 'int',
  Boolean: 'bool',
  Decimal: 'decimal',
  BigInt: 'bigint',
  JSON: 'json',
  DateTime: 'dateTime',
  Date: 'date',
  IpHost: 'ipHost',
  IpCidr: 'ipCidr',
  Mac: 'mac',
  Color: 'color',
  URL: 'url',
  Secret: 'secret',
  AsNumber: 'asn',
  UUID: 'uuid',
  IdRanges: 'idRanges',
};

const common = new Set([
  'id',
  'number',
  'display',
  'url',
  'rowVersion',
  'created',
  'lastUpdated',
  'createdBy',
  'lastUpdatedBy',
]);
const skipped = new Set(['relations', 'computed']);

function hasCustomFields(type: GraphQLObjectType): boolean {
  const field = type.getFields()['customFields'];
  return field !== undefined && getNamedType(field.type).name === 'JSON';
}

function inputFields(schema: GraphQLSchema, name: string) {
  const type = schema.getType(name);
  return isInputObjectType(type) ? type.getFields() : {};
}

function operatorsOf(filter: ReturnType<GraphQLInputObjectType['getFields']>, name: string): string[] {
  const type = filter[name] && getNamedType(filter[name].type);
  return isInputObjectType(type) ? Object.keys(type.getFields()) : [];
}

/** Turns the types of a schema into the catalogue they would have, without words and limits. */
class SchemaCatalogue {
  readonly #schema: GraphQLSchema;
  readonly #byType = new Map<string, GraphQLObjectType>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
    for (const type of Object.values(schema.getTypeMap())) {
      if (isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node'))
        this.#byType.set(type.name, type);
    }
  }

  #kind(field: GraphQLField<unknown, unknown>): Partial<UiField> | undefined {
    const type = getNamedType(field.type);
    if (isUnionType(type)) {
      const targets = type
        .getTypes()
        .map(({ name }) => ({ arm: name.charAt(0).toLowerCase() + name.slice(1), target: name }));
      return { kind: 'arc', targets };
    }
    if (this.#byType.has(type.name)) return { kind: 'ref', target: type.name };
    const listed = isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
    const kind = kindOfScalar[type.name];
    return kind === undefined ? undefined : { kind: listed ? (kind === 'int' ? 'intList' : 'textList') : kind };
  }

  #field(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): UiField[] {
    const found = this.#kind(field);
    if (!found || common.has(field.name) || skipped.has(field.name)) return [];
    if (field.name === 'customFields' && hasCustomFields(type)) return [];
    const filter = inputFields(this.#schema, `${type.name}Filter`);
    const isChoice = type.getFields()[`${field.name}Choice`] !== undefined;
    const create = inputFields(this.#schema, `${type.name}CreateInput`);
    return [
      {
        name: field.name,
        kind: 'text',
        label: field.name,
        required: false,
        list: true,
        filter: filter[field.name] !== undefined,
        sort: true,
        input: create[field.name] !== undefined,
        immutable: inputFields(this.#schema, `${type.name}UpdateInput`)[field.name] === undefined,
        operators: operatorsOf(filter, field.name),
        ...found,
        ...(isChoice ? { kind: found.kind === 'int' ? 'intChoice' : 'choice' } : {}),
      },
    ];
  }

  #edges(type: GraphQLObjectType): UiEdge[] {
    return Object.values(type.getFields()).flatMap((field) => {
      const target = getNamedType(field.type).name.replace(/Connection$/, '');
      const isEdge = getNamedType(field.type).name.endsWith('Connection') && this.#byType.has(target);
      return isEdge ? [{ name: field.name, label: field.name, kind: 'many' as const, target, inverse: '' }] : [];
    });
  }

  #entity(type: GraphQLObjectType): UiEntity[] {
    const query = this.#schema.getQueryType()?.getFields() ?? {};
    const roots = Object.values(query);
    const one = roots.find(
      (field) => getNamedType(field.type) === type && field.args.some(({ name }) => name === 'number'),
    );
    const many = roots.find((field) => getNamedType(field.type).name === `${type.name}Connection`);
    if (!one || !many) return [];
    const fields = Object.values(type.getFields()).flatMap((field) => this.#field(type, field));
    const names = new Set(fields.map(({ name }) => name));
    const filter = inputFields(this.#schema, `${type.name}Filter`);
    return [
      {
        name: type.name,
        domain: 'x',
        type: type.name,
        one: one.name,
        many: many.name,
        label: one.name,
        plural: many.name,
        features: hasCustomFields(type) ? ['customFields'] : [],
        display: names.has('name') ? ['name'] : [],
        matchBy: fields.filter(({ kind }) => kind === 'ref').map(({ name }) => name),
        defaultOrder: [],
        tree: filter['inTreeOf'] ? 'parent' : null,
        scope: {},
        readOnly: this.#schema.getType(`${type.name}CreateInput`) === undefined,
        fields,
        edges: this.#edges(type),
      },
    ];
  }

  catalogue(): UiCatalogue {
    return { hash: 'schema', entities: [...this.#byType.values()].flatMap((type) => this.#entity(type)) };
  }
}

/** The catalogue that a schema implies. */
export function schemaCatalogue(schema: GraphQLSchema): UiCatalogue {
  return new SchemaCatalogue(schema).catalogue();
}
