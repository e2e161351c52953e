import { readForVisitor } from '@plumbline/domain';
import type { Reader, Registry } from '@plumbline/engine';
import type { ServerResponse } from 'node:http';
import type { Pool } from 'pg';
import { originOf } from '../auth/origin.ts';
import type { Config } from '../config.ts';
import { HttpError } from '../errors.ts';
import { StrangerLimiter } from '../http/rate-limit.ts';
import { sendJson } from '../http/reply.ts';
import type { Request } from '../http/request.ts';
import { sendPage } from '../http/static.ts';
import { findLink, readerOf } from './find.ts';
import { noteOpening } from './opening.ts';

/** What links are answered from. */
export interface ShareParts {
  readonly config: Pick<Config, 'sharesPerMinute' | 'basePath' | 'apiUrl'>;
  readonly registry: Registry;
  readonly reader: Reader;
  /** Connections of reads, pipelined. */
  readonly reads: Pool;
  readonly system: Pool;
}

const START = 'share/';

/** Nobody keeps, indexes or passes on what has a secret in its address. */
const PRIVATE = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow, noarchive',
} as const;

/** The same for every reason, so that nobody learns more of a link that shows nothing. */
const gone = () => new HttpError(404, 'NOT_FOUND', 'This link shows nothing: it is unknown, has ended or was revoked.');

const MOST_OFFSET = 10_000_000;

const offsetOf = (request: Request): number => {
  const text = request.query.get('offset') ?? '0';
  const offset = /^\d{1,8}$/.test(text) ? Number(text) : -1;
  if (offset >= 0 && offset <= MOST_OFFSET) return offset;
  throw new HttpError(400, 'BAD_USER_INPUT', `"offset" is a whole number of rows, up to ${MOST_OFFSET}.`);
};

const answer = async (parts: ShareParts, request: Request, response: ServerResponse): Promise<void> => {
  const { registry, reader, reads, system } = parts;
  const offset = offsetOf(request);
  const link = await findLink(system, request.path.slice(START.length));
  if (!link) throw gone();
  const visit = { requestId: request.id, origin: originOf(request) };
  const actorFor = readerOf(link, visit);
  const { organizationId, expires } = link;
  const read = { content: link, organizationId, actorFor, offset, signal: request.signal };
  const shown = await readForVisitor({ registry, reader, pool: reads }, read);
  if (!shown) throw gone();
  if (offset === 0) await noteOpening(system, link, visit);
  const title = shown.kind === 'list' ? { title: link.name } : {};
  sendJson(response, 200, { ...shown, ...title, expires: expires.toISOString() }, PRIVATE);
};

const wantsJson = (request: Request): boolean => /\bapplication\/json\b/.test(request.header('accept') ?? '');

/**
 * GET /share/TOKEN: what a link shows, without sign-in. As JSON where that is asked for, else the page that shows it.
 *
 * Openings are limited by address, before anything is asked of the database.
 */
export const shareRoute = (parts: ShareParts): ((request: Request, response: ServerResponse) => Promise<void>) => {
  const limiter = new StrangerLimiter(parts.config.sharesPerMinute, undefined, 'openings of share links');
  return async (request, response) => {
    for (const [name, value] of Object.entries(PRIVATE)) response.setHeader(name, value);
    if (!wantsJson(request)) return sendPage(parts.config, response, PRIVATE);
    limiter.admit(request.address);
    limiter.count(request.address);
    await answer(parts, request, response);
  };
};
