import type { Work } from '@plumbline/engine';

/** Topic that names people whose notifications changed, as a list of ids. */
export const READERS_TOPIC = 'notifications';

/** People whom one notice names at most. */
const TOGETHER = 100;

/** Tells those who listen, at commit, that notifications of people changed. */
export const tellReaders = async (work: Work, users: readonly string[]): Promise<void> => {
  for (let at = 0; at < users.length; at += TOGETHER) {
    const some = JSON.stringify(users.slice(at, at + TOGETHER));
    await work.sql`SELECT pg_notify('plumbline_live', json_build_object('topic', ${READERS_TOPIC}::text, 'payload',
      ${some}::json)::text) WHERE ${work.org}::uuid IS NOT NULL`;
  }
};
