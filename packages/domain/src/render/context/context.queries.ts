import type { GraphSession, GraphSql } from '@plumbline/engine';
import type { ContextLayer } from '../../extras/config-context/merge.ts';
import { parseOrdered, type OrderedObject } from '../../extras/config-context/ordered-json.ts';
import { CRITERIA, type Answers, type Criterion } from './criteria.ts';

/** A device as config contexts see it, with the templates it may be rendered with. */
export interface ContextDevice {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  /** Templates that it, its role and its platform name, nearest first. */
  readonly templateIds: readonly string[];
  readonly answers: Answers;
  /** The device's own data, which win over all contexts. */
  readonly local: OrderedObject | null;
}

/** A context with what it needs to be matched; its data are read when it applies to something. */
export interface StoredContext extends ContextLayer {
  readonly criteria: Answers;
  /** `data` as stored. */
  readonly text: string | null;
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

/** What criteria name, as one text per context of `criterion id` pairs; one walk over each table of links. */
const contextsSql = ({ visible, organizationId }: GraphSql): string => {
  const links = CRITERIA.map(
    (name, at) =>
      `SELECT l.source_id, '${at} ' || l.target_id AS named FROM ${LINKS[name]} l WHERE l.organization_id = ${organizationId}`,
  );
  return `SELECT c.id, c.name, c.weight, c.data, n.named FROM extras_config_context c
    LEFT JOIN (SELECT source_id, string_agg(named, ',') AS named FROM (${links.join(' UNION ALL ')}) a GROUP BY 1) n ON n.source_id = c.id
    WHERE c.is_active AND ${visible('extras.ConfigContext', 'c')}`;
};

/** A column of the row that a key of the device names. Many joins would take longer to plan than to run. */
const at = (table: string, key: string, column: string): string =>
  `(SELECT r.${column} FROM ${table} r WHERE r.organization_id = d.organization_id AND r.id = d.${key})`;

const ofSite = (table: string, key: string): string =>
  `(SELECT r.tree_path FROM dcim_site s JOIN ${table} r ON r.organization_id = s.organization_id AND r.id = s.${key} WHERE s.organization_id = d.organization_id AND s.id = d.site_id)`;

/** What a tree or reference of the device answers: a path of ids, root first, or one id. */
const ANSWERS: Readonly<Record<Criterion, string>> = {
  regions: ofSite('dcim_region', 'region_id'),
  siteGroups: ofSite('dcim_site_group', 'group_id'),
  sites: 'd.site_id',
  locations: at('dcim_location', 'location_id', 'tree_path'),
  deviceTypes: 'd.device_type_id',
  roles: at('dcim_device_role', 'role_id', 'tree_path'),
  platforms: at('dcim_platform', 'platform_id', 'tree_path'),
  tenantGroups: at('tenancy_tenant', 'tenant_id', 'group_id'),
  tenants: 'd.tenant_id',
  withTags: `(SELECT array_agg(g.tag_id) FROM extras_tagged_item g WHERE g.organization_id = d.organization_id AND g.object_type = 'dcim.Device' AND g.object_id = d.id)`,
};

const TEMPLATES = [
  'd.config_template_id',
  at('dcim_device_role', 'role_id', 'config_template_id'),
  at('dcim_platform', 'platform_id', 'config_template_id'),
];

const devicesSql = ({ visible, isOneOf }: GraphSql, ids: readonly string[]): string => {
  const columns = [...TEMPLATES, 'd.local_context_data', ...CRITERIA.map((name) => ANSWERS[name])];
  return `SELECT d.id, d.number, coalesce(d.name, 'device ' || d.number), ${columns.join(', ')}
    FROM dcim_device d WHERE ${visible('dcim.Device', 'd')} AND ${isOneOf('d.id', ids)}`;
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

/** Ids by criterion of a text of `criterion id` pairs. */
const criteriaOf = (named: string | null | undefined): Answers => {
  const found = Object.fromEntries(CRITERIA.map((name): [string, string[]] => [name, []])) as Record<
    Criterion,
    string[]
  >;
  for (const pair of named?.split(',') ?? []) {
    const [at = '', id = ''] = pair.split(' ');
    const name = CRITERIA[Number(at)];
    if (name !== undefined) found[name].push(id);
  }
  return found;
};

class LazyContext implements StoredContext {
  readonly criteria: Answers;
  #data: OrderedObject | null = null;

  constructor(
    readonly id: string,
    readonly name: string,
    readonly weight: number,
    readonly text: string | null,
    named: string | null,
  ) {
    this.criteria = criteriaOf(named);
  }

  get data(): OrderedObject {
    this.#data ??= objectOf(this.text) ?? new Map();
    return this.#data;
  }
}

/** Active contexts the caller may see, with their criteria; one statement. */
export const readContexts = async (session: GraphSession): Promise<StoredContext[]> => {
  const rows = await session.select(contextsSql);
  return rows.map(
    ([id, name, weight, data, named]) =>
      new LazyContext(id ?? '', name ?? '', Number(weight), data ?? null, named ?? null),
  );
};

/** Devices the caller may see, as contexts match them; one statement. Criteria hold whether or not their rows are visible. */
export const readContextDevices = async (session: GraphSession, ids: readonly string[]): Promise<ContextDevice[]> => {
  const rows = await session.select((sql) => devicesSql(sql, ids));
  return rows.map(([id, number, name, own, ofRole, ofPlatform, local, ...answers]) => ({
    id: id ?? '',
    number: Number(number),
    name: name ?? '',
    templateIds: [own, ofRole, ofPlatform].filter((each) => each !== null && each !== undefined),
    local: objectOf(local),
    answers: answersOf(answers),
  }));
};
