import { didYouMean, kinds, type FieldSpec, type Kind } from '@plumbline/kit';

/** What of a model decides which names are free. */
interface Named {
  readonly scalars: ReadonlyMap<string, { readonly spec: FieldSpec }>;
  readonly edges: ReadonlyMap<string, unknown>;
}

type Known = ReadonlyMap<string, Named>;

/** Rows of an entity inside the SQL of a computed field. */
export interface ComputedRows {
  /** FROM item: the rows that the caller may see, under an alias of its own. */
  readonly from: string;
  /** Column of a value, or of a reference (`rack`, `termination.interface`), which gives the id of its target. */
  readonly column: (field: string) => string;
}

/** What the SQL of a computed field may read: its row, and rows of other entities that the caller may see. */
export interface ComputedScope {
  /** Column of the row itself, named as in `ComputedRows.column`. */
  readonly own: (field: string) => string;
  /** Rows of an entity. @throws Error for an entity that is not in the registry */
  readonly rows: (entity: string) => ComputedRows;
  /** Whether the registry has an entity, for parts that are left out without it. */
  readonly has: (entity: string) => boolean;
  /** Whether an argument was given a value, or has a default. */
  readonly isGiven: (argument: string) => boolean;
  /** Placeholder of an argument, of an SQL type; null when it was left out. */
  readonly argument: (name: string, sqlType: string) => string;
  /** SQL expression of the JSON value of a setting, the organization's before the deployment's. */
  readonly setting: (key: string) => string;
}

/** An argument of a computed field; it may be left out. */
export type ComputedArgument = Pick<FieldSpec, 'kind'> &
  Partial<Pick<FieldSpec, 'help' | 'default' | 'min' | 'max' | 'digits' | 'scale' | 'choiceSet'>>;

/**
 * A value that is worked out in SQL while rows are read, and only when it is selected.
 *
 * The expression is computed after the page is cut, so that a list costs as many evaluations as it has rows. It can
 * be neither written, filtered nor sorted by.
 */
export interface ComputedOptions {
  /** Kind of the value; `ref` for the id of a row of `target`, which is null when hidden. */
  readonly kind: string;
  readonly target?: string;
  /** Never null. */
  readonly always?: boolean;
  /** What it is and how it counts, shown in the schema and in docs. */
  readonly help: string;
  readonly label?: string;
  readonly unit?: string;
  /** Shown in lists unless the user chooses otherwise; for cheap ones. */
  readonly list?: boolean;
  readonly arguments?: Readonly<Record<string, ComputedArgument>>;
  /** Entities without which the field does not exist. */
  readonly requires?: readonly string[];
  /** SQL expression over the row; names no table but those of `rows`. The alias `t` and letters with digits are taken. */
  readonly sql: (scope: ComputedScope) => string;
}

/** Computed fields of one entity, as declared. */
export interface ComputedDeclaration {
  readonly entity: string;
  readonly fields: Readonly<Record<string, ComputedOptions>>;
}

/** A computed field of a model. */
export interface ComputedField {
  readonly name: string;
  /** Read by all that describes fields. */
  readonly spec: FieldSpec;
  /** Null for references. */
  readonly type: Kind | null;
  readonly nullable: boolean;
  readonly arguments: readonly FieldSpec[];
  readonly sql: ComputedOptions['sql'];
}

/** Declares computed fields of an entity; stands in a file `*.computed.ts` beside it. */
export const computed = (entity: string, fields: ComputedDeclaration['fields']): ComputedDeclaration => ({
  entity,
  fields,
});

const fieldOf = (name: string, options: ComputedOptions): ComputedField => {
  const { kind, target, help, label, unit, list, always = false } = options;
  const described = {
    help,
    ...(target !== undefined && { target }),
    ...(label !== undefined && { label }),
    ...(unit !== undefined && { unit }),
  };
  return {
    name,
    spec: {
      key: name,
      kind,
      optional: !always,
      derived: true,
      filter: false,
      sort: false,
      list: list === true,
      ...described,
    },
    type: kinds.get(kind) ?? null,
    nullable: !always,
    arguments: Object.entries(options.arguments ?? {}).map(([key, spec]) => ({ key, optional: true, ...spec })),
    sql: options.sql,
  };
};

const kindProblems = (at: string, { kind, target, always }: ComputedOptions, known: Known): string[] => {
  if (kind !== 'ref')
    return kinds.has(kind) ? [] : [`${at} has the unknown kind "${kind}".${didYouMean(kind, kinds.keys())}`];
  const problems = always ? [`${at} is a reference and may be hidden, so it can't always be there.`] : [];
  if (known.has(target ?? '')) return problems;
  return [...problems, `${at} refers to unknown entity "${target ?? ''}".${didYouMean(target ?? '', known.keys())}`];
};

const takenIn = (model: Named, name: string): boolean =>
  ['display', 'url', 'computed', 'relations'].includes(name) ||
  model.scalars.has(name) ||
  model.edges.has(name) ||
  model.scalars.get(name.replace(/Choice$/, ''))?.spec.choiceSet !== undefined;

/**
 * Computed fields by entity; those that require an entity which is not there are left out.
 *
 * Problems are added to the list: unknown entities and kinds, and names that are taken.
 */
export const computedFields = (
  declarations: readonly ComputedDeclaration[],
  known: Known,
  problems: string[],
): ReadonlyMap<string, ReadonlyMap<string, ComputedField>> => {
  const found = new Map<string, Map<string, ComputedField>>();
  for (const { entity, fields } of declarations) {
    const model = known.get(entity);
    if (!model)
      problems.push(`Computed fields are declared for unknown entity "${entity}".${didYouMean(entity, known.keys())}`);
    const own = found.get(entity) ?? new Map<string, ComputedField>();
    found.set(entity, own);
    for (const [name, options] of Object.entries(fields)) {
      if (!model || options.requires?.some((needed) => !known.has(needed))) continue;
      const at = `${entity}.${name}`;
      if (own.has(name) || takenIn(model, name)) problems.push(`${at}: the name of this computed field is taken.`);
      problems.push(...kindProblems(at, options, known));
      own.set(name, fieldOf(name, options));
    }
  }
  return found;
};
