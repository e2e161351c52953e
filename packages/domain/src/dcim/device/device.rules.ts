import { afterSave, derive, rule, type DomainRule } from '@plumbline/engine';
import { holdRows } from '../../held.queries.ts';
import { idsIn, isGiven, nameOf, rowsOf, targetsOf, textOf } from '../../lookup.queries.ts';
import { PLACED_PARTS } from '../component-models.ts';
import { refuseOtherSite } from '../site/same-site.rules.ts';
import { deviceSpaceRules } from './device-space.rules.ts';

const DEVICE = 'dcim.Device';

/** The place of a rack is the place of its devices, unless the caller names another (and is refused). */
const takePlace = derive(DEVICE, {
  name: 'dcim.device.2.place',
  from: ['rack', 'location'],
  fill: async (drafts, work) => {
    if (work.trusted) return; // an import keeps places as its source has them
    holdRows(work, 'dcim.Location', idsIn(drafts, 'location'));
    holdRows(work, 'dcim.Rack', idsIn(drafts, 'rack'));
    const racks = await targetsOf(work, drafts, 'rack', 'dcim.Rack', ['site', 'location']);
    const locations = await targetsOf(work, drafts, 'location', 'dcim.Location', ['site']);
    for (const draft of drafts) {
      const rack = racks.get(textOf(draft.after, 'rack') ?? '');
      const location = locations.get(textOf(draft.after, 'location') ?? '');
      const site =
        (draft.changed('rack') ? textOf(rack, 'site') : null) ??
        textOf(draft.after, 'site') ??
        textOf(location, 'site');
      if (!isGiven(draft, 'site')) draft.set('site', site);
      const room = textOf(rack, 'location');
      const isOpen = !isGiven(draft, 'location') || textOf(draft.after, 'location') === null;
      if (room !== null && isOpen) draft.set('location', room);
    }
  },
});

const placesAgree = rule(DEVICE, {
  name: 'dcim.device.2',
  when: ['site', 'location', 'rack'],
  check: async (drafts, work) => {
    const racks = await targetsOf(work, drafts, 'rack', 'dcim.Rack', ['name', 'site', 'location']);
    const locations = await targetsOf(work, drafts, 'location', 'dcim.Location', ['name', 'site']);
    for (const draft of drafts) {
      const rack = racks.get(textOf(draft.after, 'rack') ?? '');
      const location = locations.get(textOf(draft.after, 'location') ?? '');
      for (const [reference, named] of [
        ['rack', rack],
        ['location', location],
      ] as const)
        refuseOtherSite(draft, { reference, choose: `a ${reference} at the site of the device` }, named);
      if (
        rack &&
        location &&
        textOf(rack, 'location') !== null &&
        textOf(rack, 'location') !== textOf(draft.after, 'location')
      )
        draft.refuse(
          'location',
          'LOCATION_MISMATCH',
          `${nameOf(rack)} stands in another location; leave the location empty to take that one.`,
        );
    }
  },
});

const platformFits = rule(DEVICE, {
  name: 'dcim.device.6',
  when: ['platform', 'deviceType'],
  check: async (drafts, work) => {
    const platforms = await targetsOf(work, drafts, 'platform', 'dcim.Platform', ['name', 'manufacturer']);
    const types = await targetsOf(work, drafts, 'deviceType', 'dcim.DeviceType', ['model', 'manufacturer']);
    for (const draft of drafts) {
      const platform = platforms.get(textOf(draft.after, 'platform') ?? '');
      const type = types.get(textOf(draft.after, 'deviceType') ?? '');
      const maker = textOf(platform, 'manufacturer');
      if (type && maker !== null && maker !== textOf(type, 'manufacturer'))
        draft.refuse(
          'platform',
          'MANUFACTURER_MISMATCH',
          `${nameOf(platform)} runs on devices of another manufacturer than ${nameOf(type)}.`,
        );
    }
  },
});

/** New devices take airflow and platform of their type where the caller says nothing. */
const takeDefaults = derive(DEVICE, {
  name: 'dcim.device.9',
  from: ['deviceType'],
  fill: async (drafts, work) => {
    const fresh = drafts.filter((draft) => draft.action === 'create' && !work.trusted);
    const types = await targetsOf(work, fresh, 'deviceType', 'dcim.DeviceType', ['airflow', 'defaultPlatform']);
    for (const draft of fresh) {
      const type = types.get(textOf(draft.after, 'deviceType') ?? '');
      if (!isGiven(draft, 'airflow')) draft.set('airflow', textOf(type, 'airflow'));
      if (!isGiven(draft, 'platform')) draft.set('platform', textOf(type, 'defaultPlatform'));
    }
  },
});

/** Components and cable ends carry the place of their device. */
const moveComponents = afterSave(DEVICE, {
  name: 'dcim._component.2.move',
  when: ['site', 'location', 'rack'],
  on: ['update'],
  run: async (drafts, work) => {
    const devices = new Map(drafts.map((draft) => [draft.id, draft.after]));
    for (const model of [...PLACED_PARTS, 'dcim.CableTermination']) {
      const rows = await rowsOf(work, model, 'device', [...devices.keys()], []);
      const moved = rows.map((row) => {
        const { site = null, location = null, rack = null } = devices.get(textOf(row, 'device') ?? '') ?? {};
        return { id: row['id'], site, location, rack };
      });
      if (moved.length > 0) await work.setDerived(model, moved);
    }
  },
});

/** Rules of devices. */
export const deviceRules: readonly DomainRule[] = [
  takePlace,
  takeDefaults,
  placesAgree,
  platformFits,
  ...deviceSpaceRules,
  moveComponents,
];
