import { TemplateError, type Value } from '@plumbline/jinja';
import type { Contract, ContractField, ContractType } from '../contract.ts';
import type { Question, Reply, SetQuery } from '../protocol.ts';
import type { RecordValue } from './record.ts';
import { TypeRows, type RowAnswer } from '../type-rows.ts';
import { Mentions } from './mentions.ts';

/** Rows that came together: what is asked of one is asked for all. */
export interface Siblings {
  readonly ids: readonly string[];
}

/** Rows behind a to-many field, by parent. */
interface Related {
  readonly byParent: Map<string, readonly string[]>;
  siblings: Siblings;
}

/** All rows of a set, in the type's own order. */
export const NO_QUERY: SetQuery = { calls: [], order: [] };

/** Puts a question to the parent and waits. */
export type Ask = (question: Question) => Reply;

/** Makes the set behind a to-many field of a record. */
export type SetMaker = (owner: RecordValue, field: ContractField & { kind: 'many' }) => Value;

/** What a render knows of the graph so far. */
export class Graph {
  /** Records made, by type, then id, so that one row is one value. */
  readonly records = new Map<string, Map<string, RecordValue>>();
  readonly contexts = new Map<string, string | null>();
  /** What the sources mention. */
  readonly mentions = new Mentions();
  readonly #rows = new Map<string, TypeRows>();
  readonly #objectFields = new Map<string, ReadonlyMap<string, string>>();
  readonly #related = new Map<string, Related>();
  /** Of those, the ones without conditions, by their field. */
  readonly #whole = new Map<object, Related>();

  constructor(
    readonly contract: Contract,
    readonly contextual: ReadonlySet<string>,
    private readonly ask: Ask,
    readonly setOf: SetMaker,
  ) {}

  type(name: string): ContractType {
    const type = this.contract.types[name];
    if (!type) throw new TemplateError('FieldError', `There is no type ${name}.`);
    return type;
  }

  /** The answer to a question. @throws TemplateError with the kind the host gives */
  question(question: Question): unknown {
    const reply = this.ask(question);
    if ('error' in reply) throw new TemplateError(reply.error.kind, reply.error.message);
    return reply.value;
  }

  /** Stored text of a field; read for all siblings with the first touch, with the fields that sources mention. */
  text(typeName: string, id: string, siblings: Siblings, field: ContractField): string | null {
    const rows = this.#rows.get(typeName) ?? new TypeRows();
    this.#rows.set(typeName, rows);
    if (rows.lacks(id, field.field)) this.#load(typeName, rows, id, siblings, field);
    return rows.text(id, field.field);
  }

  #load(type: string, rows: TypeRows, id: string, { ids }: Siblings, field: ContractField): void {
    const fields = this.mentions.together(this.type(type), field).filter((name) => rows.lacks(id, name));
    const [first = ''] = fields;
    const wanted = ids.includes(id) ? ids.filter((each) => rows.lacks(each, first)) : [id];
    const answer = this.question({ ask: 'rows', type, fields, ids: wanted }) as RowAnswer;
    rows.add(fields, wanted, answer);
  }

  /** What is known behind a to-many field under a query. */
  #behind(type: string, field: ContractField, query: SetQuery): Related {
    const whole = query === NO_QUERY ? this.#whole.get(field) : undefined;
    if (whole) return whole;
    const key = `${type} ${field.field} ${keyOf(query)}`;
    const known = this.#related.get(key) ?? { byParent: new Map<string, readonly string[]>(), siblings: { ids: [] } };
    this.#related.set(key, known);
    if (query === NO_QUERY) this.#whole.set(field, known);
    return known;
  }

  /** Ids behind a to-many field of a record, in order; read for all siblings of the record. */
  related(
    type: string,
    id: string,
    siblings: Siblings,
    behind: ContractField & { readonly kind: 'many' },
    query: SetQuery,
  ): { readonly ids: readonly string[]; readonly siblings: Siblings } {
    const known = this.#behind(type, behind, query);
    if (!known.byParent.has(id)) {
      const { field, target } = behind;
      const wanted = siblings.ids.includes(id) ? siblings.ids.filter((each) => !known.byParent.has(each)) : [id];
      const found = this.question({
        ask: 'related',
        type,
        field,
        target,
        ids: wanted,
        query,
      }) as readonly (readonly string[])[];
      wanted.forEach((each, i) => known.byParent.set(each, found[i] ?? []));
      known.siblings = { ids: [...new Set([...known.siblings.ids, ...found.flat()])] };
    }
    return { ids: known.byParent.get(id) ?? [], siblings: known.siblings };
  }

  /** Ids of a set of one type, in order. */
  list(type: string, query: SetQuery): readonly string[] {
    const key = `${type} ${keyOf(query)}`;
    const known = this.#related.get(key);
    if (known) return known.siblings.ids;
    const ids = this.question({ ask: 'list', type, query }) as readonly string[];
    this.#related.set(key, { byParent: new Map(), siblings: { ids } });
    return ids;
  }

  /** Type of the records that custom fields of a type hold, by name. */
  objectFields(type: string): ReadonlyMap<string, string> {
    const known = this.#objectFields.get(type);
    if (known) return known;
    const answer = this.question({ ask: 'objectFields', type }) as Readonly<Record<string, string>>;
    const fields = new Map(Object.entries(answer).filter(([, target]) => Object.hasOwn(this.contract.types, target)));
    this.#objectFields.set(type, fields);
    return fields;
  }

  /** Whether the caller may see a row; read for all siblings. */
  isShown(type: string, id: string, siblings: Siblings): boolean {
    const [field] = Object.values(this.type(type).fields);
    if (field) this.text(type, id, siblings, field);
    return this.#rows.get(type)?.isHidden(id) === false;
  }

  /** Merged context of a record as JSON text; read for all siblings. */
  contextText(id: string, { ids }: Siblings): string | null {
    if (!this.contexts.has(id)) {
      const wanted = ids.includes(id) ? ids.filter((each) => !this.contexts.has(each)) : [id];
      const found = this.question({ ask: 'contexts', ids: wanted }) as readonly (string | null)[];
      wanted.forEach((each, i) => this.contexts.set(each, found[i] ?? null));
    }
    return this.contexts.get(id) ?? null;
  }
}

const keys = new WeakMap<SetQuery, string>();

/** A query as text; sets share their queries, so each is written once. */
const keyOf = (query: SetQuery): string => {
  const known = keys.get(query) ?? JSON.stringify(query);
  keys.set(query, known);
  return known;
};
