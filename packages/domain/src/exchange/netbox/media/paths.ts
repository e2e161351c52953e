import { cellOf, eachRow, type Catalog } from '../catalog.ts';
import { MAPPINGS } from '../mapping.ts';
import { ENTITY_BY_TYPE, tableOf } from '../types.ts';

/** Type under which the provenance knows files, by their path in the source. */
export const FILE_TYPE = 'core.file';

/** Folder of NetBox's settings that pictures lie in; archives hold it or what is in it. */
const MEDIA_FOLDER = /^(?:\.?\/)*(?:media\/)?/;

/** Thumbnails that NetBox makes anew. */
const CACHE = /(?:^|\/)(?:cache|__pycache__)\//;

/** Whether a file of a media folder is worth keeping. */
export const isMedia = (name: string): boolean => !CACHE.test(name) && !/(?:^|\/)\.[^/]*$/.test(name);

/** Path of a file that the database of the source holds itself. */
export const heldPath = (type: string, id: string): string => `${type}/${id}`;

/** Paths that rows of the dump name. */
export const wantedPaths = async (catalog: Catalog): Promise<ReadonlySet<string>> => {
  const paths = new Set<string>();
  for (const [type, entity] of ENTITY_BY_TYPE) {
    const columns = Object.values(MAPPINGS[entity]?.files ?? {});
    if (columns.length === 0) continue;
    await eachRow(catalog.dump, catalog.tables.get(tableOf(type)), (row, table) => {
      for (const column of columns) {
        const path = cellOf(table, row, column) ?? '';
        if (path !== '') paths.add(path);
      }
    });
  }
  return paths;
};

/** Path under which a file of an archive is known: the longest end of its name that a row names, else its own. */
export const pathOf = (name: string, wanted: ReadonlySet<string>): string => {
  const parts = name.split('/');
  for (let first = 0; first < parts.length; first++) {
    const end = parts.slice(first).join('/');
    if (wanted.has(end)) return end;
  }
  return name.replace(MEDIA_FOLDER, '');
};
