import { assertFilter, rule, type ArcValue, type DomainRule, type Draft, type Work } from '@plumbline/engine';
import { didYouMean, InvalidInput } from '@plumbline/kit';
import { textOf } from '../../lookup.queries.ts';
import { knownTypes } from '../known-types.rules.ts';
import { conditionProblems } from './conditions.ts';
import { webhookAddressProblem } from './webhook-address.ts';

const EVENT_RULE = 'extras.EventRule';

const EVENTS = [
  'object_created',
  'object_updated',
  'object_deleted',
  'job_started',
  'job_completed',
  'job_failed',
  'job_errored',
  'job_cancelled',
];

/** Arm of the action object that an action takes. */
const TARGETS: Readonly<Record<string, string>> = {
  webhook: 'webhook',
  script: 'script',
  notification: 'notificationGroup',
};

const knownEvents = rule(EVENT_RULE, {
  name: 'extras.eventrule.1.events',
  when: ['eventTypes'],
  check: (drafts) => {
    for (const draft of drafts) {
      const given = (draft.after['eventTypes'] ?? []) as readonly string[]; // text list
      const unknown = given.find((event) => !EVENTS.includes(event));
      if (unknown !== undefined)
        draft.refuse('eventTypes', 'BAD_USER_INPUT', `There is no event "${unknown}".${didYouMean(unknown, EVENTS)}`);
      else if (given.length === 0) draft.refuse('eventTypes', 'REQUIRED', 'Name at least one event.');
    }
  },
});

const targetProblem = (action: string, target: ArcValue | null): readonly [code: string, message: string] | null => {
  const wanted = TARGETS[action];
  if (action === 'job')
    return target === null ? null : ['BAD_USER_INPUT', 'The action job takes the name of a job, and no object.'];
  if (target === null) return ['REQUIRED', 'Name what the rule sets off.'];
  if (wanted === undefined || target.arm === wanted) return null;
  return ['BAD_USER_INPUT', `The action ${action} takes a ${wanted}, not a ${target.arm}.`];
};

const actionFits = rule(EVENT_RULE, {
  name: 'extras.eventrule.1',
  when: ['actionType', 'actionObject', 'jobName'],
  check: (drafts) => {
    for (const draft of drafts) {
      const target = (draft.after['actionObject'] ?? null) as ArcValue | null; // arc field
      const action = textOf(draft.after, 'actionType') ?? '';
      const problem = targetProblem(action, target);
      if (problem) draft.refuse('actionObject', ...problem);
      else if (action === 'job' && textOf(draft.after, 'jobName') === null)
        draft.refuse('jobName', 'REQUIRED', 'Name the job that the rule starts.');
    }
  },
});

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const refuseFilter = (draft: Draft, work: Work, field: 'filter' | 'filterBefore'): void => {
  const filter = draft.after[field] ?? null;
  if (filter === null) return;
  if (!isObject(filter)) {
    draft.refuse(field, 'BAD_USER_INPUT', 'A filter is an object, such as { "status": { "eq": "active" } }.');
    return;
  }
  for (const type of draft.after['objectTypes'] as readonly string[]) {
    const model = work.registry.find(type);
    try {
      if (model) assertFilter(work, model, filter, field);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      for (const { path, message } of error.problems) draft.refuse(path, 'BAD_USER_INPUT', `For ${type}: ${message}`);
    }
  }
};

const filtersFit = rule(EVENT_RULE, {
  name: 'extras.eventrule.2.filter',
  when: ['filter', 'filterBefore', 'objectTypes'],
  check: (drafts, work) => {
    for (const draft of drafts)
      for (const field of ['filter', 'filterBefore'] as const) refuseFilter(draft, work, field);
  },
});

const dataIsObject = rule(EVENT_RULE, {
  name: 'extras.eventrule.1.data',
  when: ['actionData'],
  check: (drafts) => {
    for (const draft of drafts) {
      const data = draft.after['actionData'] ?? null;
      if (data !== null && (typeof data !== 'object' || Array.isArray(data)))
        draft.refuse('actionData', 'BAD_USER_INPUT', 'Data of the action are an object, such as { "level": 1 }.');
    }
  },
});

const conditionsRead = rule(EVENT_RULE, {
  name: 'extras.eventrule.2',
  when: ['conditions'],
  check: (drafts) => {
    for (const draft of drafts) {
      const conditions = draft.after['conditions'] ?? null;
      for (const { path, message } of conditions === null ? [] : conditionProblems(conditions))
        draft.refuse(path, 'BAD_USER_INPUT', `The conditions can't be read: ${message}.`);
    }
  },
});

const WEBHOOK = 'extras.Webhook';

const urlFits = rule(WEBHOOK, {
  name: 'extras.webhook.1',
  when: ['payloadUrl'],
  check: (drafts, work) => {
    for (const draft of drafts) {
      const problem = webhookAddressProblem(textOf(draft.after, 'payloadUrl') ?? '', work.outgoing);
      if (problem !== null) draft.refuse('payloadUrl', 'BAD_USER_INPUT', problem);
    }
  },
});

const authorityIsUsed = rule(WEBHOOK, {
  name: 'extras.webhook.1.authority',
  when: ['caFilePath', 'sslVerification'],
  check: (drafts) => {
    for (const draft of drafts)
      if (textOf(draft.after, 'caFilePath') !== null && draft.after['sslVerification'] !== true)
        draft.refuse(
          'caFilePath',
          'BAD_USER_INPUT',
          'Certificates are compared with this file only while they are verified; switch that on or leave it empty.',
        );
  },
});

/** Rules of event rules and webhooks. */
export const eventRules: readonly DomainRule[] = [
  knownTypes(EVENT_RULE, 'extras.eventrule.types', 'objectTypes'),
  knownEvents,
  actionFits,
  dataIsObject,
  conditionsRead,
  filtersFit,
  urlFits,
  authorityIsUsed,
];
