/** The catalogue as the server serves it: what the screens are built from. */
export interface UiCatalogue {
  hash: string;
  entities: UiEntity[];
  /** What plugins show on pages; absent without plugins. */
  panels?: UiPanel[];
}

/** A panel that a plugin ships as an ES module. */
export interface UiPanel {
  slot: string;
  /** Entity on whose pages it stands. */
  entity: string;
  title: string;
  plugin: string;
  /** Address of the module below the base path. */
  url: string;
}

/** One object type: its names in the API, its words for people, its fields and edges. */
export interface UiEntity {
  name: string;
  domain: string;
  type: string;
  one: string;
  many: string;
  label: string;
  plural: string;
  features: string[];
  /** Own field names that make up `display`. */
  display: string[];
  matchBy: string[];
  defaultOrder: string[];
  /** Name of the parent field when rows form a tree. */
  tree: string | null;
  scope: Record<string, string>;
  /** True when the API has no create, update or delete for it. */
  readOnly: boolean;
  /** Heading under which the list of all types shows it. */
  navGroup?: string;
  fields: UiField[];
  edges: UiEdge[];
  /** Verbs it has besides view, add, change and delete. */
  actions?: string[];
  /** Inputs that only a verb takes, beside the fields. */
  extraInputs?: UiExtraInput[];
  /** Fields that administrators added, in the order in which they are shown. */
  custom?: readonly UiField[];
}

/** An input of one verb that is no field of the row: whether to add components, for example. */
export interface UiExtraInput extends UiField {
  verb: string;
}

/** One value of a closed set. */
export interface UiChoice {
  value: string | number;
  label: string;
  color?: string;
}

/** One field of an entity. */
export interface UiField {
  name: string;
  kind: string;
  label: string;
  help?: string;
  unit?: string;
  group?: string;
  required: boolean;
  /** Shown in lists unless the reader chose other columns. */
  list: boolean;
  filter: boolean;
  sort: boolean;
  input: boolean;
  /** Settable on create only. */
  immutable: boolean;
  max?: number;
  min?: number;
  default?: unknown;
  choices?: UiChoice[];
  /** Entity name a `ref` or `refs` points at. */
  target?: string;
  /** Arms of an exclusive arc: the input key and the entity behind it. */
  targets?: { arm: string; target: string }[];
  /** Entities that a field which names types may name; all when absent. */
  types?: readonly string[];
  /** Condition that the objects of a reference have to fulfil, as their list takes it. */
  only?: Readonly<Record<string, unknown>>;
  /** Shown but not edited. */
  fixed?: boolean;
  /** Shown on pages of objects only when it is set, or never. */
  visible?: 'if-set' | 'hidden';
  operators: string[];
}

/** A to-many connection of an entity. */
export interface UiEdge {
  name: string;
  label: string;
  kind: 'many' | 'manyToMany';
  target: string;
  /** Field of the target that points back. */
  inverse: string;
}

/** One object as queries return it; fields beyond the common ones are keyed by name. */
export interface Row {
  id: string;
  number: number | null;
  display: string | null;
  rowVersion?: number;
  [field: string]: unknown;
}

/** The short form in which a reference arrives. */
export interface RefValue {
  id: string;
  number: number | null;
  display: string | null;
  color?: string | null;
  /** Present on polymorphic references. */
  __typename?: string;
}

/** A connection cut down to what the screens read. */
export interface Connection<T = Row> {
  totalCount?: number;
  nodes?: T[];
}
