import { InvalidInput } from '@plumbline/kit';
import type { Actor, FileStore, StoredFile } from '@plumbline/engine';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { HttpError } from '../errors.ts';
import { sendJson } from './reply.ts';
import type { Request } from './request.ts';

const LONGEST_NAME = 255;

const shown = ({ id, number, name, contentType, sizeBytes, sha256, complete }: StoredFile) => ({
  id,
  number,
  name,
  contentType,
  sizeBytes,
  sha256,
  complete,
});

const wholeNumber = (request: Request, name: string): number | null => {
  const text = request.query.get(name);
  if (text === null) return null;
  if (!/^\d{1,15}$/.test(text))
    throw new InvalidInput([
      { path: name, code: 'BAD_USER_INPUT', message: `"${name}" must be a whole number of bytes.` },
    ]);
  return Number(text);
};

const nameOf = (request: Request): string => {
  const name = request.query
    .get('name')
    ?.replaceAll(/[\x00-\x1f\\/]/g, '')
    .trim()
    .slice(0, LONGEST_NAME);
  if (!name)
    throw new InvalidInput([
      { path: 'name', code: 'BAD_USER_INPUT', message: 'Name the file: PUT /files?name=dump.sql' },
    ]);
  return name;
};

const newFile = (files: FileStore, actor: Actor, request: Request): Promise<StoredFile> => {
  const { organizationId, userId } = actor;
  const contentType = request.header('content-type')?.slice(0, 100);
  return files.create({
    organizationId,
    userId,
    name: nameOf(request),
    ...(contentType !== undefined && { contentType }),
  });
};

/** A file that got all bytes it announced is sealed; without `size`, the end of the body is its end. */
const settle = async (
  files: FileStore,
  file: StoredFile,
  size: number | null,
  response: ServerResponse,
): Promise<void> => {
  if (size !== null && file.sizeBytes < size) return sendJson(response, 202, shown(file));
  sendJson(response, 201, shown(await files.complete(file)));
};

const upload = async (
  files: FileStore,
  actor: Actor,
  request: Request,
  response: ServerResponse,
  id: string,
): Promise<void> => {
  if (actor.readOnly) throw new HttpError(403, 'FORBIDDEN', 'This token may only read.');
  const [size, offset] = [wholeNumber(request, 'size'), wholeNumber(request, 'offset') ?? 0];
  const file = id === '' ? await newFile(files, actor, request) : await files.findOwn(actor, id);
  await settle(files, await files.append(file, offset, request.message), size, response);
};

const rangeStart = (request: Request, size: number): number => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.header('range') ?? '')?.[1] ?? 0);
  return start < size ? start : 0;
};

const download = async (
  files: FileStore,
  actor: Actor,
  request: Request,
  response: ServerResponse,
  id: string,
): Promise<void> => {
  const file = await files.findFor(actor, id);
  if (request.method === 'HEAD') {
    response.writeHead(200, {
      'x-plumbline-received': await files.received(file),
      'x-plumbline-complete': String(file.complete),
    });
    response.end();
    return;
  }
  if (!file.complete)
    throw new HttpError(409, 'FILE_INCOMPLETE', `Only ${await files.received(file)} bytes of the file have arrived.`);
  const start = rangeStart(request, file.sizeBytes);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-type': 'application/octet-stream',
    'content-length': file.sizeBytes - start,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'cache-control': 'no-store',
    'accept-ranges': 'bytes',
    ...(start > 0 && { 'content-range': `bytes ${start}-${file.sizeBytes - 1}/${file.sizeBytes}` }),
  });
  await pipeline(files.read(file, start), response);
};

/**
 * `PUT /files?name=` makes a file, `PUT /files/ID?offset=` goes on with one, `GET` and `HEAD /files/ID` read it.
 *
 * With `size`, an upload that brings fewer bytes answers 202 and stays open for more.
 */
export const filesRoute = (
  files: FileStore,
  actor: Actor,
  request: Request,
  response: ServerResponse,
): Promise<void> => {
  const id = request.path.slice('files'.length).replace(/^\//, '');
  if (request.method === 'PUT') return upload(files, actor, request, response, id);
  if (id !== '' && (request.method === 'GET' || request.method === 'HEAD'))
    return download(files, actor, request, response, id);
  throw new HttpError(
    405,
    'METHOD_NOT_ALLOWED',
    'Use PUT /files?name=..., PUT /files/ID?offset=..., or GET /files/ID.',
    { allow: 'GET, HEAD, PUT' },
  );
};
