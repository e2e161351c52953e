import type { Work } from '@plumbline/engine';
import { membersOfGroups, notify, type News } from '../people/notify.ts';
import type { Firing } from './event-rules.ts';

const newsOf = ({ event, eventType }: Firing): News => {
  const { type, objectId, number, display, actor, sequence, at, payload } = event;
  const error = payload?.['error'];
  return {
    type,
    objectId,
    number,
    display,
    eventType,
    actor,
    sequence,
    at,
    message: typeof error === 'string' ? error : null,
  };
};

/** Tells the members of the groups that rules name, once of each event however many rules name them. */
export const tellGroups = async (work: Work, firings: readonly Firing[]): Promise<void> => {
  if (firings.length === 0) return;
  const groups = [...new Set(firings.flatMap(({ rule }) => rule.actionObject?.id ?? []))];
  const members = await membersOfGroups(work, groups);
  const tellings = new Map<number, { readonly news: News; readonly users: Set<string> }>();
  for (const firing of firings) {
    const { sequence } = firing.event;
    const telling = tellings.get(sequence) ?? { news: newsOf(firing), users: new Set<string>() };
    tellings.set(sequence, telling);
    for (const user of members.get(firing.rule.actionObject?.id ?? '') ?? []) telling.users.add(user);
  }
  await notify(work, [...tellings.values()]);
};
