import type { DocumentNode } from 'graphql';
import type { Plan } from './plan.ts';

/** Plans kept for one document. */
const MOST = 20;
/** Variables above this many characters are not worth comparing. */
const LONGEST = 2_000;

/**
 * Plans by document, operation, variables, and the caller's rights to long pages and to fields.
 *
 * Servers hand out the same parsed document for the same text; a plan depends on nothing else. Which rows the caller may
 * see is no part of a plan: statements ask for it when they are written.
 */
export class PlanCache {
  readonly #byDocument = new WeakMap<DocumentNode, Map<string, Plan>>();

  /** Key of a request, or null when it is too long to keep. */
  static key(operation: string | null | undefined, rights: string, variables: unknown): string | null {
    const text = JSON.stringify(variables ?? null);
    return text.length > LONGEST ? null : `${operation ?? ''} ${rights} ${text}`;
  }

  get(document: DocumentNode, key: string | null): Plan | undefined {
    return key === null ? undefined : this.#byDocument.get(document)?.get(key);
  }

  set(document: DocumentNode, key: string | null, plan: Plan): void {
    if (key === null) return;
    const plans = this.#byDocument.get(document) ?? new Map<string, Plan>();
    this.#byDocument.set(document, plans);
    if (plans.size >= MOST) plans.delete(plans.keys().next().value ?? '');
    plans.set(key, plan);
  }
}
