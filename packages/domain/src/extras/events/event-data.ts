import type { OutboxEvent } from '@plumbline/engine';

/** Event of a rule by what happened; null for what rules are not about. */
export const eventTypeOf = (action: string): string | null => {
  if (action.startsWith('job_')) return action;
  const types: Readonly<Record<string, string>> = {
    create: 'object_created',
    update: 'object_updated',
    delete: 'object_deleted',
  };
  return types[action] ?? null;
};

/** What is kept of an event for its deliveries. */
export interface EventData {
  readonly eventType: string;
  readonly sequence: number;
  readonly type: string;
  readonly objectId: string;
  readonly number: number | null;
  readonly display: string;
  readonly at: string;
  readonly actor: string;
  readonly actorId: string | null;
  readonly source: string;
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly changeSetId: string | null;
  readonly before: object | null;
  readonly after: object | null;
  /** Changed fields of an update. */
  readonly changes: readonly object[];
  /** What an event of a job tells. */
  readonly payload: object | null;
  readonly rule: string;
  readonly actionData: object | null;
}

/** What deliveries of all rules keep of an event. */
export const eventData = (event: OutboxEvent, eventType: string): Omit<EventData, 'rule' | 'actionData'> => ({
  eventType,
  sequence: event.sequence,
  type: event.type,
  objectId: event.objectId,
  number: event.number,
  display: event.display,
  at: event.at,
  actor: event.actor.name,
  actorId: event.actor.id,
  source: event.source,
  reason: event.reason,
  requestId: event.requestId,
  changeSetId: event.changeSetId,
  before: event.before,
  after: event.after,
  changes: event.action === 'update' ? event.fields : [],
  payload: event.payload,
});

const WORDS: Readonly<Record<string, string>> = {
  object_created: 'created',
  object_updated: 'updated',
  object_deleted: 'deleted',
};

/**
 * What templates of webhooks name, and what is sent without one.
 *
 * `event`, `timestamp`, `model`, `username`, `request_id`, `data` and `snapshots` are called as NetBox calls them.
 */
export const contextOfEvent = (event: EventData): Readonly<Record<string, unknown>> => {
  const { objectId: id, number, display, before, after, payload } = event;
  return {
    event: WORDS[event.eventType] ?? event.eventType,
    event_type: event.eventType,
    sequence: event.sequence,
    timestamp: event.at,
    object_type: event.type,
    model: event.type.slice(event.type.indexOf('.') + 1).toLowerCase(),
    username: event.actor,
    request_id: event.requestId,
    change_set_id: event.changeSetId,
    source: event.source,
    reason: event.reason,
    event_rule: event.rule,
    data: { ...event.actionData, id, number, display, ...(after ?? before ?? payload) },
    snapshots: { prechange: before, postchange: after },
    changes: event.changes,
  };
};
