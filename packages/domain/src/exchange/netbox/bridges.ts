import type { Registry, SourceRow } from '@plumbline/engine';
import type { Catalog } from './catalog.ts';
import { filterOfQuery } from './query-filter.ts';

/** Reads a column of a row by its name; null when the table has none. */
export type Cells = (column: string) => string | null;

/** Files of scripts, which event rules named in place of the script until NetBox 3.7. */
export const MODULE_TYPE = 'extras.scriptmodule';

/** Id of a script that a dump names by its file and name alone. */
export const scriptId = (module: string, name: string): string => `${module}:${name}`;

/** Name of the script that an event rule starts, from its parameters. Source: NetBox 4.0, extras.0109. */
export const scriptName = (parameters: string | null): string | null => {
  const value = parameters === null ? null : (JSON.parse(parameters) as unknown);
  const name = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['script_name'] : null;
  return typeof name === 'string' && name !== '' ? name : null;
};

const eventRule = (cells: Cells, row: SourceRow): SourceRow => {
  const action = row.refs['actionObject'];
  const name = action?.type === MODULE_TYPE ? scriptName(cells('action_parameters')) : null;
  if (!action || name === null) return row;
  return {
    ...row,
    refs: { ...row.refs, actionObject: { ...action, type: 'extras.script', id: scriptId(action.id, name) } },
  };
};

type Bridge = (cells: Cells, row: SourceRow, registry: Registry) => SourceRow;

/** Which objects a field takes is a query of NetBox's API there, and a filter here. */
const customField: Bridge = (cells, row, registry) => {
  const query = row.values['relatedObjectFilter'] ?? null;
  if (typeof query !== 'object' || query === null) return row;
  const model = registry.find(String(row.values['relatedObjectType']));
  const relatedObjectFilter = model ? filterOfQuery(registry, model, query as Readonly<Record<string, unknown>>) : null;
  const values = { ...row.values, relatedObjectFilter };
  if (relatedObjectFilter !== null || Object.keys(query).length === 0) return { ...row, values };
  return { ...row, values, rest: { ...row.rest, related_object_filter: cells('related_object_filter') } };
};

const BRIDGES: Readonly<Record<string, Bridge>> = {
  'extras.customfield': customField,
  'extras.eventrule': eventRule,
};

/** Makes of a row what the product or a newer NetBox would have, where columns alone don't tell; null for most types. */
export const bridgeOf = (type: string): Bridge | null => BRIDGES[type] ?? null;

/** Schema change that turned GB into MB; its number differs between builds. */
const DISK_SIZES = /^virtualization\.\d+_convert_disk_size$/;

/** Columns that NetBox 4.1 dropped, and those it brought, for dumps that name no schema changes. */
const DROPPED = [
  ['ipam_vlangroup', 'min_vid'],
  ['extras_eventrule', 'type_create'],
  ['extras_objectchange', 'id'],
] as const;

/** Table that NetBox 4.2 brought. */
const LATER = 'dcim_macaddress';

/** Whether a dump is of a NetBox before 4.1. */
export const isBefore41 = ({ migrations, tables }: Catalog): boolean => {
  if (tables.has(LATER)) return false;
  if (migrations.size > 0) return ![...migrations].some((name) => DISK_SIZES.test(name));
  return DROPPED.some(([table, column]) => tables.get(table)?.columns.includes(column));
};
