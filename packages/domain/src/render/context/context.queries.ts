import type { GraphSession, GraphSql } from '@plumbline/engine';
import type { ContextLayer } from '../../extras/config-context/merge.ts';
import { parseOrdered, type OrderedObject } from '../../extras/config-context/ordered-json.ts';
import { DEVICE, MACHINE, type Subject } from '../subject.ts';
import { CRITERIA, type Answers, type Criterion } from './criteria.ts';

/** A device or virtual machine as config contexts see it, with the templates it may be rendered with. */
export interface ContextSubject {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  /** Templates that it, its role and its platform name, nearest first. */
  readonly templateIds: readonly string[];
  readonly answers: Answers;
  /** Its own data, which win over all contexts. */
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
  clusterTypes: 'extras_config_context_cluster_types',
  clusterGroups: 'extras_config_context_cluster_groups',
  clusters: 'extras_config_context_clusters',
  tenantGroups: 'extras_config_context_tenant_groups',
  tenants: 'extras_config_context_tenants',
  withTags: 'extras_config_context_with_tags',
};

/** Whose contexts are merged: those the caller may see, or for texts that are rendered all of the organization. */
export type ContextReach = 'seen' | 'all';

/** What criteria name, as one text per context of `criterion id` pairs; one walk over each table of links. */
const contextsSql = ({ visible, organizationId }: GraphSql, reach: ContextReach): string => {
  const links = CRITERIA.map(
    (name, at) =>
      `SELECT l.source_id, '${at} ' || l.target_id AS named FROM ${LINKS[name]} l WHERE l.organization_id = ${organizationId}`,
  );
  return `SELECT c.id, c.name, c.weight, c.data, n.named FROM extras_config_context c
    LEFT JOIN (SELECT source_id, string_agg(named, ',') AS named FROM (${links.join(' UNION ALL ')}) a GROUP BY 1) n ON n.source_id = c.id
    WHERE c.is_active AND ${reach === 'all' ? `c.organization_id = ${organizationId}` : visible('extras.ConfigContext', 'c')}`;
};

/** A column of the row that a key of the subject names. Many joins would take longer to plan than to run. */
const at = (table: string, key: string, column: string): string =>
  `(SELECT r.${column} FROM ${table} r WHERE r.organization_id = d.organization_id AND r.id = d.${key})`;

const ofSite = (site: string, table: string, key: string): string =>
  `(SELECT r.tree_path FROM dcim_site s JOIN ${table} r ON r.organization_id = s.organization_id AND r.id = s.${key} WHERE s.organization_id = d.organization_id AND s.id = ${site})`;

const tagsOf = ({ type }: Subject): string =>
  `(SELECT array_agg(g.tag_id) FROM extras_tagged_item g WHERE g.organization_id = d.organization_id AND g.object_type = '${type}' AND g.object_id = d.id)`;

/** What devices and virtual machines answer alike: a path of ids, root first, or one id. */
const answersSql = (subject: Subject, site: string): Omit<Record<Criterion, string>, 'locations' | 'deviceTypes'> => ({
  regions: ofSite(site, 'dcim_region', 'region_id'),
  siteGroups: ofSite(site, 'dcim_site_group', 'group_id'),
  sites: site,
  roles: at('dcim_device_role', 'role_id', 'tree_path'),
  platforms: at('dcim_platform', 'platform_id', 'tree_path'),
  clusterTypes: at('virtualization_cluster', 'cluster_id', 'type_id'),
  clusterGroups: at('virtualization_cluster', 'cluster_id', 'group_id'),
  clusters: 'd.cluster_id',
  tenantGroups: at('tenancy_tenant', 'tenant_id', 'group_id'),
  tenants: 'd.tenant_id',
  withTags: tagsOf(subject),
});

interface SubjectSource {
  readonly table: string;
  readonly name: string;
  readonly answers: Readonly<Record<Criterion, string>>;
}

/** A machine is at its own site, else at its cluster's; places and types that only devices have, no machine has. */
const SOURCES: Readonly<Record<Subject['type'], SubjectSource>> = {
  'dcim.Device': {
    table: 'dcim_device',
    name: `coalesce(d.name, 'device ' || d.number)`,
    answers: {
      ...answersSql(DEVICE, 'd.site_id'),
      locations: at('dcim_location', 'location_id', 'tree_path'),
      deviceTypes: 'd.device_type_id',
    },
  },
  'virtualization.VirtualMachine': {
    table: 'virtualization_virtual_machine',
    name: 'd.name',
    answers: {
      ...answersSql(MACHINE, `coalesce(d.site_id, ${at('virtualization_cluster', 'cluster_id', 'site_id')})`),
      locations: 'NULL::uuid[]',
      deviceTypes: 'NULL::uuid',
    },
  },
};

const TEMPLATES = [
  'd.config_template_id',
  at('dcim_device_role', 'role_id', 'config_template_id'),
  at('dcim_platform', 'platform_id', 'config_template_id'),
];

const subjectsSql = ({ visible, isOneOf }: GraphSql, { type }: Subject, ids: readonly string[]): string => {
  const { table, name, answers } = SOURCES[type];
  const columns = [name, ...TEMPLATES, 'd.local_context_data', ...CRITERIA.map((criterion) => answers[criterion])];
  return `SELECT d.id, d.number, ${columns.join(', ')} FROM ${table} d WHERE ${visible(type, 'd')} AND ${isOneOf('d.id', ids)}`;
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

/** Active contexts with their criteria, whether or not rows that these name are visible; one statement. */
export const readContexts = async (session: GraphSession, reach: ContextReach): Promise<StoredContext[]> => {
  const rows = await session.select((sql) => contextsSql(sql, reach));
  return rows.map(
    ([id, name, weight, data, named]) =>
      new LazyContext(id ?? '', name ?? '', Number(weight), data ?? null, named ?? null),
  );
};

/**
 * Rows of these types that the caller may see, as contexts match them; one statement.
 *
 * Criteria hold whether or not their rows are visible.
 */
export const readContextSubjects = async (
  session: GraphSession,
  subjects: readonly Subject[],
  ids: readonly string[],
): Promise<ContextSubject[]> => {
  const rows = await session.select((sql) => subjects.map((each) => subjectsSql(sql, each, ids)).join(' UNION ALL '));
  return rows.map(([id, number, name, own, ofRole, ofPlatform, local, ...answers]) => ({
    id: id ?? '',
    number: Number(number),
    name: name ?? '',
    templateIds: [own, ofRole, ofPlatform].filter((each) => each !== null && each !== undefined),
    local: objectOf(local),
    answers: answersOf(answers),
  }));
};
