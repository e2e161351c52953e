import type { IncomingMessage } from 'node:http';
import { HttpError } from '../errors.ts';

/** Largest JSON body, in bytes. */
export const BODY_LIMIT = 10_000_000;

const tooLarge = () =>
  new HttpError(
    413,
    'PAYLOAD_TOO_LARGE',
    `The body exceeds ${BODY_LIMIT / 1_000_000} MB. Send fewer rows at once, or upload a file with PUT /files.`,
    { connection: 'close' },
  );

/** A JSON body that is not here by then comes from somebody who only wants to hold the connection. */
const PATIENCE_MS = 60_000;

const tooSlow = () =>
  new HttpError(408, 'TOO_SLOW', `The body did not arrive within ${PATIENCE_MS / 1_000} s.`, { connection: 'close' });

const collect = async (message: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of message as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_LIMIT) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts, size);
};

/**
 * Reads a body of limited size.
 *
 * @throws HttpError 413 above the limit, without reading the rest; 408 when it does not come in time
 */
export const readBody = async (message: IncomingMessage, patienceMs = PATIENCE_MS): Promise<Buffer> => {
  if (Number(message.headers['content-length'] ?? 0) > BODY_LIMIT) throw tooLarge();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => (timer = setTimeout(() => reject(tooSlow()), patienceMs)));
  try {
    return await Promise.race([collect(message), late]);
  } finally {
    clearTimeout(timer);
  }
};

const isJson = (type: string | undefined): boolean => /^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type ?? '');

const placeOf = (message: string): string => {
  const at = /position (\d+)/.exec(message)?.[1];
  return at === undefined ? '' : ` near byte ${at}`;
};

/**
 * Reads a JSON body.
 *
 * @throws HttpError 415 for another content type, 413 above the limit, 400 for text that is no JSON.
 */
export const readJson = async (message: IncomingMessage): Promise<unknown> => {
  if (!isJson(message.headers['content-type']))
    throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.');
  const text = (await readBody(message)).toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new HttpError(400, 'BAD_REQUEST', `The body is no valid JSON${placeOf((error as Error).message)}.`);
  }
};
