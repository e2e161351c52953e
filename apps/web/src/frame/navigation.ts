import type { LucideIcon } from 'lucide-react';
import {
  Boxes,
  Building2,
  Cable,
  CircuitBoard,
  Cpu,
  FileCode2,
  FileText,
  Gauge,
  Globe2,
  Hash,
  HardDrive,
  Layers,
  Map as MapIcon,
  MapPin,
  Network,
  Package,
  Rows3,
  Router,
  Server,
  Tag,
  Tags,
  Users,
  Waypoints,
} from 'lucide-react';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { UiEntity } from '../catalogue/types.ts';

/** A heading of the rail with the entities below it. */
export interface NavSection {
  label: string;
  entities: UiEntity[];
}

/** The rail's order; entities a server does not have are left out. */
const sections: readonly [label: string, names: string[]][] = [
  ['Physical', ['dcim.Site', 'dcim.Location', 'dcim.Rack', 'dcim.Device', 'dcim.DeviceType']],
  ['Connectivity', ['dcim.Interface', 'dcim.Cable', 'dcim.FrontPort']],
  ['Addressing', ['ipam.Prefix', 'ipam.IpAddress', 'ipam.Vlan', 'ipam.Vrf']],
  ['Organisation', ['dcim.Region', 'tenancy.Tenant', 'extras.Tag']],
  ['Automation', ['extras.ConfigContext', 'extras.ConfigTemplate']],
];

const icons: Readonly<Record<string, LucideIcon>> = {
  'dcim.Region': Globe2,
  'dcim.Site': MapPin,
  'dcim.Location': MapIcon,
  'dcim.Rack': Rows3,
  'dcim.Device': Server,
  'dcim.DeviceType': Package,
  'dcim.DeviceRole': Tags,
  'dcim.Manufacturer': Building2,
  'dcim.Platform': Cpu,
  'dcim.Interface': Waypoints,
  'dcim.FrontPort': CircuitBoard,
  'dcim.RearPort': CircuitBoard,
  'dcim.Cable': Cable,
  'ipam.Prefix': Network,
  'ipam.IpAddress': Hash,
  'ipam.Vlan': Layers,
  'ipam.Vrf': Router,
  'tenancy.Tenant': Users,
  'extras.Tag': Tag,
  'extras.ConfigContext': FileText,
  'extras.ConfigTemplate': FileCode2,
};

/** Icon of the overview page. */
export const OverviewIcon = Gauge;
/** Icon of the page that lists every type. */
export const TypesIcon = Boxes;

/** The icon of an entity; types without one of their own share a neutral one. */
export function iconOf(entity: UiEntity): LucideIcon {
  return icons[entity.name] ?? HardDrive;
}

/** The sections of the rail for a catalogue. */
export function navSections(catalogue: Catalogue): NavSection[] {
  return sections.flatMap(([label, names]) => {
    const entities = names.flatMap((name) => catalogue.byName.get(name) ?? []);
    return entities.length > 0 ? [{ label, entities }] : [];
  });
}

/** Order of the headings of the page that lists every type; others follow by name. */
const groupOrder = [
  'Organization',
  'Racks',
  'Devices',
  'Device types',
  'Components',
  'Connections',
  'Addresses',
  'VLANs',
  'Tenancy',
  'Configuration',
  'Customization',
  'Operations',
  'Administration',
];

const domainLabels: Readonly<Record<string, string>> = {
  core: 'Core',
  users: 'Users',
  tenancy: 'Tenancy',
  extras: 'Customisation',
  dcim: 'Sites, racks and devices',
  ipam: 'Addresses and VLANs',
  virtualization: 'Virtualization',
  circuits: 'Circuits',
  wireless: 'Wireless',
  vpn: 'VPN',
};

function headingOf(entity: UiEntity): string {
  return entity.navGroup ?? domainLabels[entity.domain] ?? entity.domain;
}

/** Every entity by heading, for the page that lists them all. */
export function typeSections(catalogue: Catalogue): NavSection[] {
  const place = (label: string) => (groupOrder.includes(label) ? groupOrder.indexOf(label) : groupOrder.length);
  return [...new Set(catalogue.entities.map(headingOf))]
    .sort((left, right) => place(left) - place(right) || left.localeCompare(right))
    .map((label) => ({
      label,
      entities: catalogue.entities
        .filter((entity) => headingOf(entity) === label)
        .sort((left, right) => left.plural.localeCompare(right.plural)),
    }));
}

/** Second key after `g`: where it goes. */
export const goKeys: Readonly<Record<string, string>> = {
  d: 'dcim.Device',
  i: 'dcim.Interface',
  r: 'dcim.Rack',
  s: 'dcim.Site',
  c: 'dcim.Cable',
  p: 'ipam.Prefix',
  a: 'ipam.IpAddress',
  v: 'ipam.Vlan',
  t: 'tenancy.Tenant',
};
