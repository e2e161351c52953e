/** What generic clients build their screens from; the query `catalogue` answers it as JSON. */
export interface UiCatalogue {
  /** Digest of the entities; equal digests mean equal catalogues. */
  readonly hash: string;
  readonly entities: readonly UiEntity[];
}

/** One entity: its names in the API, its words for people, its fields and to-many edges. */
export interface UiEntity {
  readonly name: string;
  readonly domain: string;
  readonly type: string;
  readonly one: string;
  readonly many: string;
  readonly label: string;
  readonly plural: string;
  readonly features: readonly string[];
  /** Own field names that make `display`. */
  readonly display: readonly string[];
  readonly matchBy: readonly string[];
  /** Field names, with `-` before those that count down. */
  readonly defaultOrder: readonly string[];
  /** Name of the parent field when rows form a tree. */
  readonly tree: string | null;
  readonly scope: Readonly<Record<string, string>>;
  /** True when the API has no create, update or delete. */
  readonly readOnly: boolean;
  /** Heading under which navigation lists the entity. */
  readonly navGroup?: string;
  /** Verbs besides view, add, change and delete that permissions may name. */
  readonly actions?: readonly string[];
  readonly fields: readonly UiField[];
  readonly edges: readonly UiEdge[];
  /** Inputs of create or update that are no fields of the object. */
  readonly extraInputs?: readonly UiExtraInput[];
}

/** One value of a choice set. */
export interface UiChoice {
  readonly value: string | number;
  readonly label: string;
  readonly color?: string;
}

/** One field; `id`, `number` and the stamps, which every object has, are not listed. */
export interface UiField {
  readonly name: string;
  readonly kind: string;
  readonly label: string;
  readonly help?: string;
  readonly unit?: string;
  readonly group?: string;
  readonly required: boolean;
  readonly list: boolean;
  readonly filter: boolean;
  readonly sort: boolean;
  readonly input: boolean;
  readonly immutable: boolean;
  /** Worked out when it is read: selectable, and neither filtered, sorted nor written. */
  readonly computed?: true;
  readonly max?: number;
  readonly min?: number;
  readonly default?: unknown;
  readonly choices?: readonly UiChoice[];
  /** Entity of a `ref` or `refs`. */
  readonly target?: string;
  /** Arms of an arc; `arm` is the key in inputs and filters. */
  readonly targets?: readonly { readonly arm: string; readonly target: string }[];
  readonly operators: readonly string[];
}

/** A to-many connection that another entity's reference makes. */
export interface UiEdge {
  readonly name: string;
  readonly label: string;
  readonly kind: 'many' | 'manyToMany';
  readonly target: string;
  readonly inverse: string;
}

/** An input that a verb takes besides the fields of the object. */
export interface UiExtraInput extends UiField {
  readonly verb: 'create' | 'update';
}
