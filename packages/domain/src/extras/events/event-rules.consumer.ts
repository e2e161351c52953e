import { defineConsumer, type EventHead, type OutboxEvent, type Row, type Work } from '@plumbline/engine';
import { textOf } from '../../lookup.queries.ts';
import { storeDeliveries, type Addressed, type Target } from './deliveries.commands.ts';
import { eventTypeOf } from './event-data.ts';
import { enabledRules, firingOf, type Firing, type StoredRule } from './event-rules.ts';
import { matchingEvents } from './match-rule.ts';
import { tellGroups } from './notifications.commands.ts';
import { ruledEvents } from './rule-types.queries.ts';

/** Types that tell of events: rules about them would tell of themselves for ever. */
const SILENT: ReadonlySet<string> = new Set(['extras.Notification']);

/** How requests of jobs begin that a rule started; what they change starts no further ones. */
export const RULE_REQUEST = 'event-rule:';

const isAbout = (rule: StoredRule, type: string, eventType: string): boolean =>
  rule.objectTypes.includes(type) && rule.eventTypes.includes(eventType);

/** Heads that some rule may be about; a head says no more than type and action. */
const concerned = (rules: readonly StoredRule[], heads: readonly EventHead[]): EventHead[] => {
  const wanted = new Set(
    rules.flatMap(({ objectTypes, eventTypes }) =>
      objectTypes.flatMap((type) => eventTypes.map((event) => `${type} ${event}`)),
    ),
  );
  return heads.filter(({ type, action }) => !SILENT.has(type) && wanted.has(`${type} ${eventTypeOf(action) ?? ''}`));
};

const startsJob = ({ actionType }: StoredRule): boolean => actionType === 'job' || actionType === 'script';

const isOwnEcho = (rule: StoredRule, event: OutboxEvent): boolean =>
  startsJob(rule) && (event.requestId?.startsWith(RULE_REQUEST) ?? false);

const firingsOf = async (work: Work, rule: StoredRule, events: readonly OutboxEvent[]): Promise<Firing[]> => {
  const own = events.filter(
    (event) => isAbout(rule, event.type, eventTypeOf(event.action) ?? '') && !isOwnEcho(rule, event),
  );
  const found = own.length === 0 ? [] : await matchingEvents(work, rule, own);
  return found.map((event) => firingOf(rule, event, eventTypeOf(event.action) ?? ''));
};

const namesOf = async (
  work: Work,
  model: string,
  rules: readonly StoredRule[],
  arm: string,
): Promise<ReadonlyMap<string, Row>> => {
  const ids = rules.flatMap(({ actionObject }) => (actionObject?.arm === arm ? [actionObject.id] : []));
  const rows = ids.length === 0 ? [] : await work.read.rows(model, { where: { id: ids }, fields: ['id', 'name'] });
  return new Map(rows.map((row) => [String(row['id']), row]));
};

const refused = (name: string, refusal: string): Target => ({ webhookId: null, name, refusal });

/** Where each rule sends what it takes up; null for rules that notify people. */
const targetsOf = async (work: Work, rules: readonly StoredRule[]): Promise<ReadonlyMap<string, Target | null>> => {
  const webhooks = await namesOf(work, 'extras.Webhook', rules, 'webhook');
  const scripts = await namesOf(work, 'extras.Script', rules, 'script');
  const targetOf = ({ actionType, actionObject, jobName }: StoredRule): Target | null => {
    if (actionType === 'notification') return null;
    if (actionType === 'job') return { webhookId: null, name: jobName ?? '', refusal: null };
    const id = actionObject?.id ?? '';
    const name = textOf((actionType === 'script' ? scripts : webhooks).get(id), 'name');
    if (name === null) return refused(actionType, `The ${actionType} of the rule is gone.`);
    return { webhookId: actionType === 'webhook' ? id : null, name, refusal: null };
  };
  return new Map(rules.map((rule) => [rule.id, targetOf(rule)]));
};

const bySequence = (a: Firing, b: Firing): number => a.event.sequence - b.event.sequence;

const takeUp = async (events: readonly OutboxEvent[], work: Work): Promise<void> => {
  const rules = await enabledRules(work);
  const firings: Firing[] = [];
  for (const rule of rules) firings.push(...(await firingsOf(work, rule, events)));
  if (firings.length === 0) return;
  const targets = await targetsOf(work, rules);
  const addressed = firings.toSorted(bySequence).flatMap((firing): Addressed[] => {
    const target = targets.get(firing.rule.id);
    return target ? [{ firing, target }] : [];
  });
  await storeDeliveries(work, addressed);
  const tells = ({ rule }: Firing) => rule.actionType === 'notification';
  await tellGroups(work, firings.filter(tells).toSorted(bySequence));
};

/** Has event rules take up what happens: calls of webhooks and jobs are kept to be done, people are notified. */
export const eventRulesConsumer = defineConsumer({
  name: 'extras.eventRules',
  concerns: ruledEvents,
  selects: async (heads, work) => concerned(await enabledRules(work), heads),
  handle: takeUp,
});
