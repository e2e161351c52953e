import type { InputRow, JobContext, Row, StoredFile, Work } from '@plumbline/engine';
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { distinct, groupRows, rowsById, textOf } from '../../lookup.queries.ts';
import type { ArchiveFile } from './archive.ts';
import type { LibraryProblem } from './document.ts';
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

/** Pictures of one transaction. */
const BATCH = 50;
/** Bytes of pictures that are in memory at a time; the last one may exceed it. */
const BATCH_BYTES = 32_000_000;

/** Whether a file of the library is a picture of a device type. */
export const isPicture = (name: string): boolean => PICTURE.test(name);

/** A picture, and what its name says. */
interface Picture {
  readonly file: ArchiveFile;
  readonly slug: string;
  readonly field: string;
  readonly contentType: string;
}

/** A picture on its way to its type. */
interface Change extends Picture {
  readonly type: string;
}

const pictureOf = (file: ArchiveFile): Picture => {
  const [, slug = '', face = '', ending = ''] = PICTURE.exec(file.name) ?? [];
  const field = PICTURES.find((picture) => picture.face === face.toLowerCase())?.field ?? '';
  const contentType = CONTENT_TYPES[ending.toLowerCase()] ?? 'application/octet-stream';
  return { file, slug, field, contentType };
};

const digestOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** Pictures that their type does not have yet; of two for one face the later one. */
const changesOf = (pictures: readonly Picture[], types: readonly Row[], held: ReadonlyMap<string, Row>): Change[] => {
  const bySlug = groupRows(types, 'slug');
  const changes = pictures.flatMap((picture): Change[] => {
    const [type, ...others] = bySlug.get(picture.slug) ?? [];
    if (!type || others.length > 0) return [];
    const same = textOf(held.get(textOf(type, picture.field) ?? ''), 'sha256') === digestOf(picture.file.content);
    return same ? [] : [{ ...picture, type: String(type['id']) }];
  });
  return [...new Map(changes.map((change) => [`${change.type} ${change.field}`, change])).values()];
};

/** The types of the pictures with the files they have; two statements. */
const wantedChanges = async (work: Work, pictures: readonly Picture[]): Promise<Change[]> => {
  const fields = ['id', 'slug', ...PICTURES.map(({ field }) => field)];
  const slugs = distinct(pictures.map(({ slug }) => slug));
  const types = await work.read.rows('dcim.DeviceType', { where: { slug: slugs }, fields });
  const ids = distinct(types.flatMap((type) => PICTURES.map(({ field }) => textOf(type, field))));
  return changesOf(pictures, types, await rowsById(work, 'core.File', ids, ['sha256']));
};

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(content);
}

const store = async ({ actor, files }: JobContext<unknown>, { file, contentType }: Change): Promise<StoredFile> => {
  const { organizationId, userId } = actor;
  const created = await files.create({ organizationId, userId, name: basename(file.name), contentType });
  return files.complete(await files.append(created, 0, once(file.content)));
};

/** What became of a batch of pictures. */
export interface SavedPictures {
  /** Pictures that are new to their type. */
  readonly saved: number;
  readonly problems: readonly LibraryProblem[];
}

/** Types with their new pictures, one row each, and the pictures behind each row. */
const rowsOfChanges = (changes: readonly Change[], stored: readonly StoredFile[]) => {
  const rows = new Map<string, { readonly input: InputRow; readonly at: readonly number[] }>();
  for (const [at, { type, field }] of changes.entries()) {
    const row = rows.get(type) ?? { input: { id: type }, at: [] };
    rows.set(type, { input: { ...row.input, [field]: { id: stored[at]?.id } }, at: [...row.at, at] });
  }
  return [...rows.values()];
};

/**
 * Gives device types their pictures, by the slugs in the names of the files; a type that has the same picture keeps it.
 *
 * One transaction for all; files of types that refuse theirs are removed again. Pictures without a type are left out.
 */
const savePictures = async (context: JobContext<unknown>, files: readonly ArchiveFile[]): Promise<SavedPictures> => {
  const { writer, actor } = context;
  const found = await writer.run(actor, { dryRun: true }, (work) => wantedChanges(work, files.map(pictureOf)));
  const changes = found.result ?? [];
  if (changes.length === 0) return { saved: 0, problems: [] };
  const stored: StoredFile[] = [];
  for (const change of changes) stored.push(await store(context, change));
  const rows = rowsOfChanges(changes, stored);
  const options = { mode: 'PER_ROW', reason: 'Pictures of the device-type library' } as const;
  const outcome = await writer.run(actor, options, (work) =>
    work.update(
      'dcim.DeviceType',
      rows.map(({ input }) => input),
    ),
  );
  const refused = new Set(rows.flatMap(({ at }, row) => (outcome.result?.[row] == null ? at : [])));
  for (const at of refused) if (stored[at]) await context.files.remove(stored[at]);
  const problems = outcome.errors.flatMap(({ path, message }): LibraryProblem[] => {
    const row = rows[Number(/^input\.(\d+)/.exec(path)?.[1])];
    return (row?.at ?? []).map((at) => ({ file: changes[at]?.file.name ?? '', line: null, key: null, message }));
  });
  return { saved: changes.length - refused.size, problems };
};

/** Saves pictures as they come, some dozens at a time. */
export async function* savedPictures(
  context: JobContext<unknown>,
  files: AsyncIterable<ArchiveFile>,
): AsyncGenerator<SavedPictures> {
  let batch: ArchiveFile[] = [];
  let bytes = 0;
  for await (const file of files) {
    context.signal.throwIfAborted();
    batch.push(file);
    bytes += file.content.length;
    if (batch.length < BATCH && bytes < BATCH_BYTES) continue;
    yield await savePictures(context, batch);
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield await savePictures(context, batch);
}
