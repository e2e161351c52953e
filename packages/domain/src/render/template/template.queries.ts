import type { GraphSession } from '@plumbline/engine';
import { normalised } from './options.ts';

/** A stored template as renders use it. */
export interface StoredTemplate {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  /** As stored; see `readOptions`. */
  readonly params: unknown;
  readonly dataQuery: string | null;
  readonly version: number;
  readonly mimeType: string | null;
  readonly fileName: string | null;
  readonly fileExtension: string | null;
}

const FIELDS = [
  'name',
  'templateCode',
  'environmentParams',
  'dataQuery',
  'rowVersion',
  'mimeType',
  'fileName',
  'fileExtension',
] as const;
const TEMPLATE = 'extras.ConfigTemplate';

const templateOf = (id: string, values: readonly (string | null)[]): StoredTemplate => {
  const [name, source, params, dataQuery, version, mimeType = null, fileName = null, fileExtension = null] = values;
  return {
    id,
    name: name ?? '',
    source: normalised(source ?? ''),
    params: params === null || params === undefined ? null : (JSON.parse(params) as unknown),
    dataQuery: dataQuery ?? null,
    version: Number(version),
    mimeType,
    fileName,
    fileExtension,
  };
};

/** Templates by id that the caller may see; one statement. */
export const readTemplates = async (
  session: GraphSession,
  ids: readonly string[],
): Promise<Map<string, StoredTemplate>> => {
  if (ids.length === 0) return new Map();
  const rows = await session.byId(TEMPLATE, FIELDS, ids);
  return new Map([...rows].map(([id, { values }]) => [id, templateOf(id, values)]));
};

/** Templates that a filter picks and the caller may see, at most `limit`; names are not unique, so several may come. */
export const pickTemplates = async (
  session: GraphSession,
  filter: unknown,
  limit = 1_000,
): Promise<StoredTemplate[]> => {
  const rows = await session.list(TEMPLATE, FIELDS, { filter, limit });
  return rows.map(({ id, values }) => templateOf(id, values));
};
