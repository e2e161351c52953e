import {
  quote,
  type ArcEdge,
  type ManyToManyEdge,
  type Model,
  type OneEdge,
  type ScalarField,
} from '../registry/model.ts';
import { SECRET_MASK } from '../secrets/sealer.ts';
import { arrayLiteral, canonical, canonicalInstant, isArcValue, parseArray } from './values.ts';

/** A field held by columns of the entity's own table. */
export interface StoredField {
  readonly key: string;
  readonly source: ScalarField | OneEdge | ArcEdge;
  readonly columns: readonly string[];
  /** Type a text parameter is cast to, per column; never cuts text silently. */
  readonly casts: readonly string[];
  /** SQL that reads each column, over alias `t`. */
  readonly reads: readonly string[];
  /** Text PostgreSQL takes for the value, per column. */
  readonly encode: (value: unknown) => readonly (string | null)[];
  /** The same for the only column of a field that has one. */
  readonly text: (value: unknown) => string | null;
  /** The normalised value from the columns' text. */
  readonly decode: (texts: readonly (string | null)[]) => unknown;
  readonly nullable: boolean;
  readonly system: boolean;
  /** Kept by the engine or a derive: in no input, and in no change record unless it is `logged`. */
  readonly derived: boolean;
  /** Derived, and kept in change records all the same. */
  readonly logged: boolean;
  /** Computed by the database: never written. */
  readonly generated: boolean;
  readonly secret: boolean;
}

/** To-many references whose join rows this model's input writes. */
export interface LinkField {
  readonly key: string;
  readonly edge: ManyToManyEdge;
}

/** How rows of a model lie in the database. */
export interface Layout {
  readonly model: Model;
  readonly fields: readonly StoredField[];
  readonly byKey: ReadonlyMap<string, StoredField>;
  /** Fields that may not be empty in a row as it is given. */
  readonly required: readonly StoredField[];
  readonly links: readonly LinkField[];
  readonly linkByKey: ReadonlyMap<string, LinkField>;
  /** A new row before its input is read: defaults, and null or an empty list for the rest. */
  readonly blank: Readonly<Record<string, unknown>>;
  /** Column that holds the organization, or null for tables without one. */
  readonly organizationColumn: string | null;
}

const castOf = (sqlType: string): string => (sqlType.startsWith('character varying') ? 'text' : sqlType);

const encoderOf = (scalar: ScalarField): ((value: unknown) => string | null) => {
  const { kind } = scalar.spec;
  if (kind === 'json') return (value) => JSON.stringify(value);
  if (kind === 'intList' || kind === 'textList')
    return (value) => arrayLiteral((value as readonly unknown[]).map(String));
  return String;
};

const decoderOf = (scalar: ScalarField): ((text: string) => unknown) => {
  const { kind } = scalar.spec;
  if (kind === 'secret') return () => SECRET_MASK;
  if (kind === 'intList') return (text) => parseArray(text).map(Number);
  if (kind === 'textList') return parseArray;
  if (scalar.type.json === 'number') return Number;
  if (scalar.type.json === 'boolean') return (text) => text === 't';
  if (scalar.type.json === 'json') return (text) => JSON.parse(text) as unknown;
  if (scalar.type.json === 'timestamp') return canonicalInstant;
  return (text) => text;
};

const readOf = (scalar: ScalarField): string => {
  const column = `t.${quote(scalar.column)}`;
  const asList = scalar.spec.kind === 'intList' || scalar.spec.kind === 'textList';
  return asList || !scalar.type.select ? column : scalar.type.select(column);
};

const scalarField = (scalar: ScalarField): StoredField => {
  const [encode, decode] = [encoderOf(scalar), decoderOf(scalar)];
  const text = (value: unknown) => (value === null || value === undefined ? null : encode(value));
  return {
    key: scalar.name,
    source: scalar,
    columns: [scalar.column],
    casts: [castOf(scalar.type.column(scalar.spec))],
    reads: [readOf(scalar)],
    text,
    encode: (value) => [text(value)],
    decode: ([given]) => (given === null || given === undefined ? null : decode(given)),
    nullable: scalar.nullable,
    system: scalar.system,
    derived: scalar.system || scalar.spec.derived === true || scalar.spec.generated !== undefined,
    logged: scalar.spec.logged === true,
    generated: scalar.spec.generated !== undefined,
    secret: scalar.spec.secret === true,
  };
};

const edgeBase = (edge: OneEdge | ArcEdge) => ({
  key: edge.name,
  source: edge,
  nullable: edge.nullable,
  system: false,
  derived: edge.spec.derived === true,
  logged: edge.spec.logged === true,
  generated: false,
  secret: false,
});

const oneField = (edge: OneEdge): StoredField => ({
  ...edgeBase(edge),
  columns: [edge.column],
  casts: ['uuid'],
  reads: [`t.${quote(edge.column)}`],
  text: (value) => (typeof value === 'string' ? value : null),
  encode: (value) => [typeof value === 'string' ? value : null],
  decode: ([text]) => text ?? null,
});

const arcField = (edge: ArcEdge): StoredField => ({
  ...edgeBase(edge),
  columns: edge.arms.map((arm) => arm.column),
  casts: edge.arms.map(() => 'uuid'),
  reads: edge.arms.map((arm) => `t.${quote(arm.column)}`),
  text: (value) => (isArcValue(value) && value.arm === edge.arms[0]?.arm ? value.id : null),
  encode: (value) => edge.arms.map(({ arm }) => (isArcValue(value) && value.arm === arm ? value.id : null)),
  decode: (texts) => {
    const at = texts.findIndex((text) => text !== null);
    const arm = edge.arms[at]?.arm;
    return arm === undefined ? null : { arm, id: texts[at] };
  },
});

const organizationColumnOf = (model: Model): string | null => {
  if (model.global === null) return 'organization_id';
  return model.global.kind === 'column' ? model.global.column : null;
};

const defaultOf = ({ key, source }: StoredField): unknown => {
  if (key === 'customFields') return Object.freeze({});
  const given = source.kind === 'scalar' ? source.spec.default : undefined;
  return given === undefined ? null : canonical(given, source.spec);
};

const blankOf = (fields: readonly StoredField[], links: readonly LinkField[]): Layout['blank'] =>
  Object.fromEntries([
    ...fields.map((field) => [field.key, defaultOf(field)]),
    ...links.map((link) => [link.key, Object.freeze([])]),
  ]) as Layout['blank'];

const build = (model: Model): Layout => {
  const edges = [...model.edges.values()];
  const fields = [
    ...[...model.scalars.values()].map(scalarField),
    ...edges.flatMap((edge) => {
      if (edge.kind === 'one') return [oneField(edge)];
      return edge.kind === 'arc' ? [arcField(edge)] : [];
    }),
  ];
  const links = edges.flatMap((edge) => (edge.kind === 'manyToMany' && edge.owner ? [{ key: edge.name, edge }] : []));
  return {
    model,
    fields,
    byKey: new Map(fields.map((field) => [field.key, field])),
    required: fields.filter(({ nullable, system, generated }) => !nullable && !system && !generated),
    links,
    blank: blankOf(fields, links),
    linkByKey: new Map(links.map((link) => [link.key, link])),
    organizationColumn: organizationColumnOf(model),
  };
};

const layouts = new WeakMap<Model, Layout>();

/** The layout of a model, worked out once. */
export const layoutOf = (model: Model): Layout => {
  const known = layouts.get(model);
  if (known) return known;
  const layout = build(model);
  layouts.set(model, layout);
  return layout;
};
