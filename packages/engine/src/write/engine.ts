import type { DataSource } from 'typeorm';
import type { RowPredicates } from '../actor.ts';
import type { NumberAllocator } from '../numbers/allocator.ts';
import type { PolicyReader } from '../policies/policies.ts';
import type { OutgoingPolicy } from '../outgoing/rules.ts';
import type { Model, Registry } from '../registry/model.ts';
import type { RevealBudget } from '../secrets/reveal-budget.ts';
import type { Vault } from '../secrets/vault.ts';
import type { SettingDefinition } from '../settings/definition.ts';
import { groupBy } from './collections.ts';
import type { AfterSave, Command, Derive, DomainRule, Rule } from './rules.ts';
import type { Draft, Work } from './work.ts';

/** Checks and completes custom field values; refuses through the drafts, sets `customFields`. */
export type CustomFieldCheck = (model: Model, drafts: readonly Draft[], work: Work) => Promise<void>;

/** How much one synchronous request may write. */
export interface WriteLimits {
  /** Rows a delete may take along before it has to be a job. */
  readonly deleteRows: number;
  /** Rows a dry run may write before it has to be a job. */
  readonly dryRunRows: number;
}

/** What domains added to one entity. */
export interface EntityRules {
  readonly rules: readonly Rule[];
  readonly derives: readonly Derive[];
  readonly afterSaves: readonly AfterSave[];
  readonly commands: ReadonlyMap<string, Command>;
}

/** Everything the pipeline needs besides the request; made once at boot. */
export interface Engine {
  readonly registry: Registry;
  readonly dataSource: DataSource;
  readonly predicates: RowPredicates;
  readonly vault: Vault;
  readonly reveals: RevealBudget;
  readonly numbers: NumberAllocator;
  readonly limits: WriteLimits;
  readonly rulesOf: (entity: string) => EntityRules;
  readonly customFields: CustomFieldCheck | null;
  /** Which addresses the product may ask. */
  readonly outgoing: OutgoingPolicy;
  /** What organizations ask of their writes. */
  readonly policies: PolicyReader;
  /** What administrators may decide, by key. */
  readonly settings: ReadonlyMap<string, SettingDefinition>;
  readonly onEffectError: (error: unknown) => void;
}

const NONE: EntityRules = { rules: [], derives: [], afterSaves: [], commands: new Map() };

const ofKind = <K extends DomainRule['kind']>(rules: readonly DomainRule[], kind: K) =>
  rules.filter((rule): rule is Extract<DomainRule, { kind: K }> => rule.kind === kind);

/** Sorts what domains declared by entity; boot refuses rules of unknown entities and two commands for one verb. */
export const indexRules = (registry: Registry, rules: readonly DomainRule[]): Engine['rulesOf'] => {
  const byEntity = groupBy(rules, (rule) => registry.model(rule.entity).name);
  const index = new Map<string, EntityRules>();
  for (const [entity, own] of byEntity) {
    const commands = ofKind(own, 'command');
    const byVerb = new Map(commands.map((command) => [command.verb, command]));
    if (byVerb.size < commands.length) throw new Error(`${entity} has two commands for the same verb.`);
    index.set(entity, {
      rules: ofKind(own, 'rule'),
      derives: ofKind(own, 'derive'),
      afterSaves: ofKind(own, 'afterSave'),
      commands: byVerb as ReadonlyMap<string, Command>,
    });
  }
  return (entity) => index.get(entity) ?? NONE;
};
