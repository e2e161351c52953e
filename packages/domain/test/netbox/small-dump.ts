import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Rows of one table, each by column; the first row's columns are the table's. */
export type Rows = readonly Readonly<Record<string, string | number | null>>[];

const STAMP = '2024-02-03 04:05:06.789012+00';

const cell = (value: string | number | null | undefined): string =>
  value === null || value === undefined
    ? '\\N'
    : String(value).replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n');

const blockOf = (table: string, rows: Rows): string => {
  const columns = Object.keys(rows[0] ?? { id: 0 });
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join('\t'));
  return `COPY public.${table} (${columns.map((column) => `"${column}"`).join(', ')}) FROM stdin;\n${lines.map((line) => `${line}\n`).join('')}\\.\n\n`;
};

/** Content types by number, as `types` in `dumpOf` lists them. */
const TYPES = [
  'dcim.site',
  'dcim.device',
  'dcim.interface',
  'dcim.frontport',
  'dcim.rearport',
  'dcim.region',
  'ipam.ipaddress',
  'ipam.prefix',
  'tenancy.tenant',
  'dcim.cable',
  'circuits.circuit',
  'circuits.circuittermination',
  'acme.widget',
  'dcim.location',
  'dcim.rack',
  'extras.script',
  'extras.webhook',
  'virtualization.virtualmachine',
  'virtualization.vminterface',
  'virtualization.cluster',
  'ipam.vlangroup',
  'circuits.providernetwork',
  'tenancy.contact',
  'auth.user',
  'users.user',
  'extras.scriptmodule',
] as const;

/** Number of a content type in a small dump. */
export const typeId = (type: (typeof TYPES)[number]): number => TYPES.indexOf(type) + 101;

const folders: string[] = [];

/** Removes all dumps that were written. */
export const removeDumps = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
};

/** Writes a dump with the tables given, and with those every NetBox has; gives the file's name. */
export const writeDump = (tables: Readonly<Record<string, Rows>>): string => {
  const types = TYPES.map((type) => ({
    id: typeId(type),
    app_label: type.split('.')[0] ?? '',
    model: type.split('.')[1] ?? '',
  }));
  const blocks = Object.entries({ django_content_type: types, dcim_site: [], ...tables });
  const head = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\n";
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-dump-'));
  folders.push(folder);
  const file = join(folder, 'dump.sql');
  writeFileSync(
    file,
    `${head}${blocks.map(([table, rows]) => blockOf(table, rows)).join('')}--\n-- PostgreSQL database dump complete\n--\n`,
  );
  return file;
};

/** A row with the columns all of NetBox's own objects share. */
export const row = (id: number, values: Readonly<Record<string, string | number | null>>): Rows[number] => ({
  id,
  created: STAMP,
  last_updated: STAMP,
  ...values,
});

/** A row with name, slug and description. */
export const named = (
  id: number,
  name: string,
  values: Readonly<Record<string, string | number | null>> = {},
): Rows[number] =>
  row(id, { name, slug: name.toLowerCase().replaceAll(' ', '-'), description: '', custom_field_data: '{}', ...values });
