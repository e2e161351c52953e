import type { OutboxEvent, Work } from '@plumbline/engine';
import { deliveryId } from './delivery-id.ts';

/** A rule as it is read for events. */
export interface StoredRule {
  readonly id: string;
  readonly name: string;
  readonly objectTypes: readonly string[];
  readonly eventTypes: readonly string[];
  readonly conditions: unknown;
  readonly filter: unknown;
  readonly filterBefore: unknown;
  readonly changedFields: readonly string[] | null;
  readonly actionType: string;
  readonly actionObject: { readonly arm: string; readonly id: string } | null;
  readonly jobName: string | null;
  readonly actionData: object | null;
}

const FIELDS = [
  'id',
  'name',
  'objectTypes',
  'eventTypes',
  'conditions',
  'filter',
  'filterBefore',
  'changedFields',
  'actionType',
  'actionObject',
  'jobName',
  'actionData',
];

/** Rules that are switched on, in the order of their names. */
export const enabledRules = async (work: Work): Promise<StoredRule[]> => {
  const rows = await work.read.rows('extras.EventRule', { where: { enabled: [true] }, fields: FIELDS });
  const rules = rows as unknown as StoredRule[]; // fields of the entity
  return rules.toSorted((a, b) => (a.name < b.name ? -1 : 1));
};

/** An event that a rule takes up. */
export interface Firing {
  /** The same however often the event is read. */
  readonly id: string;
  readonly rule: StoredRule;
  readonly event: OutboxEvent;
  readonly eventType: string;
}

/** The firing of a rule by an event. */
export const firingOf = (rule: StoredRule, event: OutboxEvent, eventType: string): Firing => ({
  id: deliveryId(event.id, rule.id),
  rule,
  event,
  eventType,
});
