import { matchFilter, type Image, type OutboxEvent, type Row, type Work } from '@plumbline/engine';
import { InvalidInput } from '@plumbline/kit';
import { RE2JS } from 're2js';
import { groupBy } from '../../group.ts';
import { conditionsHold, pathsOf } from './conditions-match.ts';
import { withReferences } from './enrich.ts';
import type { StoredRule } from './event-rules.ts';

const patterns = new Map<string, RE2JS | null>();
const MOST_PATTERNS = 500;

const compiled = (pattern: string): RE2JS | null => {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  if (patterns.size >= MOST_PATTERNS) patterns.clear();
  let made: RE2JS | null = null;
  try {
    made = RE2JS.compile(pattern);
  } catch {
    made = null; // look-around and back-references take time without end and match nothing here
  }
  patterns.set(pattern, made);
  return made;
};

/** From the beginning of the text, as Python's `re.match`. */
const matches = (pattern: string, text: string): boolean => compiled(pattern)?.matcher(text).lookingAt() ?? false;

/** The object of an event as conditions look at it: after the change, before a delete. */
const shownRow = ({ after, before, payload, objectId, number, display }: OutboxEvent): Row => ({
  ...(after ?? before ?? payload),
  id: objectId,
  number,
  display,
});

const byConditions = async (
  work: Work,
  type: string,
  events: readonly OutboxEvent[],
  conditions: unknown,
): Promise<OutboxEvent[]> => {
  const model = work.registry.find(type);
  const rows = events.map(shownRow);
  const data = model ? await withReferences(work, model, rows, pathsOf(conditions)) : rows;
  return events.filter((_, at) => conditionsHold(conditions, data[at] ?? {}, matches));
};

/** Events whose object satisfies a filter, in the state that `stateOf` gives; none for a filter that does not fit the type. */
const byFilter = async (
  work: Work,
  type: string,
  events: readonly OutboxEvent[],
  filter: unknown,
  stateOf: (event: OutboxEvent) => Row | null,
): Promise<OutboxEvent[]> => {
  const model = work.registry.find(type);
  const held = events.filter((event) => stateOf(event) !== null);
  if (!model) return [];
  const images = held.map((event): Image => ({ id: event.objectId, row: { number: event.number, ...stateOf(event) } }));
  try {
    const found = await matchFilter(work, model, images, filter);
    return held.filter((_, at) => found.has(at));
  } catch (error) {
    if (error instanceof InvalidInput) return []; // the type has changed since
    throw error;
  }
};

const fieldsChanged = (event: OutboxEvent, names: readonly string[] | null): boolean =>
  names === null ||
  names.length === 0 ||
  event.action !== 'update' ||
  event.fields.some(({ name }) => names.includes(name));

const isSet = (value: unknown): boolean => value !== null && value !== undefined;

const matchingOfType = async (
  work: Work,
  rule: StoredRule,
  type: string,
  events: readonly OutboxEvent[],
): Promise<OutboxEvent[]> => {
  let left = events.filter((event) => fieldsChanged(event, rule.changedFields));
  if (isSet(rule.filterBefore) && left.length > 0)
    left = await byFilter(work, type, left, rule.filterBefore, ({ before }) => before);
  if (isSet(rule.filter) && left.length > 0)
    left = await byFilter(work, type, left, rule.filter, ({ before, after }) => after ?? before);
  if (isSet(rule.conditions) && left.length > 0) left = await byConditions(work, type, left, rule.conditions);
  return left;
};

/** Events of types a rule is about that satisfy what it asks; statements grow with filters and types, not with events. */
export const matchingEvents = async (
  work: Work,
  rule: StoredRule,
  events: readonly OutboxEvent[],
): Promise<OutboxEvent[]> => {
  const found: OutboxEvent[] = [];
  for (const [type, own] of groupBy(events, (event) => event.type))
    found.push(...(await matchingOfType(work, rule, type, own)));
  return found.toSorted((a, b) => a.sequence - b.sequence);
};
