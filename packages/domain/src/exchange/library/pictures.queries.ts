import type { JobContext, Work } from '@plumbline/engine';
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { rowsById, textOf } from '../../lookup.queries.ts';
import type { ArchiveFile } from './archive.ts';
import { PICTURES } from './shape.ts';

const PICTURE = /(?:^|\/)(?:elevation|module)-images\/[^/]+\/([^/]+?)\.(front|rear)\.(png|jpe?g|gif|webp|svg)$/i;
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
};

/** Whether a file of the library is a picture of a device type. */
export const isPicture = (name: string): boolean => PICTURE.test(name);

interface Target {
  readonly id: string;
  readonly field: string;
  /** Digest of the picture it has. */
  readonly sha256: string | null;
}

const targetOf = async (work: Work, slug: string, face: string): Promise<Target | null> => {
  const field = PICTURES.find((picture) => picture.face === face)?.field ?? '';
  const [row, ...others] = await work.read.rows('dcim.DeviceType', { where: { slug: [slug] }, fields: ['id', field] });
  if (!row || others.length > 0) return null;
  const held = textOf(row, field);
  const files = await rowsById(work, 'core.File', held === null ? [] : [held], ['sha256']);
  return { id: String(row['id']), field, sha256: textOf(files.get(held ?? ''), 'sha256') };
};

/**
 * Gives a device type its picture, by the slug in the file's name; one that has the same picture keeps it.
 *
 * Tells whether anything changed.
 */
export const savePicture = async (context: JobContext<unknown>, { name, content }: ArchiveFile): Promise<boolean> => {
  const [, slug = '', face = '', ending = ''] = PICTURE.exec(name) ?? [];
  const { writer, actor, files } = context;
  const found = await writer.run(actor, { dryRun: true }, (work) => targetOf(work, slug, face.toLowerCase()));
  const target = found.result;
  if (!target || target.sha256 === createHash('sha256').update(content).digest('hex')) return false;
  const contentType = CONTENT_TYPES[ending.toLowerCase()] ?? 'application/octet-stream';
  const { organizationId, userId } = actor;
  const file = await files.create({ organizationId, userId, name: basename(name), contentType });
  const stored = await files.complete(await files.append(file, 0, once(content)));
  const outcome = await writer.run(actor, { reason: 'Pictures of the device-type library' }, (work) =>
    work.update('dcim.DeviceType', [{ id: target.id, [target.field]: { id: stored.id } }]),
  );
  if (outcome.errors.length > 0) await files.remove(stored);
  return outcome.errors.length === 0;
};

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(content);
}
