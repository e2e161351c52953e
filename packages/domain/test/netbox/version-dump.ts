import { named, row, typeId, type Rows } from './small-dump.ts';

/** Releases of NetBox whose tables differ, as numbers that compare. */
export const VERSIONS = [3.7, 4, 4.1, 4.2, 4.5] as const;

/** One of the releases. */
export type Version = (typeof VERSIONS)[number];

type Values = Readonly<Record<string, string | number | null>>;

const CUSTOM = { custom_field_data: '{}' };

/** Schema changes that a dump of the release names, of those that matter. */
const migrations = (version: Version): Rows => [
  { id: 1, app: 'virtualization', name: '0001_squashed_0022' },
  ...(version >= 4.1 ? [{ id: 2, app: 'virtualization', name: '0040_convert_disk_size' }] : []),
];

const users = (version: Version): Record<string, Rows> => {
  const account = {
    id: 1,
    username: 'ann',
    password: `pbkdf2_sha256$600000$salt$${'A'.repeat(43)}=`,
    is_superuser: 'f',
    first_name: 'Ann',
    last_name: '',
    email: '',
    is_active: 't',
    date_joined: '2020-01-02 03:04:05+00',
    last_login: null,
  };
  const permission = {
    id: 1,
    name: 'Sites',
    description: '',
    enabled: 't',
    actions: '{view,change}',
    constraints: '{"status": "active"}',
  };
  const isOwn = version >= 4;
  const far = version >= 4 && version < 4.5 ? 'objecttype_id' : 'contenttype_id';
  return {
    [isOwn ? 'users_user' : 'auth_user']: [account],
    [isOwn ? 'users_group' : 'auth_group']: [{ id: 3, name: 'Network', ...(isOwn && { description: '' }) }],
    [isOwn ? 'users_user_groups' : 'auth_user_groups']: [{ id: 1, user_id: 1, group_id: 3 }],
    users_objectpermission: [permission],
    users_objectpermission_object_types: [
      { id: 1, objectpermission_id: 1, [far]: typeId('dcim.site') },
      { id: 2, objectpermission_id: 1, [far]: typeId(isOwn ? 'users.user' : 'auth.user') },
    ],
    ...(isOwn
      ? {
          users_group_object_permissions: [{ id: 1, group_id: 3, objectpermission_id: 1 }],
          users_user_object_permissions: [{ id: 1, user_id: 1, objectpermission_id: 1 }],
        }
      : {
          users_objectpermission_groups: [{ id: 1, objectpermission_id: 1, group_id: 3 }],
          users_objectpermission_users: [{ id: 1, objectpermission_id: 1, user_id: 1 }],
        }),
    users_userconfig: [
      { id: 1, data: '{"tables": {"SiteTable": {"columns": ["name"], "ordering": ["-name"]}}}', user_id: 1 },
    ],
    users_token: [
      {
        id: 1,
        created: '2023-05-01 10:00:00+00',
        expires: null,
        last_used: null,
        write_enabled: 't',
        description: '',
        allowed_ips: null,
        user_id: 1,
        ...(version >= 4.5
          ? { version: 1, enabled: 't', plaintext: 'f'.repeat(40), key: null, pepper_id: null, hmac_digest: null }
          : { key: 'f'.repeat(40) }),
      },
    ],
  };
};

const device = (version: Version): Record<string, Rows> => {
  const port = { device_id: 1, label: '', description: '', type: '8p8c', color: '', mark_connected: 'f', ...CUSTOM };
  const mac = version >= 4.2;
  return {
    dcim_manufacturer: [named(3, 'Maker')],
    dcim_devicerole: [
      named(4, 'Router', { color: '00aaff', vm_role: 't', ...(version >= 4.5 && { parent_id: null }) }),
    ],
    dcim_devicetype: [
      row(5, {
        model: 'M1',
        slug: 'm1',
        manufacturer_id: 3,
        u_height: '1.0',
        is_full_depth: 't',
        part_number: '',
        // blank until NetBox 4.1, empty since
        airflow: mac ? null : '',
        subdevice_role: mac ? null : '',
        ...CUSTOM,
      }),
    ],
    dcim_device: [
      row(1, {
        name: 'd1',
        device_type_id: 5,
        role_id: 4,
        site_id: 7,
        status: 'active',
        face: mac ? null : '',
        ...CUSTOM,
      }),
    ],
    dcim_interface: [
      row(40, {
        name: 'eth0',
        device_id: 1,
        type: '1000base-t',
        enabled: 't',
        mgmt_only: 'f',
        mark_connected: 'f',
        mode: mac ? null : '',
        ...(mac ? { primary_mac_address_id: 9 } : { mac_address: '00:11:22:33:44:55' }),
        ...CUSTOM,
      }),
    ],
    ...(mac && {
      dcim_macaddress: [
        row(9, {
          mac_address: '00:11:22:33:44:55',
          description: '',
          assigned_object_type_id: typeId('dcim.interface'),
          assigned_object_id: 40,
          ...CUSTOM,
        }),
      ],
    }),
    dcim_rearport: [row(20, { name: 'R1', positions: 4, ...port })],
    dcim_frontport: [
      row(11, {
        name: 'F1',
        ...port,
        ...(version >= 4.5 ? { positions: 1 } : { rear_port_id: 20, rear_port_position: 3 }),
      }),
    ],
    ...(version >= 4.5 && {
      dcim_portmapping: [
        { id: 1, front_port_id: 11, rear_port_id: 20, front_port_position: 1, rear_port_position: 3, device_id: 1 },
      ],
    }),
    dcim_rack: [
      row(8, {
        name: 'R',
        site_id: 7,
        status: 'active',
        width: 19,
        u_height: 42,
        starting_unit: 1,
        desc_units: 'f',
        [version >= 4.1 ? 'form_factor' : 'type']: '4-post-cabinet',
        ...CUSTOM,
      }),
    ],
  };
};

const scope = (version: Version): Values =>
  version >= 4.2 ? { scope_type_id: typeId('dcim.site'), scope_id: 7 } : { site_id: 7 };

const network = (version: Version): Record<string, Rows> => ({
  ipam_prefix: [
    row(1, { prefix: '10.0.0.0/8', status: 'active', is_pool: 'f', mark_utilized: 'f', ...scope(version), ...CUSTOM }),
  ],
  ipam_vlangroup: [
    named(1, 'Campus', {
      scope_type_id: typeId('dcim.site'),
      scope_id: 7,
      ...(version >= 4.1 ? { vid_ranges: '{"[100,200)"}' } : { min_vid: 100, max_vid: 199 }),
    }),
  ],
  ipam_service: [
    row(2, {
      name: 'ssh',
      protocol: 'tcp',
      ports: '{22}',
      ...(version >= 4.5
        ? { parent_object_type_id: typeId('dcim.device'), parent_object_id: 1 }
        : { device_id: 1, virtual_machine_id: null }),
      ...CUSTOM,
    }),
  ],
  wireless_wirelesslan: [
    row(1, {
      ssid: 'guest',
      status: 'active',
      ...(version >= 4.2 ? { scope_type_id: null, scope_id: null, auth_type: null } : { auth_type: '' }),
      ...CUSTOM,
    }),
  ],
  virtualization_clustertype: [named(1, 'KVM')],
  virtualization_cluster: [row(1, { name: 'c1', type_id: 1, status: 'active', ...scope(version), ...CUSTOM })],
  virtualization_virtualmachine: [
    row(1, { name: 'vm1', status: 'active', cluster_id: 1, site_id: 7, disk: version >= 4.1 ? 20_000 : 20, ...CUSTOM }),
  ],
  virtualization_virtualdisk: [
    row(1, { name: 'vda', size: version >= 4.1 ? 20_000 : 20, virtual_machine_id: 1, description: '', ...CUSTOM }),
  ],
});

const circuits = (version: Version): Record<string, Rows> => {
  const side = { circuit_id: 1, mark_connected: 'f', xconnect_id: '', pp_info: '', description: '', ...CUSTOM };
  const end = (type: 'dcim.site' | 'circuits.providernetwork', id: number): Values =>
    version >= 4.2
      ? { termination_type_id: typeId(type), termination_id: id }
      : { site_id: type === 'dcim.site' ? id : null, provider_network_id: type === 'dcim.site' ? null : id };
  return {
    circuits_provider: [named(1, 'Carrier')],
    circuits_providernetwork: [row(6, { name: 'MPLS', provider_id: 1, service_id: '', ...CUSTOM })],
    circuits_circuittype: [named(1, 'Line')],
    circuits_circuit: [row(1, { cid: 'C-1', provider_id: 1, type_id: 1, status: 'active', ...CUSTOM })],
    circuits_circuittermination: [
      row(1, { term_side: 'A', ...side, ...end('dcim.site', 7) }),
      row(2, { term_side: 'Z', ...side, ...end('circuits.providernetwork', 6) }),
    ],
  };
};

const people = (version: Version): Record<string, Rows> => {
  const objectColumn = version >= 4 ? 'object_type_id' : 'content_type_id';
  return {
    tenancy_contactgroup: [named(1, 'Staff', { parent_id: null })],
    tenancy_contact: [
      row(1, { name: 'Bob', title: '', phone: '', email: '', ...(version < 4.5 && { group_id: 1 }), ...CUSTOM }),
    ],
    ...(version >= 4.5 && { tenancy_contact_groups: [{ id: 1, contact_id: 1, contactgroup_id: 1 }] }),
    tenancy_contactrole: [named(1, 'On call')],
    tenancy_contactassignment: [
      row(1, {
        [objectColumn]: typeId('dcim.site'),
        object_id: 7,
        contact_id: 1,
        role_id: 1,
        priority: version >= 4.2 ? null : '',
        ...CUSTOM,
      }),
    ],
  };
};

/** A join table with content types, called otherwise before 4.0 and with another column until 4.3. */
const forTypes = (
  version: Version,
  model: string,
  ...types: readonly Parameters<typeof typeId>[0][]
): Record<string, Rows> => {
  const table = `extras_${model}_${version >= 4 ? 'object_types' : 'content_types'}`;
  const far = version >= 4 && version < 4.5 ? 'objecttype_id' : 'contenttype_id';
  return { [table]: types.map((type, i) => ({ id: i + 1, [`${model}_id`]: 1, [far]: typeId(type) })) };
};

const customization = (version: Version): Record<string, Rows> => {
  const shared = { weight: 100, enabled: 't', description: '' };
  return {
    extras_customfieldchoiceset: [
      row(1, {
        name: 'Tiers',
        extra_choices: '{{gold,Gold},{tin,Tin}}',
        order_alphabetically: 'f',
        base_choices: null,
      }),
    ],
    extras_customfield: [
      row(1, {
        name: 'tier',
        type: 'select',
        [version >= 4 ? 'related_object_type_id' : 'object_type_id']: null,
        choice_set_id: 1,
        required: 'f',
        weight: 100,
        search_weight: 1000,
        filter_logic: 'loose',
        ui_visible: 'always',
        ui_editable: 'yes',
        is_cloneable: 'f',
      }),
    ],
    ...forTypes(version, 'customfield', 'dcim.site', 'users.user'),
    extras_customlink: [
      row(1, {
        name: 'Ticket',
        link_text: 'Ticket',
        link_url: 'https://example.net',
        group_name: '',
        button_class: version >= 4.1 ? 'default' : 'outline-dark',
        new_window: 'f',
        ...shared,
      }),
    ],
    ...forTypes(version, 'customlink', 'dcim.site'),
    extras_exporttemplate: [
      row(1, {
        name: 'List',
        template_code: '{{ queryset }}',
        mime_type: '',
        file_extension: '',
        as_attachment: 't',
        description: '',
      }),
    ],
    ...forTypes(version, 'exporttemplate', 'dcim.site'),
    extras_savedfilter: [
      row(1, {
        name: 'Active',
        slug: 'active',
        shared: 't',
        parameters: '{"status": ["active"]}',
        user_id: 1,
        ...shared,
      }),
    ],
    ...forTypes(version, 'savedfilter', 'dcim.site'),
    extras_webhook: [
      row(1, {
        name: 'Hook',
        payload_url: 'https://example.net',
        http_method: 'POST',
        http_content_type: 'application/json',
        additional_headers: '',
        body_template: '',
        secret: '',
        ssl_verification: 't',
        ...CUSTOM,
      }),
    ],
    ...events(version),
    ...forTypes(version, 'eventrule', 'dcim.site'),
    extras_configcontext: [
      row(1, { name: 'DNS', weight: 1000, is_active: 't', data: '{"dns": ["10.0.0.1"]}', description: '' }),
    ],
    extras_configcontext_sites: [{ id: 1, configcontext_id: 1, site_id: 7 }],
  };
};

const events = (version: Version): Record<string, Rows> => {
  const rule = (id: number, name: string, action: Values): Rows[number] =>
    row(id, {
      name,
      description: '',
      enabled: 't',
      conditions: null,
      action_data: null,
      comments: '',
      ...(version >= 4.1
        ? { event_types: '{object_created,job_completed,job_errored,job_failed}' }
        : { type_create: 't', type_update: 'f', type_delete: 'f', type_job_start: 'f', type_job_end: 't' }),
      ...(version < 4 && { action_parameters: null }),
      ...CUSTOM,
      ...action,
    });
  const script =
    version >= 4 ? { type: typeId('extras.script'), id: 12 } : { type: typeId('extras.scriptmodule'), id: 4 };
  return {
    core_managedfile: [row(4, { file_root: 'scripts', file_path: 'audit.py', data_path: '', auto_sync_enabled: 'f' })],
    ...(version >= 4 && { extras_script: [{ id: 12, name: 'Audit', module_id: 4, is_executable: 't' }] }),
    extras_eventrule: [
      rule(1, 'Tell', { action_type: 'webhook', action_object_type_id: typeId('extras.webhook'), action_object_id: 1 }),
      rule(2, 'Run', {
        action_type: 'script',
        action_object_type_id: script.type,
        action_object_id: script.id,
        ...(version < 4 && { action_parameters: '{"script_name": "Audit", "script_choice": "4:Audit"}' }),
      }),
      rule(3, 'Run again', {
        action_type: 'script',
        action_object_type_id: script.type,
        action_object_id: script.id,
        ...(version < 4 && { action_parameters: '{"script_name": "Audit", "script_choice": "4:Audit"}' }),
      }),
    ],
  };
};

const history = (version: Version): Record<string, Rows> => ({
  [version >= 4.1 ? 'core_objectchange' : 'extras_objectchange']: [
    {
      id: 1,
      time: '2023-05-01 10:00:00+00',
      user_name: 'ann',
      request_id: '11111111-2222-3333-4444-555555555555',
      action: 'create',
      changed_object_id: 7,
      related_object_id: null,
      object_repr: 'Main site',
      prechange_data: null,
      postchange_data: '{"name": "Main site"}',
      changed_object_type_id: typeId('dcim.site'),
      related_object_type_id: null,
      user_id: 1,
    },
  ],
  core_job: [
    {
      id: 1,
      object_id: 12,
      name: 'Audit',
      created: '2023-05-01 10:00:00+00',
      scheduled: null,
      interval: null,
      started: '2023-05-01 10:00:01+00',
      completed: '2023-05-01 10:00:09+00',
      status: 'completed',
      data: null,
      job_id: '00000000-0000-0000-0000-000000000001',
      object_type_id: typeId('extras.script'),
      user_id: 1,
      error: '',
      ...(version >= 4.5 && { queue_name: 'default', notifications: 'always', log_entries: '{}' }),
    },
  ],
});

/** The same small network as each release stores it. */
export const networkOf = (version: Version): Record<string, Rows> => ({
  django_migrations: migrations(version),
  ...users(version),
  dcim_site: [named(7, 'Main site', { status: 'active', custom_field_data: '{"tier": "gold"}' })],
  ...device(version),
  ...network(version),
  ...circuits(version),
  ...people(version),
  ...customization(version),
  ...history(version),
  extras_imageattachment: [
    row(1, {
      [version >= 4 ? 'object_type_id' : 'content_type_id']: typeId('dcim.site'),
      object_id: 7,
      image: 'image-attachments/door.jpg',
      image_height: 10,
      image_width: 20,
      name: 'Door',
    }),
  ],
});
