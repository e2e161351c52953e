import { didYouMean, kinds, type Kind } from '@plumbline/kit';

/** Runs one statement in the snapshot of a read; rows are objects by column name, as the driver decodes them. */
export type DerivedQuery = (sql: string, values: unknown[]) => Promise<readonly unknown[]>;

/** A row of any entity: full name of the entity and id. */
export interface RowRef {
  readonly type: string;
  readonly id: string;
}

/** Which of some rows of an entity the caller may see; takes no statement where all rows may be seen. */
export type VisibleIds = (entity: string, ids: readonly string[]) => Promise<ReadonlySet<string>>;

/** Finds out about many rows at once; ids without an entry in the answer have nothing. */
export type DerivedLoad<F> = (
  query: DerivedQuery,
  organizationId: string,
  ids: readonly string[],
  entity: string,
  visible: VisibleIds,
) => Promise<ReadonlyMap<string, F>>;

/** A list of rows of several entities, in order. */
export interface DerivedEdgeOptions<F> {
  /** Name of the GraphQL union; edges with the same union have the same targets. */
  readonly union: string;
  /** Entities its rows may be of; those that the registry lacks are left out. */
  readonly targets: readonly string[];
  /** What it is, shown in the schema and in docs. */
  readonly help: string;
  /** Rows one parent usually has, by which the cost of a query is counted before it runs; 1 when absent. */
  readonly expected?: number;
  readonly of: (found: F) => readonly RowRef[];
}

/** A value; null for rows without a finding. */
export interface DerivedValueOptions<F> {
  /** Kind whose JSON form the value has, such as `bool`. */
  readonly kind: string;
  readonly help: string;
  readonly of: (found: F) => unknown;
}

/**
 * Fields of entities that a loader fills while rows are read: for what no single SQL expression finds.
 *
 * The loader runs once per level and entity for all its fields, in the snapshot of the read, and sees the whole organization; the
 * rows that edges lead to are read like those of any other edge, so that hidden ones are missing. What it found by way of
 * rows that the caller may not see it leaves out itself.
 */
export interface DerivedDeclaration<F = unknown> {
  readonly entities: readonly string[];
  readonly load: DerivedLoad<F>;
  readonly edges?: Readonly<Record<string, DerivedEdgeOptions<F>>>;
  readonly values?: Readonly<Record<string, DerivedValueOptions<F>>>;
}

/** A loader of one declaration; fields that share it are filled together. */
export interface DerivedSource {
  readonly entity: string;
  readonly load: DerivedLoad<unknown>;
}

/** A derived edge of a model. */
export interface DerivedEdge {
  readonly kind: 'edge';
  readonly name: string;
  readonly help: string;
  readonly source: DerivedSource;
  readonly union: string;
  readonly targets: readonly string[];
  readonly expected: number;
  readonly of: (found: unknown) => readonly RowRef[];
}

/** A derived value of a model. */
export interface DerivedValue {
  readonly kind: 'value';
  readonly name: string;
  readonly help: string;
  readonly source: DerivedSource;
  readonly type: Kind;
  readonly of: (found: unknown) => unknown;
}

/** A field that a loader fills. */
export type DerivedField = DerivedEdge | DerivedValue;

/** Declares fields of an entity, or of several alike, that a loader fills; stands in a file `*.derived.ts` of a domain. */
export const derived = <F>(
  entity: string | readonly string[],
  { load, edges, values }: Omit<DerivedDeclaration<F>, 'entities'>,
): DerivedDeclaration =>
  // what the loader finds is what the fields of the same declaration take
  ({
    entities: [entity].flat(),
    load,
    ...(edges && { edges }),
    ...(values && { values }),
  }) as unknown as DerivedDeclaration;

interface Named {
  readonly scalars: ReadonlyMap<string, unknown>;
  readonly edges: ReadonlyMap<string, unknown>;
  readonly computed: ReadonlyMap<string, unknown>;
}

const SLOTS = ['display', 'url', 'computed', 'relations'];

const isTaken = (model: Named, name: string): boolean =>
  SLOTS.includes(name) || model.scalars.has(name) || model.edges.has(name) || model.computed.has(name);

const fieldsOf = (
  declaration: DerivedDeclaration,
  entity: string,
  has: (entity: string) => boolean,
  problems: string[],
) => {
  const source = { entity, load: declaration.load };
  const fields: DerivedField[] = Object.entries(declaration.edges ?? {}).map(
    ([name, { targets, expected = 1, ...edge }]) => ({
      ...edge,
      kind: 'edge',
      name,
      source,
      expected,
      targets: targets.filter(has),
    }),
  );
  for (const [name, { kind, ...value }] of Object.entries(declaration.values ?? {})) {
    const type = kinds.get(kind);
    if (type) fields.push({ ...value, kind: 'value', name, source, type });
    else problems.push(`${entity}.${name} has the unknown kind "${kind}".${didYouMean(kind, kinds.keys())}`);
  }
  return fields;
};

/**
 * Derived fields by entity.
 *
 * Problems are added to the list: unknown entities and kinds, names that are taken, unions that differ.
 */
export const derivedFields = (
  declarations: readonly DerivedDeclaration[],
  known: ReadonlyMap<string, Named>,
  problems: string[],
): ReadonlyMap<string, ReadonlyMap<string, DerivedField>> => {
  const found = new Map<string, Map<string, DerivedField>>();
  const unions = new Map<string, string>();
  for (const [entity, declaration] of declarations.flatMap((one) => one.entities.map((name) => [name, one] as const))) {
    const model = known.get(entity);
    if (!model) {
      problems.push(`Derived fields are declared for unknown entity "${entity}".${didYouMean(entity, known.keys())}`);
      continue;
    }
    const own = found.get(entity) ?? new Map<string, DerivedField>();
    found.set(entity, own);
    for (const field of fieldsOf(declaration, entity, (name) => known.has(name), problems)) {
      if (own.has(field.name) || isTaken(model, field.name))
        problems.push(`${entity}.${field.name}: the name of this derived field is taken.`);
      if (field.kind === 'edge') {
        const targets = field.targets.join(' ');
        if ((unions.get(field.union) ?? targets) !== targets || targets === '')
          problems.push(`${entity}.${field.name}: the union "${field.union}" has no targets, or others elsewhere.`);
        unions.set(field.union, targets);
      }
      own.set(field.name, field);
    }
  }
  return found;
};
