import { createHash } from 'node:crypto';

/** What a mail says of one notification. */
export interface MailLine {
  readonly id: string;
  /** What objects of the type are called. */
  readonly label: string;
  readonly display: string;
  readonly eventType: string;
  readonly actorName: string | null;
  readonly message: string | null;
  readonly events: number;
  readonly at: Date;
  readonly lastEvent: string | null;
  /** Path of the object's page, without a slash before it; null when it has none any more. */
  readonly path: string | null;
}

/** A mail that is ready to be handed in. */
export interface MailMessage {
  readonly subject: string;
  readonly text: string;
  /** The same for each try at the same news, so that readers of mail show it once. */
  readonly messageId: string;
}

const WORDS: Readonly<Record<string, string>> = {
  object_created: 'created',
  object_updated: 'changed',
  object_deleted: 'deleted',
  job_started: 'started',
  job_completed: 'completed',
  job_failed: 'failed',
  job_errored: 'ended with an error',
};

const oneLine = (text: string): string => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();

const said = ({ label, display, eventType, actorName }: MailLine): string =>
  oneLine(`${label} ${display} ${WORDS[eventType] ?? eventType}${actorName ? ` by ${actorName}` : ''}`);

const minute = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const paragraph = (line: MailLine, baseUrl: string | null): string =>
  [
    `${said(line)}${line.events > 1 ? ` (${line.events} events)` : ''}, ${minute(line.at)}`,
    ...(line.message ? [oneLine(line.message)] : []),
    ...(line.path !== null && baseUrl !== null ? [`${baseUrl}${line.path}`] : []),
  ].join('\n');

/** News of one person as one mail, the latest first; with links where the address of the product is known. */
export const mailMessage = (organization: string, lines: readonly MailLine[], baseUrl: string | null): MailMessage => {
  const [first] = lines;
  const subject = lines.length === 1 && first ? said(first) : `${lines.length} notifications`;
  const key = lines.map(({ id, lastEvent }) => `${id} ${lastEvent ?? ''}`).toSorted();
  const digest = createHash('sha256').update(key.join('\n')).digest('hex').slice(0, 32);
  const foot = `You get this mail since you watch these objects in Plumbline (${organization}).${
    baseUrl === null ? '' : `\nWhat comes by mail: ${baseUrl}notifications`
  }`;
  return {
    subject: `[Plumbline] ${subject}`,
    text: [...lines.map((line) => paragraph(line, baseUrl)), `-- \n${foot}`].join('\n\n'),
    messageId: `<${digest}@plumbline.notifications>`,
  };
};
