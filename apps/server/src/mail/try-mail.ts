import type { Actor, Writer } from '@plumbline/engine';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { mailServerOf } from './mail-server.ts';
import { NO_SERVER, told } from './run-mail.ts';
import { sendMail } from './send.ts';

/** What became of a mail; `error` says why it did not go. */
export interface TriedMail {
  readonly ok: boolean;
  readonly to: string | null;
  readonly error: string | null;
}

/** What trying works with. */
export interface TryMailParts {
  /** Sees all accounts. */
  readonly pool: Pool;
  readonly writer: Writer;
}

const ADDRESS = `SELECT nullif(trim(email), '') AS email FROM users_user WHERE id = $1`;

const TEXT = 'This mail was sent from the settings of Plumbline, to see whether mail gets here. It does.';

/** Sends a mail to the account that acts, at once and only once. */
export const tryMail = async ({ pool, writer }: TryMailParts, actor: Actor): Promise<TriedMail> => {
  const { rows } = await pool.query<{ email: string | null }>(ADDRESS, [actor.userId]);
  const to = rows[0]?.email ?? null;
  if (to === null) return { ok: false, to, error: 'Your account has no mail address.' };
  try {
    const server = await mailServerOf(writer, actor.organizationId);
    if (!server) return { ok: false, to, error: NO_SERVER };
    const messageId = `<${randomUUID()}@plumbline.test>`;
    await sendMail(writer.engine.outgoing, server, to, { subject: '[Plumbline] Mail works', text: TEXT, messageId });
    return { ok: true, to, error: null };
  } catch (error) {
    return { ok: false, to, error: told(error) };
  }
};
