import type { GraphSession } from '@plumbline/engine';
import { mergeContexts, type ContextValue, type MergedContext } from '../../extras/config-context/merge.ts';
import { orderedText, type OrderedJson, type OrderedObject } from '../../extras/config-context/ordered-json.ts';
import {
  readContextSubjects,
  readContexts,
  type ContextReach,
  type ContextSubject,
  type StoredContext,
} from './context.queries.ts';
import type { Subject } from '../subject.ts';
import { applies, signatureOf } from './criteria.ts';

/** The merged data of one device or virtual machine, and what each value comes from. */
export interface SubjectContext {
  /** JSON text, keys in the order of the merge. */
  readonly text: string;
  readonly data: OrderedObject;
  readonly values: readonly ContextValue[];
  /** Contexts that `values` may name, by id. */
  readonly sources: ReadonlyMap<string, ContextName>;
}

/** How a context is called, and its weight. */
export interface ContextName {
  readonly name: string;
  readonly weight: number;
}

/** Merges of the last contexts, by all that goes into them. */
const merges = new Map<string, SubjectContext>();
const MOST_MERGES = 100;
/** Characters; larger contexts are merged anew. */
const LONGEST_KEY = 50_000;

/** Merges when asked, once per set of subjects that no context can tell apart. */
class Merger {
  readonly #contexts: readonly StoredContext[];
  readonly #applying = new Map<
    string,
    { readonly contexts: readonly StoredContext[]; readonly merged: SubjectContext }
  >();

  readonly #sources: ReadonlyMap<string, ContextName>;

  constructor(contexts: readonly StoredContext[]) {
    this.#contexts = contexts;
    this.#sources = new Map(contexts.map(({ id, name, weight }) => [id, { name, weight }]));
  }

  of({ answers, local }: ContextSubject): SubjectContext {
    const signature = signatureOf(answers);
    let found = this.#applying.get(signature);
    if (!found) {
      const contexts = this.#contexts.filter((context) => applies(context, answers));
      found = { contexts, merged: this.#merged(contexts) };
      this.#applying.set(signature, found);
    }
    return local === null ? found.merged : this.#context(mergeContexts(found.contexts, local));
  }

  #merged(contexts: readonly StoredContext[]): SubjectContext {
    const key = contexts.map(({ id, name, weight, text }) => JSON.stringify([id, name, weight, text])).join();
    const known = merges.get(key) ?? this.#context(mergeContexts(contexts));
    if (key.length > LONGEST_KEY) return known;
    merges.delete(key);
    merges.set(key, known);
    const [oldest] = merges.keys();
    if (merges.size > MOST_MERGES && oldest !== undefined) merges.delete(oldest);
    return known.sources === this.#sources ? known : { ...known, sources: this.#sources };
  }

  #context(merged: MergedContext): SubjectContext {
    return { ...merged, text: orderedText(merged.data), sources: this.#sources };
  }
}

/** Rows the caller may see, by id, and what contexts say about them. */
export interface ContextualSubjects {
  readonly subjects: ReadonlyMap<string, ContextSubject>;
  /** Merged context of a row; null when it is hidden. */
  readonly contextOf: (id: string) => SubjectContext | null;
}

/** Rows of these types that the caller may see, with their contexts; two statements however many rows. */
export const readContextualSubjects = async (
  session: GraphSession,
  types: readonly Subject[],
  ids: readonly string[],
  reach: ContextReach,
): Promise<ContextualSubjects> => {
  if (ids.length === 0) return { subjects: new Map(), contextOf: () => null };
  const [contexts, found] = await Promise.all([readContexts(session, reach), readContextSubjects(session, types, ids)]);
  const merger = new Merger(contexts);
  const subjects = new Map(found.map((subject) => [subject.id, subject]));
  const merged = new Map<string, SubjectContext>();
  const contextOf = (id: string): SubjectContext | null => {
    const subject = subjects.get(id);
    const context = merged.get(id) ?? (subject ? merger.of(subject) : null);
    if (context) merged.set(id, context);
    return context;
  };
  return { subjects, contextOf };
};

/** Merged contexts of the rows of these types that the caller may see, by id; two statements however many rows. */
export const readSubjectContexts = async (
  session: GraphSession,
  types: readonly Subject[],
  ids: readonly string[],
  reach: ContextReach,
): Promise<Map<string, SubjectContext>> => {
  const { contextOf } = await readContextualSubjects(session, types, ids, reach);
  return new Map(
    ids.flatMap((id): [string, SubjectContext][] => {
      const context = contextOf(id);
      return context ? [[id, context]] : [];
    }),
  );
};

/** One value of the merged data, with the contexts it comes from. */
export interface ExplainedValue {
  readonly path: readonly string[];
  readonly value: OrderedJson;
  /** Id of the context that won; null for the row's own data. */
  readonly source: string | null;
  readonly overridden: readonly (string | null)[];
}

const at = (data: OrderedObject, path: readonly string[]): OrderedJson => {
  let value: OrderedJson = data;
  for (const key of path) value = value instanceof Map ? ((value as OrderedObject).get(key) ?? null) : null;
  return value;
};

/** The values of a merge in the order of its keys. */
export const explained = ({ data, values }: SubjectContext): ExplainedValue[] =>
  values.map(({ path, source, overridden }) => ({ path, value: at(data, path), source, overridden }));
