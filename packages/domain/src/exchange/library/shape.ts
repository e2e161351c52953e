/** What a document of the library describes. */
export type TypeKind = 'device' | 'module' | 'rack';

/** A key of a document or of a part, and the field that holds it. */
export interface KeySpec {
  readonly key: string;
  readonly field: string;
  /** Decimals are numbers in files and texts here. */
  readonly as?: 'decimal';
  /** Value that a file leaves out. */
  readonly unless?: unknown;
  readonly required?: true;
}

/** A list of parts: a kind of component template. */
export interface ListSpec {
  readonly key: string;
  readonly model: string;
  /** Root list of the model, as queries call it. */
  readonly many: string;
  readonly keys: readonly KeySpec[];
  /** Keys that name another part of the same document: list it is in, and the field that refers to it. */
  readonly links: readonly { readonly key: string; readonly list: string; readonly field: string }[];
  readonly kinds: readonly TypeKind[];
}

/** A kind of document. */
export interface TypeSpec {
  readonly kind: TypeKind;
  readonly model: string;
  readonly many: string;
  /** Reference of the templates to their type; null where there are none. */
  readonly parent: string | null;
  /** Folder of the library. */
  readonly folder: string;
  readonly keys: readonly KeySpec[];
}

const NAMED: readonly KeySpec[] = [
  { key: 'name', field: 'name', required: true },
  { key: 'label', field: 'label' },
  { key: 'description', field: 'description' },
];

const both = ['device', 'module'] as const;
const device = ['device'] as const;

const part = (
  key: string,
  model: string,
  keys: readonly KeySpec[],
  kinds: readonly TypeKind[] = both,
  links: ListSpec['links'] = [],
): ListSpec => ({
  key,
  model: `dcim.${model}`,
  many: `${model.charAt(0).toLowerCase()}${model.slice(1)}s`,
  keys: [...NAMED, ...keys],
  links,
  kinds,
});

const type: KeySpec = { key: 'type', field: 'type' };
const color: KeySpec = { key: 'color', field: 'color' };
const positions: KeySpec = { key: 'positions', field: 'positions', unless: 1 };
const enabled: KeySpec = { key: 'enabled', field: 'enabled', unless: true };

/** Lists of parts in the order in which they are written: what is referred to comes first. */
export const LISTS: readonly ListSpec[] = [
  part('console-ports', 'ConsolePortTemplate', [type]),
  part('console-server-ports', 'ConsoleServerPortTemplate', [type]),
  part('power-ports', 'PowerPortTemplate', [
    type,
    { key: 'maximum_draw', field: 'maximumDraw' },
    { key: 'allocated_draw', field: 'allocatedDraw' },
  ]),
  part('power-outlets', 'PowerOutletTemplate', [type, color, { key: 'feed_leg', field: 'feedLeg' }], both, [
    { key: 'power_port', list: 'power-ports', field: 'powerPort' },
  ]),
  part(
    'interfaces',
    'InterfaceTemplate',
    [
      type,
      enabled,
      { key: 'mgmt_only', field: 'mgmtOnly', unless: false },
      { key: 'poe_mode', field: 'poeMode' },
      { key: 'poe_type', field: 'poeType' },
      { key: 'rf_role', field: 'rfRole' },
    ],
    both,
    [{ key: 'bridge', list: 'interfaces', field: 'bridge' }],
  ),
  part('rear-ports', 'RearPortTemplate', [type, color, positions]),
  part('front-ports', 'FrontPortTemplate', [type, color, positions]),
  part('module-bays', 'ModuleBayTemplate', [{ key: 'position', field: 'position' }, enabled]),
  part('device-bays', 'DeviceBayTemplate', [enabled], device),
  part('inventory-items', 'InventoryItemTemplate', [{ key: 'part_id', field: 'partId' }], device, [
    { key: 'parent', list: 'inventory-items', field: 'parent' },
  ]),
];

/** Keys of a front port that say where its light comes out at the back. */
export const MAPPING_KEYS = ['rear_port', 'rear_port_position'] as const;

const COMMON: readonly KeySpec[] = [
  { key: 'model', field: 'model', required: true },
  { key: 'description', field: 'description' },
  { key: 'comments', field: 'comments' },
  { key: 'weight', field: 'weight', as: 'decimal' },
  { key: 'weight_unit', field: 'weightUnit' },
];
const slug: KeySpec = { key: 'slug', field: 'slug' };
const partNumber: KeySpec = { key: 'part_number', field: 'partNumber' };
const airflow: KeySpec = { key: 'airflow', field: 'airflow' };

/** Kinds of document by name. */
export const TYPES: Readonly<Record<TypeKind, TypeSpec>> = {
  device: {
    kind: 'device',
    model: 'dcim.DeviceType',
    many: 'deviceTypes',
    parent: 'deviceType',
    folder: 'device-types',
    keys: [
      ...COMMON,
      slug,
      partNumber,
      airflow,
      { key: 'u_height', field: 'uHeight', as: 'decimal', unless: 1 },
      { key: 'is_full_depth', field: 'isFullDepth', unless: true },
      { key: 'exclude_from_utilization', field: 'excludeFromUtilization', unless: false },
      { key: 'subdevice_role', field: 'subdeviceRole' },
    ],
  },
  module: {
    kind: 'module',
    model: 'dcim.ModuleType',
    many: 'moduleTypes',
    parent: 'moduleType',
    folder: 'module-types',
    keys: [...COMMON, partNumber, airflow, { key: 'attributes', field: 'attributeData' }],
  },
  rack: {
    kind: 'rack',
    model: 'dcim.RackType',
    many: 'rackTypes',
    parent: null,
    folder: 'rack-types',
    keys: [
      ...COMMON,
      slug,
      { key: 'form_factor', field: 'formFactor', required: true },
      { key: 'width', field: 'width', unless: 19 },
      { key: 'u_height', field: 'uHeight', unless: 42 },
      { key: 'starting_unit', field: 'startingUnit', unless: 1 },
      { key: 'desc_units', field: 'descUnits', unless: false },
      { key: 'outer_width', field: 'outerWidth' },
      { key: 'outer_height', field: 'outerHeight' },
      { key: 'outer_depth', field: 'outerDepth' },
      { key: 'outer_unit', field: 'outerUnit' },
      { key: 'mounting_depth', field: 'mountingDepth' },
      { key: 'max_weight', field: 'maxWeight' },
    ],
  },
};

/** Keys that only documents of device types have. */
export const DEVICE_ONLY: readonly string[] = ['u_height', 'is_full_depth', 'subdevice_role', 'device-bays', 'slug'];

/** Keys that say that pictures of the type are in the library's picture folder. */
export const PICTURES: readonly { readonly key: string; readonly face: string; readonly field: string }[] = [
  { key: 'front_image', face: 'front', field: 'frontImage' },
  { key: 'rear_image', face: 'rear', field: 'rearImage' },
];

/** `Cisco ASR-9000` as `cisco-asr-9000`. */
export const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('+', '-plus-')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 100) || 'unnamed';
