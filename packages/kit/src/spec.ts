/** One value of a choice set; colour is a lower-case hex triplet without `#` or a named colour. */
export interface Choice {
  readonly value: string | number;
  readonly label: string;
  readonly color?: string;
  /** Heading under which pickers list the value. */
  readonly group?: string;
}

/** A named list of choices; a closed one is enforced by the database and can't be extended. */
export interface ChoiceSet {
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly closed: boolean;
}

/** What happens to the referring row when the row it refers to is deleted. */
export type OnDelete = 'restrict' | 'cascade' | 'setNull';

/** Rows that a count kept with each write is about. */
export interface CountSpec {
  /** Entity of the rows. */
  readonly of: string;
  /** SQL condition over columns of `{rows}` and of the row itself, `{own}`. */
  readonly where: string;
  /** Column whose distinct values are counted; rows when absent. */
  readonly distinct?: string;
}

/** Everything that is said once about a field and read by all layers. */
export interface FieldSpec {
  readonly key: string;
  /** Name of the kind; relations use `ref`, `arc` and `refs`. */
  readonly kind: string;
  /** Name of the column, for tables made by hand whose name differs from the key in snake case. */
  readonly column?: string;
  /** Null is allowed and means "known to be empty". */
  readonly optional: boolean;
  readonly default?: unknown;
  readonly max?: number;
  readonly min?: number;
  /** Single values that are refused although inside the limits. */
  readonly not?: readonly number[];
  readonly digits?: number;
  readonly scale?: number;
  readonly unit?: string;
  /** RE2 pattern the whole text must match, with `patternHelp` as the sentence shown. */
  readonly pattern?: string;
  readonly patternHelp?: string;
  /** Natural sort order (digits by value) through the ICU collation. */
  readonly natural?: boolean;
  /** Compared byte by byte whatever the database's own order, for derived sort keys. */
  readonly bytewise?: boolean;
  readonly choiceSet?: ChoiceSet;
  /** Entity a `ref` or `refs` points at. */
  readonly target?: string;
  /** Arm name to entity, for an exclusive arc. */
  readonly targets?: Readonly<Record<string, string>>;
  /** Name of the to-many edge on the other side; false for none. */
  readonly inverse?: string | false;
  readonly onDelete?: OnDelete;
  /** Search weight, smaller is a better match (NetBox's scale: 100 for names, 5000 for comments). */
  readonly search?: number;
  readonly list?: boolean;
  readonly label?: string;
  readonly group?: string;
  readonly help?: string;
  readonly filter?: boolean;
  readonly sort?: boolean;
  /** Kept by the pipeline, never in an input, never logged, does not bump rowVersion. */
  readonly derived?: boolean;
  /** Derived, but from what is not in the row any more, so that the log keeps it all the same. */
  readonly logged?: boolean;
  /** What a kept count counts; counted anew for who may not see all of it. */
  readonly counts?: CountSpec;
  /** SQL expression of a stored generated column over this row. */
  readonly generated?: string;
  /** May be set on create only. */
  readonly immutable?: boolean;
  /** Encrypted at rest and absent from every output. */
  readonly secret?: boolean;
}

/** A uniqueness the database enforces; plain arrays are the common case. */
export interface UniqueSpec {
  /** Field keys; `lower(name)` for case-insensitive text. */
  readonly fields: readonly string[];
  /** SQL condition over columns of the row; the index is partial then. */
  readonly where?: string;
  /** Null counts as a value: two rows with null collide. */
  readonly nullsEqual?: boolean;
  /** Error code of a violation; `DUPLICATE` when absent. */
  readonly code?: string;
  readonly message?: string;
}

/** A check or exclusion constraint written in SQL over this row's columns. */
export interface ConstraintSpec {
  /** Short rule name; the full constraint name adds a hash of the expression. */
  readonly rule: string;
  readonly sql: string;
  readonly code: string;
  readonly message: string;
}

/** How rows of a table without an organization column are limited to the actor's organization. */
export type GlobalVia =
  | { readonly kind: 'self' }
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'link'; readonly table: string; readonly column: string };

/** What an entity says about itself besides its fields. */
export interface EntityOptions {
  readonly label?: string;
  readonly plural?: string;
  /** Root list field, when the plural of the type is not the English one. */
  readonly many?: string;
  readonly matchBy?: readonly string[];
  readonly unique?: readonly (readonly string[] | UniqueSpec)[];
  /** Own fields whose values make the display text; the first that is not null wins unless joined by `displayJoin`. */
  readonly display?: readonly string[];
  readonly displayJoin?: string;
  /** Default order, field keys with optional `-`; `id` is always added. */
  readonly order?: readonly string[];
  /** Key of the parent reference when rows form a tree. */
  readonly tree?: string;
  readonly scope?: Readonly<Record<string, string>>;
  readonly features?: readonly string[];
  /**
   * Rows belong to objects of any type with a feature, by their fields `objectType` and `objectId`; `inverse` names the
   * list of them on those types.
   */
  readonly attaches?: { readonly feature: string; readonly inverse: string };
  /** Further plain indexes: lists of field keys. */
  readonly indexes?: readonly (readonly string[])[];
  /** Indexes written in SQL (`USING gist (prefix inet_ops)`), created by migration beside the generated ones. */
  readonly sqlIndexes?: readonly { readonly name: string; readonly sql: string }[];
  readonly checks?: readonly ConstraintSpec[];
  readonly exclusions?: readonly ConstraintSpec[];
  /** Shared role this entity plays for the engine: `tags`, `customFields`, `choices`, ... */
  readonly provides?: string;
  /** Rows live outside any organization. */
  readonly global?: GlobalVia;
  /** No create, update or delete in the API; the engine alone writes it. */
  readonly readOnly?: boolean;
  /** Rows are for administrators alone, whatever has been granted to others. */
  readonly administratorsOnly?: boolean;
  /** The table is created by a hand-written migration (partitions and the like). */
  readonly handMade?: boolean;
  readonly table?: string;
  readonly navGroup?: string;
  /**
   * A list of this entity: a row is seen only by who sees one of the rows in it. `*` stands for all references: a row is
   * seen only by who sees a row that refers to it, unless none does.
   */
  readonly seenThrough?: string;
  /** A row is seen by who made it, whatever has been granted. */
  readonly seenByMaker?: boolean;
  /** Verbs besides view, add, change and delete that permissions may name for this type, such as `connect`. */
  readonly actions?: readonly string[];
  /** Decides about rights or organizations: only administrators of the deployment write rows, whatever was granted. */
  readonly administration?: boolean;
}

/** An entity as declared: name, options and fields in order of declaration. */
export interface EntitySpec {
  /** Full name, `dcim.Device`. */
  readonly name: string;
  readonly domain: string;
  readonly type: string;
  readonly options: EntityOptions;
  readonly fields: ReadonlyMap<string, FieldSpec>;
  /** First sentence of the purpose, shown in docs and the schema. */
  readonly description?: string;
}
