/** How many rows of each kind a dump gets. */
export interface Size {
  readonly sites: number;
  readonly racks: number;
  readonly devices: number;
  readonly prefixes: number;
}

/** A value of one column: the same in all rows, or worked out from the row's number, which starts at 1. */
export type Value = string | ((n: number, size: Size) => string | number | null);

/** One table of a dump. */
export interface Table {
  readonly name: string;
  readonly rows: (size: Size) => number;
  /** Values by column, in the order of the dump, as text of COPY format. */
  readonly columns: Readonly<Record<string, Value>>;
}

/** Null in COPY format. */
export const NULL = '\\N';

/** Ports of a device. */
export const PORTS = 48;

/** A table of a fixed or computed number of rows. */
export const table = (name: string, rows: number | Table['rows'], columns: Table['columns']): Table => ({
  name,
  rows: typeof rows === 'number' ? () => rows : rows,
  columns,
});

/** Number of the row itself. */
export const id: Value = (n) => n;

/** A number from 0 that changes with every row, the same in every run. */
export const scattered = (n: number, below: number): number => (Math.imul(n, 0x9e3779b1) >>> 8) % below;

const DAY = 86_400_000;
const FIRST = Date.UTC(2022, 0, 1);

/** As PostgreSQL prints it: no fraction, or one without zeros at its end. */
const instant = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.?0*Z$/, '+00');

/** Stamps and custom fields that all of the source's own objects have. */
export const stamps: Table['columns'] = {
  created: (n) => instant(FIRST + scattered(n, 700) * DAY),
  last_updated: (n) => instant(FIRST + 700 * DAY + scattered(n, 500) * DAY + (n % 1000)),
  custom_field_data: '{}',
};

/** Columns of things that are little more than a name. */
export const named = (label: string, columns: Table['columns'] = {}): Table['columns'] => ({
  ...stamps,
  id,
  name: (n) => `${label} ${n}`,
  slug: (n) => `${label.toLowerCase().replaceAll(' ', '-')}-${n}`,
  description: '',
  ...columns,
});

const TYPES = [
  'dcim.region',
  'dcim.site',
  'dcim.rack',
  'dcim.manufacturer',
  'dcim.devicetype',
  'dcim.devicerole',
  'dcim.platform',
  'dcim.device',
  'dcim.interface',
  'dcim.macaddress',
  'dcim.consoleport',
  'dcim.powerport',
  'dcim.cable',
  'dcim.cabletermination',
  'ipam.vrf',
  'ipam.vlangroup',
  'ipam.vlan',
  'ipam.prefix',
  'ipam.ipaddress',
  'tenancy.tenant',
  'extras.tag',
  'extras.customfield',
  'users.user',
  'core.objectchange',
] as const;

type Type = (typeof TYPES)[number];

/** Number of a content type. */
export const typeId = (type: Type): number => TYPES.indexOf(type) + 20;

/** The source's list of its own types. */
export const contentTypes = table('django_content_type', TYPES.length, {
  id: (n) => n + 19,
  app_label: (n) => TYPES[n - 1]?.split('.')[0] ?? '',
  model: (n) => TYPES[n - 1]?.split('.')[1] ?? '',
});
