import type { LucideIcon } from 'lucide-react';
import {
  Activity,
  Antenna,
  Binary,
  Blocks,
  Boxes,
  Building2,
  Cable,
  CircleDot,
  CircuitBoard,
  Contact,
  Cpu,
  FileCode2,
  FileText,
  Gauge,
  Globe2,
  Hash,
  HardDrive,
  History,
  Layers,
  Map as MapIcon,
  MapPin,
  MemoryStick,
  Monitor,
  Network,
  Package,
  Plug,
  Puzzle,
  Rows3,
  Router,
  Server,
  ShieldCheck,
  Spline,
  Tag,
  Tags,
  UserRound,
  Users,
  Waypoints,
  Webhook,
  Wifi,
  Zap,
} from 'lucide-react';
import type { UiEntity } from '../catalogue/types.ts';

const icons: Readonly<Record<string, LucideIcon>> = {
  'circuits.Provider': Globe2,
  'core.ChangeRecord': History,
  'core.ChangeSet': History,
  'core.File': FileText,
  'dcim.Cable': Cable,
  'dcim.Device': Server,
  'dcim.DeviceRole': Tags,
  'dcim.DeviceType': Package,
  'dcim.FrontPort': CircuitBoard,
  'dcim.Interface': Waypoints,
  'dcim.InventoryItem': MemoryStick,
  'dcim.Location': MapIcon,
  'dcim.MacAddress': Binary,
  'dcim.Manufacturer': Building2,
  'dcim.Module': Blocks,
  'dcim.ModuleType': Package,
  'dcim.Platform': Cpu,
  'dcim.PowerFeed': Zap,
  'dcim.PowerOutlet': Plug,
  'dcim.PowerPanel': Zap,
  'dcim.PowerPort': Plug,
  'dcim.Rack': Rows3,
  'dcim.RackType': Package,
  'dcim.RearPort': CircuitBoard,
  'dcim.Region': Globe2,
  'dcim.Site': MapPin,
  'dcim.SiteGroup': MapPin,
  'dcim.VirtualChassis': Boxes,
  'extras.ConfigContext': FileText,
  'extras.ConfigTemplate': FileCode2,
  'extras.Tag': Tag,
  'extras.Webhook': Webhook,
  'ipam.Aggregate': Boxes,
  'ipam.IpAddress': Hash,
  'ipam.Prefix': Network,
  'ipam.Vlan': Layers,
  'ipam.VlanGroup': Layers,
  'ipam.Vrf': Router,
  'tenancy.Contact': Contact,
  'tenancy.Tenant': Users,
  'tenancy.TenantGroup': Users,
  'virtualization.VirtualDisk': HardDrive,
  'virtualization.VirtualMachine': Monitor,
};

const domainIcons: Readonly<Record<string, LucideIcon>> = {
  circuits: Spline,
  core: Activity,
  dcim: HardDrive,
  extras: Puzzle,
  ipam: Network,
  render: FileCode2,
  tenancy: Users,
  users: UserRound,
  virtualization: Boxes,
  vpn: ShieldCheck,
  wireless: Wifi,
};

/** Icon of the overview page. */
export const OverviewIcon = Gauge;
/** Icon of the page that lists every type. */
export const TypesIcon = Boxes;

/** Components share a plug, links of radio an antenna; told by what the name ends in. */
const endings: readonly (readonly [ending: string, icon: LucideIcon])[] = [
  ['WirelessLink', Antenna],
  ['PortTemplate', Plug],
  ['Port', Plug],
  ['Role', Tags],
  ['Type', Package],
  ['Termination', CircleDot],
];

/** The icon of an entity: its own, else one for what its name ends in, else that of its domain. */
export function iconOf(entity: UiEntity): LucideIcon {
  const ending = endings.find(([end]) => entity.type.endsWith(end))?.[1];
  return icons[entity.name] ?? ending ?? domainIcons[entity.domain] ?? HardDrive;
}
