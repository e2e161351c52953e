import type { PartsFolder, Registry } from '@plumbline/engine';
import { didYouMean } from '@plumbline/kit';
import { archivedFields, FILE_FIELDS, LEFT_OUT } from './contents.ts';
import { ArchiveUnreadable, FILE, OTHER_FIELDS, type ArchiveManifest, type ArchivePart } from './format.ts';

/** One row of a part. */
export type ArchiveRow = Readonly<Record<string, unknown>>;

/** Types that attached rows of a part belong to, by the part's type. */
export type Attachments = ReadonlyMap<string, ReadonlySet<string>>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Fields that this version has for a part. @throws ArchiveUnreadable for a type that is unknown here */
const knownFields = (registry: Registry, { kind, type, rows }: ArchivePart): readonly string[] => {
  if (kind !== 'rows') {
    const known = OTHER_FIELDS[kind] as readonly string[] | undefined; // archives come from elsewhere
    if (known) return known;
    throw new ArchiveUnreadable(
      `The archive holds a part of kind "${String(kind)}", which this version does not know.`,
    );
  }
  if (type === FILE) return FILE_FIELDS;
  const model = type === null ? undefined : registry.find(type);
  if (model && LEFT_OUT[model.name] === undefined) return archivedFields(model);
  throw new ArchiveUnreadable(
    `The archive holds ${rows} rows of ${String(type)}, a type that this server does not import; load the plugin it belongs to, or update the server.`,
  );
};

const assertFields = (registry: Registry, part: ArchivePart): void => {
  const known = knownFields(registry, part);
  const unknown = part.fields.find((field) => !known.includes(field));
  if (unknown !== undefined)
    throw new ArchiveUnreadable(
      `${part.path}: ${part.type ?? part.kind} has no field "${unknown}" here.${didYouMean(unknown, known)} Use the version that wrote the archive, or a newer one.`,
    );
};

/** Reads a line of a part. @throws ArchiveUnreadable with its place */
const rowOf = (line: string, number: number, { path, fields, kind }: ArchivePart): ArchiveRow => {
  const broken = (why: string) => new ArchiveUnreadable(`${path} line ${number} ${why}.`);
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    throw broken('is no JSON');
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) throw broken('is no object');
  const stranger = Object.keys(row).find((key) => !fields.includes(key));
  if (stranger !== undefined) throw broken(`has a field "${stranger}" that the manifest does not list`);
  const { id } = row as { id?: unknown };
  if (kind === 'rows' && !(typeof id === 'string' && UUID.test(id))) throw broken('has no id');
  return row as ArchiveRow;
};

/** Rows of a part, some at a time. @throws ArchiveUnreadable with path and line */
export async function* rowsIn(folder: PartsFolder, part: ArchivePart): AsyncGenerator<ArchiveRow[]> {
  let number = 0;
  for await (const lines of folder.lines(part.path)) yield lines.map((line) => rowOf(line, ++number, part));
}

/** Goes through all rows once. @throws ArchiveUnreadable for the first that can't be one of its type */
export const checkArchive = async (
  registry: Registry,
  { parts }: ArchiveManifest,
  folder: PartsFolder,
): Promise<Attachments> => {
  const attachments = new Map<string, Set<string>>();
  for (const part of parts) assertFields(registry, part);
  for (const part of parts) {
    const isOpen = part.type !== null && registry.find(part.type)?.isOpen === true;
    const types = new Set<string>();
    let count = 0;
    for await (const rows of rowsIn(folder, part)) {
      count += rows.length;
      if (isOpen) for (const row of rows) types.add(String(row['objectType']));
    }
    if (count !== part.rows)
      throw new ArchiveUnreadable(`${part.path} holds ${count} rows where the manifest says ${part.rows}.`);
    if (isOpen) attachments.set(part.type ?? '', types);
  }
  return attachments;
};
