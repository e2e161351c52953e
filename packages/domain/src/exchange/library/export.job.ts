import { defineJob, type JobContext } from '@plumbline/engine';
import { InvalidInput } from '@plumbline/kit';
import { parse } from 'graphql';
import { pack, type Pack } from 'tar-stream';
import { slugOf, PICTURES, TYPES, type TypeKind } from './shape.ts';
import { documentOf, printedYaml, type Answered, type TypeToPrint } from './printed.ts';
import { listsOf, partsQuery, typesQuery } from './selection.ts';

/** What `jobStart(name: "exportLibrary")` takes: a filter for each kind of type; a kind without one is left out. */
export interface LibraryExportInput {
  readonly deviceTypes: unknown;
  readonly moduleTypes: unknown;
  readonly rackTypes: unknown;
}

/** Types whose templates are in memory at a time. */
const CHUNK = 200;
const KINDS = ['device', 'module', 'rack'] as const;

const isFilter = (value: unknown): boolean => typeof value === 'object' && !Array.isArray(value);

const inputOf = (input: unknown): LibraryExportInput => {
  const given = (input ?? {}) as Record<string, unknown>;
  const known = KINDS.map((kind) => TYPES[kind].many);
  const wrong = Object.keys(given).filter((key) => !known.includes(key) || !isFilter(given[key]));
  if (wrong.length > 0) {
    const message = `Give a filter under ${known.join(', ')}; {} takes all types of a kind.`;
    throw new InvalidInput(wrong.map((key) => ({ path: `input.${key}`, code: 'BAD_USER_INPUT', message })));
  }
  const isEmpty = Object.keys(given).length === 0;
  const [deviceTypes, moduleTypes, rackTypes] = known.map((key) => given[key] ?? (isEmpty ? {} : null));
  return { deviceTypes, moduleTypes, rackTypes };
};

const refuse = (path: string): never => {
  throw new InvalidInput([
    { path, code: 'BAD_USER_INPUT', message: 'The filter does not fit the list of these types.' },
  ]);
};

/** All rows of a query, as the caller may see them. */
async function* rowsOf(context: JobContext<unknown>, text: string, filter: unknown): AsyncGenerator<Answered> {
  const { reader, reads, actor, signal } = context;
  const variables = filter === null || Object.keys(filter as object).length === 0 ? {} : { filter };
  const batches = await reader.lines({ document: parse(text), variables, actor, signal }, reads);
  if (batches === null) return refuse('input');
  for await (const rows of batches) for (const row of rows) yield JSON.parse(row) as Answered;
}

const idOf = (value: unknown): string => String((value as { id?: unknown } | null)?.id ?? '');

const withParts = async (
  context: JobContext<unknown>,
  kind: TypeKind,
  rows: readonly Answered[],
): Promise<TypeToPrint[]> => {
  const types = rows.map((row) => ({ kind, row, parts: new Map<string, Answered[]>() }));
  const { parent } = TYPES[kind];
  if (parent === null) return types;
  const byId = new Map(types.map((type) => [String(type.row['id']), type]));
  for (const list of listsOf(kind)) {
    const filter = { [parent]: { id: { in: [...byId.keys()] } } };
    for await (const part of rowsOf(context, partsQuery(list, parent), filter)) {
      const parts = byId.get(idOf(part[parent]))?.parts;
      const listed = parts?.get(list.key);
      if (listed) listed.push(part);
      else parts?.set(list.key, [part]);
    }
  }
  return types;
};

async function* typesOf(context: JobContext<unknown>, kind: TypeKind, filter: unknown): AsyncGenerator<TypeToPrint> {
  let rows: Answered[] = [];
  for await (const row of rowsOf(context, typesQuery(kind), filter)) {
    rows.push(row);
    if (rows.length < CHUNK) continue;
    yield* await withParts(context, kind, rows);
    rows = [];
  }
  yield* await withParts(context, kind, rows);
}

/** A text that is safe as the name of a file or folder. */
const fileName = (text: string): string => text.replaceAll(/[/\\\0]/g, '-').replace(/^\.+/, '') || 'unnamed';

const addPictures = async (tar: Pack, context: JobContext<unknown>, row: Answered, maker: string): Promise<void> => {
  for (const { face, field } of PICTURES) {
    const picture = row[field] as { id: string; contentType: string } | null | undefined; // selected by typesQuery
    if (!picture) continue;
    const file = await context.files.findFor(context.actor, picture.id);
    const chunks: Buffer[] = [];
    for await (const chunk of context.files.read(file)) chunks.push(chunk as Buffer);
    const ending = picture.contentType.replace(/^image\/(jpeg|svg\+xml|.*)$/, (_, kind: string) =>
      kind === 'jpeg' ? 'jpg' : kind.replace('+xml', ''),
    );
    tar.entry({ name: `elevation-images/${maker}/${String(row['slug'])}.${face}.${ending}` }, Buffer.concat(chunks));
  }
};

const fill = async (tar: Pack, context: JobContext<unknown>, input: LibraryExportInput): Promise<number> => {
  let count = 0;
  const taken = new Set<string>();
  for (const kind of KINDS) {
    const { many, folder } = TYPES[kind];
    const filter = input[many as keyof LibraryExportInput];
    if (filter === null) continue;
    for await (const type of typesOf(context, kind, filter)) {
      const document = documentOf(type);
      const maker = fileName(String(document['manufacturer']));
      const stem = `${folder}/${maker}/${fileName(String(document['model']))}`;
      const name = taken.has(stem) ? `${stem}-${slugOf(String(type.row['id']))}` : stem;
      taken.add(stem);
      tar.entry({ name: `${name}.yaml` }, printedYaml(document));
      if (kind === 'device') await addPictures(tar, context, type.row, maker);
      count += 1;
      if (count % CHUNK === 0) context.progress(null, `${count} types`);
    }
  }
  return count;
};

/** Exports types as a folder of the community library, in a tar. */
export const libraryExportJob = defineJob<LibraryExportInput>({
  name: 'exportLibrary',
  label: 'Export of device, module and rack types',
  description: 'Writes types as files of the device type library, in a tar.',
  startedBy: 'anyone',
  inputs: KINDS.map((kind) => ({
    name: TYPES[kind].many,
    kind: 'json',
    help: `Filter of ${kind} types, {} for all; left out without`,
  })),
  parse: inputOf,
  run: async (context) => {
    const { organizationId, userId } = context.actor;
    const name = 'device-type-library.tar';
    const file = await context.files.create({ organizationId, userId, name, contentType: 'application/x-tar' });
    const tar = pack();
    const filled = fill(tar, context, inputOf(context.input)).then(
      (count) => (tar.finalize(), count),
      (error: unknown) => {
        tar.destroy(error as Error);
        throw error;
      },
    );
    const [written, types] = await Promise.all([context.files.append(file, 0, tar as AsyncIterable<Buffer>), filled]);
    const { id, sizeBytes, sha256 } = await context.files.complete(written);
    context.log(`${types} types in ${sizeBytes} bytes.`);
    return { fileId: id, types, sizeBytes, sha256 };
  },
});
