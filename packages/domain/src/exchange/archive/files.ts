import { uuidv7, type Actor, type FileStore, type ImportSession, type PartsFolder } from '@plumbline/engine';
import type { Readable } from 'node:stream';
import { filesHere, pretendFiles, rememberFiles, step } from './before-rows.queries.ts';
import type { ArchiveRow } from './check.ts';
import { contentPath, FILE } from './format.ts';

/** Where files of an archive go. */
export interface FilePlaces {
  readonly session: ImportSession;
  readonly store: FileStore;
  readonly folder: PartsFolder;
  readonly actor: Actor;
  readonly users: ReadonlyMap<string, string>;
}

const stored = async ({ store, folder, actor }: FilePlaces, row: ArchiveRow): Promise<string> => {
  const { organizationId, userId } = actor;
  const [name, contentType] = [String(row['name']), String(row['contentType'])];
  const file = await store.create({ organizationId, userId, name, contentType });
  const content = folder.read(contentPath(String(row['id']))) as Readable as AsyncIterable<Buffer>;
  return (await store.complete(await store.append(file, 0, content))).id;
};

/** Brings the files that are not here from an earlier import; a dry run keeps none. Gives how many. */
export const importFiles = async (places: FilePlaces, lists: AsyncIterable<readonly ArchiveRow[]>): Promise<number> => {
  const { session, users } = places;
  const here = await step(session, (work) => filesHere(work, FILE));
  let count = 0;
  for await (const rows of lists) {
    const fresh = rows.filter((row) => !here.has(String(row['id'])));
    if (fresh.length === 0) continue;
    const ids: string[] = [];
    for (const row of fresh) ids.push(session.isDryRun ? uuidv7() : await stored(places, row));
    await step(session, async (work) => {
      if (session.isDryRun) await pretendFiles(work, fresh, ids);
      await rememberFiles(work, FILE, fresh, ids, users);
    });
    count += fresh.length;
  }
  return count;
};
