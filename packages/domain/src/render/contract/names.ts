/** Other names that templates use for fields of all types: alias by name. */
export const SHARED_ALIASES: Readonly<Record<string, string>> = {
  pk: 'id',
  cf: 'custom_field_data',
  custom_fields: 'custom_field_data',
  _custom_field_data: 'custom_field_data',
};

/**
 * Names that templates of NetBox, Nautobot and Danbyte use where ours follow another rule: alias by type and name.
 *
 * A name that a type has itself is never an alias. Sources: NetBox 4.6 models, Nautobot 2 models.
 */
export const ALIASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'dcim.Device': { device_role: 'role', type: 'device_type', primary_ipv4: 'primary_ip4', primary_ipv6: 'primary_ip6' },
  'dcim.DeviceType': { instances: 'devices', name: 'model' },
  'dcim.Interface': { parent_interface: 'parent' },
  'dcim.PowerPort': { poweroutlets: 'power_outlets' },
  'dcim.Site': { site_group: 'group' },
  'extras.ConfigContext': { tags: 'with_tags' },
  'ipam.IpAddress': { ip_address: 'address', interface: 'assigned_object', nat_outside_list: 'nat_outside' },
  'ipam.Prefix': { cidr: 'prefix' },
  'ipam.Vlan': { vlan_group: 'group', location: 'site', vlan_id: 'vid' },
  'ipam.Vrf': {
    route_distinguisher: 'rd',
    import_route_targets: 'import_targets',
    export_route_targets: 'export_targets',
  },
  'tenancy.Tenant': { tenant_group: 'group' },
};

/** Optional texts that templates see as `None` when empty; all others are empty texts, as NetBox stores them. */
export const NULL_TEXTS: ReadonlySet<string> = new Set([
  'dcim.Device.name',
  'dcim.Device.assetTag',
  'dcim.Rack.facilityId',
  'dcim.Rack.assetTag',
  'ipam.Vrf.rd',
]);

/** Optional choices that templates see as an empty text when nothing is chosen. */
export const BLANK_CHOICES: ReadonlySet<string> = new Set(['dcim.Cable.profile']);
