import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { HttpError } from '../errors.ts';
import { sendText } from './reply.ts';
import type { Request } from './request.ts';
import { contentPolicy } from './security.ts';

/** The built browser client, at the same place beside this program in a checkout and in the image. */
const WEB = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Where the browser client finds the server. */
export interface StaticRules {
  readonly basePath: string;
  readonly apiUrl: string;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** The page with the base path and the API's place written into it. */
export const pageFor = (html: string, { basePath, apiUrl }: StaticRules): string =>
  html
    .replace(/<base href="[^"]*"/, () => `<base href="${escapeHtml(basePath)}"`)
    .replace(/(<meta name="plumbline-base" content=")[^"]*"/, (_all, head: string) => `${head}${escapeHtml(basePath)}"`)
    .replace(/(<meta name="plumbline-api" content=")[^"]*"/, (_all, head: string) => `${head}${escapeHtml(apiUrl)}"`);

/** The page of the browser client, with further headers where its address asks for them. */
export const sendPage = (
  rules: StaticRules,
  response: ServerResponse,
  more: Readonly<Record<string, string>> = {},
): void => {
  const file = join(WEB, 'index.html');
  if (!existsSync(file))
    throw new HttpError(404, 'NOT_FOUND', 'The browser client is not built. Build it with `pnpm build`.');
  const headers = { 'cache-control': 'no-cache', 'content-security-policy': contentPolicy(rules.apiUrl), ...more };
  sendText(response, 200, TYPES['.html'] ?? '', pageFor(readFileSync(file, 'utf8'), rules), headers);
};

const fileFor = (path: string): string | null => {
  const file = normalize(join(WEB, path));
  if (path === '' || !file.startsWith(WEB) || file.endsWith(sep)) return null;
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null;
};

const malformed = () => new HttpError(400, 'BAD_REQUEST', 'The address is malformed.');

const decoded = (path: string): string => {
  let text: string;
  try {
    text = decodeURIComponent(path);
  } catch {
    throw malformed();
  }
  if (text.includes('\0')) throw malformed();
  return text;
};

/** Sends one file; those below `assets/` are kept by browsers for good. */
export const sendFile = async (
  file: string,
  path: string,
  request: Request,
  response: ServerResponse,
): Promise<void> => {
  const cache = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  const { size } = statSync(file);
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': size,
    'cache-control': cache,
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file), response);
};

/** Serves the browser client: its files, and its page for every address inside it. */
export const staticRoute = async (rules: StaticRules, request: Request, response: ServerResponse): Promise<void> => {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new HttpError(405, 'METHOD_NOT_ALLOWED', 'Nothing here takes this method.', { allow: 'GET, HEAD' });
  const path = decoded(request.path);
  const file = path === 'index.html' ? null : fileFor(path);
  if (file !== null) return sendFile(file, path, request, response);
  if (path !== 'index.html' && (path.startsWith('assets/') || extname(path) in TYPES))
    throw new HttpError(404, 'NOT_FOUND', 'There is no such file.');
  sendPage(rules, response);
};
