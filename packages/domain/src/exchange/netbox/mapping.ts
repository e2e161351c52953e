import { snakeCase } from '@plumbline/kit';

/** Where an entity departs from the rule that a field's column is its name in snake case. */
export interface EntityMapping {
  /** Older names of the table. */
  readonly olderTables?: readonly string[];
  /** Columns by field, newest first; the first that the dump has is read. */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  /** Derived fields whose stored value the import brings all the same. */
  readonly keeps?: readonly string[];
  /** Fields that hold a type name and come from a content type's id. */
  readonly typeColumns?: Readonly<Record<string, readonly string[]>>;
  /** Fields that hold a list of type names and come from a join table. */
  readonly typeLists?: Readonly<Record<string, readonly string[]>>;
  /** Join tables of to-many fields, where the name differs; newest first. */
  readonly linkTables?: Readonly<Record<string, string | readonly string[]>>;
  /** To-many fields that were a plain reference before: its column. */
  readonly olderLinks?: Readonly<Record<string, string>>;
  /** References to rows that were columns of this table before: column, and type and id prefix of the row it became. */
  readonly olderRefs?: Readonly<
    Record<string, { readonly column: string; readonly type: string; readonly prefix: string }>
  >;
  /** Columns that name the object an attached row belongs to, type and id; newest first. */
  readonly object?: readonly (readonly [type: string, id: string])[];
  /** Numbers that had another unit before NetBox 4.1, by the factor. */
  readonly olderUnits?: Readonly<Record<string, number>>;
  /** Values of choices that have another name since. */
  readonly olderValues?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Lists that were yes/no columns before: what each of them puts in. */
  readonly olderFlags?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Columns of exclusive arcs, type and id, where they are not called after the field. */
  readonly arcs?: Readonly<Record<string, readonly [type: string, id: string]>>;
  /** Exclusive arcs that were plain references before: type by column. */
  readonly olderArcs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Whole number ranges that were two columns before. */
  readonly olderRanges?: Readonly<Record<string, readonly [first: string, last: string]>>;
  /** References to files of the file store, by the column that holds their path. */
  readonly files?: Readonly<Record<string, string>>;
  /** References to files whose bytes stand in a column. */
  readonly heldFiles?: Readonly<Record<string, string>>;
  /** Columns whose content is imported as rows of another entity. */
  readonly elsewhere?: readonly string[];
  /** Rows that exist are never changed by an import. */
  readonly createOnly?: true;
}

const OBJECT = [
  ['object_type_id', 'object_id'],
  ['content_type_id', 'object_id'],
] as const;

/** Types a thing is for: a join table with content types, called otherwise before NetBox 4.0. */
const typeLists = (model: string): Readonly<Record<string, readonly string[]>> => ({
  objectTypes: [`extras_${model}_object_types`, `extras_${model}_content_types`],
});

/** Disks were counted in GB before NetBox 4.1. */
const MEGABYTES = 1000;

/** Departures by entity; an entity without any has no entry. */
export const MAPPINGS: Readonly<Record<string, EntityMapping>> = {
  'circuits.CircuitGroupAssignment': { olderArcs: { member: { circuit_id: 'circuits.circuit' } } },
  'circuits.CircuitTermination': {
    olderArcs: { termination: { site_id: 'dcim.site', provider_network_id: 'circuits.providernetwork' } },
  },
  'core.DataFile': { heldFiles: { content: 'data' } },
  'core.ChangeRecord': { olderTables: ['extras_objectchange'] },
  'dcim.Interface': {
    olderRefs: { primaryMacAddress: { column: 'mac_address', type: 'dcim.macaddress', prefix: 'interface:' } },
  },
  'dcim.Rack': { columns: { formFactor: ['form_factor', 'type'] } },
  'extras.Bookmark': { object: OBJECT },
  'extras.CustomLink': {
    typeLists: typeLists('customlink'),
    olderValues: { buttonClass: { 'outline-dark': 'default' } },
  },
  'extras.EventRule': {
    typeLists: typeLists('eventrule'),
    elsewhere: ['action_parameters'],
    olderFlags: {
      eventTypes: {
        type_create: ['object_created'],
        type_update: ['object_updated'],
        type_delete: ['object_deleted'],
        type_job_start: ['job_started'],
        type_job_end: ['job_completed', 'job_errored', 'job_failed'],
      },
    },
  },
  'extras.ExportTemplate': { typeLists: typeLists('exporttemplate') },
  'extras.ImageAttachment': {
    object: OBJECT,
    columns: { imagePath: ['image'] },
    keeps: ['imagePath'],
    files: { image: 'image' },
  },
  'extras.JournalEntry': {
    object: [['assigned_object_type_id', 'assigned_object_id']],
    columns: { author: ['created_by_id'] },
  },
  'extras.Notification': { object: OBJECT },
  'extras.ObjectSubscription': { object: OBJECT },
  'extras.SavedFilter': { typeLists: typeLists('savedfilter') },
  'extras.TableConfig': { typeColumns: { objectType: ['object_type_id'] } },
  'ipam.Service': {
    arcs: { parent: ['parent_object_type_id', 'parent_object_id'] },
    olderArcs: {
      parent: { device_id: 'dcim.device', virtual_machine_id: 'virtualization.virtualmachine' },
    },
  },
  'tenancy.Contact': { olderLinks: { groups: 'group_id' } },
  'tenancy.ContactAssignment': { object: OBJECT },
  'users.ApiToken': { keeps: ['lastUsed'], createOnly: true },
  'users.Group': { olderTables: ['auth_group'], linkTables: { users: ['users_user_groups', 'auth_user_groups'] } },
  'users.ObjectPermission': {
    linkTables: {
      groups: ['users_group_object_permissions', 'users_objectpermission_groups'],
      users: ['users_user_object_permissions', 'users_objectpermission_users'],
    },
    typeLists: { objectTypes: ['users_objectpermission_object_types'] },
  },
  'virtualization.Cluster': { olderArcs: { scope: { site_id: 'dcim.site' } } },
  'virtualization.VirtualDisk': { olderUnits: { size: MEGABYTES } },
  'virtualization.VirtualMachine': { olderUnits: { disk: MEGABYTES } },
  'virtualization.VmInterface': {
    olderRefs: { primaryMacAddress: { column: 'mac_address', type: 'dcim.macaddress', prefix: 'vminterface:' } },
  },
  'vpn.IkePolicy': { columns: { ikeVersion: ['version'] } },
  'dcim.Cable': {
    elsewhere: ['termination_a_type_id', 'termination_a_id', 'termination_b_type_id', 'termination_b_id'],
  },
  'dcim.CableTermination': { keeps: ['connector', 'positions'] },
  'dcim.Device': { columns: { role: ['role_id', 'device_role_id'] } },
  'dcim.DeviceType': { files: { frontImage: 'front_image', rearImage: 'rear_image' } },
  'dcim.FrontPort': { elsewhere: ['rear_port_id', 'rear_port_position'] },
  'dcim.FrontPortTemplate': { elsewhere: ['rear_port_id', 'rear_port_position'] },
  'extras.ConfigContext': { linkTables: { withTags: 'extras_configcontext_tags' } },
  'extras.CustomField': {
    typeColumns: { relatedObjectType: ['related_object_type_id', 'object_type_id'] },
    typeLists: { objectTypes: ['extras_customfield_object_types', 'extras_customfield_content_types'] },
  },
  'extras.ScriptModule': { olderTables: ['core_managedfile'] },
  'extras.Tag': { typeLists: { objectTypes: ['extras_tag_object_types'] } },
  'ipam.Prefix': { olderArcs: { scope: { site_id: 'dcim.site' } } },
  'ipam.VlanGroup': {
    olderArcs: { scope: { site_id: 'dcim.site' } },
    olderRanges: { vidRanges: ['min_vid', 'max_vid'] },
  },
  'users.User': {
    olderTables: ['auth_user'],
    columns: { created: ['created', 'date_joined'] },
    keeps: ['lastLogin'],
    createOnly: true,
  },
};

/** Entities whose rows administrators bring. */
export const ADMINISTRATORS_BRING: ReadonlySet<string> = new Set(['users.ApiToken']);

/** Entities whose rows can't be taken over as those of others are, with the reason. */
export const NOT_TAKEN: Readonly<Record<string, string>> = {
  'core.ConfigRevision': 'The version that holds became settings; all of them are kept encrypted.',
  'users.ApiToken': 'Only administrators bring tokens; the rows are kept encrypted.',
  'core.ChangeRecord': 'Only administrators bring history; the rows are kept encrypted.',
  'core.Job': 'Only administrators bring history; the rows are kept encrypted.',
};

/** Tables of the framework that hold nothing of the network, with what takes their place. */
export const BOOKKEEPING: Readonly<Record<string, string>> = {
  auth_permission: 'Rights of the framework, made from its code.',
  core_autosyncrecord: 'Which rows follow which file; the rows say so themselves.',
  core_objecttype: 'List of types, made from the code.',
  dcim_cablepath: 'Traced paths, worked out from the cables.',
  django_admin_log: "Log of the framework's own admin pages.",
  django_content_type: 'Numbers of types, used to read the other tables.',
  django_migrations: 'Schema versions of the source.',
  django_session: 'Signed-in browsers of the source.',
  extras_cachedvalue: 'Search index, built anew.',
  thumbnail_kvstore: 'Cached pictures.',
};

/** Columns of an exclusive arc of an entity, type and id. */
export const arcColumns = (entity: string, field: string): readonly [type: string, id: string] =>
  MAPPINGS[entity]?.arcs?.[field] ?? [`${snakeCase(field)}_type_id`, `${snakeCase(field)}_id`];

/** Columns that NetBox works out from others, such as cached places, counters and tree positions. */
export const isDerivedColumn = (column: string): boolean =>
  column.startsWith('_') || /^(lft|rght|tree_id|level)$/.test(column) || column.endsWith('_count');
