/** Types of the product by NetBox app, in the order of the apps' own models; the model's name is the type in lower case. */
const TYPES: Readonly<Record<string, string>> = {
  circuits:
    'Circuit CircuitGroup CircuitGroupAssignment CircuitTermination CircuitType Provider ProviderAccount ProviderNetwork VirtualCircuit VirtualCircuitTermination VirtualCircuitType',
  core: 'AutoSyncRecord ConfigRevision DataFile DataSource Job ManagedFile ChangeRecord ObjectType',
  dcim: 'Cable CableBundle CablePath CableTermination ConsolePort ConsolePortTemplate ConsoleServerPort ConsoleServerPortTemplate Device DeviceBay DeviceBayTemplate DeviceRole DeviceType FrontPort FrontPortTemplate Interface InterfaceTemplate InventoryItem InventoryItemRole InventoryItemTemplate Location MacAddress Manufacturer Module ModuleBay ModuleBayTemplate ModuleType ModuleTypeProfile Platform PortMapping PortTemplateMapping PowerFeed PowerOutlet PowerOutletTemplate PowerPanel PowerPort PowerPortTemplate Rack RackGroup RackReservation RackRole RackType RearPort RearPortTemplate Region Site SiteGroup VirtualChassis VirtualDeviceContext',
  extras:
    'Bookmark CachedValue ConfigContext ConfigContextProfile ConfigTemplate CustomField CustomFieldChoiceSet CustomLink Dashboard EventRule ExportTemplate ImageAttachment JournalEntry Notification NotificationGroup SavedFilter Script ScriptModule ObjectSubscription TableConfig Tag TaggedItem Webhook',
  ipam: 'Aggregate Asn AsnRange FhrpGroup FhrpGroupAssignment IpAddress IpRange Prefix Rir IpamRole RouteTarget Service ServiceTemplate Vlan VlanGroup VlanTranslationPolicy VlanTranslationRule Vrf',
  tenancy: 'Contact ContactAssignment ContactGroup ContactRole Tenant TenantGroup',
  users: 'Group ObjectPermission Owner OwnerGroup ApiToken User UserPreferences',
  virtualization: 'Cluster ClusterGroup ClusterType VirtualDisk VirtualMachine VirtualMachineType VmInterface',
  vpn: 'IkePolicy IkeProposal IpsecPolicy IpsecProfile IpsecProposal L2vpn L2vpnTermination Tunnel TunnelGroup TunnelTermination',
  wireless: 'WirelessLan WirelessLanGroup WirelessLink',
};

/** Models of NetBox whose name differs from ours. */
const RENAMED: Readonly<Record<string, string>> = {
  'core.ChangeRecord': 'core.objectchange',
  'extras.ObjectSubscription': 'extras.subscription',
  'ipam.IpamRole': 'ipam.role',
  'users.ApiToken': 'users.token',
  'users.UserPreferences': 'users.userconfig',
};

const netboxNameOf = (entity: string): string => RENAMED[entity] ?? entity.toLowerCase();

/** Entity by NetBox content type (`dcim.site` to `dcim.Site`), for every model NetBox has, built here yet or not. */
export const ENTITY_BY_TYPE: ReadonlyMap<string, string> = new Map(
  Object.entries(TYPES).flatMap(([app, types]) =>
    types.split(' ').map((type): [string, string] => [netboxNameOf(`${app}.${type}`), `${app}.${type}`]),
  ),
);

/** NetBox content type by entity. */
export const TYPE_BY_ENTITY: ReadonlyMap<string, string> = new Map(
  [...ENTITY_BY_TYPE].map(([type, entity]) => [entity, type]),
);

/** Table of a content type, as Django names it. */
export const tableOf = (type: string): string => type.replace('.', '_');
