import { InvalidInput } from '@plumbline/kit';
import type { FoundTemplate, GraphHost, SetQuery } from '@plumbline/render';
import { computedField, isComputed } from '../contract/computed.ts';
import type { ContextContract } from '../contract/contract.ts';
import type { GraphCache, RowTexts } from './graph-cache.queries.ts';
import { GraphError } from './graph-error.ts';
import { fieldNamesOf, Lookups, type FieldNames } from './lookups.ts';

/** What a host answers from. */
export interface ConfigHostParts {
  readonly graph: GraphCache;
  readonly contract: ContextContract;
  /** Stored templates by name. @throws GraphError when the name is not clear */
  readonly find: (name: string) => Promise<FoundTemplate | null>;
  readonly contextsOf: (ids: readonly string[]) => Promise<readonly (string | null)[]>;
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
    const known = this.#names.stored(type);
    const odd = fields.find((field) => !known.has(field));
    if (odd !== undefined) throw new GraphError('FieldError', `${type} has no field "${odd}".`);
    return asked(() =>
      fields.some(isComputed) ? this.#computed(type, fields, ids) : this.#parts.graph.rows(type, fields, ids),
    );
  }

  /** Rows with fields that are worked out from stored ones. */
  async #computed(type: string, fields: readonly string[], ids: readonly string[]): Promise<(RowTexts | null)[]> {
    const computed = fields.flatMap((field) => computedField(type, field) ?? []);
    const stored = fields.filter((field) => !isComputed(field));
    const needed = [...new Set([...stored, ...computed.flatMap(({ needs }) => needs)])];
    const rows = await this.#parts.graph.rows(type, needed, ids);
    return rows.map((row) => {
      if (row === null) return null;
      const texts = new Map(row);
      for (const { field, needs, text } of computed)
        texts.set(field.field, text(needs.map((name) => row.get(name) ?? null)));
      return texts;
    });
  }

  async related(
    type: string,
    field: string,
    _target: string,
    ids: readonly string[],
    query: SetQuery,
  ): Promise<readonly (readonly string[])[]> {
    const target = this.#names.set(type, field);
    return asked(() => this.#parts.graph.related(type, field, target, ids, this.#list(target, query)));
  }

  async list(type: string, query: SetQuery): Promise<readonly string[]> {
    return asked(() => this.#parts.graph.list(type, this.#list(type, query)));
  }

  contexts(ids: readonly string[]): Promise<readonly (string | null)[]> {
    return asked(() => this.#parts.contextsOf(ids));
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

/** Values that do not fit a field are the template's fault. */
const asked = async <T>(answer: () => Promise<T>): Promise<T> => {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof InvalidInput) throw new GraphError('ValueError', error.message);
    throw error;
  }
};
