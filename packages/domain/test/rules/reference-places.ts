import type { Numbered } from './reference.ts';

const DOMAIN = 'packages/domain/src/';
const RACK_SPACE = `${DOMAIN}dcim/rack/rack-space.test.ts`;
const UNIQUE = `${DOMAIN}unique.test.ts`;
const GENERAL = 'packages/domain/test/rules/general.test.ts';
const COMPUTED_PLACES = 'packages/domain/test/computed-places.test.ts';
const inTree = (model: string): readonly string[] => [`${model} parent,name`, `${model} parent,slug`];

/** Rules about regions, sites, locations, racks and their types. */
export const places: Readonly<Record<string, Numbered>> = {
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
