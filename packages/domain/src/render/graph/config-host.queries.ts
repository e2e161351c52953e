import { InvalidInput } from '@plumbline/kit';
import type { FoundTemplate, GraphHost, RowTexts, SetQuery } from '@plumbline/render';
import { computedField, isComputed } from '../contract/computed.ts';
import type { ContextContract } from '../contract/contract.ts';
import type { GraphCache } from './graph-cache.queries.ts';
import { GraphError } from './graph-error.ts';
import { fieldNamesOf, Lookups, type FieldNames } from './lookups.ts';

/** What a host answers from. */
export interface ConfigHostParts {
  readonly graph: GraphCache;
  readonly contract: ContextContract;
  /** Stored templates by name. @throws GraphError when the name is not clear */
  readonly find: (name: string) => Promise<FoundTemplate | null>;
  readonly contextsOf: (ids: readonly string[]) => Promise<readonly (string | null)[]>;
  /** Type of the records that custom fields of a type hold, by name. */
  readonly objectFields: (type: string) => Promise<Readonly<Record<string, string>>>;
}

/**
 * Answers what templates ask, as the caller may see it.
 *
 * Types and fields outside the contract are refused, whatever runs in the child.
 */
export class ConfigHost implements GraphHost {
  readonly #parts: ConfigHostParts;
  readonly #lookups: Lookups;
  readonly #names: FieldNames;

  constructor(parts: ConfigHostParts) {
    this.#parts = parts;
    this.#names = fieldNamesOf(parts.contract);
    this.#lookups = new Lookups(this.#names);
  }

  async rows(type: string, fields: readonly string[], ids: readonly string[]): Promise<readonly (RowTexts | null)[]> {
    this.#check(type, fields);
    return asked(() =>
      fields.some(isComputed) ? this.#computed(type, fields, ids) : this.#parts.graph.rows(type, fields, ids),
    );
  }

  #check(type: string, fields: readonly string[]): void {
    const known = this.#names.stored(type);
    const odd = fields.find((field) => !known.has(field));
    if (odd !== undefined) throw new GraphError('FieldError', `${type} has no field "${odd}".`);
  }

  /** Rows with fields that are worked out from stored ones. */
  async #computed(type: string, fields: readonly string[], ids: readonly string[]): Promise<(RowTexts | null)[]> {
    const needed = storedFields(type, fields);
    const places = new Map(needed.map((name, at) => [name, at]));
    const rows = await this.#parts.graph.rows(type, needed, ids);
    const makers = fields.map((field): ((row: RowTexts) => string | null) => {
      const computed = computedField(type, field);
      const from = (computed?.needs ?? [field]).map((name) => places.get(name) ?? -1);
      const [first = -1] = from;
      return computed ? (row) => computed.text(from.map((at) => row[at] ?? null)) : (row) => row[first] ?? null;
    });
    return rows.map((row) => row && makers.map((make) => make(row)));
  }

  async related(
    type: string,
    field: string,
    _target: string,
    ids: readonly string[],
    query: SetQuery,
    next: readonly string[] = [],
  ): Promise<readonly (readonly string[])[]> {
    const target = this.#names.set(type, field);
    this.#check(target, next);
    const list = this.#list(target, query);
    return asked(() => this.#parts.graph.related(type, field, target, ids, list, storedFields(target, next)));
  }

  async list(type: string, query: SetQuery, next: readonly string[] = []): Promise<readonly string[]> {
    this.#check(type, next);
    return asked(() => this.#parts.graph.list(type, this.#list(type, query), storedFields(type, next)));
  }

  contexts(ids: readonly string[]): Promise<readonly (string | null)[]> {
    return asked(() => this.#parts.contextsOf(ids));
  }

  objectFields(type: string): Promise<Readonly<Record<string, string>>> {
    return asked(() => this.#parts.objectFields(type));
  }

  template(name: string): Promise<FoundTemplate | null> {
    return asked(() => this.#parts.find(name));
  }

  #list(type: string, { calls, order }: SetQuery): { filter?: unknown; orderBy?: unknown } {
    const filter = this.#lookups.filter(type, calls);
    const orderBy = this.#lookups.order(type, order);
    return { ...(filter && { filter }), ...(orderBy && { orderBy }) };
  }
}

/** Fields to read for these, computed ones by what they are made from; each once. */
const storedFields = (type: string, fields: readonly string[]): string[] => [
  ...new Set(fields.flatMap((field) => computedField(type, field)?.needs ?? [field])),
];

/** Values that do not fit a field are the template's fault. */
const asked = async <T>(answer: () => Promise<T>): Promise<T> => {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof InvalidInput) throw new GraphError('ValueError', error.message);
    throw error;
  }
};
