/**
 * Columns a list starts with, for entities whose declared ones do not fit on a screen or miss a count.
 *
 * Every other entity shows the fields it declares as `list`. Names a server lacks are left out.
 */
export const listColumns: Readonly<Record<string, readonly string[]>> = {
  'core.ChangeRecord': ['changedAt', 'action', 'objectType', 'actorName', 'source', 'changeSet'],
  'core.ChangeSet': ['created', 'actorName', 'source', 'records', 'reason'],
  'core.Job': ['status', 'progress', 'name', 'actorName', 'queuedAt', 'finishedAt'],
  'dcim.Cable': ['status', 'type', 'color', 'length', 'lengthUnit', 'tenant', 'description'],
  'dcim.Device': ['status', 'role', 'deviceType', 'site', 'rack', 'position', 'primaryIp4', 'tenant', 'serial'],
  'dcim.DeviceType': ['manufacturer', 'partNumber', 'uHeight', 'isFullDepth', 'devices'],
  'dcim.FrontPort': ['device', 'type', 'color', 'positions', 'cable', 'label', 'description'],
  'dcim.Interface': ['device', 'type', 'enabled', 'mtu', 'lag', 'cable', 'ipAddresses', 'description'],
  'dcim.Location': ['status', 'site', 'parent', 'tenant', 'racks', 'devices'],
  'dcim.Rack': ['status', 'site', 'location', 'role', 'uHeight', 'tenant', 'devices'],
  'dcim.Region': ['slug', 'parent', 'sites', 'description'],
  'dcim.Site': ['status', 'region', 'group', 'tenant', 'facility', 'racks', 'devices'],
  'ipam.IpAddress': ['status', 'role', 'vrf', 'assignedObject', 'dnsName', 'tenant'],
  'ipam.Prefix': ['status', 'role', 'vrf', 'scope', 'vlan', 'childCount', 'tenant', 'description'],
  'ipam.Vlan': ['vid', 'status', 'site', 'group', 'role', 'tenant', 'prefixes'],
  'ipam.Vrf': ['rd', 'tenant', 'enforceUnique', 'prefixes', 'ipAddresses', 'description'],
  'tenancy.Tenant': ['group', 'sites', 'racks', 'devices', 'description'],
};
