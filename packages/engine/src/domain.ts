import type { EntityClass } from '@plumbline/kit';
import type { DomainRule } from './write/rules.ts';

/** One slice of the product: its entities and what they do beyond the generic. Plugins use the same shape. */
export interface Domain {
  readonly name: string;
  readonly entities: readonly EntityClass[];
  /** Rules, derives, after-save steps and commands, in the order they run. */
  readonly rules: readonly DomainRule[];
  /** Resolver classes of verbs that are no create, update or delete. */
  readonly resolvers: readonly (new () => object)[];
  /** Job handlers by task name, for the job runner. */
  readonly jobs: Readonly<Record<string, unknown>>;
}

/** Declares a domain; only `name` and `entities` are required. */
export const defineDomain = (spec: Pick<Domain, 'name' | 'entities'> & Partial<Domain>): Domain => ({
  rules: [],
  resolvers: [],
  jobs: {},
  ...spec,
});
