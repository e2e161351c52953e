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

/** A device with the templates it may be rendered with, nearest first: its own, its role's, its platform's. */
export interface BoundDevice {
  readonly id: string;
  readonly name: string;
  readonly number: number;
  readonly templateIds: readonly string[];
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

/** Templates by name that the caller may see; names are not unique, so several may come. */
export const readTemplatesNamed = async (
  session: GraphSession,
  names: readonly string[],
): Promise<StoredTemplate[]> => {
  if (names.length === 0) return [];
  const rows = await session.list(TEMPLATE, FIELDS, { filter: { name: { in: names } }, limit: 1_000 });
  return rows.map(({ id, values }) => templateOf(id, values));
};

/** Devices the caller may see with their templates, by id; one statement. */
export const readBoundDevices = async (
  session: GraphSession,
  ids: readonly string[],
): Promise<Map<string, BoundDevice>> => {
  const rows = await session.select(
    ({ add, visible }) => `
      SELECT d.id, coalesce(d.name, 'device ' || d.number), d.number,
        d.config_template_id, role.config_template_id, platform.config_template_id
      FROM dcim_device d
      LEFT JOIN dcim_device_role role ON role.organization_id = d.organization_id AND role.id = d.role_id
      LEFT JOIN dcim_platform platform ON platform.organization_id = d.organization_id AND platform.id = d.platform_id
      WHERE ${visible('dcim.Device', 'd')} AND d.id = ANY(${add(`{${ids.join(',')}}`, 'uuid[]')})`,
  );
  return new Map(
    rows.map(([id, name, number, ...templates]) => [
      id ?? '',
      {
        id: id ?? '',
        name: name ?? '',
        number: Number(number),
        templateIds: templates.filter((template) => template !== null),
      },
    ]),
  );
};
