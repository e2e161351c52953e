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
  'dcim.Device': {
    device_role: 'role',
    type: 'device_type',
    primary_ipv4: 'primary_ip4',
    primary_ipv6: 'primary_ip6',
    vdcs: 'virtual_device_contexts',
  },
  'dcim.DeviceType': { instances: 'devices', name: 'model', port_mappings: 'port_template_mappings' },
  'dcim.Interface': { parent_interface: 'parent', parent_object: 'device' },
  'dcim.InventoryItem': { child_items: 'children' },
  'dcim.InventoryItemTemplate': { child_items: 'children' },
  'dcim.Location': {
    cluster_set: 'clusters',
    powerpanel_set: 'power_panels',
    prefix_set: 'prefixes',
    wirelesslan_set: 'wireless_lans',
  },
  'dcim.ModuleType': { instances: 'modules', name: 'model', port_mappings: 'port_template_mappings' },
  'dcim.PowerPortTemplate': { poweroutlet_templates: 'power_outlet_templates' },
  'dcim.Region': { cluster_set: 'clusters', prefix_set: 'prefixes', wirelesslan_set: 'wireless_lans' },
  'dcim.Site': {
    site_group: 'group',
    cluster_set: 'clusters',
    powerpanel_set: 'power_panels',
    prefix_set: 'prefixes',
    wirelesslan_set: 'wireless_lans',
  },
  'dcim.SiteGroup': { cluster_set: 'clusters', prefix_set: 'prefixes', wirelesslan_set: 'wireless_lans' },
  'extras.ConfigContext': { tags: 'with_tags' },
  'extras.ConfigTemplate': { virtualmachines: 'virtual_machines' },
  'ipam.FhrpGroup': { fhrpgroupassignment_set: 'fhrp_group_assignments' },
  'ipam.IpAddress': { ip_address: 'address', interface: 'assigned_object', nat_outside_list: 'nat_outside' },
  'ipam.Prefix': { cidr: 'prefix' },
  'ipam.Service': { ipaddresses: 'ip_addresses' },
  'ipam.Vlan': {
    vlan_group: 'group',
    location: 'site',
    vlan_id: 'vid',
    vminterfaces_as_tagged: 'vm_interfaces_as_tagged',
    vminterfaces_as_untagged: 'vm_interfaces_as_untagged',
    vminterfaces_svlan: 'vm_interfaces_svlan',
    wirelesslan_set: 'wireless_lans',
  },
  'ipam.VlanTranslationPolicy': { interface_set: 'interfaces', vminterface_set: 'vm_interfaces' },
  'ipam.Vrf': {
    route_distinguisher: 'rd',
    import_route_targets: 'import_targets',
    export_route_targets: 'export_targets',
    vminterfaces: 'vm_interfaces',
  },
  'tenancy.Tenant': { tenant_group: 'group', vdcs: 'virtual_device_contexts' },
  'virtualization.Cluster': { cluster_type: 'type', cluster_group: 'group' },
  'virtualization.VirtualMachine': {
    primary_ipv4: 'primary_ip4',
    primary_ipv6: 'primary_ip6',
    virtualdisks: 'virtual_disks',
    type: 'virtual_machine_type',
  },
  'virtualization.VirtualMachineType': { instances: 'virtual_machines' },
  'virtualization.VmInterface': {
    parent_interface: 'parent',
    parent_object: 'virtual_machine',
    parent_vm: 'virtual_machine',
  },
  'vpn.IkePolicy': { version: 'ike_version' },
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
