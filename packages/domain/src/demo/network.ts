/**
 * The demo network as plain data: a small provider with three regions, patch panels, leaf-spine rows, out-of-band
 * access, addresses and tenants. The same input gives the same network; nothing here reads a clock or a database.
 */

/** Site of the demo with the number of racks in each of its rooms. */
export interface DemoSite {
  readonly code: string;
  readonly city: string;
  readonly region: string;
  readonly timeZone: string;
  readonly tenant: string;
  readonly rooms: readonly { readonly name: string; readonly racks: number }[];
}

/** Device model of the demo, with ranges of component names. */
export interface DemoType {
  readonly manufacturer: string;
  readonly model: string;
  readonly heightU: number;
  readonly isFullDepth: boolean;
  readonly airflow?: string;
  readonly interfaces?: readonly { readonly names: string; readonly type: string; readonly mgmtOnly?: boolean }[];
  readonly powerPorts?: readonly { readonly names: string; readonly maximumDraw: number }[];
  readonly powerOutlets?: string;
  readonly consolePorts?: string;
  readonly consoleServerPorts?: string;
  /** Front ports, each mapped to the rear port of the same position. */
  readonly panelPorts?: number;
}

/** Regions, outer ones first. */
export const regions = [
  { slug: 'emea', name: 'EMEA', parent: null },
  { slug: 'germany', name: 'Germany', parent: 'emea' },
  { slug: 'netherlands', name: 'Netherlands', parent: 'emea' },
  { slug: 'united-kingdom', name: 'United Kingdom', parent: 'emea' },
  { slug: 'americas', name: 'Americas', parent: null },
  { slug: 'virginia', name: 'Virginia', parent: 'americas' },
  { slug: 'apac', name: 'APAC', parent: null },
  { slug: 'singapore', name: 'Singapore', parent: 'apac' },
] as const;

/** Sites with their rooms. */
export const sites: readonly DemoSite[] = [
  {
    code: 'FRA1',
    city: 'Frankfurt',
    region: 'germany',
    timeZone: 'Europe/Berlin',
    tenant: 'core',
    rooms: [
      { name: 'Hall A', racks: 6 },
      { name: 'Hall B', racks: 4 },
    ],
  },
  {
    code: 'BER1',
    city: 'Berlin',
    region: 'germany',
    timeZone: 'Europe/Berlin',
    tenant: 'retail',
    rooms: [{ name: 'Room 1', racks: 3 }],
  },
  {
    code: 'AMS1',
    city: 'Amsterdam',
    region: 'netherlands',
    timeZone: 'Europe/Amsterdam',
    tenant: 'core',
    rooms: [{ name: 'Hall A', racks: 6 }],
  },
  {
    code: 'LHR1',
    city: 'London',
    region: 'united-kingdom',
    timeZone: 'Europe/London',
    tenant: 'payments',
    rooms: [{ name: 'Suite 4', racks: 4 }],
  },
  {
    code: 'IAD1',
    city: 'Ashburn',
    region: 'virginia',
    timeZone: 'America/New_York',
    tenant: 'core',
    rooms: [{ name: 'Hall C', racks: 5 }],
  },
  {
    code: 'SIN1',
    city: 'Singapore',
    region: 'singapore',
    timeZone: 'Asia/Singapore',
    tenant: 'retail',
    rooms: [{ name: 'Cage 12', racks: 4 }],
  },
];

/** Tenants and the groups they belong to. */
export const tenants = [
  { slug: 'core', name: 'Core network', group: 'internal' },
  { slug: 'retail', name: 'Retail', group: 'business-units' },
  { slug: 'payments', name: 'Payments', group: 'business-units' },
] as const;

/** Tenant groups. */
export const tenantGroups = [
  { slug: 'internal', name: 'Internal' },
  { slug: 'business-units', name: 'Business units' },
] as const;

/** Roles of devices with the colour their chip has. */
export const deviceRoles = [
  { slug: 'spine', name: 'Spine', color: '2e6fd1' },
  { slug: 'leaf', name: 'Leaf', color: '0b7038' },
  { slug: 'edge-router', name: 'Edge router', color: 'ae1f27' },
  { slug: 'console-server', name: 'Console server', color: '663ab0' },
  { slug: 'pdu', name: 'Power distribution', color: 'c2410c' },
  { slug: 'patch-panel', name: 'Patch panel', color: '59656a' },
  { slug: 'server', name: 'Server', color: '0a6877' },
] as const;

/** Device models. */
export const deviceTypes: readonly DemoType[] = [
  {
    manufacturer: 'Northlight',
    model: 'NL-7050X-48',
    heightU: 1,
    isFullDepth: true,
    airflow: 'front-to-rear',
    consolePorts: 'Console',
    interfaces: [
      { names: 'Ethernet[1-48]', type: '25gbase-x-sfp28' },
      { names: 'Ethernet[49-54]', type: '100gbase-x-qsfp28' },
      { names: 'Management1', type: '1000base-t', mgmtOnly: true },
    ],
    powerPorts: [{ names: 'PSU[1-2]', maximumDraw: 550 }],
  },
  {
    manufacturer: 'Northlight',
    model: 'NL-7060X-32',
    heightU: 1,
    isFullDepth: true,
    airflow: 'front-to-rear',
    consolePorts: 'Console',
    interfaces: [
      { names: 'Ethernet[1-32]', type: '100gbase-x-qsfp28' },
      { names: 'Management1', type: '1000base-t', mgmtOnly: true },
    ],
    powerPorts: [{ names: 'PSU[1-2]', maximumDraw: 700 }],
  },
  {
    manufacturer: 'Corvid',
    model: 'CV-204',
    heightU: 3,
    isFullDepth: true,
    airflow: 'side-to-rear',
    consolePorts: 'CON',
    interfaces: [
      { names: 'et-0/0/[0-3]', type: '100gbase-x-qsfp28' },
      { names: 'xe-0/1/[0-7]', type: '10gbase-x-sfpp' },
      { names: 'fxp0', type: '1000base-t', mgmtOnly: true },
    ],
    powerPorts: [{ names: 'PEM[0-1]', maximumDraw: 900 }],
  },
  {
    manufacturer: 'Harbor',
    model: 'HB-CS32',
    heightU: 1,
    isFullDepth: false,
    consoleServerPorts: 'Port[1-32]',
    interfaces: [{ names: 'NET[1-2]', type: '1000base-t' }],
    powerPorts: [{ names: 'Power[1-2]', maximumDraw: 60 }],
  },
  {
    manufacturer: 'Harbor',
    model: 'HB-PDU24',
    heightU: 0,
    isFullDepth: false,
    powerOutlets: 'Outlet[1-24]',
    powerPorts: [{ names: 'Input', maximumDraw: 7360 }],
  },
  { manufacturer: 'Harbor', model: 'HB-PP48', heightU: 2, isFullDepth: false, panelPorts: 48 },
  {
    manufacturer: 'Tern',
    model: 'TR-R640',
    heightU: 1,
    isFullDepth: true,
    airflow: 'front-to-rear',
    interfaces: [
      { names: 'eno[1-4]', type: '25gbase-x-sfp28' },
      { names: 'bmc', type: '1000base-t', mgmtOnly: true },
    ],
    powerPorts: [{ names: 'PSU[1-2]', maximumDraw: 750 }],
  },
];

/** One device to place: model, role, name, and its unit from the bottom. */
export interface DemoDevice {
  readonly name: string;
  readonly model: string;
  readonly role: string;
  readonly positionU: number | null;
  readonly status: string;
}

const pad = (n: number): string => String(n).padStart(2, '0');

const STATUSES = ['active', 'active', 'active', 'active', 'active', 'planned', 'staged'] as const;

/** What stands in the n-th rack of a room: the first two racks hold the spines and routers, all hold leaves and servers. */
export const devicesInRack = (site: string, rack: number): DemoDevice[] => {
  const prefix = `${site.toLowerCase()}-r${pad(rack)}`;
  const servers = Array.from(
    { length: 6 },
    (_, i): DemoDevice => ({
      name: `${prefix}-srv${pad(i + 1)}`,
      model: 'TR-R640',
      role: 'server',
      positionU: 4 + i * 2,
      status: STATUSES[(rack + i) % STATUSES.length] ?? 'active',
    }),
  );
  const top: DemoDevice[] = [
    { name: `${prefix}-pp01`, model: 'HB-PP48', role: 'patch-panel', positionU: 41, status: 'active' },
    { name: `${prefix}-leaf01`, model: 'NL-7050X-48', role: 'leaf', positionU: 39, status: 'active' },
    { name: `${prefix}-cs01`, model: 'HB-CS32', role: 'console-server', positionU: 37, status: 'active' },
    { name: `${prefix}-pdu01`, model: 'HB-PDU24', role: 'pdu', positionU: null, status: 'active' },
    { name: `${prefix}-pdu02`, model: 'HB-PDU24', role: 'pdu', positionU: null, status: 'active' },
  ];
  const network: DemoDevice[] =
    rack > 2
      ? []
      : [
          { name: `${prefix}-spine01`, model: 'NL-7060X-32', role: 'spine', positionU: 35, status: 'active' },
          { name: `${prefix}-edge01`, model: 'CV-204', role: 'edge-router', positionU: 30, status: 'active' },
        ];
  return [...top, ...network, ...servers];
};

/** VLANs every site has. */
export const vlans = [
  { vid: 10, name: 'management' },
  { vid: 20, name: 'storage' },
  { vid: 100, name: 'tenant-a' },
  { vid: 110, name: 'tenant-b' },
  { vid: 999, name: 'quarantine' },
] as const;
