import type { GraphSession, GraphSql } from '@plumbline/engine';
import type { ContextLayer } from '../../extras/config-context/merge.ts';
import { parseOrdered, type OrderedObject } from '../../extras/config-context/ordered-json.ts';
import { CRITERIA, type Answers, type Criterion } from './criteria.ts';

/** A device as config contexts see it. */
export interface ContextDevice {
  readonly id: string;
  readonly answers: Answers;
  /** The device's own data, which win over all contexts. */
  readonly local: OrderedObject | null;
}

/** A context with what it needs to be matched. */
export interface StoredContext extends ContextLayer {
  readonly criteria: Answers;
}

const LINKS: Readonly<Record<Criterion, string>> = {
  regions: 'extras_config_context_regions',
  siteGroups: 'extras_config_context_site_groups',
  sites: 'extras_config_context_sites',
  locations: 'extras_config_context_locations',
  deviceTypes: 'extras_config_context_device_types',
  roles: 'extras_config_context_roles',
  platforms: 'extras_config_context_platforms',
  tenantGroups: 'extras_config_context_tenant_groups',
  tenants: 'extras_config_context_tenants',
  withTags: 'extras_config_context_with_tags',
};

const contextsSql = ({ visible, organizationId }: GraphSql): string => {
  const lists = CRITERIA.map(
    (name) =>
      `(SELECT string_agg(l.target_id::text, ',') FROM ${LINKS[name]} l WHERE l.organization_id = ${organizationId} AND l.source_id = c.id)`,
  );
  return `SELECT c.id, c.name, c.weight, c.data, ${lists.join(', ')} FROM extras_config_context c WHERE c.is_active AND ${visible('extras.ConfigContext', 'c')}`;
};

/** What a tree or reference of the device answers: a path of ids, root first, or one id. */
const ANSWERS: Readonly<Record<Criterion, string>> = {
  regions: 'region.tree_path',
  siteGroups: 'site_group.tree_path',
  sites: 'd.site_id',
  locations: 'location.tree_path',
  deviceTypes: 'd.device_type_id',
  roles: 'role.tree_path',
  platforms: 'platform.tree_path',
  tenantGroups: 'tenant.group_id',
  tenants: 'd.tenant_id',
  withTags: `(SELECT array_agg(g.tag_id) FROM extras_tagged_item g WHERE g.organization_id = d.organization_id AND g.object_type = 'dcim.Device' AND g.object_id = d.id)`,
};

const JOINS: readonly (readonly [table: string, alias: string, key: string])[] = [
  ['dcim_site', 'site', 'd.site_id'],
  ['dcim_region', 'region', 'site.region_id'],
  ['dcim_site_group', 'site_group', 'site.group_id'],
  ['dcim_location', 'location', 'd.location_id'],
  ['dcim_device_role', 'role', 'd.role_id'],
  ['dcim_platform', 'platform', 'd.platform_id'],
  ['tenancy_tenant', 'tenant', 'd.tenant_id'],
];

const devicesSql = ({ add, visible }: GraphSql, ids: readonly string[]): string => {
  const joins = JOINS.map(
    ([table, alias, key]) =>
      ` LEFT JOIN ${table} ${alias} ON ${alias}.organization_id = d.organization_id AND ${alias}.id = ${key}`,
  );
  const columns = CRITERIA.map((name) => ANSWERS[name]).join(', ');
  return `SELECT d.id, d.local_context_data, ${columns} FROM dcim_device d${joins.join('')} WHERE ${visible('dcim.Device', 'd')} AND d.id = ANY(${add(`{${ids.join(',')}}`, 'uuid[]')})`;
};

/** Ids of an array literal or of a list without braces. */
const idsOf = (text: string | null | undefined): readonly string[] =>
  text === null || text === undefined || text === '' || text === '{}' ? [] : text.replaceAll(/[{}]/g, '').split(',');

const answersOf = (texts: readonly (string | null | undefined)[]): Answers =>
  Object.fromEntries(CRITERIA.map((name, i) => [name, idsOf(texts[i])])) as Answers;

const objectOf = (text: string | null | undefined): OrderedObject | null => {
  const value = text === null || text === undefined ? null : parseOrdered(text);
  return value instanceof Map ? (value as OrderedObject) : null;
};

/** Active contexts the caller may see, with their criteria; one statement. */
export const readContexts = async (session: GraphSession): Promise<StoredContext[]> => {
  const rows = await session.select(contextsSql);
  return rows.map(([id, name, weight, data, ...criteria]) => ({
    id: id ?? '',
    name: name ?? '',
    weight: Number(weight),
    data: objectOf(data) ?? new Map(),
    criteria: answersOf(criteria),
  }));
};

/** Devices the caller may see, as contexts match them; one statement. Criteria hold whether or not their rows are visible. */
export const readContextDevices = async (session: GraphSession, ids: readonly string[]): Promise<ContextDevice[]> => {
  const rows = await session.select((sql) => devicesSql(sql, ids));
  return rows.map(([id, local, ...answers]) => ({
    id: id ?? '',
    local: objectOf(local),
    answers: answersOf(answers),
  }));
};
