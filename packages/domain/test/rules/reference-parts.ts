import type { Numbered } from './reference.ts';

const MODULES = 'packages/domain/src/dcim/module/module.commands.test.ts';
const FEED = 'packages/domain/src/dcim/power/available-power.test.ts';
const SCHEMA = 'packages/domain/src/json-schema.test.ts';

/** Rules about power, modules, bays, inventory, MAC addresses and chassis. */
export const parts: Readonly<Record<string, Numbered>> = {
  'dcim.powerpanel.1': {
    says: 'a name stands once at a site, and the location is of the site',
    unique: ['dcim.PowerPanel site,name'],
  },
  'dcim.powerfeed.1': {
    says: 'a name stands once at a panel; the rack is at its site; ratings are possible',
    unique: ['dcim.PowerFeed powerPanel,name'],
    limits: ['dcim.PowerFeed voltage', 'dcim.PowerFeed amperage', 'dcim.PowerFeed maxUtilization'],
  },
  'dcim.powerfeed.2': {
    says: 'available power follows from the rating',
    tests: [[FEED, '%d V at %d A and %d %%, three phases: %s, give %d W']],
  },
  'dcim.moduletypeprofile.1': {
    says: 'the schema is a JSON Schema',
    tests: [[SCHEMA, 'what can not be used is told']],
  },
  'dcim.moduletype.1': {
    says: 'attributes fit the profile, and there are none without',
    tests: [[SCHEMA, 'a value is told every place where it does not fit']],
  },
  'dcim.modulebay.1': {
    says: 'a bay of a module lies in the bay that holds the module',
    tests: [[MODULES, 'modules sit in bays of modules at any depth']],
  },
  'dcim.modulebay.2': { says: 'a disabled bay takes no new module' },
  'dcim.module.1': {
    says: 'a bay is of the device, enabled, free and outside the module',
    unique: ['dcim.Module moduleBay', 'dcim.Module assetTag'],
    tests: [[MODULES, 'modules sit in bays of modules at any depth']],
  },
  'dcim.module.2': {
    says: 'a new module adopts and makes the components of its type',
    tests: [
      [MODULES, 'a module brings the components of its type, named after its bay and joined among themselves'],
      [MODULES, 'a module adopts what is there, makes the rest, and refuses what belongs to another'],
      [MODULES, 'a module that only adopts makes nothing, and an import neither'],
    ],
  },
  'dcim.module.3': {
    says: 'names that clash, components of others and missing positions are refused before',
    tests: [
      [MODULES, 'a module adopts what is there, makes the rest, and refuses what belongs to another'],
      [MODULES, 'a name with {module} needs a position on the bay'],
    ],
  },
  'dcim.module.4': {
    says: 'a moved module takes its bays along, a deleted one its components',
    tests: [[MODULES, 'modules sit in bays of modules at any depth']],
  },
  'dcim.devicebay.1': {
    says: 'bays are in parents; a device sits in one, not in itself, not in a disabled one',
    unique: ['dcim.DeviceBay installedDevice'],
  },
  'dcim.inventoryitem.1': {
    says: 'an item stays with its parent, its children and its component',
    unique: ['dcim.InventoryItem assetTag'],
  },
  'dcim.interface.6': {
    says: 'the primary MAC address belongs to the interface',
    unique: ['dcim.Interface primaryMacAddress', 'virtualization.VmInterface primaryMacAddress'],
  },
  'dcim.macaddress.1': { says: 'a primary MAC address stays at its interface' },
  'dcim.virtualchassis.1': {
    says: 'a master is a member; a LAG across members keeps the chassis',
    unique: ['dcim.VirtualChassis master'],
  },
  'dcim.virtualdevicecontext.1': {
    says: 'identifier and name stand once on a device; primary addresses are on it',
    unique: [
      'dcim.VirtualDeviceContext device,identifier',
      'dcim.VirtualDeviceContext device,name',
      'dcim.VirtualDeviceContext primaryIp4',
      'dcim.VirtualDeviceContext primaryIp6',
    ],
  },
};
