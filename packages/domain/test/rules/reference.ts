import { parts } from './reference-parts.ts';
import { services } from './reference-services.ts';

/** What a numbered rule of the reference says, in short, and what proves it besides the cases that name its number. */
export interface Numbered {
  readonly says: string;
  /** Uniqueness (`model fields`) the database keeps, each with tests of its own. */
  readonly unique?: readonly string[];
  /** Fields (`model field`) whose limits the database keeps, each with tests of its own. */
  readonly limits?: readonly string[];
  /** Further tests: file below the repository, and title. */
  readonly tests?: readonly (readonly [file: string, title: string])[];
  /** What has to exist before the rest of the rule can hold. */
  readonly waits?: string;
}

const DOMAIN = 'packages/domain/src/';
const WRITE = 'packages/engine/src/write/';
const RACK_SPACE = `${DOMAIN}dcim/rack/rack-space.test.ts`;
const STAMP = `${DOMAIN}dcim/device-type/stamp.test.ts`;
const MODULES = `${DOMAIN}dcim/module/module.commands.test.ts`;
const COMPATIBILITY = `${DOMAIN}dcim/cable/cable-compatibility.test.ts`;
const UTILIZATION = `${DOMAIN}ipam/prefix/utilization.test.ts`;
const PREFIX = `${DOMAIN}ipam/prefix/prefix.rules.test.ts`;
const VALUES = `${DOMAIN}extras/custom-field/values.test.ts`;
const MERGE = `${DOMAIN}extras/config-context/merge.test.ts`;
const UNIQUE = `${DOMAIN}unique.test.ts`;
const GENERAL = 'packages/domain/test/rules/general.test.ts';
const CONTEXTS = 'packages/domain/test/render/contexts.test.ts';
const COMPUTED_PLACES = 'packages/domain/test/computed-places.test.ts';
const COMPUTED_ADDRESSES = 'packages/domain/test/computed-addresses.test.ts';
const FREE = [COMPUTED_ADDRESSES, 'every prefix is as full, and has as first free address and block'] as const;

const inTree = (model: string): readonly string[] => [`${model} parent,name`, `${model} parent,slug`];

const general: Readonly<Record<string, Numbered>> = {
  '_all.1': {
    says: 'a reference to one of several kinds names exactly one existing object',
    tests: [[GENERAL, 'a reference to one of several kinds names one object that exists']],
  },
  '_all.2': {
    says: 'blank text is no text before uniqueness is looked at',
    tests: [[GENERAL, 'blank text is no text, so that it repeats']],
  },
  '_all.3': {
    says: 'nothing is its own ancestor',
    tests: [
      [`${WRITE}tree.test.ts`, 'nothing lies inside itself, neither directly nor through rows of the same input'],
      [`${WRITE}tree.test.ts`, 'two writers that move rows below each other do not make a ring'],
    ],
  },
  '_all.4': {
    says: 'an owner is protected from deletion',
    tests: [['packages/domain/test/rules/open.test.ts', 'an owner stays while something is owned']],
  },
  '_all.5': {
    says: 'what follows from other writes leaves neither stamp nor record',
    tests: [
      [
        `${WRITE}update.test.ts`,
        'what follows a save runs in the same transaction and its derived columns leave no record',
      ],
    ],
  },
  '_all.6': { says: 'a weight has a unit and is kept in grams' },
  '_all.7': { says: 'a length has a unit and is kept in metres' },
  '_all.8': {
    says: 'deletes refuse, cascade or clear, on record',
    tests: [
      [
        `${WRITE}delete.test.ts`,
        'what goes along is removed and recorded, references elsewhere are cleared and recorded',
      ],
      [`${WRITE}delete.test.ts`, 'a row that others hold on to stays, and the error counts who they are'],
    ],
  },
  '_all.9': {
    says: 'open sets of choices may be extended',
    tests: [
      [`${WRITE}create.test.ts`, 'values added to an open choice set are accepted, those of a closed one are not'],
    ],
  },
  '_all.10': {
    says: 'names are ordered naturally and equal exactly',
    tests: [[GENERAL, 'names are ordered by their numbers, and equal only when they are the same']],
  },
};

const places: Readonly<Record<string, Numbered>> = {
  'dcim.region.1': { says: 'name and slug stand once below a parent', unique: inTree('dcim.Region') },
  'dcim.region.2': {
    says: 'a deleted region takes its children and what is scoped to it',
    tests: [[UNIQUE, 'deleting a region frees its sites and takes along what is scoped to it']],
  },
  'dcim.sitegroup.1': { says: 'as regions', unique: inTree('dcim.SiteGroup') },
  'dcim.site.1': { says: 'name and slug stand once', unique: ['dcim.Site name', 'dcim.Site slug'] },
  'dcim.site.2': { says: 'what is scoped to a site follows its region and group' },
  'dcim.location.1': { says: 'a parent is at the same site' },
  'dcim.location.2': {
    says: 'name and slug stand once below a parent',
    unique: ['dcim.Location site,parent,name', 'dcim.Location site,parent,slug'],
  },
  'dcim.location.3': {
    says: 'a moved location takes along all that is in it',
    tests: [
      [
        `${DOMAIN}dcim/device/device.rules.test.ts`,
        'moving a location takes its child locations, racks and loose devices along',
      ],
    ],
  },
  'dcim.racktype.1': { says: 'dimensions and load have units' },
  'dcim.racktype.2': {
    says: 'slug and model stand once',
    unique: ['dcim.RackType slug', 'dcim.RackType manufacturer,model'],
  },
  'dcim.racktype.3': { says: 'racks take over a changed type' },
  'dcim.rack.1': { says: 'dimensions come from the type' },
  'dcim.rack.2': {
    says: 'the location is of the site; name and facility id stand once in it',
    unique: ['dcim.Rack location,name', 'dcim.Rack location,facilityId'],
  },
  'dcim.rack.3': {
    says: 'height and first unit hold what is mounted',
    limits: ['dcim.Rack uHeight', 'dcim.Rack startingUnit'],
  },
  'dcim.rack.4': {
    says: 'units go in half steps from the first',
    tests: [[RACK_SPACE, 'units are drawn from the top, numbered from either end']],
  },
  'dcim.rack.5': {
    says: 'which units a device could take',
    tests: [
      [RACK_SPACE, 'leave out what is taken on that face and side'],
      [COMPUTED_PLACES, 'a rack is as full and has as free units what the rules of its space say'],
    ],
  },
  'dcim.rack.6': {
    says: 'how full a rack is',
    tests: [
      [RACK_SPACE, 'counts each half unit once and reservations by whole unit'],
      [COMPUTED_PLACES, 'a rack is as full and has as free units what the rules of its space say'],
    ],
  },
  'dcim.rack.7': {
    says: 'how much of its power a rack uses',
    tests: [[COMPUTED_PLACES, 'a rack uses the power that hangs on its feeds']],
  },
  'dcim.rack.8': { says: 'a moved rack takes its devices along' },
  'dcim.rackreservation.1': {
    says: 'units exist and are reserved once',
    tests: [[GENERAL, 'a user who holds units is not deleted']],
  },
};

const devices: Readonly<Record<string, Numbered>> = {
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
  'dcim.interface.7': { says: 'by what an interface is connected', waits: 'the model CablePath' },
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

const addressing: Readonly<Record<string, Numbered>> = {
  'ipam.vrf.1': { says: 'a route distinguisher stands once', unique: ['ipam.Vrf rd'] },
  'ipam.prefix.1': {
    says: 'a prefix stands once where that is enforced',
    tests: [
      [PREFIX, 'host bits are cleared and the whole internet is refused'],
      [PREFIX, 'uniqueness outside VRFs can be turned off'],
    ],
  },
  'ipam.prefix.2': {
    says: 'the hierarchy follows from containment',
    tests: [[PREFIX, 'parent, depth and children follow inserts, resizes, moves and deletes']],
  },
  'ipam.prefix.3': { says: 'which addresses are usable', tests: [FREE] },
  'ipam.prefix.4': { says: 'which addresses are free', tests: [FREE] },
  'ipam.prefix.5': { says: 'which prefixes are free', tests: [FREE] },
  'ipam.prefix.6': {
    says: 'how full a prefix is',
    tests: [
      [UTILIZATION, 'a container counts the union of its children'],
      [UTILIZATION, 'a subnet counts distinct addresses and full ranges'],
      FREE,
    ],
  },
  'ipam.prefix.7': { says: 'places follow from the scope' },
  'ipam.ipaddress.1': { says: 'network and broadcast addresses are not assigned' },
  'ipam.ipaddress.2': { says: 'a host stands once unless its role is shared' },
  'ipam.ipaddress.3': { says: 'an address in use stays; slaac is IPv6; names are lower case' },
  'ipam.ipaddress.4': {
    says: 'a deleted address is cleared from its device, on record',
    tests: [
      [`${DOMAIN}ipam/ip-address/ip-address.rules.test.ts`, 'deleting an address clears it from its device, on record'],
    ],
  },
  'ipam.vlangroup.1': {
    says: 'ranges are apart and inside 1-4094; names stand once in a scope',
    unique: ['ipam.VlanGroup scope,name', 'ipam.VlanGroup scope,slug'],
  },
  'ipam.vlan.1': {
    says: 'an id is inside its group and stands once there',
    unique: ['ipam.Vlan group,vid', 'ipam.Vlan group,name'],
    limits: ['ipam.Vlan vid'],
  },
  'ipam.vlan.2': { says: 'a VLAN is at the place of its group' },
  'ipam.vlan.3': {
    says: 'a customer VLAN is carried by a service VLAN',
    unique: ['ipam.Vlan qinqSvlan,vid', 'ipam.Vlan qinqSvlan,name'],
  },
};

const rest: Readonly<Record<string, Numbered>> = {
  'tenancy.tenant.1': {
    says: 'name and slug stand once in a group',
    unique: ['tenancy.Tenant group,name', 'tenancy.Tenant group,slug'],
  },
  'tenancy.tenantgroup.1': {
    says: 'name and slug stand once; a group goes only when its tenants can stand alone',
    unique: ['tenancy.TenantGroup name', 'tenancy.TenantGroup slug'],
  },
  'extras.customfield.1': {
    says: 'a name is a key and stands once',
    unique: ['extras.CustomField name'],
    tests: [[GENERAL, 'a custom field has a name that can be a key']],
  },
  'extras.customfield.2': { says: 'options fit the type' },
  'extras.customfield.3': {
    says: 'values fit their field',
    tests: [[VALUES, 'defaults fill absent keys of a new object only, and satisfy what is required']],
  },
  'extras.customfield.4': {
    says: 'how values are stored',
    tests: [[VALUES, 'an empty list is stored as null and a kept empty text as it is']],
  },
  'extras.customfield.5': {
    says: 'values follow their field',
    tests: [[`${DOMAIN}extras/custom-field/custom-field.rules.test.ts`, 'stored values follow their field']],
  },
  'extras.customfieldchoiceset.1': { says: 'choices are distinct and stay while in use' },
  'extras.tag.1': { says: 'a tag goes on the types it is for', unique: ['extras.Tag name', 'extras.Tag slug'] },
  'extras.configcontext.1': {
    says: 'data is an object; a context applies when it is active and all its criteria hold',
    tests: [[CONTEXTS, 'all criteria of a context must hold, and inactive contexts say nothing']],
  },
  'extras.configcontext.2': {
    says: 'which criteria include ancestors',
    tests: [
      [CONTEXTS, '%s count with their ancestors'],
      [CONTEXTS, 'a tenant group counts for its own tenants only'],
      [CONTEXTS, '%s choose the devices and machines that have one of them'],
    ],
  },
  'extras.configcontext.3': {
    says: 'locations and device types are for devices only',
    tests: [[CONTEXTS, 'locations and device types are met by no virtual machine, even one in that location']],
  },
  'extras.configcontext.4': {
    says: 'contexts merge by weight, then name',
    tests: [
      [MERGE, 'order is weight, then name by code points, whatever the order given'],
      [MERGE, 'local data win over the heaviest context'],
    ],
  },
  'core.objectchange.1': {
    says: 'every change keeps who, what and both images',
    tests: [['packages/engine/src/changes/records.test.ts', 'keep who, why and both images, without empty values']],
  },
  'core.job.1': { says: 'jobs repeat and belong to objects', waits: 'scheduled jobs' },
  'users.token.1': {
    says: 'a secret is shown once and stored as its digest',
    tests: [
      ['apps/server/test/accounts.test.ts', 'a token is shown once and works; one that may only read does not write'],
    ],
  },
  'users.user.1': { says: 'a username stands once, whatever its case', unique: ['users.User username'] },
};

/** Rules about models that exist, by number. */
export const REFERENCE: Readonly<Record<string, Numbered>> = {
  ...general,
  ...places,
  ...devices,
  ...addressing,
  ...rest,
  ...services,
  ...parts,
};
