import { LinkIndex, type Dump, type DumpRow, type DumpTable } from '@plumbline/engine';
import { ENTITY_BY_TYPE } from './types.ts';

/** What a custom field of the source holds. */
export interface SourceCustomField {
  readonly isObject: boolean;
  readonly isList: boolean;
  /** Content type of the objects it names. */
  readonly related: string | null;
}

/** A dump with the parts that all tables are read with. */
export interface Catalog {
  readonly dump: Dump;
  /** The product's own tables by name; those of other schemas are apart. */
  readonly tables: ReadonlyMap<string, DumpTable>;
  /** Content type by its number in this dump, `dcim.site`. */
  readonly typeOf: (id: string) => string | null;
  /** Custom fields by content type and name. */
  readonly customFields: ReadonlyMap<string, ReadonlyMap<string, SourceCustomField>>;
  /** Tag ids by content type and object id. */
  readonly tags: ReadonlyMap<string, LinkIndex>;
  /** Schema changes the source went through, `virtualization.0040_convert_disk_size`. */
  readonly migrations: ReadonlySet<string>;
}

const CONTENT_TYPES = 'django_content_type';

/** Types by the names they had before: of users until NetBox 3.7, of VPNs until 3.6, of the change log until 4.0. */
const OLDER_TYPES: Readonly<Record<string, string>> = {
  'auth.group': 'users.group',
  'auth.user': 'users.user',
  'core.managedfile': 'extras.scriptmodule',
  'extras.objectchange': 'core.objectchange',
  'extras.reportmodule': 'extras.scriptmodule',
  'ipam.l2vpn': 'vpn.l2vpn',
  'ipam.l2vpntermination': 'vpn.l2vpntermination',
  'users.netboxgroup': 'users.group',
  'users.netboxuser': 'users.user',
};

/** Value of a named column, or null when the table has no such column. */
export const cellOf = (table: DumpTable, row: DumpRow, column: string): string | null => {
  const at = table.columns.indexOf(column);
  return at < 0 ? null : (row[at] ?? null);
};

/** Runs over all rows of a table; absent tables have none. */
export const eachRow = async (
  dump: Dump,
  table: DumpTable | undefined,
  visit: (row: DumpRow, table: DumpTable) => void,
): Promise<void> => {
  if (table) for await (const rows of dump.rows(table)) for (const row of rows) visit(row, table);
};

/** The schema NetBox lives in; branches of it and other products may lie beside. */
const schemaOf = (dump: Dump): string | null => dump.tables.find(({ name }) => name === CONTENT_TYPES)?.schema ?? null;

const readTypes = async (dump: Dump, tables: ReadonlyMap<string, DumpTable>): Promise<Map<string, string>> => {
  const types = new Map<string, string>();
  await eachRow(dump, tables.get(CONTENT_TYPES), (row, table) => {
    const name = `${cellOf(table, row, 'app_label') ?? ''}.${cellOf(table, row, 'model') ?? ''}`;
    types.set(cellOf(table, row, 'id') ?? '', OLDER_TYPES[name] ?? name);
  });
  return types;
};

/**
 * Pairs of a join table: `near` names its own side, the only other column beside the id is the far one.
 */
export const readLinks = async (dump: Dump, table: DumpTable | undefined, near: string): Promise<LinkIndex> => {
  const links = new LinkIndex();
  if (!table) return links;
  const own = table.columns.includes(near) ? near : `from_${near}`;
  const far = table.columns.find((column) => column !== 'id' && column !== own) ?? '';
  await eachRow(dump, table, (row) => links.add(Number(cellOf(table, row, own)), Number(cellOf(table, row, far))));
  return links;
};

const readTags = async (
  dump: Dump,
  tables: ReadonlyMap<string, DumpTable>,
  typeOf: Catalog['typeOf'],
): Promise<Map<string, LinkIndex>> => {
  const tags = new Map<string, LinkIndex>();
  await eachRow(dump, tables.get('extras_taggeditem'), (row, table) => {
    const type = typeOf(cellOf(table, row, 'content_type_id') ?? '') ?? '';
    const links = tags.get(type) ?? new LinkIndex();
    tags.set(type, links);
    links.add(Number(cellOf(table, row, 'object_id')), Number(cellOf(table, row, 'tag_id')));
  });
  return tags;
};

const readCustomFields = async (dump: Dump, tables: ReadonlyMap<string, DumpTable>, typeOf: Catalog['typeOf']) => {
  const types = tables.get('extras_customfield_object_types') ?? tables.get('extras_customfield_content_types');
  const links = await readLinks(dump, types, 'customfield_id');
  const fields = new Map<string, Map<string, SourceCustomField>>();
  await eachRow(dump, tables.get('extras_customfield'), (row, table) => {
    const type = cellOf(table, row, 'type') ?? '';
    const related = cellOf(table, row, 'related_object_type_id') ?? cellOf(table, row, 'object_type_id');
    const field = {
      isObject: type.endsWith('object'),
      isList: type === 'multiobject',
      related: related === null ? null : typeOf(related),
    };
    for (const target of links.of(Number(cellOf(table, row, 'id')))) {
      const owner = typeOf(String(target)) ?? '';
      fields.set(
        owner,
        (fields.get(owner) ?? new Map<string, SourceCustomField>()).set(cellOf(table, row, 'name') ?? '', field),
      );
    }
  });
  return fields;
};

const readMigrations = async (dump: Dump, table: DumpTable | undefined): Promise<Set<string>> => {
  const names = new Set<string>();
  await eachRow(dump, table, (row, own) => {
    names.add(`${cellOf(own, row, 'app') ?? ''}.${cellOf(own, row, 'name') ?? ''}`);
  });
  return names;
};

/** Reads what all tables refer to; null when the dump is not of NetBox. */
export const readCatalog = async (dump: Dump): Promise<Catalog | null> => {
  const schema = schemaOf(dump);
  const tables = new Map(
    dump.tables.flatMap((table) => (table.schema === schema ? [[table.name, table] as const] : [])),
  );
  if (schema === null || !tables.has('dcim_site')) return null;
  const types = await readTypes(dump, tables);
  const typeOf = (id: string): string | null => types.get(id) ?? null;
  return {
    dump,
    tables,
    typeOf,
    customFields: await readCustomFields(dump, tables, typeOf),
    tags: await readTags(dump, tables, typeOf),
    migrations: await readMigrations(dump, tables.get('django_migrations')),
  };
};

/** Our name of a content type; types of plugins keep their own. */
export const typeNameOf = (type: string): string => ENTITY_BY_TYPE.get(type) ?? type;

/** Empty values leave nothing to keep. */
export const isEmptyText = (text: string | null): boolean =>
  text === null || text === '' || text === '{}' || text === '[]' || text === 'null';
