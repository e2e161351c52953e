import { FileUp, History, ListChecks, type LucideIcon, Settings2 } from 'lucide-react';
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
  [
    'Connectivity',
    ['dcim.Interface', 'dcim.Cable', 'circuits.Circuit', 'circuits.Provider', 'wireless.WirelessLan', 'vpn.Tunnel'],
  ],
  ['Addressing', ['ipam.Prefix', 'ipam.IpAddress', 'ipam.Vlan', 'ipam.Vrf', 'ipam.Asn']],
  ['Compute', ['virtualization.Cluster', 'virtualization.VirtualMachine']],
  ['Organization', ['dcim.Region', 'tenancy.Tenant', 'tenancy.Contact', 'extras.Tag']],
  ['Automation', ['extras.ConfigContext', 'extras.ConfigTemplate']],
];

/** The sections of the rail for a catalogue. */
export function navSections(catalogue: Catalogue): NavSection[] {
  return sections.flatMap(([label, names]) => {
    const entities = names.flatMap((name) => catalogue.byName.get(name) ?? []);
    return entities.length > 0 ? [{ label, entities }] : [];
  });
}

/** Types whose label or group holds every word of what was typed, in the order of the groups. */
export function findTypes(catalogue: Catalogue, typed: string): NavSection[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = (label: string, entity: UiEntity) => {
    const text = `${entity.plural} ${entity.label} ${label}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return typeSections(catalogue)
    .map(({ label, entities }) => ({ label, entities: entities.filter((entity) => isFound(label, entity)) }))
    .filter((section) => section.entities.length > 0);
}

/** Order of the headings of the page that lists every type; others follow by name. */
const groupOrder = [
  'Organization',
  'Racks',
  'Devices',
  'Device types',
  'Components',
  'Modules',
  'Inventory',
  'Connections',
  'Power',
  'Addresses',
  'VLANs',
  'Services',
  'Circuits',
  'Wireless',
  'VPN',
  'Virtualization',
  'Tenancy',
  'Contacts',
  'Configuration',
  'Customization',
  'Operations',
  'Administration',
];

const domainLabels: Readonly<Record<string, string>> = {
  core: 'Core',
  users: 'Users',
  tenancy: 'Tenancy',
  extras: 'Customization',
  dcim: 'Sites, racks and devices',
  ipam: 'Addresses and VLANs',
  virtualization: 'Virtualization',
  circuits: 'Circuits',
  wireless: 'Wireless',
  vpn: 'VPN',
};

/** A part of the product in words, by the short name that stands before the dot of its types and settings. */
export function areaLabel(domain: string): string {
  return domainLabels[domain] ?? domain;
}

function headingOf(entity: UiEntity): string {
  return entity.navGroup ?? areaLabel(entity.domain);
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

/** A place that is not the list of a type. */
export interface ToolPlace {
  to: string;
  label: string;
  icon: LucideIcon;
}

/** Where data comes in, what the server works on, what was changed, and how it is set. */
export const toolPlaces: readonly ToolPlace[] = [
  { to: '/import', label: 'Import', icon: FileUp },
  { to: '/core/jobs', label: 'Jobs', icon: ListChecks },
  { to: '/core/change-sets', label: 'Changes', icon: History },
  { to: '/settings', label: 'Settings', icon: Settings2 },
];
