import type { Writer } from '@plumbline/engine';
import type { Pool } from 'pg';
import type { Logger } from '../log.ts';
import { repeat } from '../start/upkeep.ts';
import { claimDueMail, postponeMail, settleMail, type DueMail } from './due-mail.ts';
import { mailServerOf } from './mail-server.ts';
import { mailMessage } from './message.ts';
import { sendMail } from './send.ts';

/** What sending works with. */
export interface MailParts {
  readonly pool: Pool;
  readonly writer: Writer;
  /** Address of the product for links, ending in a slash; null leaves links out. */
  readonly publicUrl: string | null;
  readonly log: Logger;
}

/** Said where no mail can go out. */
export const NO_SERVER = 'The settings name no mail server, or no sender.';

/** Seconds before the next tries; after the last, about a day, it is given up. */
const PAUSES_S = [60, 120, 300, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 36_000] as const;

/** What an error says. */
export const told = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const deliver = async ({ pool, writer, publicUrl }: MailParts, mail: DueMail): Promise<void> => {
  if (mail.email === null) return settleMail(pool, mail, 'The account has no address, or is switched off.');
  const server = await mailServerOf(writer, mail.organizationId);
  if (!server) return settleMail(pool, mail, NO_SERVER);
  await sendMail(writer.engine.outgoing, server, mail.email, mailMessage(mail.organization, mail.lines, publicUrl));
  return settleMail(pool, mail, null);
};

const attempt = async (parts: MailParts, mail: DueMail): Promise<void> => {
  try {
    await deliver(parts, mail);
  } catch (error) {
    const pause = PAUSES_S[mail.tries - 1];
    parts.log.warn({ err: error, tries: mail.tries }, 'Mail could not be handed in.');
    if (pause === undefined) await settleMail(parts.pool, mail, told(error));
    else await postponeMail(parts.pool, mail, pause, told(error));
  }
};

/** Sends what is due, one mail for each person; gives how many people there were. */
export const sendDueMail = async (parts: MailParts): Promise<number> => {
  const due = await claimDueMail(parts.pool, parts.writer.engine.registry);
  for (const mail of due) await attempt(parts, mail);
  return due.length;
};

const EVERY_MS = 2_000;

/** Sends mail as it becomes due, in any process of the product; gives what stops it. */
export const startMail = (parts: MailParts): (() => Promise<void>) =>
  repeat(
    async () => {
      await sendDueMail(parts);
    },
    EVERY_MS,
    parts.log,
  );
