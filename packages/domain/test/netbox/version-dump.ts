import { named, row, typeId, type Rows } from './small-dump.ts';
import { CUSTOM, deviceRow, deviceTypeRow, interfaceRow, PORT, rackRow, userRow, type Values } from './small-rows.ts';
import { customization, history } from './version-extras.ts';
import type { Version } from './version.ts';

/** Schema changes that a dump of the release names, of those that matter. */
const migrations = (version: Version): Rows => [
  { id: 1, app: 'virtualization', name: '0001_squashed_0022' },
  ...(version >= 4.1 ? [{ id: 2, app: 'virtualization', name: '0040_convert_disk_size' }] : []),
];

const users = (version: Version): Record<string, Rows> => {
  const account = userRow(1, 'ann', { password: `pbkdf2_sha256$600000$salt$${'A'.repeat(43)}=`, first_name: 'Ann' });
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
  const mac = version >= 4.2;
  return {
    dcim_manufacturer: [named(3, 'Maker')],
    dcim_devicerole: [
      named(4, 'Router', { color: '00aaff', vm_role: 't', ...(version >= 4.5 && { parent_id: null }) }),
    ],
    dcim_devicetype: [
      // blank until NetBox 4.1, empty since
      deviceTypeRow({ airflow: mac ? null : '', subdevice_role: mac ? null : '' }),
    ],
    dcim_device: [deviceRow(1, { face: mac ? null : '' })],
    dcim_interface: [
      interfaceRow(40, 'eth0', {
        mode: mac ? null : '',
        ...(mac ? { primary_mac_address_id: 9 } : { mac_address: '00:11:22:33:44:55' }),
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
    dcim_rearport: [row(20, { name: 'R1', positions: 4, ...PORT })],
    dcim_frontport: [
      row(11, {
        name: 'F1',
        ...PORT,
        ...(version >= 4.5 ? { positions: 1 } : { rear_port_id: 20, rear_port_position: 3 }),
      }),
    ],
    ...(version >= 4.5 && {
      dcim_portmapping: [
        { id: 1, front_port_id: 11, rear_port_id: 20, front_port_position: 1, rear_port_position: 3, device_id: 1 },
      ],
    }),
    dcim_rack: [rackRow({ [version >= 4.1 ? 'form_factor' : 'type']: '4-post-cabinet' })],
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
