import type { Numbered } from './reference.ts';

const DOMAIN = 'packages/domain/src/';
const STAMP = `${DOMAIN}dcim/device-type/stamp.test.ts`;
const MODULES = `${DOMAIN}dcim/module/module.commands.test.ts`;
const COMPATIBILITY = `${DOMAIN}dcim/cable/cable-compatibility.test.ts`;
const GENERAL = 'packages/domain/test/rules/general.test.ts';
const LINKS = 'packages/domain/test/computed-links.test.ts';
const COMPUTED_PLACES = 'packages/domain/test/computed-places.test.ts';
const inTree = (model: string): readonly string[] => [`${model} parent,name`, `${model} parent,slug`];

/** Rules about device types, devices, their components and cables. */
export const devices: Readonly<Record<string, Numbered>> = {
  'dcim.devicetype.1': {
    says: 'model and slug stand once, heights are half units',
    unique: ['dcim.DeviceType manufacturer,model', 'dcim.DeviceType manufacturer,slug'],
  },
  'dcim.devicetype.2': { says: 'a type grows only where its devices fit' },
  'dcim.devicetype.3': { says: 'a child type has no height; a parent stays one while it has templates of bays' },
  'dcim.devicerole.1': { says: 'name and slug stand once below a parent', unique: inTree('dcim.DeviceRole') },
  'dcim.platform.1': {
    says: 'name and slug stand once per manufacturer',
    unique: ['dcim.Platform manufacturer,name', 'dcim.Platform manufacturer,slug'],
  },
  'dcim.device.1': {
    says: 'a name stands once per site and tenant, whatever its case',
    unique: ['dcim.Device name,site,tenant', 'dcim.Device assetTag'],
    tests: [
      [
        `${DOMAIN}dcim/device/device.rules.test.ts`,
        'names repeat neither at one site and tenant nor, whatever the case, without tenant',
      ],
    ],
  },
  'dcim.device.2': { says: 'site, location and rack agree' },
  'dcim.device.3': { says: 'face, position and rack belong together', limits: ['dcim.Device position'] },
  'dcim.device.4': { says: 'no two devices take the same space' },
  'dcim.device.5': {
    says: 'primary addresses are on the device, of the family, and of one device',
  },
  'dcim.device.6': { says: 'the platform fits the manufacturer' },
  'dcim.device.7': { says: 'the cluster is at the same place' },
  'dcim.device.8': {
    says: 'members have a position in the chassis',
    unique: ['dcim.Device virtualChassis,vcPosition'],
    limits: ['dcim.Device vcPriority'],
  },
  'dcim.device.9': {
    says: 'a new device takes defaults and components of its type',
    tests: [
      [
        `${DOMAIN}dcim/device/device.commands.test.ts`,
        'a new device has all components of its type, joined among themselves',
      ],
      [`${DOMAIN}dcim/device/device.commands.test.ts`, 'components: NONE and imports make none'],
    ],
  },
  'dcim.device.10': { says: 'devices in bays follow their parent' },
  'dcim.device.11': {
    says: 'which address is the effective primary one',
    tests: [[COMPUTED_PLACES, 'a device has one primary address, IPv6 first unless the setting says otherwise']],
  },
  'dcim.device.12': {
    says: 'which config template applies',
    tests: [[COMPUTED_PLACES, 'a device takes its config template from itself, its role or its platform']],
  },
  'dcim._component.1': {
    says: 'a component stays on its device, its name stands once there',
    unique: [
      'dcim.Interface device,name',
      'dcim.ConsolePort device,name',
      'dcim.ConsoleServerPort device,name',
      'dcim.PowerPort device,name',
      'dcim.PowerOutlet device,name',
      'dcim.FrontPort device,name',
      'dcim.RearPort device,name',
      'dcim.DeviceBay device,name',
      'dcim.ModuleBay device,module,name',
      'dcim.InventoryItem device,parent,name',
    ],
    tests: [[GENERAL, 'a component stays on its device']],
  },
  'dcim._component.2': { says: 'site, location and rack mirror the device' },
  'dcim._component.3': { says: 'a cable and the mark exclude each other' },
  'dcim.powerport.1': {
    says: 'allocated draw is within the maximum',
    limits: ['dcim.PowerPort maximumDraw', 'dcim.PowerPort allocatedDraw'],
  },
  'dcim.powerport.2': {
    says: 'draw adds up through outlets and feeds',
    tests: [
      [COMPUTED_PLACES, 'a power port without a draw of its own draws what hangs below its outlets, strip below strip'],
      [COMPUTED_PLACES, 'strips that feed each other in a circle draw what hangs on them, once'],
      [COMPUTED_PLACES, 'a three-phase feed shows what each leg draws'],
    ],
  },
  'dcim.poweroutlet.1': { says: 'the feeding port is on the same device' },
  'dcim._template.1': {
    says: 'a template stays in one type',
    tests: [[GENERAL, 'a template stays in its type']],
  },
  'dcim._naming.1': {
    says: '{module} stands for positions of bays',
    tests: [
      [STAMP, 'takes the position of its bay'],
      [STAMP, 'is refused when tokens and nesting differ'],
      [MODULES, 'modules sit in bays of modules at any depth'],
    ],
  },
  'dcim._naming.2': {
    says: '{vc_position} stands for the position in the chassis',
    tests: [[STAMP, 'carries its position in the virtual chassis in names and labels']],
  },
  'dcim._naming.3': {
    says: 'names that meet after filling in are refused',
    tests: [[STAMP, 'is refused when two names meet after filling in']],
  },
  'dcim.interface.1': { says: 'interfaces in software have no socket' },
  'dcim.interface.2': {
    says: 'parent, bridge and LAG are on the same device',
    tests: [
      [
        `${DOMAIN}dcim/interface/interface.rules.test.ts`,
        'parents do not run in a circle, and a parent is not deleted below its children',
      ],
    ],
  },
  'dcim.interface.3': { says: 'radio settings are for wireless types and fit the channel' },
  'dcim.interface.4': { says: 'VLANs need a mode and are of the site' },
  'dcim.interface.5': {
    says: 'a service VLAN needs q-in-q; MTU and power have limits',
    limits: ['dcim.Interface mtu', 'dcim.Interface txPower'],
  },
  'dcim.interface.7': {
    says: 'by what an interface is connected',
    tests: [[LINKS, 'an interface is connected by its cable, else its wireless link, else its virtual circuit']],
  },
  'dcim.interface.8': {
    says: 'interfaces are ordered slot by slot',
    tests: [[`${DOMAIN}dcim/interface/sort-key.test.ts`, 'ports stand slot by slot, logical interfaces last']],
  },
  'dcim.frontport.1': { says: 'positions cover the mappings', limits: ['dcim.FrontPort positions'] },
  'dcim.rearport.1': { says: 'positions cover the mappings', limits: ['dcim.RearPort positions'] },
  'dcim.portmapping.1': { says: 'a position is mapped once, within one device' },
  'dcim.portmapping.2': { says: 'mappings retrace paths', waits: 'the model CablePath' },
  'dcim.porttemplatemapping.1': { says: 'the same within one type' },
  'dcim.cable.1': {
    says: 'ends are complete, of one kind, compatible and free',
    tests: [
      [COMPATIBILITY, 'joins compatible kinds, one per end'],
      [COMPATIBILITY, 'names an object once'],
    ],
  },
  'dcim.cable.2': {
    says: 'what has no socket or is marked takes no cable',
  },
  'dcim.cable.3': {
    says: 'a profile limits and numbers the terminations',
    tests: [[COMPATIBILITY, 'give the nth termination connector n']],
  },
  'dcim.cable.4': { says: 'ports mirror their cable' },
  'dcim.cable.5': { says: 'a cable that is not connected interrupts its paths', waits: 'the model CablePath' },
  'dcim.cabletermination.1': {
    says: 'a port and a connector are taken once',
    tests: [[GENERAL, 'a connector of an end is taken once']],
  },
};
