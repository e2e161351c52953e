import type { InputRow, Work } from '../../write/work.ts';

/** A row of another system as that system names it. */
export interface SourceRef {
  /** Type there, such as `dcim.site`. */
  readonly type: string;
  readonly id: string;
  /** What the source stored for it, kept raw while the reference can't be made. */
  readonly columns: Readonly<Record<string, unknown>>;
}

/** References of one row to several others. */
export interface SourceLinks {
  readonly type: string;
  readonly ids: readonly string[];
}

/** A custom field value that names objects of the source. */
export interface SourceCustomRef {
  readonly field: string;
  readonly type: string;
  readonly ids: readonly string[];
  readonly isList: boolean;
}

/** One row of another system, translated to the fields of the entity it becomes. */
export interface SourceRow {
  readonly id: string;
  /** Wanted number; null lets the engine choose. */
  readonly number: number | null;
  /** Scalar values as inputs by field key; what is absent is left as it is. */
  readonly values: InputRow;
  /** References and arcs by field key; null is known to be empty. */
  readonly refs: Readonly<Record<string, SourceRef | null>>;
  readonly links: Readonly<Record<string, SourceLinks>>;
  readonly customRefs: readonly SourceCustomRef[];
  /** What has no home in the entity, kept raw; empty values are left out. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** What rows became that no earlier import had brought. */
export interface NewObjects {
  /** Object ids by source id; some were here before and were taken over by their key. */
  readonly objects: ReadonlyMap<string, string>;
  /** Source ids of those that the import made. */
  readonly made: ReadonlySet<string>;
}

/** Another system's content as the loader reads it. */
export interface ForeignSource {
  /** Name in provenance, `netbox`. */
  readonly name: string;
  /** Entity that rows of a type become, or null while there is none. */
  readonly entityOf: (type: string) => string | null;
  /** Whether the source holds rows of the type at all. */
  readonly holds: (type: string) => boolean;
  /** Types whose existing rows are never changed by an import. */
  readonly isCreateOnly: (type: string) => boolean;
  /** Follows the storing of rows that are new to the import, in the same transaction. */
  readonly afterStore: (work: Work, type: string, stored: NewObjects) => Promise<void>;
}

/** A row kept as it came, because nothing in the model takes it yet. */
export interface RawRow {
  readonly type: string;
  readonly id: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The object the rest belongs to, when the row itself was imported. */
  readonly objectType: string | null;
  readonly objectId: string | null;
}
