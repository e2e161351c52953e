import { choiceSet } from '@plumbline/kit';

/** Life of a site. */
export const siteStatus = choiceSet('dcim.siteStatus', [
  ['planned', 'Planned', 'cyan'],
  ['staging', 'Staging', 'blue'],
  ['active', 'Active', 'green'],
  ['decommissioning', 'Decommissioning', 'yellow'],
  ['retired', 'Retired', 'red'],
]);

/** Life of a location inside a site. */
export const locationStatus = choiceSet('dcim.locationStatus', [
  ['planned', 'Planned', 'cyan'],
  ['staging', 'Staging', 'blue'],
  ['active', 'Active', 'green'],
  ['decommissioning', 'Decommissioning', 'yellow'],
  ['retired', 'Retired', 'red'],
]);

/** What a rack is used for now. */
export const rackStatus = choiceSet('dcim.rackStatus', [
  ['reserved', 'Reserved', 'yellow'],
  ['available', 'Available', 'green'],
  ['planned', 'Planned', 'cyan'],
  ['active', 'Active', 'blue'],
  ['deprecated', 'Deprecated', 'red'],
]);

/** Rail-to-rail width of a rack in inches. */
export const rackWidth = choiceSet('dcim.rackWidth', [
  [10, '10 inches'],
  [19, '19 inches'],
  [21, '21 inches'],
  [23, '23 inches'],
]);

/** How a rack is built. */
export const rackFormFactor = choiceSet('dcim.rackFormFactor', [
  ['2-post-frame', '2-post frame'],
  ['4-post-frame', '4-post frame'],
  ['4-post-cabinet', '4-post cabinet'],
  ['wall-frame', 'Wall-mounted frame'],
  ['wall-frame-vertical', 'Wall-mounted frame (vertical)'],
  ['wall-cabinet', 'Wall-mounted cabinet'],
  ['wall-cabinet-vertical', 'Wall-mounted cabinet (vertical)'],
]);

/** Direction in which air crosses a rack. */
export const rackAirflow = choiceSet('dcim.rackAirflow', [
  ['front-to-rear', 'Front to rear'],
  ['rear-to-front', 'Rear to front'],
]);

/** Unit of outer rack dimensions. */
export const rackDimensionUnit = choiceSet(
  'dcim.rackDimensionUnit',
  [
    ['mm', 'Millimeters'],
    ['in', 'Inches'],
  ],
  { closed: true },
);

/** Life of a reservation of rack units. */
export const rackReservationStatus = choiceSet('dcim.rackReservationStatus', [
  ['pending', 'Pending', 'cyan'],
  ['active', 'Active', 'green'],
  ['stale', 'Stale', 'orange'],
]);

/** Unit of a weight. */
export const weightUnit = choiceSet(
  'dcim.weightUnit',
  [
    ['kg', 'Kilograms'],
    ['g', 'Grams'],
    ['lb', 'Pounds'],
    ['oz', 'Ounces'],
  ],
  { closed: true },
);

/** Whether a device type holds others in bays or is held in one. */
export const subdeviceRole = choiceSet(
  'dcim.subdeviceRole',
  [
    ['parent', 'Parent'],
    ['child', 'Child'],
  ],
  { closed: true },
);

/** Direction in which air crosses a device. */
export const deviceAirflow = choiceSet('dcim.deviceAirflow', [
  ['front-to-rear', 'Front to rear'],
  ['rear-to-front', 'Rear to front'],
  ['left-to-right', 'Left to right'],
  ['right-to-left', 'Right to left'],
  ['side-to-rear', 'Side to rear'],
  ['rear-to-side', 'Rear to side'],
  ['bottom-to-top', 'Bottom to top'],
  ['top-to-bottom', 'Top to bottom'],
  ['passive', 'Passive'],
  ['mixed', 'Mixed'],
]);

/** Face of the rack at which a device is mounted. */
export const deviceFace = choiceSet(
  'dcim.deviceFace',
  [
    ['front', 'Front'],
    ['rear', 'Rear'],
  ],
  { closed: true },
);

/** Life of a device. */
export const deviceStatus = choiceSet('dcim.deviceStatus', [
  ['offline', 'Offline', 'gray'],
  ['active', 'Active', 'green'],
  ['planned', 'Planned', 'cyan'],
  ['staged', 'Staged', 'blue'],
  ['failed', 'Failed', 'red'],
  ['inventory', 'Inventory', 'purple'],
  ['decommissioning', 'Decommissioning', 'yellow'],
]);

/** Whether an outlet gives power. */
export const powerOutletStatus = choiceSet('dcim.powerOutletStatus', [
  ['enabled', 'Enabled', 'green'],
  ['disabled', 'Disabled', 'red'],
  ['faulty', 'Faulty', 'gray'],
]);

/** Phase of a three-phase feed that an outlet hangs on. */
export const powerOutletFeedLeg = choiceSet(
  'dcim.powerOutletFeedLeg',
  [
    ['A', 'A'],
    ['B', 'B'],
    ['C', 'C'],
  ],
  { closed: true },
);

/** Connector of a console port. */
export const consolePortType = choiceSet('dcim.consolePortType', [
  ['de-9', 'DE-9', undefined, 'Serial'],
  ['db-25', 'DB-25', undefined, 'Serial'],
  ['rj-11', 'RJ-11', undefined, 'Serial'],
  ['rj-12', 'RJ-12', undefined, 'Serial'],
  ['rj-45', 'RJ-45', undefined, 'Serial'],
  ['mini-din-8', 'Mini-DIN 8', undefined, 'Serial'],
  ['usb-a', 'USB Type A', undefined, 'USB'],
  ['usb-b', 'USB Type B', undefined, 'USB'],
  ['usb-c', 'USB Type C', undefined, 'USB'],
  ['usb-mini-a', 'USB Mini A', undefined, 'USB'],
  ['usb-mini-b', 'USB Mini B', undefined, 'USB'],
  ['usb-micro-a', 'USB Micro A', undefined, 'USB'],
  ['usb-micro-b', 'USB Micro B', undefined, 'USB'],
  ['usb-micro-ab', 'USB Micro AB', undefined, 'USB'],
  ['other', 'Other', undefined, 'Other'],
]);

/** Line speed of a console port in bits per second. */
export const consolePortSpeed = choiceSet('dcim.consolePortSpeed', [
  [1200, '1200 bps'],
  [2400, '2400 bps'],
  [4800, '4800 bps'],
  [9600, '9600 bps'],
  [19200, '19.2 kbps'],
  [38400, '38.4 kbps'],
  [57600, '57.6 kbps'],
  [115200, '115.2 kbps'],
]);

/** Connector of a patch panel port. */
export const portType = choiceSet('dcim.portType', [
  ['8p8c', '8P8C', undefined, 'Copper'],
  ['8p6c', '8P6C', undefined, 'Copper'],
  ['8p4c', '8P4C', undefined, 'Copper'],
  ['8p2c', '8P2C', undefined, 'Copper'],
  ['6p6c', '6P6C', undefined, 'Copper'],
  ['6p4c', '6P4C', undefined, 'Copper'],
  ['6p2c', '6P2C', undefined, 'Copper'],
  ['4p4c', '4P4C', undefined, 'Copper'],
  ['4p2c', '4P2C', undefined, 'Copper'],
  ['gg45', 'GG45', undefined, 'Copper'],
  ['tera-4p', 'TERA 4P', undefined, 'Copper'],
  ['tera-2p', 'TERA 2P', undefined, 'Copper'],
  ['tera-1p', 'TERA 1P', undefined, 'Copper'],
  ['110-punch', '110 Punch', undefined, 'Copper'],
  ['bnc', 'BNC', undefined, 'Copper'],
  ['f', 'F Connector', undefined, 'Copper'],
  ['n', 'N Connector', undefined, 'Copper'],
  ['mrj21', 'MRJ21', undefined, 'Copper'],
  ['fc', 'FC', undefined, 'Fiber Optic'],
  ['fc-pc', 'FC/PC', undefined, 'Fiber Optic'],
  ['fc-upc', 'FC/UPC', undefined, 'Fiber Optic'],
  ['fc-apc', 'FC/APC', undefined, 'Fiber Optic'],
  ['lc', 'LC', undefined, 'Fiber Optic'],
  ['lc-pc', 'LC/PC', undefined, 'Fiber Optic'],
  ['lc-upc', 'LC/UPC', undefined, 'Fiber Optic'],
  ['lc-apc', 'LC/APC', undefined, 'Fiber Optic'],
  ['mu', 'MU', undefined, 'Fiber Optic'],
  ['mu-pc', 'MU/PC', undefined, 'Fiber Optic'],
  ['mu-upc', 'MU/UPC', undefined, 'Fiber Optic'],
  ['mu-apc', 'MU/APC', undefined, 'Fiber Optic'],
  ['lsh', 'LSH', undefined, 'Fiber Optic'],
  ['lsh-pc', 'LSH/PC', undefined, 'Fiber Optic'],
  ['lsh-upc', 'LSH/UPC', undefined, 'Fiber Optic'],
  ['lsh-apc', 'LSH/APC', undefined, 'Fiber Optic'],
  ['lx5', 'LX.5', undefined, 'Fiber Optic'],
  ['lx5-pc', 'LX.5/PC', undefined, 'Fiber Optic'],
  ['lx5-upc', 'LX.5/UPC', undefined, 'Fiber Optic'],
  ['lx5-apc', 'LX.5/APC', undefined, 'Fiber Optic'],
  ['mpo', 'MPO', undefined, 'Fiber Optic'],
  ['mtrj', 'MTRJ', undefined, 'Fiber Optic'],
  ['sc', 'SC', undefined, 'Fiber Optic'],
  ['sc-pc', 'SC/PC', undefined, 'Fiber Optic'],
  ['sc-upc', 'SC/UPC', undefined, 'Fiber Optic'],
  ['sc-apc', 'SC/APC', undefined, 'Fiber Optic'],
  ['st', 'ST', undefined, 'Fiber Optic'],
  ['cs', 'CS', undefined, 'Fiber Optic'],
  ['sn', 'SN', undefined, 'Fiber Optic'],
  ['mdc', 'MDC', undefined, 'Fiber Optic'],
  ['sma-905', 'SMA 905', undefined, 'Fiber Optic'],
  ['sma-906', 'SMA 906', undefined, 'Fiber Optic'],
  ['urm-p2', 'URM-P2', undefined, 'Fiber Optic'],
  ['urm-p4', 'URM-P4', undefined, 'Fiber Optic'],
  ['urm-p8', 'URM-P8', undefined, 'Fiber Optic'],
  ['splice', 'Splice', undefined, 'Fiber Optic'],
  ['usb-a', 'USB Type A', undefined, 'USB'],
  ['usb-b', 'USB Type B', undefined, 'USB'],
  ['usb-c', 'USB Type C', undefined, 'USB'],
  ['usb-mini-a', 'USB Mini A', undefined, 'USB'],
  ['usb-mini-b', 'USB Mini B', undefined, 'USB'],
  ['usb-micro-a', 'USB Micro A', undefined, 'USB'],
  ['usb-micro-b', 'USB Micro B', undefined, 'USB'],
  ['usb-micro-ab', 'USB Micro AB', undefined, 'USB'],
  ['other', 'Other', undefined, 'Other'],
]);

/** How much of a rack unit's width a device takes. */
export const deviceWidth = choiceSet(
  'dcim.deviceWidth',
  [
    ['full', 'Full width'],
    ['half', 'Half width'],
  ],
  { closed: true },
);

/** Side of the unit that a half-width device takes. */
export const deviceSide = choiceSet(
  'dcim.deviceSide',
  [
    ['left', 'Left'],
    ['right', 'Right'],
  ],
  { closed: true },
);

/** Rail at which a device without height is mounted beside the units. */
export const deviceRail = choiceSet(
  'dcim.deviceRail',
  [
    ['front-left', 'Front left'],
    ['front-right', 'Front right'],
    ['rear-left', 'Rear left'],
    ['rear-right', 'Rear right'],
  ],
  { closed: true },
);

/** Which usable address of a prefix becomes its gateway. */
export const gatewayPolicy = choiceSet(
  'dcim.gatewayPolicy',
  [
    ['none', 'None'],
    ['first', 'First usable address'],
    ['last', 'Last usable address'],
  ],
  { closed: true },
);
