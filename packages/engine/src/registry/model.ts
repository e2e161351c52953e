import type { EntityClass, EntitySpec, FieldSpec, GlobalVia, Kind, OnDelete } from '@plumbline/kit';
import type { ComputedField } from './computed.ts';
import type { DerivedField } from './derived.ts';

/** Column of one stored value. */
export interface ScalarField {
  readonly kind: 'scalar';
  readonly name: string;
  readonly column: string;
  readonly spec: FieldSpec;
  readonly type: Kind;
  readonly nullable: boolean;
  /** True for id, number, rowVersion and the stamps: filled by the engine, in no input. */
  readonly system: boolean;
}

/** To-one reference held by a column of this table. */
export interface OneEdge {
  readonly kind: 'one';
  readonly name: string;
  readonly column: string;
  readonly target: string;
  readonly spec: FieldSpec;
  readonly nullable: boolean;
  readonly onDelete: OnDelete;
}

/** One possible target of an exclusive arc, with the column that holds it. */
export interface Arm {
  readonly arm: string;
  readonly column: string;
  readonly target: string;
}

/** To-one reference to a row of one of several tables. */
export interface ArcEdge {
  readonly kind: 'arc';
  readonly name: string;
  readonly arms: readonly Arm[];
  readonly spec: FieldSpec;
  readonly nullable: boolean;
  readonly onDelete: OnDelete;
}

/** To-many edge: rows of `target` whose `column` holds this row's id. */
export interface ManyEdge {
  readonly kind: 'many';
  readonly name: string;
  readonly target: string;
  readonly column: string;
  /** Name of the reference on the target that this edge inverts. */
  readonly via: string;
  /** Rows of the target also name the type of this row (journal, contacts, images). */
  readonly objectType?: string;
}

/** Many-to-many edge through a join table. */
export interface ManyToManyEdge {
  readonly kind: 'manyToMany';
  readonly name: string;
  readonly target: string;
  readonly through: string;
  readonly near: string;
  readonly far: string;
  /** Join rows of open links (tags) also carry the type of the near object. */
  readonly objectType?: string;
  /** The side whose input writes the join rows. */
  readonly owner: boolean;
  /** The declared field, on the owning side. */
  readonly spec?: FieldSpec;
  readonly inverse?: string;
}

/** Any relation of a model. */
export type Edge = OneEdge | ArcEdge | ManyEdge | ManyToManyEdge;

/** One uniqueness rule resolved to columns. */
export interface UniqueRule {
  /** Constraint or index name, ends in a hash of the definition. */
  readonly name: string;
  readonly fields: readonly string[];
  /** Columns or expressions, organization first unless the model is global. */
  readonly expressions: readonly string[];
  /** Rows it is about, as declared. */
  readonly where?: string;
  /** Rows its index holds: those it is about, as far as they have all values. Null for all rows. */
  readonly only: string | null;
  readonly nullsEqual: boolean;
  readonly code: string;
  readonly message: string;
}

/** Check or exclusion constraint with its final name. */
export interface NamedConstraint {
  readonly name: string;
  readonly kind: 'check' | 'exclusion';
  readonly sql: string;
  readonly code: string;
  readonly message: string;
  /** Field the message belongs to, when it is about one. */
  readonly field?: string;
}

/** Part of an order: a field key and its direction. */
export interface OrderPart {
  readonly field: string;
  readonly descending: boolean;
}

/** An entity resolved against all others; everything the engine knows of it, frozen at boot. */
export interface Model {
  readonly name: string;
  readonly domain: string;
  readonly type: string;
  readonly one: string;
  readonly many: string;
  readonly label: string;
  readonly plural: string;
  readonly table: string;
  readonly spec: EntitySpec;
  readonly entityClass: EntityClass;
  /** How rows are limited to an organization when the table has no such column. */
  readonly global: GlobalVia | null;
  readonly readOnly: boolean;
  /** Rows are for administrators alone, whatever has been granted to others. */
  readonly administratorsOnly: boolean;
  readonly handMade: boolean;
  readonly features: ReadonlySet<string>;
  readonly scalars: ReadonlyMap<string, ScalarField>;
  readonly edges: ReadonlyMap<string, Edge>;
  /** Values worked out while rows are read. */
  readonly computed: ReadonlyMap<string, ComputedField>;
  /** Fields that loaders fill while rows are read. */
  readonly derived: ReadonlyMap<string, DerivedField>;
  readonly display: readonly string[];
  readonly displayJoin: string | null;
  readonly matchBy: readonly string[];
  readonly order: readonly OrderPart[];
  /** The rows point at objects of any type, by the fields `objectType` and `objectId`. */
  readonly isOpen: boolean;
  /** Name of the parent reference of a tree, whose path is the column `tree_path` (uuid[], root first, self last). */
  readonly tree: string | null;
  readonly unique: readonly UniqueRule[];
  readonly constraints: readonly NamedConstraint[];
}

/** All models; the only thing the layers read about entities at run time. */
export interface Registry {
  /** In domain order, then name. */
  readonly models: readonly Model[];
  /** By full name `dcim.Device`; throws on unknown names. */
  readonly model: (name: string) => Model;
  readonly find: (name: string) => Model | undefined;
  readonly byType: ReadonlyMap<string, Model>;
  readonly byClass: (entityClass: EntityClass) => Model;
  /** Model that plays a shared role such as `tags` or `customFields`. */
  readonly providing: (role: string) => Model | undefined;
  /** References (one and arc arms) that point at a model, for deletes. */
  readonly referrers: (name: string) => readonly Referrer[];
}

/** A reference seen from its target. */
export interface Referrer {
  readonly model: Model;
  readonly field: string;
  readonly column: string;
  readonly onDelete: OnDelete;
  readonly nullable: boolean;
  /** Set when the reference is an arm of an arc. */
  readonly arm?: string;
}

/** Quotes an SQL identifier. */
export const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
