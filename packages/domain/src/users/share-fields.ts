import type { ArcEdge, ManyToManyEdge, Model, OneEdge, Registry, ScalarField } from '@plumbline/engine';
import { words, type FieldSpec } from '@plumbline/kit';

/** A value as visitors get it: of a reference the name of its object, of a list of them the names. */
export type SharedValue = unknown;

/** A row as the read path answers it. */
export type AnsweredRow = Readonly<Record<string, unknown>>;

/** A field that a link may show. */
export interface SharedField {
  readonly name: string;
  readonly label: string;
  /** Kind of the value: of the field itself, `text` for words of a choice, `reference` or `references` for names of objects. */
  readonly kind: string;
  readonly unit: string | null;
  /** The field whose right decides whether the sharer sees it. */
  readonly right: string;
  /** What is selected of a row; custom fields are selected together. */
  readonly selection: string | null;
  /** Types whose rows it names. */
  readonly targets: readonly string[];
  /** Shown of an object when nobody chose fields. */
  readonly isOwn: boolean;
  /** Shown of a list when nobody chose fields. */
  readonly isListed: boolean;
  readonly read: (row: AnsweredRow) => SharedValue;
}

/** A custom field as far as links show it. */
export interface SharedCustomField {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  /** Pairs of value and label where its choices are kept here. */
  readonly choices: readonly (readonly [value: string, label: string])[] | null;
}

/** Start of the names of custom fields among the fields of a link. */
export const CUSTOM = 'cf_';

/** Rows of a to-many reference that are named. */
const NAMED = 20;

/** Accounts, rights and records of work are nobody's to hand out. */
const KEPT_HOME: ReadonlySet<string> = new Set(['users', 'core']);

/**
 * Whether rows of a type may be shared: what the network is made of.
 *
 * Rows that are seen only with others, such as journal entries, are left out: their object would have to be shared.
 */
export const isShareable = ({
  domain,
  global,
  administratorsOnly,
  isOpen,
  scalars,
  spec: { options },
}: Model): boolean => {
  const isAbout = isOpen || (scalars.has('objectType') && scalars.has('objectId'));
  const isWithOthers = isAbout || options.seenThrough !== undefined || options.seenByMaker === true;
  return !KEPT_HOME.has(domain) && global === null && !administratorsOnly && !isWithOthers;
};

const base = ({ key, label, list, unit, kind }: FieldSpec) => ({
  name: key,
  label: label ?? words(key),
  kind,
  unit: unit ?? null,
  right: key,
  targets: [] as readonly string[],
  isOwn: true,
  isListed: list === true,
});

const partOf = (value: unknown, part: string): unknown => (value as AnsweredRow | null | undefined)?.[part] ?? null;

/** Sums over other rows are left out, since the link does not reach these; so are secrets and what the product keeps for itself. */
const isKept = ({ system, spec }: ScalarField): boolean =>
  !system &&
  spec.secret !== true &&
  spec.counts === undefined &&
  spec.generated === undefined &&
  spec.key !== 'customFields' &&
  !(spec.derived === true && (spec.filter === false || spec.kind === 'bool'));

const scalarField = ({ name, spec, type }: ScalarField): SharedField => {
  if (spec.choiceSet === undefined || type.isList)
    return { ...base(spec), selection: name, read: (row) => row[name] ?? null };
  const key = `${name}Choice`;
  return { ...base(spec), kind: 'text', selection: `${key} { label }`, read: (row) => partOf(row[key], 'label') };
};

const oneField = ({ name, spec, target }: OneEdge): SharedField => ({
  ...base(spec),
  kind: 'reference',
  targets: [target],
  selection: `${name} { display }`,
  read: (row) => partOf(row[name], 'display'),
});

const arcField = (registry: Registry, { name, spec, arms }: ArcEdge): SharedField => {
  const targets = [...new Set(arms.map(({ target }) => target))];
  const parts = targets.map((target) => `... on ${registry.model(target).type} { display }`);
  return {
    ...base(spec),
    kind: 'reference',
    targets,
    selection: `${name} { ${parts.join(' ')} }`,
    read: (row) => partOf(row[name], 'display'),
  };
};

const namesIn = (value: unknown): readonly string[] => {
  const { nodes = [], totalCount = 0 } = (value ?? {}) as { nodes?: readonly AnsweredRow[]; totalCount?: number };
  const shown = nodes.map(({ display }) => String(display));
  return totalCount > shown.length ? [...shown, `and ${totalCount - shown.length} more`] : shown;
};

const listField = ({ name, spec, target }: ManyToManyEdge): SharedField => ({
  ...base(spec ?? { key: name, kind: 'refs', optional: true }),
  kind: 'references',
  targets: [target],
  selection: `${name}(first: ${NAMED}) { totalCount nodes { display } }`,
  read: (row) => namesIn(row[name]),
});

/** Free text reads best at the end, what names the object at the start. */
const rankOf = (model: Model, { name, kind }: SharedField): number => {
  if (model.display.includes(name)) return 0;
  if (name === 'description') return 2;
  return kind === 'longText' ? 3 : 1;
};

const edgeFields = (registry: Registry, model: Model): Map<string, SharedField> => {
  const fields = new Map<string, SharedField>();
  for (const edge of model.edges.values()) {
    if (edge.kind === 'many' || (edge.kind === 'manyToMany' && !edge.owner)) continue;
    if (edge.spec?.derived === true && edge.spec.filter === false) continue;
    if (edge.kind === 'one') fields.set(edge.name, oneField(edge));
    else if (edge.kind === 'arc') fields.set(edge.name, arcField(registry, edge));
    else fields.set(edge.name, listField(edge));
  }
  return fields;
};

const STAMPS = ['number', 'created', 'lastUpdated'];

const stampFields = (model: Model): SharedField[] =>
  STAMPS.flatMap((name) => model.scalars.get(name) ?? []).map((field) => ({
    ...scalarField(field),
    isOwn: false,
    isListed: false,
  }));

/** Fields of a type that links may show, as people read them; no secret is among them. */
export const sharedFields = (registry: Registry, model: Model): readonly SharedField[] => {
  const edges = edgeFields(registry, model);
  const declared = [...model.spec.fields.keys()];
  const others = [...edges.keys()].filter((name) => !declared.includes(name));
  const own = [...declared, ...others].flatMap((name): SharedField[] => {
    const scalar = model.scalars.get(name);
    const edge = edges.get(name);
    return scalar && isKept(scalar) ? [scalarField(scalar)] : edge ? [edge] : [];
  });
  return [...own.toSorted((a, b) => rankOf(model, a) - rankOf(model, b)), ...stampFields(model)];
};

const CUSTOM_KINDS: Readonly<Record<string, string>> = {
  longtext: 'longText',
  integer: 'int',
  decimal: 'decimal',
  boolean: 'bool',
  date: 'date',
  datetime: 'dateTime',
  url: 'url',
  json: 'json',
  multiselect: 'textList',
};

/** A custom field of the organization, under its name with `cf_` before it. */
export const customField = ({ name, label, type, choices }: SharedCustomField): SharedField => {
  const labels = new Map(choices ?? []);
  const named = (value: unknown): unknown => labels.get(String(value)) ?? value;
  return {
    name: `${CUSTOM}${name}`,
    label,
    kind: CUSTOM_KINDS[type] ?? 'text',
    unit: null,
    right: 'customFields',
    targets: [],
    isOwn: true,
    isListed: false,
    selection: null,
    read: (row) => {
      const value = partOf(row['customFields'], name);
      return Array.isArray(value) ? value.map(named) : value === null ? null : named(value);
    },
  };
};

/** The selection of one row: its number, its name where that is shown, and the fields. */
export const rowSelection = (fields: readonly SharedField[], hasTitle: boolean): string => {
  const custom = fields.flatMap(({ name, selection }) => (selection === null ? [name.slice(CUSTOM.length)] : []));
  const parts = fields.flatMap(({ selection }) => selection ?? []);
  return [
    ...new Set(['number', ...(hasTitle ? ['display'] : []), ...parts]),
    ...(custom.length > 0 ? [`customFields(names: ${JSON.stringify(custom)})`] : []),
  ].join(' ');
};
