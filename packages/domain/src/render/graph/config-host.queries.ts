import { InvalidInput } from '@plumbline/kit';
import { createHash, type Hash } from 'node:crypto';
import type { ContextContract } from '../contract/contract.ts';
import type { RunSource } from '../run/runner.ts';
import type { GraphCache } from './graph-cache.queries.ts';
import { GraphError } from './graph-error.ts';
import { fieldNamesOf, Lookups, type Conditions, type FieldNames } from './lookups.ts';

/** What limits and sorts a set, by the names templates use. */
export interface SetQuery {
  readonly calls: readonly Conditions[];
  readonly order: readonly string[];
}

/** What a host answers from. */
export interface ConfigHostParts {
  readonly graph: GraphCache;
  readonly contract: ContextContract;
  readonly find: (name: string) => Promise<RunSource | null>;
  readonly contextsOf: (ids: readonly string[]) => Promise<readonly (string | null)[]>;
}

/** Answers what one render asks, as its caller may see it, and keeps a digest of the answers. */
export class ConfigHost {
  readonly #parts: ConfigHostParts;
  readonly #lookups: Lookups;
  readonly #names: FieldNames;
  readonly #hash: Hash = createHash('sha256');
  readonly reads = new Set<string>();
  rowCount = 0;
  calls = 0;

  constructor(parts: ConfigHostParts) {
    this.#parts = parts;
    this.#names = fieldNamesOf(parts.contract);
    this.#lookups = new Lookups(this.#names);
  }

  /** Texts of fields, by their names in the API, of rows in order; null for rows the caller may not see. */
  async rows(
    type: string,
    fields: readonly string[],
    ids: readonly string[],
  ): Promise<readonly (readonly (string | null)[] | null)[]> {
    this.#assertShown(type, fields);
    const rows = await this.#parts.graph.rows(type, fields, ids);
    this.rowCount += ids.length;
    return this.#told(
      type,
      rows.map((row) => (row === null ? null : fields.map((field) => row.get(field) ?? null))),
    );
  }

  /** Ids of what each parent has many of, in order; `field` is the name in the API. */
  async related(
    type: string,
    field: string,
    ids: readonly string[],
    query: SetQuery,
  ): Promise<readonly (readonly string[])[]> {
    const known = Object.values(this.#names.type(type).fields).find(
      (each) => each.kind === 'many' && each.field === field,
    );
    if (known?.kind !== 'many') throw new GraphError('FieldError', `${type} has no set "${field}".`);
    const list = this.#list(known.target, query);
    const found = await asked(this.#parts.graph.related(type, field, known.target, ids, list));
    this.rowCount += found.reduce((sum, own) => sum + own.length, 0);
    return this.#told(known.target, found);
  }

  /** Ids of the rows of a type, in order. */
  async list(type: string, query: SetQuery): Promise<readonly string[]> {
    const found = await asked(this.#parts.graph.list(type, this.#list(type, query)));
    this.rowCount += found.length;
    return this.#told(type, found);
  }

  /** JSON texts of merged config contexts of devices; null for devices the caller may not see. */
  async contexts(ids: readonly string[]): Promise<readonly (string | null)[]> {
    return this.#told('extras.ConfigContext', await this.#parts.contextsOf(ids));
  }

  /** A template that another one names; null when there is none the caller may read. */
  async template(name: string): Promise<RunSource | null> {
    return this.#told('extras.ConfigTemplate', await asked(this.#parts.find(name)));
  }

  /** SHA-256 of all answers so far. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  #told<T>(type: string, answer: T): T {
    this.calls += 1;
    this.reads.add(type);
    this.#hash.update(`${type}\n`).update(JSON.stringify(answer)).update('\n');
    return answer;
  }

  #list(type: string, { calls, order }: SetQuery): { filter?: unknown; orderBy?: unknown } {
    const filter = this.#lookups.filter(type, calls);
    const orderBy = this.#lookups.order(type, order);
    return { ...(filter && { filter }), ...(orderBy && { orderBy }) };
  }

  /** A child asks for what the contract names and nothing else, whatever runs in it. */
  #assertShown(type: string, fields: readonly string[]): void {
    const known = this.#names.stored(type);
    const odd = fields.find((field) => !known.has(field));
    if (odd !== undefined) throw new GraphError('FieldError', `${type} has no field "${odd}".`);
  }
}

/** Values that do not fit a field are the template's fault. */
const asked = async <T>(answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof InvalidInput) throw new GraphError('ValueError', error.message);
    throw error;
  }
};
