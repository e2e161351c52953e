import type { EntityClass } from '@plumbline/kit';
import type { Consumer } from './events/consumer.ts';
import type { JobDefinition } from './jobs/job.ts';
import type { SettingDefinition } from './settings/definition.ts';
import type { ComputedDeclaration } from './registry/computed.ts';
import type { DerivedDeclaration } from './registry/derived.ts';
import type { DomainRule } from './write/rules.ts';

/** One slice of the product: its entities and what they do beyond the generic. Plugins use the same shape. */
export interface Domain {
  readonly name: string;
  readonly entities: readonly EntityClass[];
  /** Rules, derives, after-save steps and commands, in the order they run. */
  readonly rules: readonly DomainRule[];
  /** Fields, of its own and of other entities, that are worked out on reading. */
  readonly computed: readonly ComputedDeclaration[];
  /** Fields, of its own and of other entities, that a loader fills on reading. */
  readonly derived: readonly DerivedDeclaration[];
  /** Resolver classes of verbs that are no create, update or delete. */
  readonly resolvers: readonly (new () => object)[];
  /** Work that runs beside requests. */
  readonly jobs: readonly JobDefinition[];
  /** What administrators may decide while the product runs. */
  readonly settings: readonly SettingDefinition[];
  /** Readers of the events of committed changes. */
  readonly consumers: readonly Consumer[];
}

/** Declares a domain; only `name` and `entities` are required. */
export const defineDomain = (spec: Pick<Domain, 'name' | 'entities'> & Partial<Domain>): Domain => ({
  rules: [],
  computed: [],
  derived: [],
  resolvers: [],
  jobs: [],
  settings: [],
  consumers: [],
  ...spec,
});
